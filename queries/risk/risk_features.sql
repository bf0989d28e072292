-- One row per past day of looking and combination of the signs known on it: customers who were there, and those of them
-- who were lost within the next 90 days. Of very many customers about $most_customers are taken, by a lot that follows
-- from their ids.
with cells as (
    select
        as_of::varchar as as_of,
        poor,
        recent_poor,
        open,
        reopened,
        rating,
        silence,
        renewal,
        tickets,
        age,
        coalesce(segment, '(none)') as segment,
        coalesce(plan, '(none)') as plan,
        count(*) as customers,
        count(*) filter (where is_lost_soon) as lost
    from risk_signs
    where not is_now
    group by all
)
select * from cells
order by all
