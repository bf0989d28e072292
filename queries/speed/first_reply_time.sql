-- One row per ticket: minutes to its first reply, or of waiting so far without one. Dated by creation.
select
    *,
    created_day as day,
    case $clock when 'calendar' then reply_calendar_minutes else reply_business_minutes end as value,
    is_replied as is_observed
from selected_tickets
where is_replied is not null and value is not null
