-- One row per rating of the period inside the filters, and what the same customer's ratings before it were: good, poor,
-- poor and then good, good twice. The earlier ones may lie before the period and outside the filters.
with every_rating as (
    select
        survey_id,
        customer_id,
        lag(rating_band) over earlier as last_band,
        lag(rating_band, 2) over earlier as band_before_last
    from survey_facts
    where
        kind = 'csat'
        and is_answered
        and is_satisfied is not null
        and exclusion is null
        and customer_id is not null
        and responded_day <= $to
    window earlier as (
        partition by customer_id
        order by responded_at, survey_id
    )
),
histories as (
    select
        unnest([1, 2, 3, 4]) as position,
        unnest([
            'after a good one', 'after a poor one', 'after a poor one made good', 'after two good ones'
        ]) as history
),
followed as (
    select
        histories.position,
        histories.history,
        csat.survey_id,
        csat.customer_id,
        csat.is_hit
    from csat
    inner join every_rating on csat.survey_id = every_rating.survey_id
    inner join histories
        on case histories.position
            when 1 then every_rating.last_band = 'good'
            when 2 then every_rating.last_band = 'poor'
            when 3 then every_rating.last_band = 'good' and every_rating.band_before_last = 'poor'
            else every_rating.last_band = 'good' and every_rating.band_before_last = 'good'
        end
    where csat.day between $from and $to
)
select * from followed
