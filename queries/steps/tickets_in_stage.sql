-- One row per counted ticket that a customer of the cohort created in a stage of the journey: from the entry until
-- moving on, leaving, or the end of the window; in the last stage as long as it is known.
select
    selected_entries.customer_number,
    selected_entries.position,
    selected_entries.state,
    ticket_facts.ticket_id,
    ticket_facts.category::varchar as category,
    coalesce(ticket_facts.is_poor, false) as is_poor
from selected_entries
inner join journey_stages on selected_entries.position = journey_stages.position
inner join ticket_facts
    on
        selected_entries.customer_number = ticket_facts.customer_number
        and journey_stages.stage = ticket_facts.stage
        and selected_entries.reached_at <= ticket_facts.created_at
        and selected_entries.reached_day + least(selected_entries.days, journey_stages.days_to_next)
        >= ticket_facts.created_day
where ticket_facts.exclusion is null
