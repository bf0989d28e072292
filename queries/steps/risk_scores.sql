-- One row per customer who is there today: the signs known of each, their sum by $weights ("feature=level:number", and
-- "intercept:number"), the chance to leave within 90 days that follows from it, and how many signs there are.
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
        + (rating in ('fell to poor', 'fell', 'poor'))::integer + coalesce(renewal_days <= 30, false)::integer
        + (renewal = 'none' and silent_days >= 90)::integer as signs
    from summed
)
select * from judged
