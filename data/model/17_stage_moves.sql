-- numbered_customers: one row per customer who has entered a stage, with the number that the tables of the journey use,
-- in the order of the ids. A customer has left when the file of customers says so; else when the subscriptions end.
create or replace temp table numbered_customers as
select
    cast(row_number() over (order by entered.customer_id) as integer) as customer_number,
    entered.customer_id,
    grouped_customers.customer_id is not null as is_known,
    coalesce(grouped_customers.customer_group, unknown_group.customer_group) as customer_group,
    grouped_customers.monthly_revenue,
    case
        when churned_at <= now then churned_at
        when churned_at is null and contract_spells.ended_day <= data_end.last_day then contract_spells.ended_at
    end as left_at,
    case
        when churned_at <= now then cast(churned_at + to_seconds(
            case when cast(floor(epoch(churned_at)) as bigint) % 21600 >= shift_second
                then offset_after else offset_before end
        ) as date)
        when churned_at is null and contract_spells.ended_day <= data_end.last_day then contract_spells.ended_day
    end as left_day
from (
    select customer_id from told_entries
    union
    select customer_id from derived_entries
) as entered
cross join unknown_group
cross join model_settings
cross join data_end
left join grouped_customers on grouped_customers.customer_id = entered.customer_id
left join contract_spells on contract_spells.customer_id = entered.customer_id
left join local_clock on local_clock.quarter = cast(floor(epoch(churned_at)) as bigint) // 21600;

-- journey_customers: one row per customer who has entered a stage, with the number that the other tables of the journey
-- use.
create or replace table journey_customers as
select
    customer_number,
    customer_id,
    customer_group,
    monthly_revenue
from numbered_customers;

-- Of entries at the same instant the later stage comes last, and an entry into the stage that the customer is already
-- in changes nothing. An entry is further when no later stage, nor this one, was entered before.
create or replace temp table moves as
with
entries as (
    select
        customer_id,
        position,
        entered_at,
        false as is_derived
    from told_entries
    union all
    select
        customer_id,
        position,
        entered_at,
        true
    from derived_entries
),

local_entries as (
    select
        customer_number,
        customer_group,
        left_at,
        left_day,
        position,
        is_derived,
        entered_at,
        cast(entered_at + to_seconds(case when cast(floor(epoch(entered_at)) as bigint) % 21600 >= shift_second
            then offset_after else offset_before end) as date) as entered_day
    from entries
    inner join numbered_customers on numbered_customers.customer_id = entries.customer_id
    left join local_clock on local_clock.quarter = cast(floor(epoch(entered_at)) as bigint) // 21600
),

followed as (
    select
        *,
        lag(position) over in_time as position_before,
        max(position) over (
            partition by customer_number
            order by entered_at, position
            rows between unbounded preceding and 1 preceding
        ) as furthest_before
    from local_entries
    window in_time as (partition by customer_number order by entered_at, position)
),

changes_of_stage as (
    select
        *,
        position > coalesce(furthest_before, 0) as is_further
    from followed
    where position is distinct from position_before
)

select
    *,
    row_number() over in_time as step,
    first_value(entered_day) over in_time as cohort_day,
    lead(position) over in_time as next_position,
    lead(entered_at) over in_time as next_entered_at,
    lead(entered_day) over in_time as next_entered_day,
    min(case when is_further then entered_day end) over later as next_further_day
from changes_of_stage
window
    in_time as (partition by customer_number order by entered_at, position),
    later as (
        partition by customer_number
        order by entered_at, position
        rows between 1 following and unbounded following
    );

-- Entries into an earlier stage than one that was entered before, or again into this one.
create or replace temp table moves_back as
select
    customer_number,
    position,
    count(*) as times,
    min(entered_at) as entered_at,
    min(entered_day) as entered_day,
    bool_or(is_derived) as is_derived
from moves
where not is_further
group by customer_number, position;
