-- One row per customer who is there today, most at stake first: the signs known of each, the chance to leave that
-- follows from their $weights, and what is at stake: that chance times what the customer pays a month. Where no revenue
-- is known the chance decides, where there are no weights the number of signs. total: those found, on all pages.
with listed as (
    select
        scores.customer_id,
        customers.name as customer_name,
        scores.segment,
        scores.plan,
        scores.region,
        scores.acquisition_channel,
        scores.start_day::varchar as start_day,
        scores.tenure,
        scores.monthly_revenue,
        scores.poor_30,
        scores.poor_90,
        scores.poor_days,
        scores.tickets_90,
        scores.open_tickets,
        scores.open_days,
        scores.reopened_90,
        scores.last_rating,
        scores.rating_before,
        scores.last_score,
        scores.score_before,
        scores.contact_days,
        scores.silent_days,
        scores.renewal_days,
        scores.poor,
        scores.recent_poor,
        scores.open,
        scores.reopened,
        scores.rating,
        scores.silence,
        scores.renewal,
        scores.tickets,
        scores.age,
        scores.signs,
        scores.score,
        scores.probability,
        scores.probability * scores.monthly_revenue as at_stake,
        count(*) over () as total
    from risk_scores as scores
    left join customer_facts as customers on scores.customer_id = customers.customer_id
    where
        scores.signs >= $least_signs
        and (
            $search is null
            or contains(lower(customers.name), lower($search))
            or contains(lower(scores.customer_id), lower($search))
        )
)
select * from listed
order by at_stake desc nulls last, probability desc nulls last, signs desc, monthly_revenue desc nulls last, customer_id
limit $limit offset $offset
