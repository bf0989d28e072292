-- One row per weekday and hour of creation: tickets created then, and the median and p90 of how long they took or wait.
with hours as (
    select
        bucket_name::integer // 100 as weekday,
        bucket_name::integer % 100 as hour,
        * exclude (bucket_day, bucket_name)
    from waits
)
select * from hours
order by weekday, hour
