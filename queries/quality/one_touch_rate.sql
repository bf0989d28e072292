-- One row per solved ticket whose replies are known: did it take exactly one reply? Dated by the last solution.
select
    *,
    solved_day as day,
    is_one_touch as is_hit
from selected_tickets
where is_one_touch is not null and solved_day is not null
