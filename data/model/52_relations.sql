-- relations: one row per customer who has bought, with the first and the last day that the data tells of the relation.
-- An end is what the customer's file says; else the end of the last subscription, gaps of less than 30 days bridged; else,
-- for who has no contract, the day on which the silence since the last order has become too long. Whoever came back later
-- was lost all the same: at no instant can it be known who will. Nothing after the last complete day counts.
create or replace temp table known_relations as
with
named as (
    select customer_id from customer_facts where not is_prospect
    union
    select customer_id from subscription_facts
    union
    select customer_id from order_facts
),

firm as (
    select
        (select count(*) > 0 from customer_facts where churned_day is not null) as has_losses,
        (select count(*) > 0 from sources where table_name = 'customers' and list_contains(carries, 'churned_at'))
            as has_loss_column,
        (select count(*) > 0 from order_facts) as has_orders
)

select
    named.customer_id,
    customer_facts.acquired_day,
    customer_facts.churned_day,
    case
        when contract_spells.customer_id is not null or has_losses then 'contract'
        when has_orders then 'orders'
        when has_loss_column then 'contract'
    end as basis
from named
cross join firm
left join customer_facts on customer_facts.customer_id = named.customer_id
left join contract_spells on contract_spells.customer_id = named.customer_id;

create or replace temp table buying_days as
select
    order_facts.customer_id,
    ordered_day,
    sum(amount) as amount
from order_facts
inner join known_relations on known_relations.customer_id = order_facts.customer_id
cross join data_status
where basis = 'orders' and amount > 0 and coalesce(kind, 'new') not in ('refund', 'contraction') and ordered_day <= last_day
group by order_facts.customer_id, ordered_day;

create or replace temp table order_rules as
with
gaps as (
    select ordered_day - lag(ordered_day) over (partition by customer_id order by ordered_day) as days
    from buying_days
),

usual as (
    -- of 20 gaps after which a customer came back, 19 are no longer
    select case when count(days) >= 30 then greatest(30, quantile_disc(days, 0.95)) end as lapse_days
    from gaps
),

reach as (
    select
        min(ordered_day) as orders_from,
        max(ordered_day) as orders_through
    from buying_days
)

select
    orders_from,
    orders_through,
    cast(coalesce(model_settings.lapse_days, usual.lapse_days) as integer) as lapse_days,
    model_settings.lapse_days is null and usual.lapse_days is not null as is_lapse_derived
from reach
cross join usual
cross join model_settings;

create or replace temp table silences as
with
signs as (
    select
        customer_id,
        ordered_day as day
    from buying_days
    union
    -- what was bought before the first order of the data is not known: whoever was a customer then is one still
    select
        customer_id,
        greatest(acquired_day, orders_from) as day
    from known_relations
    cross join order_rules
    where basis = 'orders' and acquired_day <= orders_through
),

followed as (
    select
        *,
        lead(day) over (partition by customer_id order by day) as next_day
    from signs
),

judged as (
    select
        *,
        coalesce(next_day - day > lapse_days, orders_through - day >= lapse_days) as is_lapsed
    from followed
    cross join order_rules
)

select
    customer_id,
    min(day) as first_sign_day,
    min(day + lapse_days) filter (where is_lapsed) as lapsed_day,
    min(next_day) filter (where is_lapsed) as returned_day
from judged
group by customer_id;

create or replace temp table bought_amounts as
select
    customer_id,
    arg_min(amount, ordered_day) as first_amount,
    sum(amount) as amount
from buying_days
group by customer_id;

create or replace temp table relations as
select
    known_relations.customer_id,
    case when basis = 'orders' and lapse_days is null then null else basis end as basis,
    coalesce(acquired_day, contract_spells.started_day, first_sign_day) as start_day,
    case
        when basis = 'orders' then lapsed_day
        when churned_day is not null then churned_day
        when contract_spells.ended_day < date '9999-12-31' then contract_spells.ended_day
    end as lost_day,
    case
        when basis = 'orders' then silences.returned_day
        when churned_day is null or contract_spells.returned_day > churned_day then contract_spells.returned_day
    end as returned_day,
    contract_spells.first_plan,
    coalesce(contract_spells.first_amount, bought_amounts.first_amount) as first_amount,
    contract_spells.last_amount,
    bought_amounts.amount as bought_amount,
    contract_spells.reason
from known_relations
cross join order_rules
left join contract_spells on contract_spells.customer_id = known_relations.customer_id
left join silences on silences.customer_id = known_relations.customer_id
left join bought_amounts on bought_amounts.customer_id = known_relations.customer_id;
