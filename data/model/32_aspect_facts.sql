-- aspect_facts: one row per answer to a survey question on one expectation: is support timely, empathetic, solution-oriented?
create or replace table aspect_facts as
with
answers as (
    select survey_id, 'timely' as expectation, timeliness_score as score, kind, scale, aspect_scale from surveys
    union all
    select survey_id, 'empathetic', empathy_score, kind, scale, aspect_scale from surveys
    union all
    select survey_id, 'solution-oriented', solution_score, kind, scale, aspect_scale from surveys
),

scaled as (
    select
        survey_id,
        expectation,
        score,
        coalesce(
            aspect_scale,
            case when kind <> 'nps' then scale end,
            case kind when 'ces' then '1-7' else '1-5' end
        ) as scale
    from answers
    where score is not null
)

select
    survey_id,
    expectation,
    score,
    scaled.scale,
    (score - lowest) / (highest - lowest) as share,
    score >= satisfied_from as is_satisfied
from scaled
left join rating_scales on rating_scales.scale = scaled.scale;
