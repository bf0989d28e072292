-- One row per bucket of $customers_by and stage of the journey: customers of the cohort who reached it, by an entry
-- that is told or derived or by a later stage alone (skipped); and how they went on within the window of the step.
-- Entered = converted + dropped + in_window; late and lost (left before moving on) are among the dropped. Conversion is
-- of the mature alone: customers whose whole window has passed. The last stage has no step. is_mature: the windows up
-- to here have passed for the whole cohort.
with counts as (
    select
        bucket,
        position,
        state,
        max(cohort_day) as last_cohort_day,
        count(*) as customers
    from selected_entries
    group by bucket, position, state
),
named as (
    select
        counts.*,
        journey_states.* exclude (state)
    from counts
    inner join journey_states on counts.state = journey_states.state
),
cohorts as (
    select
        bucket,
        max(last_cohort_day) as last_cohort_day
    from counts
    group by bucket
),
sums as (
    select
        cohorts.bucket,
        journey_stages.position,
        journey_stages.stage,
        journey_stages.is_optional,
        journey_stages.days_to_next as window_days,
        coalesce(sum(named.customers), 0)::bigint as entered,
        coalesce(sum(named.customers) filter (where is_skipped), 0)::bigint as skipped,
        coalesce(sum(named.customers) filter (where is_out_of_order), 0)::bigint as out_of_order,
        coalesce(sum(named.customers) filter (where is_returned), 0)::bigint as returned,
        coalesce(sum(named.customers) filter (where outcome = 'converted'), 0)::bigint as converted,
        coalesce(sum(named.customers) filter (where outcome = 'late'), 0)::bigint as late,
        coalesce(sum(named.customers) filter (where outcome = 'lost'), 0)::bigint as lost,
        coalesce(sum(named.customers) filter (where outcome = 'in window'), 0)::bigint as in_window,
        coalesce(sum(named.customers) filter (where is_mature), 0)::bigint as mature,
        coalesce(sum(named.customers) filter (where is_mature and outcome = 'converted'), 0)::bigint
            as mature_converted,
        cohorts.last_cohort_day + journey_stages.days_before + journey_stages.days_to_next <= journey_status.last_day
            as is_mature
    from cohorts
    cross join journey_status
    inner join journey_stages on journey_stages.is_in_data
    left join named
        on cohorts.bucket is not distinct from named.bucket and journey_stages.position = named.position
    group by all
),
funnel as (
    select
        bucket,
        position,
        stage,
        is_optional,
        window_days,
        entered,
        entered - skipped as told,
        skipped,
        out_of_order,
        returned,
        case when window_days is not null then converted end as converted,
        case when window_days is not null then late end as late,
        case when window_days is not null then entered - converted - in_window end as dropped,
        case when window_days is not null then lost end as lost,
        case when window_days is not null then in_window end as in_window,
        case when window_days is not null then mature end as mature,
        case when window_days is not null then mature_converted end as mature_converted,
        (mature_converted / nullif(mature, 0))::double as conversion,
        is_mature
    from sums
)
select * from funnel
order by bucket nulls last, position
