-- journey_status: exactly one row. Up to which day is the journey known? The last complete day of the data, or that of
-- the last entry into a stage that a file tells where it is earlier: an older export tells nothing of the days after
-- it.
create or replace table journey_status as
with
reach as (
    select
        min(cohort_day) as first_day,
        coalesce(max(entered_day) filter (where not is_derived), max(entered_day)) as last_entered_day
    from moves
),

counted as (
    select
        count(*) as customers,
        count(*) filter (where is_known) as known_customers
    from numbered_customers
)

select
    first_day,
    least(last_day, last_entered_day) as last_day,
    customers,
    known_customers
from data_end
cross join reach
cross join counted;

-- journey_entries: one row per customer and stage of the journey that was reached: by an entry of its own, or by a
-- later stage, which implies the earlier ones. Only the first entry counts. days: to the next stage, else as far as is
-- known.
create or replace table journey_entries as
with
passed as (
    select
        moves.*,
        journey_stages.position as passed_position
    from moves
    inner join journey_stages
        on journey_stages.position > coalesce(moves.furthest_before, 0) and journey_stages.position < moves.position
    where
        moves.is_further
        and moves.position > coalesce(moves.furthest_before, 0) + 1
        and journey_stages.is_in_data
),

reached as (
    select
        customer_number,
        customer_group,
        position,
        cohort_day,
        left_day,
        1 as times,
        is_derived,
        entered_day,
        entered_at as reached_at,
        entered_day as reached_day,
        next_further_day as next_reached_day
    from moves
    where is_further
    union all
    select
        customer_number,
        customer_group,
        passed_position,
        cohort_day,
        left_day,
        0,
        false,
        null,
        entered_at,
        entered_day,
        entered_day
    from passed
),

placed as (
    select
        reached.customer_number,
        reached.customer_group,
        reached.position,
        reached.cohort_day,
        reached.reached_at,
        reached.reached_day,
        reached.next_reached_day,
        reached.times + coalesce(moves_back.times, 0) as times,
        reached.is_derived or coalesce(moves_back.is_derived, false) as is_derived,
        coalesce(reached.entered_day, moves_back.entered_day) as entered_day,
        case when reached.left_day >= reached.reached_day then reached.left_day end as left_day,
        reached.reached_day + journey_stages.days_to_next as last_window_day,
        journey_status.last_day
    from reached
    cross join journey_status
    inner join journey_stages on journey_stages.position = reached.position
    left join moves_back
        on moves_back.customer_number = reached.customer_number and moves_back.position = reached.position
),

judged as (
    select
        *,
        case
            when last_window_day is null then 0
            when next_reached_day <= last_window_day then 1
            when next_reached_day is not null then 2
            when left_day <= last_window_day then 3
            when last_window_day <= last_day then 4
            else 5
        end as outcome_number,
        cast(greatest(0, coalesce(next_reached_day, least(last_day, left_day)) - reached_day) as integer) as days
    from placed
)

select
    customer_number,
    customer_group,
    position,
    cohort_day,
    reached_at,
    reached_day,
    days,
    cast(
        outcome_number
        + case when entered_day is null then 8 else 0 end
        + case when entered_day > reached_day then 16 else 0 end
        + case when times > 1 then 32 else 0 end
        + case when is_derived then 64 else 0 end
        + case when last_window_day <= last_day then 128 else 0 end
        as integer
    ) as state
from judged;

-- journey_states: one row per way in which an entry can stand; entries carry its number, which can be counted fast.
-- converted: the next stage was reached within the window of the step; late: after it; lost: the customer left before
-- that; dropped: the window is over; in window: it is not. The last stage has none of these.
create or replace table journey_states as
with
numbers as (
    select distinct state
    from journey_entries
)

select
    state,
    case state % 8
        when 1 then 'converted'
        when 2 then 'late'
        when 3 then 'lost'
        when 4 then 'dropped'
        when 5 then 'in window'
    end as outcome,
    state // 8 % 2 = 1 as is_skipped,
    state // 16 % 2 = 1 as is_out_of_order,
    state // 32 % 2 = 1 as is_returned,
    state // 64 % 2 = 1 as is_derived,
    state // 128 % 2 = 1 as is_mature
from numbers;
