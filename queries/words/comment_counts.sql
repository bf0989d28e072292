-- One row per bucket of time (or one in all): answers, those with a comment, how rated, and how many of no expectation.
-- An answer is a survey with a score or a comment, dated by the response.
with answers as (
    select
        case $by
            when 'day' then responded_day
            when 'week' then date_trunc('week', responded_day)::date
            when 'month' then date_trunc('month', responded_day)::date
        end as first_day,
        count(*) as answers
    from selected_surveys
    where
        responded_day between $from and $to
        and (is_answered or trim(comment) <> '')
        and ($only_kind is null or kind = $only_kind)
    group by first_day
),
counts as (
    select
        case $by
            when 'day' then day
            when 'week' then date_trunc('week', day)::date
            when 'month' then date_trunc('month', day)::date
        end as first_day,
        count(*) as comments,
        count(*) filter (where rating_band = 'poor') as poor,
        count(*) filter (where rating_band = 'neutral') as neutral,
        count(*) filter (where rating_band = 'good') as good,
        count(*) filter (where len(expectations) = 0) as none_of_these
    from commented
    group by first_day
),
described as (
    select
        calendar.bucket,
        coalesce(answers.answers, 0)::bigint as answers,
        coalesce(counts.comments, 0)::bigint as comments,
        coalesce(counts.poor, 0)::bigint as poor,
        coalesce(counts.neutral, 0)::bigint as neutral,
        coalesce(counts.good, 0)::bigint as good,
        coalesce(counts.none_of_these, 0)::bigint as none_of_these,
        calendar.is_complete
    from calendar
    left join answers
        on answers.first_day is not distinct from case when $by <> 'all' then calendar.first_day end
    left join counts
        on counts.first_day is not distinct from case when $by <> 'all' then calendar.first_day end
)
select * from described
order by bucket
