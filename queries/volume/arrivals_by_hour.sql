-- One row per weekday and hour: tickets created, how many such days the period has, and tickets per such day.
-- Complete days only; every one of the 168 hours is there.
with days as (
    select
        unnest(generate_series(
            greatest($from, data_status.first_day),
            least($to, data_status.last_day),
            interval 1 day
        ))::date as day
    from data_status
),
weekdays as (
    select
        isodow(day)::integer as weekday,
        count(*) as days
    from days
    group by weekday
),
hours as (
    select
        (slot // 24 + 1)::integer as weekday,
        (slot % 24)::integer as hour
    from range(168) as slots (slot)
),
counts as (
    select
        arrivals.created_weekday as weekday,
        arrivals.created_hour as hour,
        count(*) as n
    from arrivals
    cross join data_status
    where arrivals.day between $from and $to and arrivals.day <= data_status.last_day
    group by arrivals.created_weekday, arrivals.created_hour
),
filled as (
    select
        hours.weekday,
        hours.hour,
        coalesce(counts.n, 0) as n,
        coalesce(weekdays.days, 0) as days,
        (coalesce(counts.n, 0) / nullif(weekdays.days, 0))::double as per_day
    from hours
    left join counts using (weekday, hour)
    left join weekdays using (weekday)
)
select * from filled
order by weekday, hour
