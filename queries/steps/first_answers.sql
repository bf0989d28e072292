-- One row per customer: the first answer to the recommendation question in the period.
with ranked as (
    select
        survey_id,
        customer_id,
        day,
        band,
        row_number() over (partition by customer_id order by responded_at, survey_id) as position
    from nps
    where customer_id is not null and day between $from and $to
),
firsts as (
    select
        survey_id,
        customer_id,
        day,
        band
    from ranked
    where position = 1
)
select * from firsts
