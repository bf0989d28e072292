-- One row per answer to the effort question, on a scale of 1 to 7 (7 is easiest). Dated by the response.
-- Answers on other scales are moved to 1 to 7 in proportion.
select
    *,
    responded_day as day,
    1 + 6 * share as value
from selected_surveys
where kind = 'ces' and is_answered and share is not null
