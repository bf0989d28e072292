-- One row per counted ticket that a customer of the cohort created in a stage of the journey: from the entry until
-- moving on, leaving, or the end of the window; in the last stage as long as it is known.
select
    journey_tickets.customer_number,
    journey_tickets.position,
    journey_tickets.state,
    journey_tickets.category::varchar as category,
    journey_tickets.is_poor,
    journey_tickets.is_poor_first
from journey_tickets
inner join chosen_groups on journey_tickets.customer_group = chosen_groups.customer_group
where journey_tickets.is_in_stage and journey_tickets.cohort_day between $from and $to
