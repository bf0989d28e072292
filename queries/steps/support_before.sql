-- One row per answer of the period: how good was the support in the 90 days before it? By the counted tickets of the
-- same customer that had ended by then. What became known only after the answer does not count: a ticket that was still
-- open is that, and one that was rated later is neither good nor poor. Missing where the customer is not known, where
-- there are no tickets, and in the first 90 days of the data.
with answers as (
    select
        survey_id,
        kind,
        customer_id,
        responded_at,
        responded_day
    from survey_facts
    where is_answered and responded_day between $from and $to
),
ratings as (
    select
        ticket_id,
        min(responded_at) as rated_at
    from survey_facts
    where kind = 'csat' and is_answered and is_day_approximate is not true and ticket_id is not null
    group by ticket_id
),
contacts as (
    select
        answers.survey_id,
        answers.kind,
        bool_or(coalesce(tickets.left_at >= answers.responded_at, true)) as has_open,
        bool_or(
            tickets.left_at < answers.responded_at
            and coalesce(ratings.rated_at < answers.responded_at, true)
            and coalesce(tickets.is_poor, false)
        ) as has_poor,
        bool_and(
            tickets.left_at < answers.responded_at
            and coalesce(ratings.rated_at < answers.responded_at, true)
            and coalesce(tickets.is_good, false)
        ) as is_all_good
    from answers
    inner join ticket_facts as tickets
        on
            answers.customer_id = tickets.customer_id
            and tickets.created_at < answers.responded_at
            and coalesce(tickets.left_at >= answers.responded_at - interval 90 days, true)
    left join ratings on tickets.ticket_id = ratings.ticket_id
    where tickets.exclusion is null
    group by answers.survey_id, answers.kind
),
judged as (
    select
        answers.survey_id,
        answers.kind,
        case
            when
                answers.customer_id is null
                or data_status.tickets = 0
                or answers.responded_day < data_status.first_day + 90 then null
            when contacts.survey_id is null then 'no contact'
            when contacts.has_poor then 'some poor'
            when contacts.has_open then 'still open'
            when contacts.is_all_good then 'good only'
            else 'neither good nor poor'
        end as support
    from answers
    cross join data_status
    -- by kind as well, so that who asks for one kind looks at the tickets of no other
    left join contacts on answers.survey_id = contacts.survey_id and answers.kind = contacts.kind
)
select * from judged
