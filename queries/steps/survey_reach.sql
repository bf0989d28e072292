-- One row: the days that answers cover, the first and the last complete one: those of tickets, whose ratings are
-- answers, and beyond them as far as surveys reach.
select
    least(first_day, answers_first_day) as first_day,
    greatest(last_day, answers_last_day - 1) as last_day
from data_status
