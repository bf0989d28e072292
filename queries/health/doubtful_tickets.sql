-- One row per counted ticket with the doubtful value $doubt, newest first; total counts those beyond the limit, too.
with chosen as (
    select ticket_id
    from doubted_tickets
    where case $doubt
        when 'solved_at_once' then solved_at_once
        when 'replied_at_once' then replied_at_once
        when 'open_long' then open_long
        when 'in_future' then in_future
        when 'many_replies' then many_replies
        when 'many_handoffs' then many_handoffs
        when 'before_customer' then before_customer
        when 'solved_undated' then solved_undated
        when 'solved_unanswered' then solved_unanswered
        when 'at_midnight' then at_midnight
        when 'in_bulk' then in_bulk
    end
),
listed as (
    select
        facts.ticket_id,
        facts.created_at,
        facts.subject,
        facts.status::varchar as status,
        facts.customer_id,
        facts.team::varchar as team,
        facts.agent::varchar as agent,
        facts.first_reply_at,
        facts.solved_at,
        facts.replies,
        facts.handoffs,
        count(*) over () as total
    from chosen
    inner join ticket_facts as facts on chosen.ticket_id = facts.ticket_id
)
select * from listed
order by created_at desc, ticket_id
limit $limit
