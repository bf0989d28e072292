-- One row per kind of customer without a contract whose first order the data hold: alike in days of buying after the
-- first (frequency), weeks from the first to the last (recency) and to the end of the data (age), and in the mean value
-- of a day of buying after the first (within a twentieth). Above 20,000 customers recency and age are in whole weeks.
with days as (
    select
        relations.customer_number,
        ordered_day,
        sum(amount)::double as amount
    from order_facts
    inner join selected_relations as relations on relations.customer_id = order_facts.customer_id
    cross join relation_status
    where
        basis = 'orders'
        and entry_days = 0
        and amount > 0
        and coalesce(kind, 'new') not in ('refund', 'contraction')
        and ordered_day between orders_from and orders_through
    group by relations.customer_number, ordered_day
),
placed as (
    select
        customer_number,
        amount,
        ordered_day,
        min(ordered_day) over (partition by customer_number) as first_order_day
    from days
),
bought as (
    select
        customer_number,
        count(*) - 1 as frequency,
        max(ordered_day) - min(ordered_day) as recency_days,
        orders_through - min(ordered_day) as age_days,
        avg(amount) filter (where ordered_day > first_order_day) as mean_value
    from placed
    cross join relation_status
    group by customer_number, orders_through
),
coarse as (
    select
        *,
        case when count(*) over () > 20000 then 7 else 1 end as days_apart
    from bought
),
stepped as (
    select
        frequency,
        case when frequency > 0 then greatest(1, round(recency_days / days_apart)) * days_apart / 7.0 else 0 end
            as recency_weeks,
        age_days,
        days_apart,
        mean_value,
        round(ln(mean_value) * 20) as value_step
    from coarse
),
aged as (
    select
        *,
        greatest(recency_weeks, round(age_days / days_apart) * days_apart / 7.0) as age_weeks
    from stepped
),
counted_kinds as (
    select
        frequency,
        recency_weeks::double as recency_weeks,
        age_weeks::double as age_weeks,
        avg(mean_value)::double as mean_value,
        count(*) as customers
    from aged
    group by frequency, recency_weeks, age_weeks, value_step
)
select * from counted_kinds
order by frequency, recency_weeks, age_weeks, mean_value
