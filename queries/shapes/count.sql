-- One row per bucket of $by: how many were counted. Days, weeks and months without any are there with 0.
with counts as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        count(*) as n
    from bucketed
    group by bucket_day, bucket_name
),
completed as (
    select
        bucket,
        coalesce(counts.n, 0) as n,
        coalesce(calendar.is_complete, period.is_complete) as is_complete
    from counts
    full join calendar using (bucket)
    cross join period
)
select * from completed
order by bucket nulls last
