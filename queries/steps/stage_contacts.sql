-- One row per customer and step who had contact with support between the entry and the landmark: how many tickets, the
-- first of them, and how good the contact was, by what was known at the landmark.
select
    customer_number,
    position,
    state,
    count(*) as tickets,
    case
        when bool_or(is_known_poor) then 'poor'
        when bool_and(is_known_good) then 'good'
        else 'neither'
    end as exposure,
    arg_min_null(category, (created_at, ticket_id)) as first_category,
    arg_min_null(priority, (created_at, ticket_id)) as first_priority
from landmark_tickets
group by customer_number, position, state
