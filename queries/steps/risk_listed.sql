-- One row per customer who is there today, most at stake first ($limit of them after $offset): the signs known of each,
-- the chance to leave that follows from their $weights, and what is at stake: that chance times what the customer pays
-- a month. Where no revenue is known the chance decides, where there are no weights the number of signs. total: those
-- found, on all pages; place: on this one.
with named as (
    select relations.customer_number
    from relation_facts as relations
    left join customer_facts as customers on relations.customer_id = customers.customer_id
    where
        contains(lower(relations.customer_id), lower($search)) or contains(lower(customers.name), lower($search))
),
found as (
    select
        *,
        probability * monthly_revenue as at_stake,
        count(*) over () as total
    from risk_scores
    where
        signs >= $least_signs
        and ($search is null or customer_number in (select customer_number from named))
),
chosen as (
    select *
    from found
    order by
        at_stake desc nulls last,
        probability desc nulls last,
        signs desc,
        monthly_revenue desc nulls last,
        customer_number
    limit $limit offset $offset
),
scored as (
    select
        chosen.customer_number,
        min(interactions.score) filter (where interactions.created_at = chosen.last_rated_at) as last_score,
        min(interactions.score) filter (where interactions.created_at = chosen.rated_before_at) as score_before
    from chosen
    inner join interaction_facts as interactions on chosen.customer_number = interactions.customer_number
    where
        not interactions.is_cancelling
        and interactions.rated_tenure <= chosen.tenure
        and interactions.created_at in (chosen.last_rated_at, chosen.rated_before_at)
    group by chosen.customer_number
),
listed as (
    select
        relations.customer_id,
        customers.name as customer_name,
        relations.segment,
        relations.plan,
        relations.region,
        relations.acquisition_channel,
        relations.start_day::varchar as start_day,
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
        scored.last_score,
        scored.score_before,
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
    inner join relation_facts as relations on chosen.customer_number = relations.customer_number
    left join customer_facts as customers on relations.customer_id = customers.customer_id
    left join scored on chosen.customer_number = scored.customer_number
),
placed as (
    select
        *,
        row_number() over (
            order by
                at_stake desc nulls last,
                probability desc nulls last,
                signs desc,
                monthly_revenue desc nulls last,
                customer_id
        ) as place
    from listed
)
select * from placed
