-- One row per bucket of $by: median and p90 of the minutes, with 95 % limits; who still waits is not left out.
with durations as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        * exclude (bucket_day, bucket_name)
    from waits
),
completed as (
    select
        bucket,
        coalesce(durations.n, 0) as n,
        coalesce(durations.observed, 0) as observed,
        durations.p50,
        durations.p50_low,
        durations.p50_high,
        durations.p90,
        durations.p90_low,
        durations.p90_high,
        coalesce(durations.is_censored_estimate, false) as is_censored_estimate,
        coalesce(calendar.is_complete, period.is_complete) as is_complete
    from durations
    full join calendar using (bucket)
    cross join period
)
select * from completed
order by bucket nulls last
