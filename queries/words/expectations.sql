-- One row per expectation and one for none of them: how many comments speak of it, how rated, and their mean share.
-- A comment may speak of several. share: of all comments (total). mean_share: mean rating, 0 to 1 of its scale.
-- Comments without a rating are counted, and are none of poor, neutral and good.
with spoken as (
    select
        rating_band,
        share,
        unnest(case when len(expectations) = 0 then ['none'] else expectations end) as expectation
    from commented
),
counts as (
    select
        expectation,
        count(*) as comments,
        count(*) filter (where rating_band = 'poor') as poor,
        count(*) filter (where rating_band = 'neutral') as neutral,
        count(*) filter (where rating_band = 'good') as good,
        avg(share) as mean_share
    from spoken
    group by expectation
),
named as (
    select
        unnest(['timely', 'empathetic', 'solution-oriented', 'none']) as expectation,
        unnest([1, 2, 3, 4]) as place
),
whole as (
    select count(*) as total
    from commented
),
described as (
    select
        named.expectation,
        coalesce(counts.comments, 0)::bigint as comments,
        coalesce(counts.poor, 0)::bigint as poor,
        coalesce(counts.neutral, 0)::bigint as neutral,
        coalesce(counts.good, 0)::bigint as good,
        counts.mean_share,
        whole.total,
        (coalesce(counts.comments, 0) / nullif(whole.total, 0))::double as share,
        named.place
    from named
    cross join whole
    left join counts on named.expectation = counts.expectation
)
select * exclude (place) from described
order by place
