-- One row per bucket: how many waits, how many are over, and quantiles; by Kaplan-Meier where more than 2 % go on.
with chosen as (
    select
        ordered.bucket_day,
        ordered.bucket_name,
        ordered.n,
        ordered.observed,
        ordered.n - ordered.observed > 0.02 * ordered.n as is_censored_estimate,
        case when is_censored_estimate then survival.p50 else ordered.p50 end as p50,
        case when is_censored_estimate then survival.p50_low else ordered.p50_low end as p50_low,
        case when is_censored_estimate then survival.p50_high else ordered.p50_high end as p50_high,
        case when is_censored_estimate then survival.p90 else ordered.p90 end as p90,
        case when is_censored_estimate then survival.p90_low else ordered.p90_low end as p90_low,
        case when is_censored_estimate then survival.p90_high else ordered.p90_high end as p90_high
    from ordered
    left join survival
        on
            ordered.bucket_day is not distinct from survival.bucket_day
            and ordered.bucket_name is not distinct from survival.bucket_name
)
select * from chosen
