-- One row per customer who is there today: the signs known of each, their sum by $weights ("feature=level:number", and
-- "intercept:number"), the chance to leave within 90 days that follows from it, and how many signs there are.
with given as (
    select unnest($weights) as weight
),
levels as (
    select
        regexp_extract(weight, '^([^=:]*)', 1) as feature,
        regexp_extract(weight, ':([^:]*)$', 1)::double as amount,
        struct_pack(
            k := regexp_extract(weight, '=(.*):[^:]*$', 1),
            v := regexp_extract(weight, ':([^:]*)$', 1)::double
        ) as entry
    from given
),
weights as (
    -- one short map for each feature: a map is looked through from its start
    select
        case when count(*) > 0 then coalesce(sum(amount) filter (where feature = 'intercept'), 0) end as intercept,
        map_from_entries(list(entry) filter (where feature = 'poor')) as of_poor,
        map_from_entries(list(entry) filter (where feature = 'recent_poor')) as of_recent_poor,
        map_from_entries(list(entry) filter (where feature = 'open')) as of_open,
        map_from_entries(list(entry) filter (where feature = 'reopened')) as of_reopened,
        map_from_entries(list(entry) filter (where feature = 'rating')) as of_rating,
        map_from_entries(list(entry) filter (where feature = 'silence')) as of_silence,
        map_from_entries(list(entry) filter (where feature = 'renewal')) as of_renewal,
        map_from_entries(list(entry) filter (where feature = 'tickets')) as of_tickets,
        map_from_entries(list(entry) filter (where feature = 'age')) as of_age,
        map_from_entries(list(entry) filter (where feature = 'segment')) as of_segment,
        map_from_entries(list(entry) filter (where feature = 'plan')) as of_plan
    from levels
),
summed as (
    select
        signs.*,
        weights.intercept
            + coalesce(weights.of_poor[signs.poor], 0)
            + coalesce(weights.of_recent_poor[signs.recent_poor], 0)
            + coalesce(weights.of_open[signs.open], 0)
            + coalesce(weights.of_reopened[signs.reopened], 0)
            + coalesce(weights.of_rating[signs.rating], 0)
            + coalesce(weights.of_silence[signs.silence], 0)
            + coalesce(weights.of_renewal[signs.renewal], 0)
            + coalesce(weights.of_tickets[signs.tickets], 0)
            + coalesce(weights.of_age[signs.age], 0)
            + coalesce(weights.of_segment[coalesce(signs.segment, '(none)')], 0)
            + coalesce(weights.of_plan[coalesce(signs.plan, '(none)')], 0) as score
    from risk_signs as signs
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
