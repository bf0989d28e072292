-- One row per reason for which tickets created in the period do not count, and how many they are.
select
    exclusion::varchar as reason,
    count(*) as n
from matching_tickets
where exclusion is not null and created_day between $from and $to
group by exclusion
order by n desc, reason
