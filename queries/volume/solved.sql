-- One row per ticket that is solved. Dated by its last solution.
select
    *,
    solved_day as day
from selected_tickets
where is_solved and solved_day is not null
