-- One row per stage of the journey, and one without a stage for the tickets of who was in none: customers who were in
-- it in the period and for how many months, tickets that they created meanwhile, and who needed help at all (helped).
-- ticket_squares: sum over stays of their tickets, squared.
-- first_contact: days from the entry to the first ticket of those who entered the stage and asked in the period. The
-- period is that of the tickets. A month has 30.4375 days.
with stays as (
    select
        stage_stays.position,
        count(*) filter (where coalesce(stage_stays.same_until_day < $from, true)) as customers,
        sum(
            least(coalesce(stage_stays.until_day, $to + 1), $to + 1, data_status.last_day + 1)
            - greatest(stage_stays.entered_day, $from)
        ) / 30.4375 as customer_months
    from stage_stays
    cross join data_status
    inner join chosen_groups on stage_stays.customer_group = chosen_groups.customer_group
    where
        stage_stays.entered_day <= least($to, data_status.last_day)
        and coalesce(stage_stays.until_day >= $from, true)
        and coalesce(stage_stays.until_at > stage_stays.entered_at, true)
    group by stage_stays.position
),
placed as (
    select
        stage_tickets.*,
        coalesce(journey_stages.position, 0) as position,
        stage_tickets.customer_number::bigint * 32 + coalesce(journey_stages.position, 0) as entry_number
    from stage_tickets
    left join journey_stages on stage_tickets.stage = journey_stages.stage
),
contacts as (
    select
        entry_number,
        stage_entered_at,
        (coalesce(entry_number, 0) % 32)::integer as position,
        count(*) as tickets,
        min(created_at) as first_created_at
    from placed
    group by entry_number, stage_entered_at
),
contact_waits as (
    select
        contacts.position,
        count(*) as first_contact_n,
        median(epoch(contacts.first_created_at - contacts.stage_entered_at) / 86400) as first_contact_p50
    from contacts
    cross join data_status
    where
        contacts.stage_entered_at
        >= ($from::timestamp at time zone data_status.time_zone) at time zone 'UTC'
    group by contacts.position
),
begun as (
    select
        position,
        count(*) filter (where origin = 'proactive') as proactive,
        count(*) filter (where origin = 'sales') as sales,
        count(*) filter (where origin = 'self-service') as self_service
    from placed
    group by position
),
repeated as (
    -- who was in a stage twice counts once: only of the few who were can there be a contact more than once
    select distinct customer_number::bigint * 32 + position as entry_number
    from stage_stays
    where same_until_day is not null
),
again as (
    select
        contacts.position,
        count(*) - count(distinct contacts.entry_number) as stays
    from contacts
    inner join repeated on contacts.entry_number = repeated.entry_number
    group by contacts.position
),
helped as (
    select
        position,
        count(*) as stays,
        sum(tickets)::bigint as tickets,
        sum(tickets * tickets)::double as ticket_squares
    from contacts
    group by position
),
asked as (
    select
        nullif(helped.position, 0) as position,
        helped.stays - coalesce(again.stays, 0) as helped,
        helped.tickets,
        helped.ticket_squares,
        begun.proactive,
        begun.sales,
        begun.self_service
    from helped
    inner join begun on helped.position = begun.position
    left join again on helped.position = again.position
),
stages as (
    select
        position,
        stage
    from journey_stages
    where is_in_data
    union all
    select
        null::integer,
        null::varchar
    where exists (select 1 from asked where position is null)
),
described as (
    select
        stages.position,
        stages.stage,
        case when stages.position is not null then coalesce(stays.customers, 0) end as customers,
        stays.customer_months::double as customer_months,
        coalesce(asked.tickets, 0) as tickets,
        coalesce(asked.ticket_squares, 0) as ticket_squares,
        (100 * coalesce(asked.tickets, 0) / nullif(stays.customers, 0))::double as tickets_per_100,
        (coalesce(asked.tickets, 0) / nullif(stays.customer_months, 0))::double as tickets_per_customer_month,
        case when stages.position is not null then coalesce(asked.helped, 0) end as helped,
        (coalesce(asked.helped, 0) / nullif(stays.customers, 0))::double as helped_share,
        case when stages.position is not null then coalesce(contact_waits.first_contact_n, 0) end as first_contact_n,
        contact_waits.first_contact_p50,
        coalesce(asked.proactive, 0) as proactive,
        coalesce(asked.sales, 0) as sales,
        coalesce(asked.self_service, 0) as self_service
    from stages
    left join stays on stages.position = stays.position
    left join asked on stages.position is not distinct from asked.position
    left join contact_waits on stages.position = contact_waits.position
)
select * from described
order by position nulls last
