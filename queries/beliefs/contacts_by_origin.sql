-- One row per kind of contact with customers: tickets that they opened, contacts that support made by itself, and
-- orders: how many in the time for which support is in the data, with how many customers, of how many, in how many
-- customer years.
with watched as (
    select
        relations.*,
        greatest(relations.entry_days, status.support_from - relations.start_day, 0)::integer as first_tenure
    from selected_relations as relations
    cross join relation_status as status
    where status.support_from <= relations.end_day
),
contacts as (
    select
        'customer' as origin,
        customer_number,
        created_tenure as tenure
    from interaction_facts
    union all
    select
        'proactive' as origin,
        customer_number,
        tenure
    from proactive_contacts
    union all
    select
        'order' as origin,
        relations.customer_number,
        orders.ordered_day - relations.start_day as tenure
    from order_facts as orders
    inner join selected_relations as relations on orders.customer_id = relations.customer_id
    where orders.kind is null or orders.kind not in ('refund', 'renewal')
),
sums as (
    select
        contacts.origin,
        count(*) as contacts,
        count(distinct contacts.customer_number) as customers_contacted
    from contacts
    inner join watched
        on
            contacts.customer_number = watched.customer_number
            and contacts.tenure between watched.first_tenure and watched.tenure_days
    group by contacts.origin
),
everyone as (
    select
        count(*) as customers,
        coalesce(sum(tenure_days - first_tenure) / 365, 0)::double as customer_years
    from watched
),
completed as (
    select
        origins.origin,
        coalesce(sums.contacts, 0) as contacts,
        coalesce(sums.customers_contacted, 0) as customers_contacted,
        everyone.customers,
        everyone.customer_years,
        (coalesce(sums.contacts, 0) / nullif(everyone.customer_years, 0))::double as per_customer_year
    from (select unnest(['customer', 'proactive', 'order']) as origin) as origins
    cross join everyone
    left join sums on origins.origin = sums.origin
)
select * from completed
