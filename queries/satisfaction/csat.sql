-- One row per satisfaction rating: was the customer satisfied? Dated by the response.
select
    *,
    responded_day as day,
    is_satisfied as is_hit
from selected_surveys
where kind = 'csat' and is_answered and is_satisfied is not null
