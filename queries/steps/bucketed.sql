-- One row per counted ticket or survey dated in the period, with the bucket of $by that it falls in.
-- Days and names are kept apart: grouping by dates is several times faster than grouping by their text.
select
    *,
    case $by
        when 'day' then day
        when 'week' then date_trunc('week', day)::date
        when 'month' then date_trunc('month', day)::date
    end as bucket_day,
    case $by
        when 'all' then 'all'
        when 'weekday' then created_weekday::varchar
        when 'hour' then lpad(created_hour::varchar, 2, '0')
        when 'weekday_hour' then (100 * created_weekday + created_hour)::varchar
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
    end as bucket_name
from counted
where day between $from and $to
