-- One row per customer of the cohort and stage reached ($stage alone where it is given), those who pay most first: how
-- they stand, and their tickets while they were in it; total counts all pages. $outcome: converted, dropped (late and
-- lost ones, too), in_window, skipped, … $exposure: contact in the first $stage_days, of those still in the stage by
-- then. $poor: with a poor interaction while in the stage, or without; $category: one, or any ticket, in this category.
with reached as (
    select
        selected_entries.customer_number,
        selected_entries.position,
        selected_entries.reached_at,
        selected_entries.reached_day,
        selected_entries.days,
        selected_entries.state
    from selected_entries
    inner join journey_states on selected_entries.state = journey_states.state
    inner join journey_stages on selected_entries.position = journey_stages.position
    where
        ($stage is null or lower(journey_stages.stage) = lower($stage))
        and case $outcome
            when 'all' then true
            when 'converted' then journey_states.outcome = 'converted'
            when 'dropped' then journey_states.outcome in ('late', 'lost', 'dropped')
            when 'late' then journey_states.outcome = 'late'
            when 'lost' then journey_states.outcome = 'lost'
            when 'in_window' then journey_states.outcome = 'in window'
            when 'skipped' then journey_states.is_skipped
            when 'out_of_order' then journey_states.is_out_of_order
            when 'returned' then journey_states.is_returned
        end
),
exposed as (
    select stage_landmarks.entry_number
    from stage_landmarks
    left join stage_contacts on stage_landmarks.entry_number = stage_contacts.entry_number
    where coalesce(stage_contacts.exposure, 'no contact') = $exposure
),
asked as (
    select distinct customer_number::bigint * 32 + position as entry_number
    from tickets_in_stage
    where
        ($poor is not null or $category is not null)
        and (is_poor or $poor is distinct from true)
        and ($category is null or coalesce(category, '(none)') = $category)
),
searched as (
    select journey_customers.customer_number
    from journey_customers
    left join customer_facts on journey_customers.customer_number = customer_facts.customer_number
    where
        $search is not null
        and (
            contains(lower(journey_customers.customer_id), lower($search))
            or contains(lower(customer_facts.name), lower($search))
        )
),
found as (
    select
        reached.*,
        journey_customers.monthly_revenue
    from reached
    inner join journey_customers on reached.customer_number = journey_customers.customer_number
    where
        (
            $exposure is null
            or reached.customer_number::bigint * 32 + reached.position in (select entry_number from exposed)
        )
        and (
            ($poor is null and $category is null)
            or reached.customer_number::bigint * 32 + reached.position in (select entry_number from asked)
        )
        and ($search is null or reached.customer_number in (select customer_number from searched))
),
counted as (
    select count(*) as total
    from found
),
top as (
    select *
    from found
    order by monthly_revenue desc nulls last, reached_day desc, customer_number, position
    limit $limit offset $offset
),
page as (
    select
        top.*,
        journey_customers.customer_id,
        journey_stages.stage,
        journey_stages.days_to_next,
        journey_states.* exclude (state)
    from top
    inner join journey_customers on top.customer_number = journey_customers.customer_number
    inner join journey_stages on top.position = journey_stages.position
    inner join journey_states on top.state = journey_states.state
),
page_tickets as (
    select
        page.customer_number,
        page.position,
        count(*) filter (
            where ticket_facts.stage = page.stage
            and ticket_facts.created_at >= page.reached_at
            and ticket_facts.created_day <= page.reached_day + least(page.days, page.days_to_next)
        ) as tickets,
        count(*) filter (
            where ticket_facts.is_poor
            and ticket_facts.stage = page.stage
            and ticket_facts.created_at >= page.reached_at
            and ticket_facts.created_day <= page.reached_day + least(page.days, page.days_to_next)
        ) as poor_tickets,
        max(ticket_facts.created_day) as last_contact_day,
        arg_max(coalesce(ticket_facts.is_poor, false), ticket_facts.created_at) as is_last_contact_poor
    from page
    inner join ticket_facts on page.customer_number = ticket_facts.customer_number
    where ticket_facts.exclusion is null
    group by page.customer_number, page.position
),
listed as (
    select
        page.customer_id,
        customer_facts.name,
        customer_facts.segment,
        customer_facts.plan,
        customer_facts.region,
        customer_facts.acquisition_channel,
        page.position,
        page.stage,
        page.reached_day::varchar as entered_day,
        case when page.outcome in ('converted', 'late') then (page.reached_day + page.days)::varchar end as next_day,
        page.days,
        page.outcome,
        page.is_skipped,
        page.is_out_of_order,
        page.monthly_revenue,
        coalesce(page_tickets.tickets, 0) as tickets,
        coalesce(page_tickets.poor_tickets, 0) as poor_tickets,
        page_tickets.last_contact_day::varchar as last_contact_day,
        page_tickets.is_last_contact_poor as last_contact_poor,
        counted.total,
        page.reached_day
    from page
    cross join counted
    left join customer_facts on page.customer_number = customer_facts.customer_number
    left join page_tickets
        on page.customer_number = page_tickets.customer_number and page.position = page_tickets.position
)
select * exclude (reached_day) from listed
order by monthly_revenue desc nulls last, reached_day desc, customer_id, position
