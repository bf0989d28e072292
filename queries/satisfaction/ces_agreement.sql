-- One row per answer to the effort question: does the customer agree that it was easy? Dated by the response.
select
    *,
    responded_day as day,
    is_satisfied as is_hit
from selected_surveys
where kind = 'ces' and is_answered and is_satisfied is not null
