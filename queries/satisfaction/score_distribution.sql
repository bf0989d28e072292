-- One row per scale and score that answers to $kind may have: how many gave it (n), of all answers on that scale.
-- A scale of up to 11 whole points has them all, also those that nobody gave; a wider one has ten bins. A score between
-- two points counts at the lower one. is_satisfied is missing where the cut lies inside a bin. Half-open:
-- score <= answer < score_below, open at the top. Dated by the response.
with answers_by_score as (
    select
        scale::varchar as scale,
        score,
        count(*) as n
    from selected_surveys
    where
        kind = $kind
        and is_answered
        and score is not null
        and case $kind when 'nps' then nps_band is not null else is_satisfied is not null end
        and responded_day between $from and $to
    group by scale, score
),
scales as (
    select
        answers_by_score.scale,
        coalesce(scale_facts.lowest, min(answers_by_score.score)) as lowest,
        coalesce(scale_facts.highest, max(answers_by_score.score)) as highest,
        case when $kind = 'nps' then 6 else scale_facts.poor_to end as poor_to,
        case when $kind = 'nps' then 9 else scale_facts.good_from end as good_from,
        case when $kind <> 'nps' then scale_facts.satisfied_from end as satisfied_from,
        sum(answers_by_score.n)::bigint as of_scale
    from answers_by_score
    left join scale_facts on answers_by_score.scale = scale_facts.scale
    group by
        answers_by_score.scale, scale_facts.lowest, scale_facts.highest, scale_facts.poor_to,
        scale_facts.good_from, scale_facts.satisfied_from
),
sized as (
    select
        *,
        case when highest - lowest <= 10 then 1 else (highest - lowest) / 10 end as width,
        case when highest - lowest <= 10 then floor(highest - lowest)::bigint else 9 end as last_position
    from scales
),
positions as (
    select
        *,
        unnest(range(last_position + 1)) as position
    from sized
),
points as (
    select
        *,
        lowest + position * width as score,
        case when position < last_position then lowest + (position + 1) * width end as score_below
    from positions
),
distribution as (
    select
        points.scale,
        points.score,
        points.score_below,
        coalesce(sum(answers_by_score.n), 0)::bigint as n,
        case
            when points.score >= points.good_from then 'good'
            when
                points.score <= points.poor_to
                and (points.width <= 1 or points.score_below <= points.poor_to) then 'poor'
            when points.good_from is not null then 'neutral'
        end as rating,
        case
            when points.score >= points.satisfied_from then true
            when coalesce(points.score_below, points.score) <= points.satisfied_from then false
        end as is_satisfied,
        points.of_scale
    from points
    left join answers_by_score
        on
            points.scale is not distinct from answers_by_score.scale
            and (points.position = 0 or answers_by_score.score >= points.score)
            and (points.score_below is null or answers_by_score.score < points.score_below)
    group by all
)
select * from distribution
order by scale, score
