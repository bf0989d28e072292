-- One row per month (or week, by $by) and expectation, 'none' too: how many comments speak of it, and how rated.
with spoken as (
    select
        case $by
            when 'day' then day
            when 'week' then date_trunc('week', day)::date
            when 'month' then date_trunc('month', day)::date
        end as first_day,
        rating_band,
        unnest(case when len(expectations) = 0 then ['none'] else expectations end) as expectation
    from commented
),
counts as (
    select
        first_day,
        expectation,
        count(*) as comments,
        count(*) filter (where rating_band = 'poor') as poor,
        count(*) filter (where rating_band = 'neutral') as neutral,
        count(*) filter (where rating_band = 'good') as good
    from spoken
    group by first_day, expectation
),
named as (
    select
        calendar.bucket,
        case when $by in ('day', 'week', 'month') then calendar.first_day end as first_day,
        calendar.is_complete,
        unnest(['timely', 'empathetic', 'solution-oriented', 'none']) as expectation,
        unnest([1, 2, 3, 4]) as place
    from calendar
),
described as (
    select
        named.bucket,
        named.expectation,
        coalesce(counts.comments, 0)::bigint as comments,
        coalesce(counts.poor, 0)::bigint as poor,
        coalesce(counts.neutral, 0)::bigint as neutral,
        coalesce(counts.good, 0)::bigint as good,
        named.is_complete,
        named.place
    from named
    left join counts
        on
            named.first_day is not distinct from counts.first_day
            and named.expectation = counts.expectation
)
select * exclude (place) from described
order by bucket, place
