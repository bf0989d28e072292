-- One row per bucket of $by: counted tickets per 100 customers active in it; n is the active customers.
with counts as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        count(*) as numerator
    from bucketed
    group by bucket_day, bucket_name
),
active_by_calendar as (
    select
        calendar.bucket,
        count(selected_customers.customer_id) as n
    from calendar
    left join selected_customers
        on
            not selected_customers.is_prospect
            and coalesce(selected_customers.acquired_day, calendar.last_day) <= calendar.last_day
            and coalesce(selected_customers.churned_day, calendar.first_day) >= calendar.first_day
    group by calendar.bucket
),
active_in_period as (
    select
        case $by
            when 'segment' then selected_customers.segment::varchar
            when 'plan' then selected_customers.plan::varchar
            when 'region' then selected_customers.region::varchar
        end as bucket
    from selected_customers
    cross join period
    where
        not selected_customers.is_prospect
        and coalesce(selected_customers.acquired_day, period.last_day) <= period.last_day
        and coalesce(selected_customers.churned_day, period.first_day) >= period.first_day
),
active as (
    select * from active_by_calendar
    union all
    select
        bucket,
        count(*) as n
    from active_in_period
    where $by in ('segment', 'plan', 'region')
    group by bucket
),
everyone as (
    select count(*) as n
    from active_in_period
),
rates as (
    select
        coalesce(counts.bucket, active.bucket) as bucket,
        coalesce(counts.numerator, 0) as numerator,
        case
            when $by in ('all', 'day', 'week', 'month', 'segment', 'plan', 'region') then coalesce(active.n, 0)
            else everyone.n
        end as n
    from counts
    full join active on counts.bucket is not distinct from active.bucket
    cross join everyone
),
completed as (
    select
        rates.bucket,
        rates.numerator,
        rates.n,
        (100 * rates.numerator / nullif(rates.n, 0))::double as value,
        coalesce(calendar.is_complete, period.is_complete) as is_complete
    from rates
    left join calendar on rates.bucket = calendar.bucket
    cross join period
)
select * from completed
order by bucket nulls last
