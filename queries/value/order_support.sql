-- One row: days of buying of the customers without a contract, and their tickets, on the days that the data tell of
-- both.
with shared as (
    select
        greatest(orders_from, support_from) as first_shared_day,
        least(orders_through, last_day) as last_shared_day
    from relation_status
),
customers_without as (
    select customer_id
    from selected_relations
    where basis = 'orders'
),
purchases as (
    select distinct
        order_facts.customer_id,
        ordered_day
    from order_facts
    inner join customers_without on customers_without.customer_id = order_facts.customer_id
    cross join shared
    where
        amount > 0
        and coalesce(kind, 'new') not in ('refund', 'contraction')
        and ordered_day between first_shared_day and last_shared_day
),
questions_asked as (
    select ticket_id
    from ticket_facts
    inner join customers_without on customers_without.customer_id = ticket_facts.customer_id
    cross join shared
    where exclusion is null and created_day between first_shared_day and last_shared_day
),
both_counts as (
    select
        (select count(*) from purchases) as purchases,
        (select count(*) from questions_asked) as tickets
)
select * from both_counts
