-- One row per counted ticket created in the period, inside the filters of tickets and of customers, with the stage that
-- its customer was in, and since when.
select
    selected_tickets.stage,
    selected_tickets.customer_number,
    selected_tickets.stage_entered_at,
    selected_tickets.created_at,
    selected_tickets.category,
    selected_tickets.origin
from selected_tickets
inner join chosen_groups on selected_tickets.customer_group = chosen_groups.customer_group
where selected_tickets.created_day between $from and $to
