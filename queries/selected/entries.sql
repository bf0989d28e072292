-- One row per customer of the cohort and stage reached, inside the filters of customers, with the bucket of
-- $customers_by. The cohort: who reached the first stage of the journey in the period.
select
    journey_entries.*,
    chosen_groups.bucket
from journey_entries
inner join chosen_groups on journey_entries.customer_group = chosen_groups.customer_group
where journey_entries.cohort_day between $from and $to
