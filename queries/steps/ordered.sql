-- One row per bucket: how many values; mean, median and p90 of the observed ones, 95 % limits by order statistics.
-- A limit is missing where even the largest value is not sure enough. Ranks: normal approximation of the binomial with
-- corrections for continuity and skewness, which gives the exact ranks (Conover 1999, 3.2) but for a few n (one off).
with lists as (
    select
        bucket_day,
        bucket_name,
        count(*) as n,
        count(*) filter (where is_observed) as observed,
        avg(value) filter (where is_observed)::double as mean,
        list_sort(list(value) filter (where is_observed)) as sorted
    from bucketed
    group by bucket_day, bucket_name
),
positions as (
    select
        *,
        0.5 * (observed - 1) as p50_position,
        0.9 * (observed - 1) as p90_position,
        1.96 * sqrt(0.25 * observed) as p50_width,
        1.96 * sqrt(0.09 * observed) as p90_width
    from lists
),
ranks as (
    select
        *,
        floor(p50_position)::bigint + 1 as p50_rank,
        floor(p90_position)::bigint + 1 as p90_rank,
        floor(0.5 * observed - p50_width + 0.5)::bigint as p50_low_rank,
        ceil(0.5 * observed + p50_width + 0.5)::bigint as p50_high_rank,
        floor(0.9 * observed - p90_width + 0.12)::bigint as p90_low_rank,
        ceil(0.9 * observed + p90_width + 0.12)::bigint as p90_high_rank
    from positions
),
picked as (
    select
        bucket_day,
        bucket_name,
        n,
        observed,
        mean,
        sorted[p50_rank]
        + (p50_position - floor(p50_position))
        * (sorted[least(p50_rank + 1, observed)] - sorted[p50_rank]) as p50,
        sorted[p90_rank]
        + (p90_position - floor(p90_position))
        * (sorted[least(p90_rank + 1, observed)] - sorted[p90_rank]) as p90,
        case when observed >= 6 then sorted[p50_low_rank] end as p50_low,
        case when observed >= 6 then sorted[p50_high_rank] end as p50_high,
        case when observed >= 6 then sorted[p90_low_rank] end as p90_low,
        case when observed >= 6 then sorted[p90_high_rank] end as p90_high
    from ranks
)
select * from picked
