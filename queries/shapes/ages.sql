-- One row per bucket of $by and band of age: tickets open at the end of the bucket's last day.
with banded as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        case
            when value < 1440 then 'under 1 day'
            when value < 3 * 1440 then '1 to 3 days'
            when value < 7 * 1440 then '3 to 7 days'
            when value < 30 * 1440 then '7 to 30 days'
            else 'over 30 days'
        end as band
    from bucketed
),
counts as (
    select
        bucket,
        band,
        count(*) as n
    from banded
    group by bucket, band
)
select * from counts
order by bucket, band
