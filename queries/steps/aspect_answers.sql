-- One row per answer to a survey question on one expectation: timely, empathetic or solution-oriented. Dated by the
-- response.
select
    surveys.* exclude (score, scale, share, is_satisfied),
    aspects.expectation as expectation,
    aspects.score,
    aspects.scale,
    aspects.share,
    aspects.is_satisfied,
    surveys.responded_day as day
from selected_surveys as surveys
inner join aspect_facts as aspects on surveys.survey_id = aspects.survey_id
