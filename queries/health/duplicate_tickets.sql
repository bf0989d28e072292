-- One row per counted ticket that probably repeats an earlier one, newest first: same customer and subject, 10 minutes.
select
    ticket_id,
    created_at,
    earlier_ticket_id,
    minutes_after,
    customer_id,
    subject
from repeated_tickets
order by created_at desc, ticket_id
limit $limit
