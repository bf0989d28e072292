-- One row per counted ticket that a customer created between the entry into a stage and the landmark, and how good it
-- was known to be at the landmark: one that had not ended by then, or was rated later, is neither good nor poor.
select
    journey_tickets.entry_number,
    journey_tickets.customer_number,
    journey_tickets.position,
    journey_tickets.state,
    journey_tickets.category::varchar as category,
    journey_tickets.priority::varchar as priority,
    journey_tickets.is_first,
    journey_tickets.is_poor and coalesce(journey_tickets.known_after <= stage_standings.landmark_days, false)
        as is_known_poor,
    journey_tickets.is_good and coalesce(journey_tickets.known_after <= stage_standings.landmark_days, false)
        as is_known_good
from journey_tickets
inner join chosen_groups on journey_tickets.customer_group = chosen_groups.customer_group
inner join stage_standings
    on journey_tickets.position = stage_standings.position and journey_tickets.state = stage_standings.state
where
    journey_tickets.cohort_day between $from and $to
    and journey_tickets.created_after <= stage_standings.landmark_days
    and (journey_tickets.days > stage_standings.landmark_days or stage_standings.early_standing is null)
