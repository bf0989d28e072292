-- data_status: exactly one row. How far the data reaches and how much of it there is.
create or replace table data_status as
with
local_end as (
    select
        data_through,
        data_through + to_seconds(case when cast(floor(epoch(data_through)) as bigint) % 21600 >= shift_second
            then offset_after else offset_before end) as data_through_local
    from time_range
    left join calendar
        on calendar.schedule = 'default' and calendar.quarter = cast(floor(epoch(data_through)) as bigint) // 21600
),

counted as (
    select
        coalesce(min(created_day), (select min(coalesce(sent_day, responded_day)) from survey_facts)) as first_day,
        count(*) as tickets,
        count(exclusion) as excluded
    from ticket_facts
),

named as (
    select
        max(case when key = 'is_sample' then value end) as is_sample
    from store_info
)

select
    data_through,
    first_day,
    cast(data_through_local as date) - 1 as last_day,
    cast(date_trunc('week', data_through_local) as date) - 7 as last_complete_week,
    time_zone,
    coalesce(is_sample = 'true', false) as is_sample,
    tickets,
    excluded,
    (select count(*) from customers) as customers,
    'default' as default_schedule
from local_end
cross join counted
cross join named
cross join model_settings;
