-- One row per ticket solved at least once: minutes from creation to its first solution. Dated by the first solution.
select
    *,
    first_solved_day as day,
    case $clock
        when 'calendar' then first_resolution_calendar_minutes
        else first_resolution_business_minutes
    end as value,
    true as is_observed
from selected_tickets
where first_solved_day is not null and first_resolution_calendar_minutes is not null
