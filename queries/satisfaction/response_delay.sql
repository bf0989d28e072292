-- One row: days from the survey to the answer, for answers to $kind with both times in the data. Dated by the response.
-- Where the times are those of the ticket's solution, they say nothing of the delay.
with delays as (
    select (epoch(responded_at) - epoch(sent_at)) / 86400 as days
    from selected_surveys
    where
        kind = $kind
        and is_answered
        and is_sent
        and is_day_approximate is not true
        and responded_at >= sent_at
        and responded_day between $from and $to
),
quantiles as (
    select
        count(*) as n,
        quantile_cont(days, 0.5)::double as p50_days,
        quantile_cont(days, 0.95)::double as p95_days
    from delays
)
select * from quantiles
