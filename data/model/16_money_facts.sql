-- order_facts: one row per order. subscription_facts: one row per subscription. Each with the customer that it is
-- linked to, and days in the business time zone. How many orders are linked by what stands in link_status: a join with
-- all customers would cost every question about orders as much as all else.
create or replace table local_clock as
select
    quarter,
    shift_second,
    offset_before,
    offset_after
from calendar
where schedule = 'default';

-- data_end: one row, the last complete day of the data.
create or replace temp table data_end as
select
    cast(data_through + to_seconds(case when cast(floor(epoch(data_through)) as bigint) % 21600 >= shift_second
        then offset_after else offset_before end) as date) - 1 as last_day
from time_range
left join local_clock on local_clock.quarter = cast(floor(epoch(data_through)) as bigint) // 21600;

create or replace table customer_links as
select
    table_name,
    row_id,
    by_email as customer_id
from row_links
where table_name in ('orders', 'subscriptions', 'stages') and by_email is not null;

create or replace view order_facts as
select
    order_id,
    coalesce(links.customer_id, orders.customer_id) as customer_id,
    ordered_at,
    cast(ordered_at + to_seconds(case when cast(floor(epoch(ordered_at)) as bigint) % 21600 >= ordered.shift_second
        then ordered.offset_after else ordered.offset_before end) as date) as ordered_day,
    amount,
    currency,
    kind
from orders
left join customer_links as links on links.table_name = 'orders' and links.row_id = order_id
left join local_clock as ordered on ordered.quarter = cast(floor(epoch(ordered_at)) as bigint) // 21600;

create or replace view subscription_facts as
select
    subscription_id,
    coalesce(links.customer_id, subscriptions.customer_id) as customer_id,
    case
        when links.customer_id is not null then 'e-mail'
        when customers.customer_id is not null then 'id'
    end as linked_by,
    started_at,
    ended_at,
    cast(started_at + to_seconds(case when cast(floor(epoch(started_at)) as bigint) % 21600 >= started.shift_second
        then started.offset_after else started.offset_before end) as date) as started_day,
    cast(ended_at + to_seconds(case when cast(floor(epoch(ended_at)) as bigint) % 21600 >= ended.shift_second
        then ended.offset_after else ended.offset_before end) as date) as ended_day,
    subscriptions.plan,
    monthly_amount,
    currency,
    cancel_reason
from subscriptions
left join customer_links as links on links.table_name = 'subscriptions' and links.row_id = subscription_id
left join customers on customers.customer_id = subscriptions.customer_id
left join local_clock as started on started.quarter = cast(floor(epoch(started_at)) as bigint) // 21600
left join local_clock as ended on ended.quarter = cast(floor(epoch(ended_at)) as bigint) // 21600;
