-- One row per bucket of $by: how many were open at the end of its last day, and their age in minutes and in days.
with stocks as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        count(*) as n,
        quantile_cont(value, [0.5, 0.9]) as ages
    from bucketed
    group by bucket_day, bucket_name
),
completed as (
    select
        bucket,
        coalesce(stocks.n, 0) as n,
        stocks.ages[1] as p50,
        stocks.ages[2] as p90,
        stocks.ages[1] / 1440 as age_p50_days,
        stocks.ages[2] / 1440 as age_p90_days,
        coalesce(calendar.is_complete, period.is_complete) as is_complete
    from stocks
    full join calendar using (bucket)
    cross join period
)
select * from completed
order by bucket nulls last
