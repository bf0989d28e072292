-- One row per day, week or month of the period that the data reaches; one row in all when $by is 'all'.
with days as (
    select
        unnest(generate_series(
            greatest($from, reach.first_day),
            least($to, reach.last_day),
            interval 1 day
        ))::date as day
    from reach
),
buckets as (
    select distinct
        case $by
            when 'day' then day
            when 'week' then date_trunc('week', day)::date
            when 'month' then date_trunc('month', day)::date
        end as first_day,
        case $by
            when 'day' then day
            when 'week' then date_trunc('week', day)::date + 6
            when 'month' then last_day(day)
        end as last_day
    from days
    where $by in ('day', 'week', 'month')
),
series as (
    select
        buckets.first_day::varchar as bucket,
        buckets.first_day,
        buckets.last_day,
        buckets.first_day >= greatest($from, reach.first_day)
        and buckets.last_day <= least($to, reach.last_day) as is_complete
    from buckets
    cross join reach
),
with_whole as (
    select * from series
    union all
    select
        'all' as bucket,
        first_day,
        last_day,
        is_complete
    from period
    where $by = 'all'
)
select * from with_whole
