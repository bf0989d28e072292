-- row_links: one row per ticket, survey, order, subscription and stage that its id does not link to a customer but its
-- mail address, organisation or mail domain does. Each fits exactly one customer: what fits several links to none.
create or replace temp table loose_rows as
with
named as (
    select
        'tickets' as table_name,
        ticket_id as row_id,
        customer_id,
        customer_email,
        organisation
    from tickets
    where customer_email is not null or organisation is not null or contains(customer_id, '@')
    union all
    select
        'surveys' as table_name,
        survey_id as row_id,
        customer_id,
        customer_email,
        null as organisation
    from surveys
    where customer_email is not null or contains(customer_id, '@')
    union all
    select
        'orders' as table_name,
        order_id as row_id,
        customer_id,
        customer_email,
        null as organisation
    from orders
    where customer_email is not null or contains(customer_id, '@')
    union all
    select
        'subscriptions' as table_name,
        subscription_id as row_id,
        customer_id,
        customer_email,
        null as organisation
    from subscriptions
    where customer_email is not null or contains(customer_id, '@')
    union all
    select distinct
        'stages' as table_name,
        customer_id as row_id,
        customer_id,
        null as customer_email,
        null as organisation
    from stages
    where contains(customer_id, '@')
),

addressed as (
    select
        table_name,
        row_id,
        organisation,
        lower(trim(coalesce(customer_email, case when contains(customer_id, '@') then customer_id end))) as email
    from named
    where
        exists (select 1 from customers)
        and not exists (select 1 from customers where customers.customer_id = named.customer_id)
)

select
    table_name,
    row_id,
    email,
    nullif(regexp_replace(lower(organisation), '\s+', '', 'g'), '') as organisation,
    nullif(regexp_extract(email, '@([^@]+)$', 1), '') as domain
from addressed;

create or replace temp view customer_addresses as
select
    customer_id,
    lower(trim(coalesce(email, case when contains(customer_id, '@') then customer_id end))) as email
from customers;

create or replace temp table email_owners as
select
    wanted.email,
    min(customer_addresses.customer_id) as customer_id
from (select distinct email from loose_rows where email is not null) as wanted
inner join customer_addresses on customer_addresses.email = wanted.email
group by wanted.email
having count(*) = 1;

create or replace temp table organisation_owners as
with
wanted as (
    select distinct organisation
    from loose_rows
    where organisation is not null
),

called as (
    select customer_id, name from customers
    union all
    select customer_id, organisation from customers
    union all
    select customer_id, customer_id from customers
)

select
    wanted.organisation,
    min(called.customer_id) as customer_id
from wanted
inner join called on regexp_replace(lower(called.name), '\s+', '', 'g') = wanted.organisation
group by wanted.organisation
having count(distinct called.customer_id) = 1;

create or replace temp table domain_owners as
with
wanted as (
    select distinct domain
    from loose_rows
    where domain is not null and not exists (select 1 from free_mail where free_mail.domain = loose_rows.domain)
),

parts as (
    select
        customer_id,
        unnest(regexp_split_to_array(lower(domain), '[,;\s]+')) as part
    from customers
    where domain is not null
),

fitting as (
    -- A domain that any customer names as its own is theirs; the others belong to whoever has an address there.
    select
        wanted.domain,
        parts.customer_id,
        1 as rank
    from wanted
    inner join parts on regexp_extract(parts.part, '^(https?://)?(www\.)?@?([^/@]+)', 3) = wanted.domain
    union all
    select
        wanted.domain,
        customer_addresses.customer_id,
        2 as rank
    from wanted
    inner join customer_addresses on regexp_extract(customer_addresses.email, '@([^@]+)$', 1) = wanted.domain
),

ranked as (
    select
        *,
        min(rank) over (partition by domain) as best
    from fitting
)

select
    domain,
    min(customer_id) as customer_id
from ranked
where rank = best
group by domain
having count(distinct customer_id) = 1;

create or replace temp table row_links as
select
    loose_rows.table_name,
    loose_rows.row_id,
    email_owners.customer_id as by_email,
    organisation_owners.customer_id as by_organisation,
    domain_owners.customer_id as by_domain
from loose_rows
left join email_owners on email_owners.email = loose_rows.email
left join organisation_owners on organisation_owners.organisation = loose_rows.organisation
left join domain_owners on domain_owners.domain = loose_rows.domain
where coalesce(email_owners.customer_id, organisation_owners.customer_id, domain_owners.customer_id) is not null;
