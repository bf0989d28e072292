-- One row per day on which customers are looked at: today (the last complete day), and each 30 days before the 90 days
-- that are needed to see who left, as far back as half a year of support lies before it, and at most a year. $observed:
-- only the past days, of which it is known who left, or only today.
with moments as (
    select
        support_from,
        last_day,
        unnest(range(-1, 12))::integer as step
    from relation_status
),
days as (
    select
        (case when step < 0 then last_day else last_day - 90 - 30 * step end)::date as as_of,
        step < 0 as is_now,
        support_from
    from moments
),
supported as (
    select
        as_of,
        is_now
    from days
    where
        (is_now or as_of - 180 >= support_from)
        and ($observed is null or is_now != $observed)
)
select * from supported
