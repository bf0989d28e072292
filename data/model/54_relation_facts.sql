-- relation_facts: one row per customer with a start whose loss would be known. Tenure is counted in whole days; entry_days
-- is the last day of it before losses were recorded, follow_days the day of it at which the data end.
create or replace temp table reason_kinds as
with
told as (
    select churn_reason as reason from customers
    union
    select cancel_reason from subscriptions
)

select
    reason,
    regexp_matches(nfc_normalize(reason), getvariable('involuntary_pattern')) as is_involuntary
from told
where reason is not null;

create or replace table relation_facts as
with
described as (
    select
        relations.*,
        customer_facts.segment,
        coalesce(customer_facts.plan, first_plan) as plan_name,
        customer_facts.region,
        customer_facts.industry,
        customer_facts.acquisition_channel,
        customer_facts.referred_by,
        customers.acquisition_cost,
        coalesce(customers.churn_reason, relations.reason) as told_reason,
        coalesce(customer_facts.monthly_revenue, last_amount) as told_revenue,
        -- what was paid at the start, where that is known: what is paid now follows from what came later
        coalesce(first_amount, customer_facts.monthly_revenue) as first_revenue,
        case basis when 'contract' then losses_through else orders_through end as through_day,
        case
            when basis = 'contract' then greatest(0, losses_from - start_day - 1)
            when start_day < orders_from then orders_from + lapse_days - start_day
            else 0
        end as entry_days
    from relations
    cross join relation_status
    left join customer_facts on customer_facts.customer_id = relations.customer_id
    left join customers on customers.customer_id = relations.customer_id
    where basis is not null and coalesce(lost_day >= start_day, true)
),

followed as (
    select
        *,
        coalesce(lost_day <= through_day, false) as is_lost,
        least(lost_day, through_day) as end_day
    from described
    where start_day <= through_day
),

cuts as (
    select quantile_cont(first_revenue, [0.2, 0.4, 0.6, 0.8]) as fifths
    from followed
)

select
    cast(row_number() over (order by followed.customer_id) as integer) as customer_number,
    followed.customer_id,
    start_day,
    end_day,
    is_lost,
    is_lost and coalesce(is_involuntary, false) as is_involuntary,
    case when is_lost then told_reason end as reason,
    basis,
    cast(entry_days as integer) as entry_days,
    cast(end_day - start_day as integer) as tenure_days,
    cast(through_day - start_day as integer) as follow_days,
    case when is_lost and returned_day <= through_day then returned_day end as returned_day,
    segment,
    plan_name as plan,
    region,
    industry,
    acquisition_channel,
    case
        when first_revenue <= fifths[1] then 'lowest fifth'
        when first_revenue <= fifths[2] then 'second fifth'
        when first_revenue <= fifths[3] then 'middle fifth'
        when first_revenue <= fifths[4] then 'fourth fifth'
        when first_revenue is not null then 'highest fifth'
    end as revenue_band,
    -- of who buys without a contract: what was bought so far, by month
    cast(coalesce(told_revenue, bought_amount * 365 / 12 / greatest(end_day - start_day, 365 / 12)) as double)
        as monthly_revenue,
    acquisition_cost,
    extract('year' from start_day) || '-Q' || extract('quarter' from start_day) as start_quarter,
    referred_by,
    -- a number from 0 to 1 that follows from the id alone: where only some of very many customers are taken, by this lot
    cast('0x' || substr(md5(followed.customer_id), 1, 8) as bigint) / 4294967296.0 as lot
from followed
cross join cuts
left join reason_kinds on reason_kinds.reason = followed.told_reason;
