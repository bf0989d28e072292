-- One row per solved ticket: minutes from creation to its last solution. Dated by the last solution.
select
    *,
    solved_day as day,
    case $clock when 'calendar' then resolution_calendar_minutes else resolution_business_minutes end as value,
    true as is_observed
from selected_tickets
where is_resolved and solved_day is not null
