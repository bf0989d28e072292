-- One row per ticket that counts: not excluded, and inside the filters.
select
    *,
    case
        when is_replied_within_target then 'in time'
        when reply_business_minutes > 2 * first_reply_target_minutes then 'very late'
        when not is_replied_within_target then 'late'
    end as reply_speed,
    case when is_reopened then 'reopened' when not is_reopened then 'not reopened' end as reopened
from matching_tickets
where exclusion is null or $with_excluded
