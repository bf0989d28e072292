-- One row per ticket that counts: not excluded, and inside the filters.
select
    *,
    case when is_reopened then 'reopened' when not is_reopened then 'not reopened' end as reopened
from matching_tickets
where exclusion is null or $with_excluded
