-- One row: customers who are there today, those with a sign of leaving and with several, what they pay a month (of whom
-- it is known), and what of it is at stake: each chance to leave, by $weights, times what the customer pays.
with summed as (
    select
        count(*) as customers,
        count(*) filter (where signs >= 1) as with_sign,
        count(*) filter (where signs >= 2) as with_several,
        count(monthly_revenue) as with_revenue,
        sum(monthly_revenue)::double as revenue,
        (sum(monthly_revenue) filter (where signs >= 1))::double as revenue_with_sign,
        (sum(monthly_revenue) filter (where signs >= 2))::double as revenue_with_several,
        sum(probability)::double as expected,
        sum(probability * monthly_revenue)::double as at_stake,
        (sum(probability * monthly_revenue) filter (where signs >= 1))::double as at_stake_with_sign,
        count(*) filter (where renewal != 'none') as with_contract,
        count(*) filter (where tickets_90 > 0) as with_ticket
    from risk_scores
)
select * from summed
