-- One row per bucket of $by: promoters, passives, detractors, and the net promoter score (-100 to 100).
with bands as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        count(*) filter (where band = 1) as promoters,
        count(*) filter (where band = 0) as passives,
        count(*) filter (where band = -1) as detractors,
        count(*) as n
    from bucketed
    group by bucket_day, bucket_name
),
completed as (
    select
        bucket,
        coalesce(bands.promoters, 0) as promoters,
        coalesce(bands.passives, 0) as passives,
        coalesce(bands.detractors, 0) as detractors,
        coalesce(bands.n, 0) as n,
        (100.0 * (bands.promoters - bands.detractors) / nullif(bands.n, 0))::double as value,
        coalesce(calendar.is_complete, period.is_complete) as is_complete
    from bands
    full join calendar using (bucket)
    cross join period
)
select * from completed
order by bucket nulls last
