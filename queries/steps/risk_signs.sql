-- One row per day of risk_moments and customer who was there on it: the signs that were known on that day: poor
-- interactions, open and reopened tickets, the last two ratings, silence, the next anniversary of the start.
with earliest as (
    -- two days more than a year, for the time zone: older tickets need not be looked at
    select min(as_of) - interval 367 days as created_from
    from risk_moments
),
contacts as (
    select
        relations.as_of,
        relations.customer_number,
        relations.tenure - interactions.created_tenure as days_ago,
        case
            when interactions.rated_tenure <= relations.tenure then interactions.rating = 'poor'
            else coalesce(interactions.poor_tenure <= relations.tenure, false)
        end as is_poor,
        -- when a ticket was reopened is not known, only that it is open today
        interactions.settled_tenure > relations.tenure
        and (relations.is_now or coalesce(interactions.first_solved_tenure > relations.tenure, true)) as is_open,
        interactions.is_reopened and interactions.settled_tenure <= relations.tenure
        and interactions.settled_tenure > relations.tenure - 90 as is_reopened,
        -- time of the ticket and band in one number, which is fast
        case when interactions.rated_tenure <= relations.tenure then
            4 * epoch_us(interactions.created_at)
            + case interactions.rating when 'poor' then 1 when 'neutral' then 2 else 3 end
        end as rated
    from risk_relations as relations
    inner join interaction_facts as interactions
        on
            relations.customer_number = interactions.customer_number
            and interactions.created_tenure <= relations.tenure
            and interactions.created_tenure > relations.tenure - 365
    inner join earliest on interactions.created_at >= earliest.created_from
    where not interactions.is_cancelling
),
summed as (
    select
        as_of,
        customer_number,
        min(days_ago) as contact_days,
        count(*) filter (where days_ago < 90) as tickets_90,
        count(*) filter (where is_poor and days_ago < 30) as poor_30,
        count(*) filter (where is_poor and days_ago < 90) as poor_90,
        min(days_ago) filter (where is_poor and days_ago < 90) as poor_days,
        count(*) filter (where is_open) as open_tickets,
        max(days_ago) filter (where is_open) as open_days,
        count(*) filter (where is_reopened) as reopened_90,
        max(rated, 2) filter (where rated is not null) as ratings
    from contacts
    group by as_of, customer_number
),
bought as (
    select
        relations.as_of,
        relations.customer_number,
        relations.tenure - max(buying.tenure) as order_days
    from risk_relations as relations
    inner join buying_facts as buying
        on relations.customer_number = buying.customer_number and relations.tenure >= buying.tenure
    group by relations.as_of, relations.customer_number, relations.tenure
),
signs as (
    select
        relations.*,
        coalesce(summed.tickets_90, 0) as tickets_90,
        coalesce(summed.poor_30, 0) as poor_30,
        coalesce(summed.poor_90, 0) as poor_90,
        summed.poor_days,
        coalesce(summed.open_tickets, 0) as open_tickets,
        summed.open_days,
        coalesce(summed.reopened_90, 0) as reopened_90,
        case summed.ratings[1] % 4 when 1 then 'poor' when 2 then 'neutral' when 3 then 'good' end as last_rating,
        case summed.ratings[2] % 4 when 1 then 'poor' when 2 then 'neutral' when 3 then 'good' end as rating_before,
        make_timestamp(summed.ratings[1] // 4) as last_rated_at,
        make_timestamp(summed.ratings[2] // 4) as rated_before_at,
        summed.contact_days,
        least(summed.contact_days, bought.order_days, relations.tenure) as silent_days,
        case when relations.basis = 'contract' then 365 - relations.tenure % 365 end as renewal_days
    from risk_relations as relations
    left join summed on relations.as_of = summed.as_of and relations.customer_number = summed.customer_number
    left join bought on relations.as_of = bought.as_of and relations.customer_number = bought.customer_number
),
banded as (
    select
        *,
        case when poor_90 >= 2 then '2+' else poor_90::varchar end as poor,
        case when poor_30 > 0 then 'yes' else 'no' end as recent_poor,
        case
            when open_days is null then 'none'
            when open_days < 7 then 'under 7 days'
            else '7 days or more'
        end as open,
        case when reopened_90 > 0 then 'yes' else 'no' end as reopened,
        case
            when last_rating is null then 'none'
            when last_rating = 'poor' and coalesce(rating_before, 'good') <> 'poor' then 'fell to poor'
            when last_rating = 'neutral' and rating_before = 'good' then 'fell'
            else last_rating
        end as rating,
        case
            when silent_days < 30 then 'under 30 days'
            when silent_days < 90 then '30 to 89 days'
            when silent_days < 180 then '90 to 179 days'
            else '180 days or more'
        end as silence,
        case
            when renewal_days is null then 'none'
            when renewal_days <= 30 then 'in 30 days'
            when renewal_days <= 90 then 'in 31 to 90 days'
            else 'later'
        end as renewal,
        case when tickets_90 >= 3 then '3+' else tickets_90::varchar end as tickets,
        case
            when tenure < 90 then 'under 90 days'
            when tenure < 365 then '90 to 364 days'
            when tenure < 730 then 'second year'
            else 'later'
        end as age
    from signs
)
select * from banded
