-- One row per customer who is there today, most at stake first: the signs known of each, the chance to leave that
-- follows from their $weights, and what is at stake: that chance times what the customer pays a month. Where no revenue
-- is known the chance decides, where there are no weights the number of signs. total: those found, on all pages.
with found as (
    select
        *,
        probability * monthly_revenue as at_stake,
        count(*) over () as total
    from risk_scores
    where
        signs >= $least_signs
        and (
            $search is null
            or contains(lower(customer_id), lower($search))
            or customer_id in (select customer_id from customer_facts where contains(lower(name), lower($search)))
        )
),
chosen as (
    select *
    from found
    order by
        at_stake desc nulls last,
        probability desc nulls last,
        signs desc,
        monthly_revenue desc nulls last,
        customer_id
    limit $limit offset $offset
),
listed as (
    select
        chosen.customer_id,
        customers.name as customer_name,
        chosen.segment,
        chosen.plan,
        chosen.region,
        chosen.acquisition_channel,
        chosen.start_day::varchar as start_day,
        chosen.tenure,
        chosen.monthly_revenue,
        chosen.poor_30,
        chosen.poor_90,
        chosen.poor_days,
        chosen.tickets_90,
        chosen.open_tickets,
        chosen.open_days,
        chosen.reopened_90,
        chosen.last_rating,
        chosen.rating_before,
        chosen.last_score,
        chosen.score_before,
        chosen.contact_days,
        chosen.silent_days,
        chosen.renewal_days,
        chosen.poor,
        chosen.recent_poor,
        chosen.open,
        chosen.reopened,
        chosen.rating,
        chosen.silence,
        chosen.renewal,
        chosen.tickets,
        chosen.age,
        chosen.signs,
        chosen.score,
        chosen.probability,
        chosen.at_stake,
        chosen.total
    from chosen
    left join customer_facts as customers on chosen.customer_id = customers.customer_id
)
select * from listed
order by at_stake desc nulls last, probability desc nulls last, signs desc, monthly_revenue desc nulls last, customer_id
