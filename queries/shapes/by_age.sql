-- One row per band of age and priority: tickets open at the end of the period. Every band is there.
with bands as (
    select
        unnest([1, 2, 3, 4, 5, 6]) as band,
        unnest([0, 1, 3, 7, 14, 30]) as from_days,
        unnest([1, 3, 7, 14, 30, null]) as below_days
),
counts as (
    select
        bands.band,
        bucketed.priority::varchar as priority,
        count(*) as n
    from bucketed
    inner join bands
        on
            bucketed.value >= bands.from_days * 1440
            and (bands.below_days is null or bucketed.value < bands.below_days * 1440)
    group by bands.band, bucketed.priority
),
filled as (
    select
        bands.band,
        bands.from_days,
        bands.below_days,
        counts.priority,
        coalesce(counts.n, 0) as n
    from bands
    left join counts using (band)
)
select * from filled
order by band, priority nulls last
