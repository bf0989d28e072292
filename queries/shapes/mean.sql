-- One row per bucket of $by: mean and standard deviation of what was counted.
with means as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        count(value) as n,
        avg(value)::double as value,
        stddev_samp(value)::double as standard_deviation
    from bucketed
    group by bucket_day, bucket_name
),
completed as (
    select
        bucket,
        coalesce(means.n, 0) as n,
        means.value,
        means.standard_deviation,
        coalesce(calendar.is_complete, period.is_complete) as is_complete
    from means
    full join calendar using (bucket)
    cross join period
)
select * from completed
order by bucket nulls last
