-- One row per month in which customers reached the first stage, and stage of the journey: how many reached it in time,
-- within the summed windows of the steps before, and the conversion to the next stage. What the windows have not passed
-- for is not mature: is_share_mature those before the stage, for who came by then; is_mature that of its own step,
-- too, for the whole month.
with counts as (
    select
        selected_entries.cohort_day,
        selected_entries.position,
        selected_entries.state,
        selected_entries.reached_day - selected_entries.cohort_day <= journey_stages.days_before as is_in_time,
        count(*) as customers
    from selected_entries
    inner join journey_stages on selected_entries.position = journey_stages.position
    group by all
),
monthly as (
    select
        date_trunc('month', counts.cohort_day)::date as month,
        counts.position,
        sum(counts.customers)::bigint as entered,
        coalesce(sum(counts.customers) filter (where counts.is_in_time), 0)::bigint as in_time,
        coalesce(sum(counts.customers) filter (where journey_states.is_mature), 0)::bigint as mature,
        coalesce(
            sum(counts.customers) filter (where journey_states.is_mature and journey_states.outcome = 'converted'), 0
        )::bigint as mature_converted
    from counts
    inner join journey_states on counts.state = journey_states.state
    group by all
),
cohorts as (
    select
        month,
        max(entered) as customers  -- everybody has reached the first stage
    from monthly
    group by month
),
filled as (
    select
        cohorts.month::varchar as cohort_month,
        journey_stages.position,
        journey_stages.stage,
        cohorts.customers,
        coalesce(monthly.entered, 0) as entered,
        coalesce(monthly.in_time, 0) as in_time,
        (coalesce(monthly.in_time, 0) / cohorts.customers)::double as share,
        least(last_day(cohorts.month), $to) + journey_stages.days_before <= journey_status.last_day
            as is_share_mature,
        coalesce(monthly.mature, 0) as mature,
        coalesce(monthly.mature_converted, 0) as mature_converted,
        (monthly.mature_converted / nullif(monthly.mature, 0))::double as conversion,
        last_day(cohorts.month) + journey_stages.days_before + journey_stages.days_to_next <= journey_status.last_day
            as is_mature,
        cohorts.month >= $from and last_day(cohorts.month) <= least($to, journey_status.last_day) as is_complete
    from cohorts
    cross join journey_status
    inner join journey_stages on journey_stages.is_in_data
    left join monthly on cohorts.month = monthly.month and journey_stages.position = monthly.position
)
select * from filled
order by cohort_month, position
