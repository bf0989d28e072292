-- One row per ticket: minutes to its last solution, or so far without one. Dated by creation, so that none is left out.
select
    *,
    created_day as day,
    case $clock when 'calendar' then resolution_calendar_minutes else resolution_business_minutes end as value,
    is_resolved as is_observed
from selected_tickets
where is_resolved is not null and value is not null
