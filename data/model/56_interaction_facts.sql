-- interaction_facts: one row per counted ticket that a customer opened on or after the first day of the relation, with the
-- day of tenure on which each thing about it was known, so that what it looked like on any day can be told:
-- on day d it is as it was rated where rated_tenure <= d; else poor where poor_tenure <= d; else good where
-- good_tenure <= d; else neither where handled_tenure <= d; else not known yet.
-- What is true only of today (an open ticket past its target) counts as known on the day after the last complete one, and
-- a reopening that is not dated on the day of the last solution. is_cancelling: the ticket announces leaving.
create or replace temp table first_ratings as
select
    ticket_id,
    arg_min(rating_band, responded_at) as rating,
    arg_min(score, responded_at) as score,
    arg_min(is_satisfied, responded_at) as is_satisfied_first,
    min(responded_day) as rated_day
from survey_facts
where kind = 'csat' and is_answered and ticket_id is not null and rating_band is not null
group by ticket_id;

create or replace temp table cancelling_words as
with
texts as (
    select category as text from ticket_facts where origin is distinct from 'proactive'
    union
    select subject from ticket_facts where origin is distinct from 'proactive'
)

select text
from texts
where regexp_matches(nfc_normalize(text), getvariable('cancelling_pattern'));

create or replace table interaction_facts as
with
counted as (
    select
        relations.customer_number,
        relations.start_day,
        tickets.*,
        relation_status.last_day + 1 as today,
        coalesce(tickets.category in (select text from cancelling_words), false)
        or coalesce(tickets.subject in (select text from cancelling_words), false) as is_cancelling,
        resolution_business_minutes > late_factor * resolution_target_minutes as is_very_late,
        first_resolution_business_minutes > late_factor * resolution_target_minutes as is_first_very_late,
        reply_business_minutes > late_factor * first_reply_target_minutes as is_reply_very_late,
        first_resolution_business_minutes <= resolution_target_minutes as is_first_in_target
    from ticket_facts as tickets
    inner join relation_facts as relations on relations.customer_id = tickets.customer_id
    cross join relation_status
    cross join model_settings
    where
        tickets.exclusion is null
        and tickets.origin is distinct from 'proactive'
        and tickets.created_day between relations.start_day and relation_status.last_day
),

known as (
    select
        *,
        coalesce(replied_day, left_day, today) as reply_known_day,
        coalesce(first_solved_day, left_day) as first_known_day,
        coalesce(left_day, today) as last_known_day
    from counted
),

judged as (
    select
        *,
        least(
            case when is_reply_very_late then reply_known_day end,
            case when is_first_very_late then first_known_day end,
            case when is_very_late or is_reopened then last_known_day end
        ) as poor_day,
        case
            when not (has_reply_data and has_solution_data and has_reopen_data) then null
            when is_replied and is_replied_within_target and coalesce(is_first_in_target, is_resolved_within_target)
                and is_ever_solved
                then greatest(reply_known_day, coalesce(first_known_day, last_known_day))
        end as good_day,
        case when has_solution_data then first_known_day else replied_day end as handled_day
    from known
)

select
    customer_number,
    created_at,
    category,
    priority,
    is_cancelling,
    cast(created_day - start_day as integer) as created_tenure,
    cast(least(handled_day, good_day, poor_day) - start_day as integer) as handled_tenure,
    cast(good_day - start_day as integer) as good_tenure,
    cast(poor_day - start_day as integer) as poor_tenure,
    case when rating is not null then cast(coalesce(rated_day, last_known_day) - start_day as integer) end as rated_tenure,
    rating,
    score,
    is_satisfied_first as is_satisfied,
    cast(reply_known_day - start_day as integer) as replied_tenure,
    is_replied_within_target,
    cast(first_known_day - start_day as integer) as first_solved_tenure,
    is_first_in_target,
    case when has_solution_data then cast(last_known_day - start_day as integer) end as settled_tenure,
    is_resolved_within_target,
    is_reopened
from judged
left join first_ratings on first_ratings.ticket_id = judged.ticket_id;
