-- One row per metric: how many of the tickets created in the period that it is about does a missing value leave out?
-- Shares also come with the lowest and highest that they could be if all of those left out were misses, or hits.
with asked as (
    select
        *,
        not has_reply_data or not has_solution_data or reply_business_minutes is null
        or resolution_business_minutes is null or (is_ever_solved and is_reopened is null) as is_good_unknown
    from selected_tickets
    where created_day between $from and $to
),
counts as (
    select
        'first_reply_time' as metric,
        count(*) as n,
        count(*) filter (where reply_business_minutes is null) as left_out,
        null::bigint as hits
    from asked
    union all
    select
        'replied_within_target',
        count(*) filter (where is_replied_within_target is not null or reply_business_minutes is null),
        count(*) filter (where is_replied_within_target is null and reply_business_minutes is null),
        count(*) filter (where is_replied_within_target)
    from asked
    union all
    select
        'first_resolution_time',
        count(*),
        count(*) filter (where first_solved_day is null or first_resolution_calendar_minutes is null),
        null
    from asked
    where is_ever_solved
    union all
    select
        'full_resolution_time',
        count(*),
        count(*) filter (where is_resolved is distinct from true or solved_day is null),
        null
    from asked
    where is_solved
    union all
    select
        'resolution_time_by_cohort',
        count(*),
        count(*) filter (where is_resolved is null or resolution_business_minutes is null),
        null
    from asked
    union all
    select
        'resolved_within_target',
        count(*) filter (where is_resolved_within_target is not null or resolution_business_minutes is null),
        count(*) filter (where is_resolved_within_target is null and resolution_business_minutes is null),
        count(*) filter (where is_resolved_within_target)
    from asked
    union all
    select
        'requester_wait',
        count(*),
        count(*) filter (where requester_wait_minutes is null or solved_day is null),
        null
    from asked
    where is_solved
    union all
    select
        'one_touch_rate',
        count(*),
        count(*) filter (where is_one_touch is null or solved_day is null),
        count(*) filter (where is_one_touch and solved_day is not null)
    from asked
    where is_solved
    union all
    select
        'first_contact_resolution',
        count(*),
        count(*) filter (where is_first_contact_resolved is null or solved_day is null),
        count(*) filter (where is_first_contact_resolved and solved_day is not null)
    from asked
    cross join data_status
    where is_solved and (left_at is null or left_at + interval 7 days <= data_status.data_through)
    union all
    select
        'reopen_rate',
        count(*),
        count(*) filter (where is_reopened is null),
        count(*) filter (where is_reopened)
    from asked
    where is_ever_solved
    union all
    select
        'replies_per_ticket',
        count(*),
        count(*) filter (where replies is null or solved_day is null),
        null
    from asked
    where is_solved
    union all
    select
        'handoffs_per_ticket',
        count(*),
        count(*) filter (where handoffs is null or solved_day is null),
        null
    from asked
    where is_solved
    union all
    select
        'poor_interaction_rate',
        count(*),
        count(*) filter (where is_poor is null),
        count(*) filter (where is_poor)
    from asked
    union all
    select
        'good_interaction_rate',
        count(*) filter (where is_good is not null or is_good_unknown),
        count(*) filter (where is_good is null and is_good_unknown),
        count(*) filter (where is_good)
    from asked
    union all
    select
        'quality_score',
        count(*),
        count(*) filter (where quality_score is null),
        null
    from asked
),
bounded as (
    select
        metric,
        n,
        left_out,
        (left_out / nullif(n, 0))::double as share,
        (hits / nullif(n - left_out, 0))::double as value,
        (hits / nullif(n, 0))::double as lowest,
        case when hits is not null then ((hits + left_out) / nullif(n, 0))::double end as highest
    from counts
)
select * from bounded
order by share desc nulls last, metric
