-- journey_tickets: one row per counted ticket and stage of the journey that its customer had reached when creating it and
-- had neither moved on from nor been at for longer than the window; in the last stage, as long as it is known. What
-- questions need of both is beside it, so that they join neither: days are counted from the entry. entry_number: of the
-- customer and the stage. known_after: from which day on it is known how good the contact was; null while it is open.
-- is_poor_first: of the poor ones at this stage in this category the first, so that customers can be counted by it.
create or replace table journey_tickets as
with
ratings as (
    select
        ticket_id,
        min(responded_day) as rated_day
    from survey_facts
    where kind = 'csat' and is_answered and is_day_approximate is not true and ticket_id is not null
    group by ticket_id
),

asked as (
    select
        cast(journey_entries.customer_number as bigint) * 32 + journey_entries.position as entry_number,
        journey_entries.customer_number,
        journey_entries.customer_group,
        journey_entries.position,
        journey_entries.cohort_day,
        journey_entries.state,
        journey_entries.days,
        ticket_facts.ticket_id,
        ticket_facts.created_at,
        ticket_facts.created_day - journey_entries.reached_day as created_after,
        greatest(left_day, coalesce(rated_day, left_day)) - journey_entries.reached_day as known_after,
        ticket_facts.category,
        ticket_facts.priority,
        coalesce(ticket_facts.is_poor, false) as is_poor,
        coalesce(ticket_facts.is_good, false) as is_good,
        coalesce(ticket_facts.stage = journey_stages.stage, false) as is_in_stage
    from ticket_facts
    inner join journey_entries
        on journey_entries.customer_number = ticket_facts.customer_number
        and journey_entries.reached_at <= ticket_facts.created_at
    inner join journey_stages on journey_stages.position = journey_entries.position
    left join ratings on ratings.ticket_id = ticket_facts.ticket_id
    where
        ticket_facts.exclusion is null
        and ticket_facts.created_day <= journey_entries.reached_day
        + least(journey_entries.days, coalesce(journey_stages.days_to_next, journey_entries.days))
)

select
    * exclude (ticket_id, created_at),
    row_number() over (partition by entry_number order by created_at, ticket_id) = 1 as is_first,
    is_poor and is_in_stage and row_number() over (
        partition by entry_number, is_poor and is_in_stage, category
        order by created_at, ticket_id
    ) = 1 as is_poor_first
from asked
order by entry_number;
