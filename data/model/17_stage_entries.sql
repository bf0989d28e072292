-- told_entries: one row per entry into a stage of the settings that a file tells of. derived_entries: one row per
-- customer and stage that no file tells of but customers, orders, subscriptions or referrals show. unknown_stages: one
-- row per told stage that the settings do not have. Nothing later than the load counts. Capitals do not matter.
create or replace temp table spelled_stages as
select
    told.stage as spelling,
    stage_order.position
from (select distinct stage from stages) as told
left join stage_order on lower(trim(stage_order.stage)) = lower(trim(told.stage));

create or replace temp table told_entries as
select
    coalesce(row_links.by_email, stages.customer_id) as customer_id,
    spelled_stages.position,
    stages.entered_at
from stages
cross join model_settings
inner join spelled_stages on spelled_stages.spelling = stages.stage
left join row_links on row_links.table_name = 'stages' and row_links.row_id = stages.customer_id
where spelled_stages.position is not null and stages.entered_at <= now;

create or replace table unknown_stages as
select
    stages.stage,
    count(*) as told,
    count(distinct stages.customer_id) as customers
from stages
inner join spelled_stages on spelled_stages.spelling = stages.stage
where spelled_stages.position is null
group by stages.stage;

create or replace table derived_entries as
with
untold as (
    select
        position,
        lower(stage) as stage
    from stage_order
    where not exists (select 1 from told_entries where told_entries.position = stage_order.position)
),

buyers as (
    select
        customer_id,
        min(bought_at) as first_bought_at
    from (
        select
            customer_id,
            ordered_at as bought_at
        from order_facts
        where kind is distinct from 'refund'
        union all
        select
            customer_id,
            started_at
        from subscription_facts
    ) as purchases
    group by customer_id
),

followed_subscriptions as (
    select
        customer_id,
        started_at,
        min(ended_at) over (
            partition by customer_id
            order by started_at, subscription_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended_at
    from subscription_facts
),

shown as (
    select
        'purchase' as stage,
        coalesce(customers.customer_id, buyers.customer_id) as customer_id,
        coalesce(customers.acquired_at, buyers.first_bought_at) as entered_at
    from customers
    full join buyers on buyers.customer_id = customers.customer_id
    union all
    select
        'renew',
        customer_id,
        ordered_at
    from order_facts
    where kind = 'renewal'
    union all
    select
        'renew',
        customer_id,
        started_at
    from followed_subscriptions
    where earlier_ended_at <= started_at
    union all
    select
        'expand',
        customer_id,
        ordered_at
    from order_facts
    where kind = 'expansion'
    union all
    select
        'advocate',
        referred_by,
        acquired_at
    from customers
    where referred_by <> customer_id
)

select
    shown.customer_id,
    untold.position,
    min(shown.entered_at) as entered_at
from shown
cross join model_settings
inner join untold on untold.stage = shown.stage
where
    shown.entered_at <= now
    -- where files tell stages, nobody knows when the customers that they leave out went through the other ones
    and (
        not exists (select 1 from told_entries)
        or shown.customer_id in (select told_entries.customer_id from told_entries)
    )
group by shown.customer_id, untold.position;

-- journey_stages: one row per stage of the settings. is_in_data: somebody is known to have entered it; only these make
-- the journey, and the window of a step reaches to the next of them.
create or replace table journey_stages as
with
entered as (
    select
        position,
        count(*) as told,
        0 as derived
    from told_entries
    group by position
    union all
    select
        position,
        0,
        count(*)
    from derived_entries
    group by position
),

placed as (
    select
        stage_order.position,
        stage_order.stage,
        stage_order.is_optional,
        stage_order.window_days,
        coalesce(entered.told, 0) as told,
        coalesce(entered.derived, 0) as derived,
        entered.position is not null as is_in_data,
        coalesce(sum(stage_order.window_days) over (
            order by stage_order.position
            rows between unbounded preceding and 1 preceding
        ), 0) as days_from_start
    from stage_order
    left join entered on entered.position = stage_order.position
),

linked as (
    select
        position,
        lead(position) over (order by position) as next_position,
        lead(stage) over (order by position) as next_stage,
        lead(days_from_start) over (order by position) - days_from_start as days_to_next,
        days_from_start - first_value(days_from_start) over (order by position) as days_before
    from placed
    where is_in_data
)

select
    placed.position,
    placed.stage,
    placed.is_optional,
    placed.window_days,
    placed.told,
    placed.is_in_data,
    placed.derived > 0 as is_derived,
    linked.next_position,
    linked.next_stage,
    cast(linked.days_to_next as integer) as days_to_next,
    cast(linked.days_before as integer) as days_before
from placed
left join linked on linked.position = placed.position;
