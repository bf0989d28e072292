-- One row per ticket that belongs to no known customer, excluded ones too, with all that it says of who asked.
with named as (
    select
        tickets.ticket_id,
        tickets.customer_id as customer,
        trim(tickets.organisation) as organisation,
        lower(trim(coalesce(
            tickets.customer_email, case when contains(tickets.customer_id, '@') then tickets.customer_id end
        ))) as email,
        tickets.created_at
    from tickets
    inner join ticket_facts on tickets.ticket_id = ticket_facts.ticket_id
    where ticket_facts.linked_by is null
),
addressed as (
    select
        *,
        nullif(regexp_extract(email, '@([^@]+)$', 1), '') as domain
    from named
)
select * from addressed
