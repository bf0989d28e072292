-- One row per bucket of $by: median and p90 of what was counted, with 95 % limits by order statistics, and the mean.
with quantiles as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        * exclude (bucket_day, bucket_name)
    from ordered
),
completed as (
    select
        bucket,
        coalesce(quantiles.n, 0) as n,
        quantiles.p50,
        quantiles.p50_low,
        quantiles.p50_high,
        quantiles.p90,
        quantiles.p90_low,
        quantiles.p90_high,
        quantiles.mean,
        coalesce(calendar.is_complete, period.is_complete) as is_complete
    from quantiles
    full join calendar using (bucket)
    cross join period
)
select * from completed
order by bucket nulls last
