-- One row per bucket of which more than 2 % is still waiting: median and p90 by Kaplan-Meier, and their 95 % limits
-- (Brookmeyer and Crowley 1982, log-log with Greenwood's variance). Missing: the curve does not come down that far.
with waiting_buckets as (
    select
        bucket_day,
        bucket_name,
        n,
        observed
    from ordered
    where n - observed > 0.02 * n
),
times as (
    select
        bucketed.bucket_day,
        bucketed.bucket_name,
        bucketed.value as time,
        any_value(waiting_buckets.n) as n,
        any_value(waiting_buckets.observed) as observed,
        count(*) as leaving,
        count(*) filter (where bucketed.is_observed) as events
    from bucketed
    inner join waiting_buckets
        on
            bucketed.bucket_day is not distinct from waiting_buckets.bucket_day
            and bucketed.bucket_name is not distinct from waiting_buckets.bucket_name
    group by bucketed.bucket_day, bucketed.bucket_name, bucketed.value
),
at_risk as (
    select
        *,
        n + leaving - sum(leaving) over (partition by bucket_day, bucket_name order by time) as at_risk
    from times
),
curve as (
    select
        *,
        exp(sum(case when events < at_risk then ln(1 - events / at_risk) else -1000 end) over until_now) as survival,
        sqrt(
            sum(case when events < at_risk then events / (at_risk * (at_risk - events)) end) over until_now
        ) as deviation
    from at_risk
    where events > 0
    window until_now as (partition by bucket_day, bucket_name order by time)
),
limits as (
    select
        *,
        case when survival > 1e-12 then exp(1.96 * deviation / abs(ln(survival))) end as factor
    from curve
),
quantiles as (
    select
        bucket_day,
        bucket_name,
        min(time) filter (where survival <= 0.5 + 1e-12) as p50,
        min(time) filter (where survival <= 0.1 + 1e-12) as p90,
        min(time) filter (where coalesce(survival ^ factor, 0) <= 0.5 + 1e-12 and observed >= 6) as p50_low,
        min(time) filter (where survival ^ (1 / factor) <= 0.5 + 1e-12 and observed >= 6) as p50_high,
        min(time) filter (where coalesce(survival ^ factor, 0) <= 0.1 + 1e-12 and observed >= 6) as p90_low,
        min(time) filter (where survival ^ (1 / factor) <= 0.1 + 1e-12 and observed >= 6) as p90_high
    from limits
    group by bucket_day, bucket_name
),
estimated as (
    select
        waiting_buckets.bucket_day,
        waiting_buckets.bucket_name,
        quantiles.* exclude (bucket_day, bucket_name)
    from waiting_buckets
    left join quantiles
        on
            waiting_buckets.bucket_day is not distinct from quantiles.bucket_day
            and waiting_buckets.bucket_name is not distinct from quantiles.bucket_name
)
select * from estimated
