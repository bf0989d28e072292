-- customer_facts: one row per customer; a prospect has no start though its file tells starts, and has bought nothing. event_facts: one row per event. Days are in the business time zone.
create or replace table customer_facts as
with
buyers as (
    select customer_id from orders
    union
    select customer_id from subscriptions
)

select
    customers.customer_id,
    name,
    segment,
    plan,
    region,
    industry,
    acquisition_channel,
    grouped.customer_group,
    journey_customers.customer_number,
    cast(acquired_at + to_seconds(case when cast(floor(epoch(acquired_at)) as bigint) % 21600 >= acquired.shift_second
        then acquired.offset_after else acquired.offset_before end) as date) as acquired_day,
    cast(churned_at + to_seconds(case when cast(floor(epoch(churned_at)) as bigint) % 21600 >= churned.shift_second
        then churned.offset_after else churned.offset_before end) as date) as churned_day,
    customers.monthly_revenue,
    referred_by,
    acquired_at is null and churned_at is null and coalesce(list_contains(sources.carries, 'acquired_at'), false)
    and buyers.customer_id is null as is_prospect
from customers
left join sources on sources.source_id = customers.source_id
left join (select customer_id, customer_group from grouped_customers) as grouped
    on grouped.customer_id = customers.customer_id
left join journey_customers on journey_customers.customer_id = customers.customer_id
left join buyers on buyers.customer_id = customers.customer_id
left join calendar as acquired
    on acquired.schedule = 'default' and acquired.quarter = cast(floor(epoch(acquired_at)) as bigint) // 21600
left join calendar as churned
    on churned.schedule = 'default' and churned.quarter = cast(floor(epoch(churned_at)) as bigint) // 21600;

create or replace table event_facts as
select
    happened_at,
    cast(happened_at + to_seconds(case when cast(floor(epoch(happened_at)) as bigint) % 21600 >= calendar.shift_second
        then calendar.offset_after else calendar.offset_before end) as date) as happened_day,
    label,
    kind
from events
left join calendar
    on calendar.schedule = 'default' and calendar.quarter = cast(floor(epoch(happened_at)) as bigint) // 21600;
