-- One row per customer who is there today, worst first: the signs known of each, their sum by $weights
-- ("feature=level:number", and "intercept:number"), the chance to leave that follows from it, and what is at stake:
-- that chance times what the customer pays a month. total: those found, on all pages.
with given as (
    select unnest($weights) as weight
),
weights as (
    select map_from_entries(
        list(struct_pack(
            k := regexp_extract(weight, '^(.*):[^:]*$', 1),
            v := regexp_extract(weight, ':([^:]*)$', 1)::double
        ))
    ) as of_level
    from given
),
summed as (
    select
        signs.*,
        relations.customer_id,
        relations.segment,
        relations.plan,
        relations.region,
        relations.acquisition_channel,
        relations.start_day,
        relations.monthly_revenue,
        case when weights.of_level is not null then
            coalesce(weights.of_level['intercept'], 0)
            + coalesce(weights.of_level['poor=' || signs.poor], 0)
            + coalesce(weights.of_level['recent_poor=' || signs.recent_poor], 0)
            + coalesce(weights.of_level['open=' || signs.open], 0)
            + coalesce(weights.of_level['reopened=' || signs.reopened], 0)
            + coalesce(weights.of_level['rating=' || signs.rating], 0)
            + coalesce(weights.of_level['silence=' || signs.silence], 0)
            + coalesce(weights.of_level['renewal=' || signs.renewal], 0)
            + coalesce(weights.of_level['tickets=' || signs.tickets], 0)
            + coalesce(weights.of_level['age=' || signs.age], 0)
            + coalesce(weights.of_level['segment=' || coalesce(relations.segment, '(none)')], 0)
            + coalesce(weights.of_level['plan=' || coalesce(relations.plan, '(none)')], 0)
        end as score
    from risk_signs as signs
    inner join relation_facts as relations on signs.customer_number = relations.customer_number
    cross join weights
    where signs.is_now
),
judged as (
    select
        *,
        1 / (1 + exp(-score)) as probability,
        (poor_90 > 0)::integer + (coalesce(open_days, 0) >= 7)::integer + (reopened_90 > 0)::integer
        + (rating in ('fell to poor', 'fell', 'poor'))::integer + coalesce(renewal_days <= 30, false)::integer as signs
    from summed
),
listed as (
    select
        judged.customer_id,
        customers.name as customer_name,
        judged.segment,
        judged.plan,
        judged.region,
        judged.acquisition_channel,
        judged.start_day::varchar as start_day,
        judged.tenure,
        judged.monthly_revenue,
        judged.poor_30,
        judged.poor_90,
        judged.tickets_90,
        judged.open_tickets,
        judged.open_days,
        judged.reopened_90,
        judged.last_rating,
        judged.rating_before,
        judged.last_score,
        judged.score_before,
        judged.contact_days,
        judged.silent_days,
        judged.renewal_days,
        judged.poor,
        judged.recent_poor,
        judged.open,
        judged.reopened,
        judged.rating,
        judged.silence,
        judged.renewal,
        judged.tickets,
        judged.age,
        judged.signs,
        judged.score,
        judged.probability,
        judged.probability * judged.monthly_revenue as at_stake,
        count(*) over () as total
    from judged
    left join customer_facts as customers on judged.customer_id = customers.customer_id
    where
        judged.signs >= $least_signs
        and (
            $search is null
            or contains(lower(customers.name), lower($search))
            or contains(lower(judged.customer_id), lower($search))
        )
)
select * from listed
order by at_stake desc nulls last, signs desc, monthly_revenue desc nulls last, customer_id
limit $limit offset $offset
