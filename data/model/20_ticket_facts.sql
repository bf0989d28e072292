-- ticket_facts: one row per ticket, excluded ones too, with all that follows from it and from the settings.
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

create or replace table ticket_facts as
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
        coalesce(status in ('solved', 'closed'), coalesce(solved_at, closed_at) is not null) as is_solved
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
        case when is_solved then coalesce(solved_at, closed_at, updated_at, created_at) end as left_at,
        coalesce(first_solved_at, case when coalesce(reopens, 0) = 0 and is_solved then solved_at end) as solved_first_at
    from joined
    cross join time_range
),

spans as (
    select
        *,
        least(coalesce(first_reply_at, left_at, known_until), known_until) as reply_until,
        coalesce(left_at, known_until) as solution_until
    from instants
),

stamped as (
    select
        spans.*,
        epoch(spans.created_at) % 86400 as created_second,
        created.open_before
        + greatest(0, least(epoch(spans.created_at) % 86400, created.close_1) - created.open_1)
        + greatest(0, least(epoch(spans.created_at) % 86400, created.close_2) - created.open_2)
        + greatest(0, least(epoch(spans.created_at) % 86400, created.close_3) - created.open_3)
        + greatest(0, least(epoch(spans.created_at) % 86400, created.close_4) - created.open_4) as open_at_creation,
        replied.open_before
        + greatest(0, least(epoch(reply_until) % 86400, replied.close_1) - replied.open_1)
        + greatest(0, least(epoch(reply_until) % 86400, replied.close_2) - replied.open_2)
        + greatest(0, least(epoch(reply_until) % 86400, replied.close_3) - replied.open_3)
        + greatest(0, least(epoch(reply_until) % 86400, replied.close_4) - replied.open_4) as open_at_reply,
        solved.open_before
        + greatest(0, least(epoch(solution_until) % 86400, solved.close_1) - solved.open_1)
        + greatest(0, least(epoch(solution_until) % 86400, solved.close_2) - solved.open_2)
        + greatest(0, least(epoch(solution_until) % 86400, solved.close_3) - solved.open_3)
        + greatest(0, least(epoch(solution_until) % 86400, solved.close_4) - solved.open_4) as open_at_solution,
        first_solved.open_before
        + greatest(0, least(epoch(solved_first_at) % 86400, first_solved.close_1) - first_solved.open_1)
        + greatest(0, least(epoch(solved_first_at) % 86400, first_solved.close_2) - first_solved.open_2)
        + greatest(0, least(epoch(solved_first_at) % 86400, first_solved.close_3) - first_solved.open_3)
        + greatest(0, least(epoch(solved_first_at) % 86400, first_solved.close_4) - first_solved.open_4)
            as open_at_first_solution,
        spans.created_at + to_seconds(case when epoch(spans.created_at) % 86400 >= created.shift_second then created.offset_after else created.offset_before end) as created_local,
        left_at + to_seconds(case when epoch(left_at) % 86400 >= solved.shift_second then solved.offset_after else solved.offset_before end) as left_local,
        solved_first_at + to_seconds(case when epoch(solved_first_at) % 86400 >= first_solved.shift_second then first_solved.offset_after else first_solved.offset_before end) as first_solved_local
    from spans
    left join calendar as created
        on created.schedule = spans.schedule and created.utc_day = cast(spans.created_at as date)
    left join calendar as replied
        on replied.schedule = spans.schedule and replied.utc_day = cast(reply_until as date)
    left join calendar as solved
        on solved.schedule = spans.schedule and solved.utc_day = cast(solution_until as date)
    left join calendar as first_solved
        on first_solved.schedule = spans.schedule and first_solved.utc_day = cast(solved_first_at as date)
),

timed as (
    select
        *,
        solved_at is not null or solved_first_at is not null or is_solved as is_ever_solved,
        case when has_reply_data then first_reply_at is not null and first_reply_at <= known_until end as is_replied,
        case when has_solution_data and not (is_solved and solved_at is null) then is_solved end as is_resolved,
        case when has_reply_data then epoch(reply_until - created_at) / 60 end as reply_calendar_minutes,
        case when has_reply_data then (open_at_reply - open_at_creation) / 60 end as reply_business_minutes,
        case when has_solution_data and not (is_solved and solved_at is null)
            then epoch(solution_until - created_at) / 60 end as resolution_calendar_minutes,
        case when has_solution_data and not (is_solved and solved_at is null)
            then (open_at_solution - open_at_creation) / 60 end as resolution_business_minutes,
        epoch(solved_first_at - created_at) / 60 as first_resolution_calendar_minutes,
        (open_at_first_solution - open_at_creation) / 60 as first_resolution_business_minutes
    from stamped
),

