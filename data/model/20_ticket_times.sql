-- timed_tickets: one row per ticket, excluded ones too, with its waits in calendar and business minutes and its local times.
create or replace temp table source_columns as
select
    source_id,
    list_contains(carries, 'first_reply_at') as has_reply_data,
    list_contains(carries, 'solved_at') or list_contains(carries, 'closed_at') as has_solution_data,
    list_contains(carries, 'reopens') as has_reopen_data
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

create or replace temp table next_tickets as
with
counted as (
    select
        ticket_id,
        created_at,
        lead(created_at) over (partition by customer_id, category order by created_at, ticket_id) as next_created_at
    from tickets
    where exclusion is null and customer_id is not null
)

select ticket_id, next_created_at
from counted
where next_created_at is not null;

create or replace temp view timed_tickets as
with
joined as (
    select
        tickets.* exclude (load_id, source_id, csat_score, csat_scale),
        coalesce(tickets.csat_score, ticket_ratings.survey_score) as csat_score,
        coalesce(case when tickets.csat_score is not null then coalesce(tickets.csat_scale, '1-5') end, ticket_ratings.survey_scale)
            as csat_scale,
        csat_sent or ticket_ratings.ticket_id is not null as is_csat_sent,
        customers.segment,
        customers.plan,
        customers.region,
        next_tickets.next_created_at,
        source_columns.has_reply_data,
        source_columns.has_solution_data,
        source_columns.has_reopen_data,
        coalesce(team_schedules.schedule, 'default') as schedule,
        coalesce(priority_target.first_reply_minutes, other_target.first_reply_minutes) as first_reply_target_minutes,
        coalesce(priority_target.resolution_minutes, other_target.resolution_minutes) as resolution_target_minutes,
        coalesce(
            status in ('solved', 'closed'),
            case when has_solution_data then coalesce(solved_at, closed_at) is not null end
        ) as is_solved
    from tickets
    left join source_columns using (source_id)
    left join customers on customers.customer_id = tickets.customer_id
    left join team_schedules on team_schedules.team = tickets.team
    left join target_minutes as priority_target on priority_target.priority = lower(tickets.priority)
    left join target_minutes as other_target on other_target.priority = '*'
    left join ticket_ratings on ticket_ratings.ticket_id = tickets.ticket_id
    left join next_tickets on next_tickets.ticket_id = tickets.ticket_id
),

instants as (
    select
        *,
        greatest(data_through, created_at) as known_until,
        case when is_solved then greatest(created_at, coalesce(solved_at, closed_at, updated_at)) end as left_at,
        coalesce(first_solved_at, case when reopens = 0 and is_solved then solved_at end) as solved_first_at
    from joined
    cross join time_range
),

spans as (
    select
        *,
        greatest(created_at, least(coalesce(first_reply_at, left_at, known_until), known_until)) as reply_until,
        coalesce(left_at, known_until) as solution_until
    from instants
),

epochs as (
    select
        *,
        cast(floor(epoch(created_at)) as bigint) as created_epoch,
        cast(floor(epoch(reply_until)) as bigint) as reply_epoch,
        cast(floor(epoch(solution_until)) as bigint) as solution_epoch,
        cast(floor(epoch(solved_first_at)) as bigint) as first_solved_epoch
    from spans
),

seconds as (
    select
        *,
        created_epoch % 21600 as created_second,
        reply_epoch % 21600 as reply_second,
        solution_epoch % 21600 as solution_second,
        first_solved_epoch % 21600 as first_solved_second
    from epochs
),

stamped as (
    select
        seconds.*,
        created.open_before
        + greatest(0, least(created_second, created.close_1) - created.open_1)
        + greatest(0, least(created_second, created.close_2) - created.open_2)
        + greatest(0, least(created_second, created.close_3) - created.open_3)
        + greatest(0, least(created_second, created.close_4) - created.open_4) as open_at_creation,
        replied.open_before
        + greatest(0, least(reply_second, replied.close_1) - replied.open_1)
        + greatest(0, least(reply_second, replied.close_2) - replied.open_2)
        + greatest(0, least(reply_second, replied.close_3) - replied.open_3)
        + greatest(0, least(reply_second, replied.close_4) - replied.open_4) as open_at_reply,
        solved.open_before
        + greatest(0, least(solution_second, solved.close_1) - solved.open_1)
        + greatest(0, least(solution_second, solved.close_2) - solved.open_2)
        + greatest(0, least(solution_second, solved.close_3) - solved.open_3)
        + greatest(0, least(solution_second, solved.close_4) - solved.open_4) as open_at_solution,
        first_solved.open_before
        + greatest(0, least(first_solved_second, first_solved.close_1) - first_solved.open_1)
        + greatest(0, least(first_solved_second, first_solved.close_2) - first_solved.open_2)
        + greatest(0, least(first_solved_second, first_solved.close_3) - first_solved.open_3)
        + greatest(0, least(first_solved_second, first_solved.close_4) - first_solved.open_4)
            as open_at_first_solution,
        seconds.created_at + to_seconds(case when created_second >= created.shift_second
            then created.offset_after else created.offset_before end) as created_local,
        left_at + to_seconds(case when solution_second >= solved.shift_second
            then solved.offset_after else solved.offset_before end) as left_local,
        solved_first_at + to_seconds(case when first_solved_second >= first_solved.shift_second
            then first_solved.offset_after else first_solved.offset_before end) as first_solved_local
    from seconds
    left join calendar as created
        on created.schedule = seconds.schedule and created.quarter = created_epoch // 21600
    left join calendar as replied
        on replied.schedule = seconds.schedule and replied.quarter = reply_epoch // 21600
    left join calendar as solved
        on solved.schedule = seconds.schedule and solved.quarter = solution_epoch // 21600
    left join calendar as first_solved
        on first_solved.schedule = seconds.schedule and first_solved.quarter = first_solved_epoch // 21600
),

timed as (
    select
        *,
        solved_at is not null or solved_first_at is not null or reopens > 0 or is_solved as is_ever_solved,
        case when has_reply_data then first_reply_at is not null and first_reply_at <= known_until end as is_replied,
        case when has_solution_data and not (is_solved and solved_at is null) then is_solved end as is_resolved,
        case when has_reply_data then (reply_epoch - created_epoch) / 60 end as reply_calendar_minutes,
        case when has_reply_data then (open_at_reply - open_at_creation) / 60 end as reply_business_minutes,
        case when has_solution_data and not (is_solved and solved_at is null)
            then (solution_epoch - created_epoch) / 60 end as resolution_calendar_minutes,
        case when has_solution_data and not (is_solved and solved_at is null)
            then (open_at_solution - open_at_creation) / 60 end as resolution_business_minutes,
        (first_solved_epoch - created_epoch) / 60 as first_resolution_calendar_minutes,
        (open_at_first_solution - open_at_creation) / 60 as first_resolution_business_minutes
    from stamped
)

select * from timed;
