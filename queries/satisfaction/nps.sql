-- One row per answer to the recommendation question: promoter 100, passive 0, detractor -100. Dated by the response.
select
    *,
    responded_day as day,
    nps_band as band,
    100.0 * nps_band as value
from selected_surveys
where kind = 'nps' and is_answered and nps_band is not null
