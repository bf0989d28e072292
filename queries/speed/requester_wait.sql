-- One row per solved ticket whose wait is known: minutes the customer waited. Dated by the last solution.
select
    *,
    solved_day as day,
    requester_wait_minutes as value,
    true as is_observed
from selected_tickets
where requester_wait_minutes is not null and is_solved and solved_day is not null
