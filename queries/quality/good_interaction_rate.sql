-- One row per ticket of which something is known: was the interaction good? Dated by creation.
select
    *,
    created_day as day,
    is_good as is_hit
from selected_tickets
where is_good is not null
