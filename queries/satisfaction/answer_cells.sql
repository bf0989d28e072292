-- One row per combination of channel, priority, category, segment, speed of the reply and reopened among the surveys
-- of $kind known to have been sent: how many, answered, and the sum of the answers and of their squares.
-- An answer is 1 when satisfied, else 0; of nps 1, 0 or -1; one on a scale that the settings do not have is left out.
-- The categories are the 12 largest, and 'other'.
with sent as (
    select
        channel::varchar as channel,
        priority::varchar as priority,
        category::varchar as category,
        segment::varchar as segment,
        reply_speed,
        reopened,
        is_answered,
        case when is_answered then case $kind when 'nps' then nps_band else is_satisfied::integer end end as answer
    from selected_surveys
    where
        kind = $kind
        and is_sent
        and sent_day between $from and $to
        and (not is_answered or coalesce(is_satisfied::integer, nps_band) is not null)
),
largest as (
    select category as large_category
    from sent
    where category is not null
    group by category
    order by count(*) desc, category
    limit 12
),
named as (
    select
        sent.* replace (
            case when sent.category is not null then coalesce(largest.large_category, 'other') end as category
        )
    from sent
    left join largest on sent.category = largest.large_category
),
cells as (
    select
        channel,
        priority,
        category,
        segment,
        reply_speed,
        reopened,
        count(*) as sent,
        count(*) filter (where is_answered) as answered,
        coalesce(sum(answer), 0)::bigint as total,
        coalesce(sum(answer * answer), 0)::bigint as squares
    from named
    group by channel, priority, category, segment, reply_speed, reopened
)
select * from cells
order by sent desc, channel, priority, category, segment, reply_speed, reopened
