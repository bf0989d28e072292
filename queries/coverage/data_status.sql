-- One row: what the data covers, its time zone, and how many tickets and customers it holds.
select
    data_through,
    first_day::varchar as first_day,
    last_day::varchar as last_day,
    last_complete_week::varchar as last_complete_week,
    time_zone,
    is_sample,
    tickets::bigint as tickets,
    excluded::bigint as excluded,
    customers::bigint as customers,
    default_schedule,
    answers_first_day::varchar as answers_first_day,
    answers_last_day::varchar as answers_last_day
from data_status
