-- One row per bucket of $by: how many of the counted are hits, and their share (0 to 1; missing where nothing counts).
with shares as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        count(*) filter (where is_hit) as numerator,
        count(*) as n
    from bucketed
    group by bucket_day, bucket_name
),
completed as (
    select
        bucket,
        coalesce(shares.numerator, 0) as numerator,
        coalesce(shares.n, 0) as n,
        (shares.numerator / nullif(shares.n, 0))::double as value,
        coalesce(calendar.is_complete, period.is_complete) as is_complete
    from shares
    full join calendar using (bucket)
    cross join period
)
select * from completed
order by bucket nulls last
