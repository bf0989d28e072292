-- One row per customer id, organisation or mail domain that links to no known customer: the 20 most frequent per table.
-- rows_without: rows of the table that are not linked, n of them name this; kind 'nothing' names nobody at all.
with unlinked as (
    select
        'tickets' as table_name,
        customer,
        organisation,
        email,
        created_at as happened_at
    from unlinked_tickets
    union all
    select
        'surveys',
        surveys.customer_id,
        null,
        lower(trim(coalesce(
            surveys.customer_email, case when contains(surveys.customer_id, '@') then surveys.customer_id end
        ))),
        coalesce(surveys.responded_at, surveys.sent_at)
    from surveys
    inner join survey_facts on surveys.survey_id = survey_facts.survey_id
    where survey_facts.linked_by is null
    union all
    select
        'orders',
        orders.customer_id,
        null,
        lower(trim(coalesce(
            orders.customer_email, case when contains(orders.customer_id, '@') then orders.customer_id end
        ))),
        orders.ordered_at
    from orders
    inner join order_facts on orders.order_id = order_facts.order_id
    where order_facts.customer_id is null or order_facts.customer_id not in (select customer_id from customers)
    union all
    select
        'subscriptions',
        subscriptions.customer_id,
        null,
        lower(trim(coalesce(
            subscriptions.customer_email,
            case when contains(subscriptions.customer_id, '@') then subscriptions.customer_id end
        ))),
        subscriptions.started_at
    from subscriptions
    inner join subscription_facts on subscriptions.subscription_id = subscription_facts.subscription_id
    where subscription_facts.linked_by is null
),
named as (
    select
        table_name,
        'customer' as kind,
        customer as name,
        happened_at
    from unlinked
    where customer is not null
    union all
    select
        table_name,
        'organisation',
        organisation,
        happened_at
    from unlinked
    where organisation is not null
    union all
    select
        table_name,
        'domain',
        regexp_extract(email, '@([^@]+)$', 1),
        happened_at
    from unlinked
    where contains(email, '@')
    union all
    select
        table_name,
        'nothing',
        null,
        happened_at
    from unlinked
    where customer is null and organisation is null and email is null
),
counted as (
    select
        table_name,
        kind,
        name,
        count(*) as n,
        min(happened_at) as first_at,
        max(happened_at) as last_at,
        row_number() over (partition by table_name, kind order by count(*) desc, name) as place
    from named
    group by table_name, kind, name
),
totals as (
    select
        table_name,
        count(*) as rows_without
    from unlinked
    group by table_name
),
shared as (
    select
        counted.table_name,
        counted.kind,
        counted.name,
        counted.n,
        totals.rows_without,
        (counted.n / totals.rows_without)::double as share,
        counted.first_at,
        counted.last_at
    from counted
    inner join totals on counted.table_name = totals.table_name
    where counted.place <= 20
)
select * from shared
order by
    list_position(['tickets', 'surveys', 'orders', 'subscriptions'], table_name),
    list_position(['customer', 'organisation', 'domain', 'nothing'], kind),
    n desc,
    name
