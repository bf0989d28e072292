-- One row: how many answers to $kind among the surveys known to have been sent in the period, by how many customers,
-- and design_effect: how many times as large the variance of their mean is as if every answer were another customer's
-- (at least 1). An answer is 1 when satisfied, else 0; of nps 1, 0 or -1. Without a customer it is one of its own.
with answers as (
    select
        customer_id,
        case when customer_id is null then survey_id end as single,
        (case $kind when 'nps' then nps_band else is_satisfied::integer end)::double as answer
    from selected_surveys
    where
        kind = $kind
        and is_sent
        and is_answered
        and sent_day between $from and $to
        and coalesce(is_satisfied::integer, nps_band) is not null
),
middle as (
    select avg(answer) as mean
    from answers
),
by_customer as (
    select
        count(*) as n,
        sum(answers.answer - middle.mean) as residual,
        sum((answers.answer - middle.mean) ^ 2) as squares
    from answers
    cross join middle
    group by answers.customer_id, answers.single
),
summed as (
    select
        coalesce(sum(n), 0)::bigint as n,
        count(*) as customers,
        case
            when count(*) > 1 and sum(squares) > 0
                then greatest(
                    1, sum(residual ^ 2) / sum(squares) * (count(*) / (count(*) - 1)) * ((sum(n) - 1) / sum(n))
                )
            else 1
        end::double as design_effect
    from by_customer
)
select * from summed
