-- One row per solved ticket whose replies are known: public replies by agents. Dated by the last solution.
select
    *,
    solved_day as day,
    replies::double as value,
    true as is_observed
from selected_tickets
where replies is not null and is_solved and solved_day is not null
