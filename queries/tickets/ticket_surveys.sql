-- One row per survey about the ticket $ticket_id, sent or answered.
with asked as (
    select
        survey_id,
        kind,
        score,
        scale,
        share,
        is_satisfied,
        nps_band,
        comment,
        is_sent,
        is_answered,
        sent_at,
        responded_at,
        responded_day::varchar as responded_day,
        is_day_approximate
    from survey_facts
    where ticket_id = $ticket_id
)
select * from asked
order by sent_at nulls last, survey_id
