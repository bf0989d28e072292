-- One row per ticket of the unknown customer, organisation or domain ($unknown) that is called $named, newest first.
-- $unknown 'nothing' are the tickets that name nobody; without $named all that name one; total counts all of them.
with chosen as (
    select ticket_id
    from unlinked_tickets
    where case $unknown
        when 'customer' then coalesce(customer = $named, $named is null and customer is not null)
        when 'organisation' then coalesce(organisation = $named, $named is null and organisation is not null)
        when 'domain' then coalesce(domain = $named, $named is null and domain is not null)
        else customer is null and organisation is null and email is null
    end
),
listed as (
    select
        facts.ticket_id,
        facts.created_at,
        facts.subject,
        facts.status::varchar as status,
        facts.customer_id,
        facts.team::varchar as team,
        facts.agent::varchar as agent,
        facts.exclusion::varchar as exclusion,
        count(*) over () as total
    from chosen
    inner join ticket_facts as facts on chosen.ticket_id = facts.ticket_id
)
select * from listed
order by created_at desc, ticket_id
limit $limit
