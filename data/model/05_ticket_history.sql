-- ticket_history: one row per ticket that has changes or comments, with what they tell of it; null where they do not.
-- Nothing later than the load counts. What is dated before its ticket is as old as the ticket.
create or replace temp table ticket_replies as
with
written as (
    select
        comments.ticket_id,
        comments.created_at,
        comments.is_public,
        lower(trim(comments.author_id)) as author,
        lower(trim(tickets.customer_id)) as customer,
        tickets.created_at as opened_at,
        first_value(lower(trim(comments.author_id))) over (
            partition by comments.ticket_id order by comments.created_at, comments.is_public desc, comments.comment_id
        ) as opener
    from comments
    inner join tickets on tickets.ticket_id = comments.ticket_id
    cross join model_settings
    where comments.created_at <= now and comments.author_id is not null and comments.is_public is not null
),

answers as (
    -- An address is no author where authors are numbers: whoever wrote first has asked then. What is as old as the
    -- ticket opened it and answers nothing, also when an agent wrote it for the customer.
    select
        *,
        is_public
        and created_at > opened_at
        and author <> coalesce(case when contains(customer, '@') = contains(opener, '@') then customer end, opener)
            as is_reply
    from written
)

select
    ticket_id,
    min(created_at) filter (where is_reply) as first_reply_at,
    cast(count(*) filter (where is_reply) as integer) as replies,
    max(created_at) as last_comment_at
from answers
group by ticket_id;

create or replace temp table ticket_statuses as
with
told as (
    select
        changes.ticket_id,
        changes.changed_at,
        greatest(changes.changed_at, tickets.created_at) as began_at,
        tickets.created_at as opened_at,
        case
            when lower(trim(changes.value)) in ('on-hold', 'on hold', 'on_hold', 'onhold') then 'hold'
            when lower(trim(changes.value)) = 'resolved' then 'solved'
            else lower(trim(changes.value))
        end as status
    from changes
    inner join tickets on tickets.ticket_id = changes.ticket_id
    cross join model_settings
    where lower(trim(changes.field)) = 'status' and changes.value is not null and changes.changed_at <= now
),

followed as (
    select
        *,
        lag(status) over (partition by ticket_id order by changed_at) as previous
    from told
),

spells as (
    select
        *,
        status in ('solved', 'closed') as is_over,
        coalesce(previous in ('solved', 'closed'), false) as was_over,
        status in ('new', 'open', 'hold') as is_waiting,
        lead(began_at) over (partition by ticket_id order by changed_at) as ended_at
    from followed
    where status is distinct from previous
),

summed as (
    select
        ticket_id,
        max(status) filter (where ended_at is null) as status,
        min(began_at) filter (where is_over) as first_solved_at,
        max(began_at) filter (where is_over and not was_over) as solved_at,
        max(began_at) filter (where status = 'closed') as closed_at,
        cast(count(*) filter (where was_over and not is_over) as integer) as reopens,
        coalesce(sum(epoch(ended_at) - epoch(began_at)) filter (where is_waiting), 0) / 60 as waited_minutes,
        max(began_at) filter (where is_waiting and ended_at is null) as waiting_since,
        min(began_at) <= min(opened_at) + interval 1 minute as is_from_the_start,
        max(began_at) as last_change_at
    from spells
    group by ticket_id
    -- among states that are not known, nobody can tell what is solved
    having bool_and(status in ('new', 'open', 'pending', 'hold', 'solved', 'closed'))
)

select
    ticket_id,
    status,
    first_solved_at,
    case when status in ('solved', 'closed') then solved_at end as solved_at,
    case when status = 'closed' then closed_at end as closed_at,
    reopens,
    case when is_from_the_start then waited_minutes end as waited_minutes,
    waiting_since,
    last_change_at
from summed;

-- From one agent to another, or from one team to another, whichever is more often: moving both is one change of hands.
-- The first holder is none, and a time without a holder between two is none of its own.
create or replace temp table ticket_handoffs as
with
held as (
    select
        changes.ticket_id,
        lower(trim(changes.field)) as field,
        changes.changed_at,
        changes.value,
        lag(changes.value) over (
            partition by changes.ticket_id, lower(trim(changes.field)) order by changes.changed_at
        ) as previous
    from changes
    inner join tickets on tickets.ticket_id = changes.ticket_id
    cross join model_settings
    where
        replace(lower(trim(changes.field)), ' ', '_') in (
            'assignee_id', 'assignee', 'assigned_to', 'agent_id', 'agent', 'owner_id', 'owner',
            'group_id', 'group', 'assignment_group', 'team_id', 'team'
        )
        and changes.value is not null
        and changes.changed_at <= now
),

moved as (
    select
        ticket_id,
        field,
        count(*) filter (where value <> previous) as times,
        max(changed_at) as last_move_at
    from held
    group by ticket_id, field
)

select
    ticket_id,
    cast(max(times) as integer) as handoffs,
    max(last_move_at) as last_move_at
from moved
group by ticket_id;

create or replace temp table ticket_history as
select
    ticket_id,
    first_reply_at,
    replies,
    status,
    first_solved_at,
    solved_at,
    closed_at,
    reopens,
    waited_minutes,
    waiting_since,
    handoffs,
    greatest(last_comment_at, last_change_at, last_move_at) as last_known_at
from ticket_replies
full join ticket_statuses using (ticket_id)
full join ticket_handoffs using (ticket_id);
