-- One row per ticket of which something is known: was the interaction poor? Dated by creation.
select
    *,
    created_day as day,
    is_poor as is_hit
from selected_tickets
where is_poor is not null
