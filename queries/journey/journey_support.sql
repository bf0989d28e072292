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
contacts as (
    select
        stage,
        customer_number,
        stage_entered_at,
        count(*) as tickets,
        count(*) filter (where origin = 'proactive') as proactive,
        count(*) filter (where origin = 'sales') as sales,
        count(*) filter (where origin = 'self-service') as self_service,
        min(created_at) as first_created_at
    from stage_tickets
    group by stage, customer_number, stage_entered_at
),
contact_waits as (
    select
        contacts.stage,
        count(*) as first_contact_n,
        median(epoch(contacts.first_created_at - contacts.stage_entered_at) / 86400) as first_contact_p50
    from contacts
    cross join data_status
    where
        contacts.stage_entered_at
        >= ($from::timestamp at time zone data_status.time_zone) at time zone 'UTC'
    group by contacts.stage
),
asked as (
    select
        stage,
        count(distinct customer_number) as helped,
        sum(tickets)::bigint as tickets,
        sum(tickets * tickets)::double as ticket_squares,
        sum(proactive)::bigint as proactive,
        sum(sales)::bigint as sales,
        sum(self_service)::bigint as self_service
    from contacts
    group by stage
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
    where exists (select 1 from asked where stage is null)
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
    left join asked on stages.stage is not distinct from asked.stage
    left join contact_waits on stages.stage = contact_waits.stage
)
select * from described
order by position nulls last
