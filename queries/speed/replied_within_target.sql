-- One row per ticket whose first reply, or its target's end, has passed: was it within the target? Dated by creation.
select
    *,
    created_day as day,
    is_replied_within_target as is_hit
from selected_tickets
where is_replied_within_target is not null
