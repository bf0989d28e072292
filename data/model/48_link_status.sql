-- link_status: one row per table, what its rows are linked to (customers, or tickets for those that name one), and by
-- what they are; linked_by is null for those that are not. The n of a table and what it is linked to are all its rows.
create or replace table link_status as
with
naming_customers as (
    select
        'orders' as table_name,
        customer_id,
        order_id as row_id
    from orders
    union all
    select
        'subscriptions' as table_name,
        customer_id,
        subscription_id as row_id
    from subscriptions
    union all
    select
        'stages' as table_name,
        customer_id,
        customer_id as row_id
    from stages
),

naming_tickets as (
    select
        'surveys' as table_name,
        ticket_id
    from surveys
    where ticket_id is not null
    union all
    select
        'changes' as table_name,
        ticket_id
    from changes
    union all
    select
        'comments' as table_name,
        ticket_id
    from comments
),

found as (
    select
        'tickets' as table_name,
        'customers' as linked_to,
        linked_by,
        count(*) as n
    from ticket_facts
    group by linked_by
    union all
    select
        'surveys' as table_name,
        'customers' as linked_to,
        linked_by,
        count(*) as n
    from survey_facts
    where not is_day_approximate
    group by linked_by
    union all
    select
        naming_customers.table_name,
        'customers' as linked_to,
        case
            when links.customer_id is not null then 'e-mail'
            when customers.customer_id is not null then 'id'
        end as linked_by,
        count(*) as n
    from naming_customers
    left join customers on customers.customer_id = naming_customers.customer_id
    left join customer_links as links
        on links.table_name = naming_customers.table_name and links.row_id = naming_customers.row_id
    group by 1, 2, 3
    union all
    select
        naming_tickets.table_name,
        'tickets' as linked_to,
        case when tickets.ticket_id is not null then 'id' end as linked_by,
        count(*) as n
    from naming_tickets
    left join tickets on tickets.ticket_id = naming_tickets.ticket_id
    group by 1, 2, 3
)

select * from found;
