-- One row per customer with at least two ratings in the period, of those with $ratings_given and $pattern: how many
-- they gave, how many were satisfied, and the day of the last; most revenue first. total: those found, on all pages.
with ratings as (
    select
        customer_id,
        max(day) as last_day
    from csat
    where customer_id is not null and day between $from and $to
    group by customer_id
),
found as (
    select
        repeat_raters.customer_id,
        customers.name as customer_name,
        customers.segment::varchar as segment,
        customers.plan::varchar as plan,
        customers.monthly_revenue,
        repeat_raters.ratings,
        repeat_raters.hits,
        ratings.last_day::varchar as last_day,
        count(*) over () as total
    from repeat_raters
    inner join ratings on repeat_raters.customer_id = ratings.customer_id
    left join customer_facts as customers on repeat_raters.customer_id = customers.customer_id
    where
        ($ratings_given is null or repeat_raters.ratings_given = $ratings_given)
        and ($pattern is null or repeat_raters.pattern = $pattern)
)
select * from found
order by monthly_revenue desc nulls last, customer_id
limit $limit offset $offset
