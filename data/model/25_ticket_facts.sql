-- ticket_facts: one row per ticket, excluded ones too, with all that follows from it and from the settings.
-- Joins stay as they are written, tickets on the left: estimates of so many in a row are too low, and the tickets would be
-- what is held in memory.
set disabled_optimizers = 'build_side_probe_side';

create or replace table ticket_facts as
with
judged as (
    select
        timed_tickets.*,
        case
            when reply_business_minutes > first_reply_target_minutes then false
            when is_replied then true
        end as is_replied_within_target,
        case
            when resolution_business_minutes > resolution_target_minutes then false
            when is_resolved then true
        end as is_resolved_within_target,
        case when is_solved and replies is not null then replies = 1 end as is_one_touch,
        case when is_ever_solved then
            case
                when reopens > 0 or not is_solved then true
                when reopens = 0 then false
                when first_solved_at is not null then first_solved_at < solved_at - interval 2 minutes
            end
        end as is_reopened,
        case
            when csat_score is null then null
            else csat_score >= rating_scales.satisfied_from
        end as is_satisfied,
        case when csat_score is not null
            then (csat_score - rating_scales.lowest) / (rating_scales.highest - rating_scales.lowest) end as csat_share,
        csat_score <= rating_scales.poor_to as is_rated_poor,
        csat_score >= rating_scales.good_from as is_rated_good
    from timed_tickets
    left join rating_scales on rating_scales.scale = timed_tickets.csat_scale
),

felt as (
    select
        *,
        case
            when is_replied_within_target then 'in time'
            when not is_replied_within_target and reply_business_minutes > late_factor * first_reply_target_minutes
                then 'very late'
            when not is_replied_within_target then 'late'
        end as reply_speed,
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
    customer_group,
    customer_number,
    stage,
    stage_entered_at,
    linked_by,
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
    case when is_replied then cast(replied_local as date) end as replied_day,
    cast(first_solved_local as date) as first_solved_day,
    case when solved_at is not null then cast(left_local as date) end as solved_day,
    cast(left_local as date) as left_day,
    not is_solved as is_open,
    is_solved,
    is_ever_solved,
    has_reply_data,
    has_solution_data,
    has_reopen_data,
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
    reply_speed,
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

reset disabled_optimizers;
