-- One row per customer with at least two ratings in the period: how many they gave, how many were satisfied, and if the
-- customer was always, never or at times satisfied.
with counts as (
    select
        customer_id,
        count(*) as ratings,
        count(*) filter (where is_hit) as hits
    from csat
    where customer_id is not null and day between $from and $to
    group by customer_id
    having count(*) >= 2
),
named as (
    select
        *,
        case when least(ratings, 5) = 5 then '5 or more' else ratings::varchar end as ratings_given,
        case when hits = ratings then 'always' when hits = 0 then 'never' else 'mixed' end as pattern
    from counts
)
select * from named
