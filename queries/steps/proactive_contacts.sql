-- One row per contact that support made by itself: the customer, and the day of tenure.
select
    relations.customer_number,
    (tickets.created_day - relations.start_day)::integer as tenure
from ticket_facts as tickets
inner join relation_facts as relations on tickets.customer_id = relations.customer_id
where
    tickets.origin = 'proactive'
    and tickets.exclusion is null
    and tickets.created_day between relations.start_day and relations.end_day
