-- One row per customer who was there when the $experiment started: to be contacted, or held back ($side: only these).
-- total: those found, on all pages.
with listed as (
    select
        assigned.customer_id,
        customers.name as customer_name,
        assigned.side,
        assigned.segment,
        assigned.plan,
        assigned.region,
        assigned.start_day::varchar as start_day,
        assigned.monthly_revenue,
        assigned.is_lost,
        count(*) over () as total
    from assigned
    left join customer_facts as customers on assigned.customer_id = customers.customer_id
    where
        ($side is null or assigned.side = $side)
        and (
            $search is null
            or contains(lower(customers.name), lower($search))
            or contains(lower(assigned.customer_id), lower($search))
        )
)
select * from listed
order by monthly_revenue desc nulls last, customer_id
limit $limit offset $offset
