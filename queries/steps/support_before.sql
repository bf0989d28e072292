-- One row per answer of the period: how good was the support in the 90 days before it? By the counted tickets of the
-- same customer that had ended by then; missing where the customer is not known, or the data do not reach back so far.
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
contacts as (
    select
        answers.survey_id,
        bool_or(coalesce(tickets.is_poor, false)) as has_poor,
        bool_and(coalesce(tickets.is_good, false)) as is_all_good
    from answers
    inner join ticket_facts as tickets
        on
            answers.customer_id = tickets.customer_id
            and tickets.left_at >= answers.responded_at - interval 90 days
            and tickets.left_at < answers.responded_at
    where tickets.exclusion is null
    group by answers.survey_id
),
judged as (
    select
        answers.survey_id,
        answers.kind,
        case
            when answers.customer_id is null or answers.responded_day < data_status.first_day + 90 then null
            when contacts.survey_id is null then 'no contact'
            when contacts.has_poor then 'some poor'
            when contacts.is_all_good then 'good only'
            else 'neither good nor poor'
        end as support
    from answers
    cross join data_status
    left join contacts on answers.survey_id = contacts.survey_id
)
select * from judged
