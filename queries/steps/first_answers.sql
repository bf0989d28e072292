-- One row per customer whose first answer to the recommendation question in the period is inside the filters.
with every_answer as (
    select
        survey_id,
        row_number() over (partition by customer_id order by responded_at, survey_id) as position
    from survey_facts
    where
        kind = 'nps'
        and is_answered
        and nps_band is not null
        and exclusion is null
        and customer_id is not null
        and responded_day between $from and $to
),
firsts as (
    select
        nps.survey_id,
        nps.customer_id,
        nps.day,
        nps.band
    from nps
    inner join every_answer on nps.survey_id = every_answer.survey_id
    where every_answer.position = 1
)
select * from firsts
