-- One row per customer of the cohort and step of the journey who entered the stage itself, in order, and was still in
-- it at the landmark and known for longer. entry_number: of the customer and the stage, as the tickets have it.
select
    selected_entries.customer_number::bigint * 32 + selected_entries.position as entry_number,
    selected_entries.customer_number,
    selected_entries.customer_group,
    selected_entries.position,
    selected_entries.state,
    selected_entries.reached_day,
    selected_entries.reached_day + stage_standings.landmark_days as landmark_day,
    selected_entries.days
from selected_entries
inner join stage_standings
    on selected_entries.position = stage_standings.position and selected_entries.state = stage_standings.state
where selected_entries.days > stage_standings.landmark_days or stage_standings.early_standing is null
