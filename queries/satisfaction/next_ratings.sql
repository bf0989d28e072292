-- One row per what came before: how the next rating of the same customer followed (n), and how often it was satisfied.
-- Dated by the later rating; the earlier ones may lie before the period. squares: over customers, the squared sum of
-- what each one's ratings differ from the share of the row, for an interval that knows that a customer rates often.
with by_customer as (
    select
        position,
        history,
        customer_id,
        count(*) as n,
        count(*) filter (where is_hit) as hits
    from rated_before
    group by position, history, customer_id
),
shared as (
    select
        *,
        sum(hits) over (partition by position) / sum(n) over (partition by position) as share
    from by_customer
),
followed as (
    select
        position,
        history as bucket,
        sum(n)::bigint as n,
        sum(hits)::bigint as hits,
        count(*) as customers,
        sum((hits - share * n) ^ 2)::double as squares
    from shared
    group by position, history
)
select * exclude (position) from followed
order by position
