-- One row per ticket solved at least once: was it reopened, or is it open again? Dated by the first solution known.
-- A ticket that is open again has no last solution, and may have no dated one at all: it counts by its creation then.
select
    *,
    coalesce(first_solved_day, solved_day, left_day, created_day) as day,
    is_reopened as is_hit
from selected_tickets
where is_reopened is not null
