-- One row per customer and step who had contact with support between the entry and the landmark: how many tickets, the
-- first of them, and how good the contact was, by what was known at the landmark.
select
    entry_number,
    any_value(customer_number) as customer_number,
    any_value(position) as position,
    any_value(state) as state,
    count(*) as tickets,
    case
        when bool_or(is_known_poor) then 'poor'
        when bool_and(is_known_good) then 'good'
        else 'neither'
    end as exposure,
    max(case when is_first then category end) as first_category,
    max(case when is_first then priority end) as first_priority
from landmark_tickets
group by entry_number
