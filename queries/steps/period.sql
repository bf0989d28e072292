-- One row: the asked period, and whether the data covers all of it; a bucket of time without data is never complete.
select
    $from as first_day,
    $to as last_day,
    coalesce($from >= reach.first_day and $to <= reach.last_day, false) as is_covered,
    is_covered and $by not in ('day', 'week', 'month') as is_complete
from reach
