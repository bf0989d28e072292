-- One row: the ticket $ticket_id with everything known about it, counted or excluded; none when there is none.
with asked as (
    select
        ticket_facts.* replace (
            ticket_facts.created_day::varchar as created_day,
            ticket_facts.created_week::varchar as created_week,
            ticket_facts.created_month::varchar as created_month,
            ticket_facts.first_solved_day::varchar as first_solved_day,
            ticket_facts.solved_day::varchar as solved_day,
            ticket_facts.left_day::varchar as left_day
        ),
        customer_facts.name as customer_name
    from ticket_facts
    left join customer_facts on ticket_facts.customer_id = customer_facts.customer_id
    where ticket_facts.ticket_id = $ticket_id
)
select * from asked
