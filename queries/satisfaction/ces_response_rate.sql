-- One row per effort survey known to have been sent: was it answered? Dated by the day it was sent.
select
    *,
    sent_day as day,
    is_answered as is_hit
from selected_surveys
where kind = 'ces' and is_sent
