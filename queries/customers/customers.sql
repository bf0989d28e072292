-- One row per customer, those who pay most first: searched by id, name, e-mail and organisation, and paged; total
-- counts all pages. The stage is that of the last entry.
with searched as (
    select customer_id
    from customers
    where
        $search is not null
        and (
            contains(lower(customer_id), lower($search))
            or contains(lower(name), lower($search))
            or contains(lower(email), lower($search))
            or contains(lower(organisation), lower($search))
        )
),
found as (
    select
        customer_facts.customer_id,
        customer_facts.customer_number,
        customer_facts.monthly_revenue
    from customer_facts
    inner join chosen_groups on customer_facts.customer_group = chosen_groups.customer_group
    where $search is null or customer_facts.customer_id in (select customer_id from searched)
),
counted as (
    select count(*) as total
    from found
),
page as (
    select *
    from found
    order by monthly_revenue desc nulls last, customer_id
    limit $limit offset $offset
),
page_stages as (
    select
        page.customer_id,
        arg_max(journey_stages.stage, stage_stays.step) as stage
    from page
    inner join stage_stays on page.customer_number = stage_stays.customer_number
    inner join journey_stages on stage_stays.position = journey_stages.position
    group by page.customer_id
),
page_tickets as (
    select
        page.customer_id,
        count(*) as tickets,
        count(*) filter (where ticket_facts.is_poor) as poor_tickets,
        max(ticket_facts.created_day) as last_contact_day
    from page
    inner join ticket_facts on page.customer_id = ticket_facts.customer_id
    where ticket_facts.exclusion is null
    group by page.customer_id
),
listed as (
    select
        page.customer_id,
        customer_facts.name,
        customers.email,
        customers.organisation,
        customer_facts.segment,
        customer_facts.plan,
        customer_facts.region,
        customer_facts.acquired_day::varchar as acquired_day,
        customer_facts.churned_day::varchar as churned_day,
        page.monthly_revenue,
        page_stages.stage,
        coalesce(page_tickets.tickets, 0) as tickets,
        coalesce(page_tickets.poor_tickets, 0) as poor_tickets,
        page_tickets.last_contact_day::varchar as last_contact_day,
        counted.total
    from page
    cross join counted
    inner join customer_facts on page.customer_id = customer_facts.customer_id
    inner join customers on page.customer_id = customers.customer_id
    left join page_stages on page.customer_id = page_stages.customer_id
    left join page_tickets on page.customer_id = page_tickets.customer_id
)
select * from listed
order by monthly_revenue desc nulls last, customer_id
