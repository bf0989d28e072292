-- One row per stay of a customer of the cohort in a stage of the journey, inside the filters of customers.
select stage_stays.*
from stage_stays
inner join chosen_groups on stage_stays.customer_group = chosen_groups.customer_group
where stage_stays.cohort_day between $from and $to
