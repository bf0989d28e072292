-- One row per ticket created. Dated by creation.
select
    *,
    created_day as day
from selected_tickets
