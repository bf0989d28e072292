-- One row per counted ticket that probably repeats an earlier one: same customer and subject, within 10 minutes.
-- Only tickets whose customer and subject occur more than once are put in order, found by a short number for the two.
with named as (
    select
        ticket_id,
        customer_id,
        subject,
        created_at,
        created_day,
        hash(customer_id, lower(trim(subject))) as matter
    from ticket_facts
    where exclusion is null and customer_id is not null and trim(subject) <> ''
),
repeated_matters as (
    select matter
    from named
    group by matter
    having count(*) > 1
),
followed as (
    select
        named.*,
        lag(named.ticket_id) over earlier as earlier_ticket_id,
        lag(named.created_at) over earlier as earlier_created_at
    from named
    inner join repeated_matters on named.matter = repeated_matters.matter
    window earlier as (
        partition by named.customer_id, lower(trim(named.subject))
        order by named.created_at, named.ticket_id
    )
),
repeated as (
    select
        *,
        ((epoch(created_at) - epoch(earlier_created_at)) / 60)::double as minutes_after
    from followed
    where created_at <= earlier_created_at + interval 10 minutes
)
select * from repeated
