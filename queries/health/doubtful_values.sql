-- One row per kind of doubtful value that is kept and counted: how many (n) of those that could have it (of_all).
-- recent, recent_of: the same for tickets created, or surveys answered (else sent), in the period.
with all_flags as (
    select *
    from doubted_tickets
),
flags as (
    unpivot all_flags
    on columns(* exclude (ticket_id, created_at, created_day))
    into name doubt value is_doubted
),
found as (
    select
        doubt,
        count(*) filter (where is_doubted) as n,
        count(*) as of_all,
        count(*) filter (where is_doubted and created_day between $from and $to) as recent,
        count(*) filter (where created_day between $from and $to) as recent_of
    from flags
    group by doubt
    union all
    select
        'undated_answers' as doubt,
        count(*) filter (where responded_day is null) as n,
        count(*) as of_all,
        count(*) filter (where responded_day is null and sent_day between $from and $to) as recent,
        count(*) filter (where coalesce(responded_day, sent_day) between $from and $to) as recent_of
    from survey_facts
    where is_answered and exclusion is null
),
shares as (
    select
        doubt,
        n,
        of_all,
        (n / nullif(of_all, 0))::double as share,
        recent,
        recent_of,
        (recent / nullif(recent_of, 0))::double as recent_share
    from found
)
select * from shares
order by share desc nulls last, doubt
