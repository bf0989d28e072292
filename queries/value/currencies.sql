-- One row per currency that orders or subscriptions are in, the most frequent first: how many are.
with amounts as (
    select currency
    from order_facts
    union all
    select currency
    from subscription_facts
),
tallied as (
    select
        currency,
        count(*) as n
    from amounts
    where currency is not null
    group by currency
)
select * from tallied
order by n desc, currency
