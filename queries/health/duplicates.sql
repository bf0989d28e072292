-- One row per kind of probable duplicate: how many records (n) of how many (of_all) repeat another, and their share.
-- recent, recent_of: the same for tickets created in the period. addresses: those of tickets with several customer ids;
-- answers: surveys of one kind answered about one ticket.
with counted_tickets as (
    select
        count(*) as of_all,
        count(*) filter (where created_day between $from and $to) as recent_of
    from ticket_facts
    where exclusion is null and customer_id is not null and trim(subject) <> ''
),
repeats as (
    select
        count(*) as n,
        count(*) filter (where created_day between $from and $to) as recent
    from repeated_tickets
),
addresses as (
    select count(distinct customer_id) as ids
    from tickets
    where trim(customer_email) <> '' and customer_id is not null
    group by lower(trim(customer_email))
),
answers as (
    select count(*) as times
    from survey_facts
    where is_answered and ticket_id is not null and exclusion is null
    group by kind, ticket_id
),
found as (
    select
        'tickets' as kind,
        repeats.n,
        counted_tickets.of_all,
        repeats.recent,
        counted_tickets.recent_of
    from counted_tickets
    cross join repeats
    union all
    select
        'customers',
        (select sum(customers - 1) from shared_addresses),
        (select count(*) from customers where trim(email) <> ''),
        null,
        null
    union all
    select
        'addresses',
        count(*) filter (where ids > 1),
        count(*),
        null,
        null
    from addresses
    union all
    select
        'answers',
        sum(times - 1),
        sum(times),
        null,
        null
    from answers
),
shares as (
    select
        kind,
        coalesce(n, 0)::bigint as n,
        coalesce(of_all, 0)::bigint as of_all,
        (coalesce(n, 0) / nullif(of_all, 0))::double as share,
        recent::bigint as recent,
        recent_of::bigint as recent_of
    from found
)
select * from shares
