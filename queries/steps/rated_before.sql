-- One row per rating in the period and what the same customer's ratings before it were: good, poor, poor and then good,
-- good twice. The earlier ratings may lie before the period.
with rated as (
    select
        survey_id,
        customer_id,
        day,
        is_hit,
        lag(rating_band) over earlier as last_band,
        lag(rating_band, 2) over earlier as band_before_last
    from csat
    where customer_id is not null and day <= $to
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
        rated.survey_id,
        rated.customer_id,
        rated.is_hit
    from rated
    inner join histories
        on case histories.position
            when 1 then rated.last_band = 'good'
            when 2 then rated.last_band = 'poor'
            when 3 then rated.last_band = 'good' and rated.band_before_last = 'poor'
            else rated.last_band = 'good' and rated.band_before_last = 'good'
        end
    where rated.day >= $from
)
select * from followed
