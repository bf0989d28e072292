-- One row per bucket of $customers_by, step of the journey and number of days: customers of the cohort who reached the
-- next stage after so many days (is_observed), or who had not by then: the data or their relation ended.
with counts as (
    select
        bucket,
        position,
        days,
        state,
        count(*) as customers
    from selected_entries
    group by bucket, position, days, state
),
times as (
    select
        counts.bucket,
        counts.position,
        journey_stages.stage,
        counts.days::integer as days,
        journey_states.outcome in ('converted', 'late') as is_observed,
        sum(counts.customers)::bigint as customers
    from counts
    inner join journey_states on counts.state = journey_states.state
    inner join journey_stages on counts.position = journey_stages.position
    where
        journey_stages.days_to_next is not null
        and not journey_states.is_skipped
        and not journey_states.is_out_of_order
    group by all
)
select * from times
order by bucket nulls last, position, days, is_observed
