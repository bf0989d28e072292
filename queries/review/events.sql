-- One row per event in the period that time charts mark: releases, outages, policies, tools.
select
    happened_at,
    happened_day::varchar as day,
    label,
    kind
from event_facts
where happened_day between $from and $to
order by happened_at, label
