-- data_status: exactly one row. How far the data reaches and how much of it there is.
-- first_day and last_day (complete) are those of the tickets; answers_first_day and answers_last_day those of surveys sent
-- or answered, where there are any: nothing in the future, and the last day may not be over.
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

answers as (
    select
        min(coalesce(sent_day, responded_day)) as answers_first_day,
        greatest(
            max(sent_day) filter (where sent_at <= now),
            max(responded_day) filter (where responded_at <= now)
        ) as answers_last_day
    from survey_facts
    cross join model_settings
),

counted as (
    select
        coalesce(min(created_day), (select answers_first_day from answers)) as first_day,
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
    'default' as default_schedule,
    answers_first_day,
    answers_last_day
from local_end
cross join counted
cross join answers
cross join named
cross join model_settings;
