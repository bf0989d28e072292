-- stage_facts: one row per entry into a stage, told or derived, with the customer that it is linked to, and days in the
-- business time zone. A stage that the settings do not have has no position.
create or replace view stage_facts as
with
entries as (
    select
        customer_id as told_id,
        stage,
        entered_at,
        false as is_derived
    from stages
    union all
    select
        derived_entries.customer_id,
        journey_stages.stage,
        derived_entries.entered_at,
        true
    from derived_entries
    inner join journey_stages on journey_stages.position = derived_entries.position
)

select
    coalesce(links.customer_id, entries.told_id) as customer_id,
    case
        when links.customer_id is not null then 'e-mail'
        when customers.customer_id is not null then 'id'
    end as linked_by,
    journey_stages.position,
    coalesce(journey_stages.stage, entries.stage) as stage,
    entries.entered_at,
    cast(entered_at + to_seconds(case when cast(floor(epoch(entered_at)) as bigint) % 21600 >= entered.shift_second
        then entered.offset_after else entered.offset_before end) as date) as entered_day,
    entries.is_derived
from entries
left join journey_stages on lower(trim(journey_stages.stage)) = lower(trim(entries.stage))
left join customer_links as links
    on links.table_name = 'stages' and links.row_id = entries.told_id and not entries.is_derived
left join customers on customers.customer_id = entries.told_id
left join local_clock as entered on entered.quarter = cast(floor(epoch(entered_at)) as bigint) // 21600;
