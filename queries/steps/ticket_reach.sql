-- One row: the days that tickets cover, the first and the last complete one.
select
    first_day,
    last_day
from data_status
