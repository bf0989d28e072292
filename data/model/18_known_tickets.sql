-- known_tickets: one row per ticket, excluded ones too, with what its own row tells, else its history, and who asked.
create or replace temp table source_columns as
select
    source_id,
    list_contains(carries, 'first_reply_at') as has_reply_times,
    list_contains(carries, 'first_reply_business_minutes') as has_reply_minutes,
    list_contains(carries, 'solved_at') as has_solution_times,
    list_contains(carries, 'closed_at') as has_closing_times,
    list_contains(carries, 'resolution_business_minutes') as has_solution_minutes,
    list_contains(carries, 'reopens') as has_reopens
from sources
where table_name = 'tickets';

create or replace temp table ticket_ratings as
select
    ticket_id,
    arg_max(score, coalesce(responded_at, sent_at, timestamp '1990-01-01')) as survey_score,
    arg_max(coalesce(scale, '1-5'), coalesce(responded_at, sent_at, timestamp '1990-01-01'))
        filter (where score is not null) as survey_scale
from surveys
where kind = 'csat' and ticket_id is not null
group by ticket_id;

create or replace temp view known_tickets as
select
    tickets.ticket_id,
    tickets.created_at,
    tickets.updated_at,
    coalesce(tickets.first_reply_at, history.first_reply_at) as first_reply_at,
    coalesce(tickets.first_solved_at, history.first_solved_at) as first_solved_at,
    coalesce(tickets.solved_at, history.solved_at) as solved_at,
    coalesce(tickets.closed_at, history.closed_at) as closed_at,
    coalesce(tickets.status, history.status) as status,
    tickets.priority,
    tickets.channel,
    tickets.category,
    tickets.team,
    tickets.agent,
    tickets.subject,
    tickets.tags,
    coalesce(tickets.reopens, history.reopens) as reopens,
    coalesce(tickets.replies, history.replies) as replies,
    coalesce(tickets.handoffs, history.handoffs) as handoffs,
    coalesce(
        tickets.requester_wait_minutes,
        history.waited_minutes + coalesce(greatest(0, epoch(data_through) - epoch(history.waiting_since)) / 60, 0)
    ) as requester_wait_minutes,
    tickets.first_reply_business_minutes as told_reply_minutes,
    tickets.resolution_business_minutes as told_resolution_minutes,
    tickets.csat_score,
    tickets.csat_scale,
    tickets.csat_sent,
    tickets.origin,
    tickets.exclusion,
    -- the id of a customer where there is one, else what repeated contacts can be told by
    coalesce(by_email, by_organisation, by_domain, tickets.customer_id) as owner_id,
    coalesce(by_email, by_organisation, by_domain, tickets.customer_id, lower(trim(tickets.customer_email)))
        as customer_id,
    case
        when by_email is not null then 'e-mail'
        when by_organisation is not null then 'organisation'
        when by_domain is not null then 'domain'
        else 'id'
    end as link,
    -- what a source does not carry is unknown; what it carries and leaves empty has not happened yet
    has_reply_times or history.replies is not null as has_reply_times,
    has_reply_times or history.replies is not null or has_reply_minutes as has_reply_data,
    has_solution_times or history.reopens is not null as has_solution_times,
    has_solution_times or history.reopens is not null or has_closing_times or has_solution_minutes as has_solution_data,
    has_solution_minutes,
    has_reopens or history.reopens is not null as has_reopen_data
from tickets
cross join time_range
left join source_columns on source_columns.source_id = tickets.source_id
left join ticket_history as history on history.ticket_id = tickets.ticket_id
left join row_links on row_links.table_name = 'tickets' and row_links.row_id = tickets.ticket_id;

create or replace temp table next_tickets as
with
counted as (
    select
        ticket_id,
        created_at,
        lead(created_at) over (partition by customer_id, category order by created_at, ticket_id) as next_created_at
    from known_tickets
    where exclusion is null and customer_id is not null
)

select ticket_id, next_created_at
from counted
where next_created_at is not null;
