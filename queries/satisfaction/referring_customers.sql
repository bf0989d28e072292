-- One row per customer by the first answer to the recommendation question in the period, of those in $band: its day,
-- and how many new customers were referred from then on; those with most of them first. total: those found, on all
-- pages.
with referred as (
    select
        first_answers.customer_id,
        count(*) as referrals
    from first_answers
    cross join data_status
    inner join customer_facts as newcomers
        on
            first_answers.customer_id = newcomers.referred_by
            and newcomers.acquired_day > first_answers.day
            and newcomers.acquired_day <= data_status.last_day
    group by first_answers.customer_id
),
named as (
    select
        first_answers.customer_id,
        case first_answers.band when 1 then 'promoter' when 0 then 'passive' else 'detractor' end as band,
        first_answers.day
    from first_answers
),
found as (
    select
        named.customer_id,
        customers.name as customer_name,
        customers.segment::varchar as segment,
        customers.plan::varchar as plan,
        customers.monthly_revenue,
        named.band,
        named.day::varchar as day,
        coalesce(referred.referrals, 0) as referrals,
        count(*) over () as total
    from named
    left join referred on named.customer_id = referred.customer_id
    left join customer_facts as customers on named.customer_id = customers.customer_id
    where $band is null or named.band = $band
)
select * from found
order by referrals desc, monthly_revenue desc nulls last, customer_id
limit $limit offset $offset
