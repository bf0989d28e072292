-- One row per number of ratings that a customer gave in the period, from two: customers always, never and at times
-- satisfied, beside how many would always or never be if every rating were independent, with the share of all of them.
with shares as (
    select sum(hits) / sum(ratings) as share
    from repeat_raters
),
patterns as (
    select
        repeat_raters.ratings_given as bucket,
        count(*) as customers,
        sum(repeat_raters.ratings)::bigint as ratings,
        sum(repeat_raters.hits)::bigint as hits,
        count(*) filter (where repeat_raters.pattern = 'always') as always,
        count(*) filter (where repeat_raters.pattern = 'mixed') as mixed,
        count(*) filter (where repeat_raters.pattern = 'never') as never,
        sum(shares.share ^ repeat_raters.ratings)::double as chance_always,
        sum((1 - shares.share) ^ repeat_raters.ratings)::double as chance_never
    from repeat_raters
    cross join shares
    group by repeat_raters.ratings_given
)
select * from patterns
order by bucket