judged as (
    select
        timed.*,
        case
            when reply_business_minutes > first_reply_target_minutes then false
            when is_replied then true
        end as is_replied_within_target,
        case
            when resolution_business_minutes > resolution_target_minutes then false
            when is_resolved then true
        end as is_resolved_within_target,
        case when is_solved and replies is not null then replies = 1 end as is_one_touch,
        case
            when not is_ever_solved then null
            when reopens > 0 or not is_solved or first_solved_at < solved_at then true
            when reopens = 0 then false
        end as is_reopened,
        case
            when csat_score is null then null
            else csat_score >= rating_scales.satisfied_from
        end as is_satisfied,
        case when csat_score is not null
            then (csat_score - rating_scales.lowest) / (rating_scales.highest - rating_scales.lowest) end as csat_share,
        csat_score <= rating_scales.poor_to as is_rated_poor,
        csat_score >= rating_scales.good_from as is_rated_good
    from timed
    left join rating_scales on rating_scales.scale = timed.csat_scale
),

felt as (
    select
        *,
        case
            when not is_solved then null
            when is_reopened then false
            when next_created_at <= left_at + interval 7 days then false
            when customer_id is not null and is_reopened is not null and left_at + interval 7 days <= known_until then true
        end as is_first_contact_resolved,
        case
            when is_rated_poor is not null then is_rated_poor
            when is_reopened or reply_business_minutes > late_factor * first_reply_target_minutes
                or resolution_business_minutes > late_factor * resolution_target_minutes then true
            when coalesce(is_reopened, is_replied, is_resolved) is not null then false
        end as is_poor,
        case
            when is_rated_good is not null then is_rated_good
            when not (has_reply_data and has_solution_data and has_reopen_data) then null
            when not is_replied_within_target or not is_resolved_within_target or is_reopened then false
            when is_replied_within_target and is_resolved_within_target and not is_reopened then true
        end as is_good,
        case when is_replied_within_target is not null then weight_replied_within_target else 0 end
        + case when is_resolved_within_target is not null then weight_resolved_within_target else 0 end
        + case when is_reopened is not null then weight_not_reopened else 0 end
        + case when is_one_touch is not null then weight_one_touch else 0 end
        + case when csat_share is not null then weight_csat else 0 end as known_weight,
        case when is_replied_within_target then weight_replied_within_target else 0 end
        + case when is_resolved_within_target then weight_resolved_within_target else 0 end
        + case when not is_reopened then weight_not_reopened else 0 end
        + case when is_one_touch then weight_one_touch else 0 end
        + coalesce(csat_share, 0) * weight_csat as reached_weight,
        (is_replied_within_target is not null)::integer + (is_resolved_within_target is not null)::integer
        + (is_reopened is not null)::integer + (is_one_touch is not null)::integer + (csat_share is not null)::integer
            as quality_components
    from judged
    cross join model_settings
)

select
    ticket_id,
    customer_id,
    subject,
    tags,
    status,
    priority,
    channel,
    category,
    team,
    agent,
    origin,
    exclusion,
    segment,
    plan,
    region,
    created_at,
    first_reply_at,
    solved_first_at as first_solved_at,
    solved_at,
    left_at,
    cast(created_local as date) as created_day,
    cast(date_trunc('week', created_local) as date) as created_week,
    cast(date_trunc('month', created_local) as date) as created_month,
    cast(extract('hour' from created_local) as integer) as created_hour,
    cast(extract('isodow' from created_local) as integer) as created_weekday,
    cast(first_solved_local as date) as first_solved_day,
    case when solved_at is not null then cast(left_local as date) end as solved_day,
    cast(left_local as date) as left_day,
    not is_solved as is_open,
    is_solved,
    is_ever_solved,
    has_reply_data,
    has_solution_data,
    is_replied,
    is_resolved,
    reply_calendar_minutes,
    reply_business_minutes,
    resolution_calendar_minutes,
    resolution_business_minutes,
    first_resolution_calendar_minutes,
    first_resolution_business_minutes,
    requester_wait_minutes,
    first_reply_target_minutes,
    resolution_target_minutes,
    is_replied_within_target,
    is_resolved_within_target,
    is_one_touch,
    is_reopened,
    is_first_contact_resolved,
    is_poor,
    is_good,
    reopens,
    replies,
    handoffs,
    csat_score,
    csat_scale,
    csat_share,
    is_satisfied,
    is_csat_sent,
    case when known_weight > 0 then 100 * reached_weight / known_weight end as quality_score,
    quality_components
from felt;
