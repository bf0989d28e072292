-- One row per ticket whose solution, or its target's end, has passed: was it within the target? Dated by creation.
select
    *,
    created_day as day,
    is_resolved_within_target as is_hit
from selected_tickets
where is_resolved_within_target is not null
