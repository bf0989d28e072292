-- One row per ticket that counts: not excluded, and inside the filters.
select *
from matching_tickets
where exclusion is null or $with_excluded
