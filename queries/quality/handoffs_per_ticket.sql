-- One row per solved ticket whose handoffs are known: how often it changed hands. Dated by the last solution.
select
    *,
    solved_day as day,
    handoffs::double as value,
    true as is_observed
from selected_tickets
where handoffs is not null and is_solved and solved_day is not null
