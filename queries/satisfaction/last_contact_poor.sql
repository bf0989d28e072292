-- One row per customer not lost by the end of the period whose last ticket created in it was a poor interaction, and is
-- inside the filters; the last is that of all counted tickets, whatever the filters.
-- contacted: customers not lost whose last ticket is judged at all; total: those found, on all pages. Prospects are
-- left out; a customer of whom only tickets are known counts as not lost.
with contacts as (
    -- the instant of the last ticket and how it is judged (2: poor, 1: not poor) in one number, which is fast; of
    -- several tickets of that instant the poor one counts
    select
        customer_id,
        max(4 * epoch_us(created_at) + case when is_poor then 2 when is_poor is not null then 1 else 0 end) as last_one,
        count(*) as contacts
    from ticket_facts
    where exclusion is null and customer_id is not null and created_day between $from and $to
    group by customer_id
),
kept as materialized (
    select
        contacts.customer_id,
        contacts.contacts,
        contacts.last_one,
        customers.name as customer_name,
        customers.segment,
        customers.plan,
        customers.monthly_revenue
    from contacts
    left join customer_facts as customers on contacts.customer_id = customers.customer_id
    where
        contacts.last_one % 4 > 0
        and exists (
            select 1
            from selected_tickets as tickets
            where
                tickets.customer_id = contacts.customer_id
                and epoch_us(tickets.created_at) = contacts.last_one // 4
                and tickets.created_day between $from and $to
        )
        and customers.is_prospect is not true
        and (customers.churned_day is null or customers.churned_day > $to)
),
everyone as (
    select count(*) as contacted
    from kept
),
last_contacts as (
    select
        kept.customer_id,
        kept.customer_name,
        coalesce(kept.segment, tickets.segment)::varchar as segment,
        coalesce(kept.plan, tickets.plan)::varchar as plan,
        kept.monthly_revenue,
        tickets.ticket_id,
        tickets.subject,
        tickets.created_day::varchar as day,
        tickets.csat_score,
        tickets.csat_scale::varchar as csat_scale,
        case
            when tickets.is_satisfied is not null then 'rated poor'
            when tickets.is_reopened then 'reopened'
            else 'late'
        end as why,
        kept.contacts,
        row_number() over (partition by kept.customer_id order by tickets.ticket_id desc) as position
    from kept
    inner join selected_tickets as tickets
        on
            kept.customer_id = tickets.customer_id
            and kept.last_one // 4 = epoch_us(tickets.created_at)
    where
        kept.last_one % 4 = 2
        and tickets.is_poor
        and tickets.created_day between $from and $to
        and (
            $search is null
            or contains(lower(kept.customer_name), lower($search))
            or contains(lower(kept.customer_id), lower($search))
        )
),
listed as (
    select
        last_contacts.* exclude (position),
        count(*) over () as total,
        everyone.contacted
    from last_contacts
    cross join everyone
    where last_contacts.position = 1
)
select * from listed
order by monthly_revenue desc nulls last, day desc, customer_id
limit $limit offset $offset
