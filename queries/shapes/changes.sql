-- One row per bucket of $by, in the period or in the one before: how much was counted, and the sum behind the metric.
-- numerator is the hits of a share, else the sum of the values that are over; a ratio of sums can be split by mix.
-- squares: the sum of their squares, which tells how sure the figures are.
with described as (
    select * from counted
    union all by name
    select
        null::boolean as is_hit,
        null::double as value,
        null::boolean as is_observed
    where false
),
named as (
    select
        case $by
            when 'all' then 'all'
            when 'channel' then channel::varchar
            when 'team' then team::varchar
            when 'agent' then agent::varchar
            when 'priority' then priority::varchar
            when 'category' then category::varchar
            when 'segment' then segment::varchar
            when 'plan' then plan::varchar
            when 'region' then region::varchar
            when 'status' then status::varchar
            when 'origin' then origin::varchar
            when 'stage' then stage::varchar
            when 'reply_speed' then reply_speed
            when 'reopened' then reopened
        end as bucket,
        coalesce(is_hit::integer, value) as amount,
        day between $from and $to as is_after,
        day between $previous_from and $previous_to as is_before
    from described
    where
        (day between $from and $to or day between $previous_from and $previous_to)
        and coalesce(is_observed, true)
),
compared as (
    select
        bucket,
        count(*) filter (where is_before) as n_before,
        count(*) filter (where is_after) as n_after,
        sum(amount) filter (where is_before)::double as numerator_before,
        sum(amount) filter (where is_after)::double as numerator_after,
        sum(amount * amount) filter (where is_before)::double as squares_before,
        sum(amount * amount) filter (where is_after)::double as squares_after,
        avg(amount) filter (where is_before)::double as value_before,
        avg(amount) filter (where is_after)::double as value_after
    from named
    group by bucket
)
select * from compared
order by bucket nulls last
