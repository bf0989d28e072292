-- timed_tickets: one row per ticket, excluded ones too, with its waits in calendar and business minutes and its local times.
create or replace temp view timed_tickets as
with
joined as (
    select
        known.* exclude (csat_score, csat_scale, csat_sent, owner_id, link),
        coalesce(known.csat_score, ticket_ratings.survey_score) as csat_score,
        coalesce(case when known.csat_score is not null then coalesce(known.csat_scale, '1-5') end, ticket_ratings.survey_scale)
            as csat_scale,
        known.csat_sent or ticket_ratings.ticket_id is not null as is_csat_sent,
        case when customers.customer_id is not null then known.link end as linked_by,
        customers.segment,
        customers.plan,
        customers.region,
        coalesce(customers.customer_group, unknown_group.customer_group) as customer_group,
        journey_stages.stage,
        stage_spans.entered_at as stage_entered_at,
        journey_customers.customer_number,
        next_tickets.next_created_at,
        coalesce(team_schedules.schedule, 'default') as schedule,
        coalesce(priority_target.first_reply_minutes, other_target.first_reply_minutes) as first_reply_target_minutes,
        coalesce(priority_target.resolution_minutes, other_target.resolution_minutes) as resolution_target_minutes,
        coalesce(
            status in ('solved', 'closed'),
            case when has_solution_data then coalesce(solved_at, closed_at) is not null or told_resolution_minutes is not null end
        ) as is_solved
    from known_tickets as known
    cross join unknown_group
    left join grouped_customers as customers on customers.customer_id = known.owner_id
    left join team_schedules on team_schedules.team = known.team
    left join target_minutes as priority_target on priority_target.priority = lower(known.priority)
    left join target_minutes as other_target on other_target.priority = '*'
    left join ticket_ratings on ticket_ratings.ticket_id = known.ticket_id
    left join next_tickets on next_tickets.ticket_id = known.ticket_id
    left join journey_customers on journey_customers.customer_id = known.owner_id
    left join stage_spans
        on stage_spans.customer_number = journey_customers.customer_number
        and known.created_at >= stage_spans.entered_at
        and known.created_at < stage_spans.next_entered_at
    left join journey_stages on journey_stages.position = stage_spans.position
),

instants as (
    select
        *,
        greatest(data_through, created_at) as known_until,
        case when is_solved and coalesce(solved_at, closed_at, updated_at) is not null
            then greatest(created_at, coalesce(solved_at, closed_at, updated_at)) end as left_at,
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
        first_reply_at + to_seconds(case when reply_second >= replied.shift_second
            then replied.offset_after else replied.offset_before end) as replied_local,
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

known_waits as (
    -- Minutes that a tool tells without a time are business minutes, and say nothing of the calendar: such a source has
    -- no calendar minutes at all, or only those who still wait would be counted. Nobody knows how long a ticket has
    -- waited that was solved nobody knows when.
    select
        *,
        case when first_reply_at is null then told_reply_minutes end as reply_minutes_told,
        case when solved_at is null and is_solved then told_resolution_minutes end as resolution_minutes_told,
        coalesce(first_reply_at is not null or left_at is not null or not is_solved, true) as is_reply_wait_known,
        has_solution_data and not (is_solved and solved_at is null) as is_solution_wait_known
    from stamped
),

timed as (
    select
        *,
        solved_at is not null or solved_first_at is not null or reopens > 0 or is_solved as is_ever_solved,
        case when has_reply_data then
            case
                when first_reply_at is not null then first_reply_at <= known_until
                else reply_minutes_told is not null
            end
        end as is_replied,
        case when is_solution_wait_known or resolution_minutes_told is not null then is_solved end as is_resolved,
        case when has_reply_times and is_reply_wait_known and reply_minutes_told is null
            then (reply_epoch - created_epoch) / 60 end as reply_calendar_minutes,
        case
            when reply_minutes_told is not null then reply_minutes_told
            when has_reply_data and is_reply_wait_known then (open_at_reply - open_at_creation) / 60
        end as reply_business_minutes,
        case when is_solution_wait_known and (has_solution_times or not has_solution_minutes)
            then (solution_epoch - created_epoch) / 60 end as resolution_calendar_minutes,
        case
            when resolution_minutes_told is not null then resolution_minutes_told
            when is_solution_wait_known then (open_at_solution - open_at_creation) / 60
        end as resolution_business_minutes,
        (first_solved_epoch - created_epoch) / 60 as first_resolution_calendar_minutes,
        (open_at_first_solution - open_at_creation) / 60 as first_resolution_business_minutes
    from known_waits
)

select * from timed;
