-- One row per customer of the list (see risk_customers), or one of nobody where it is empty; beside each the sums over
-- all customers who are there today: both of one look at every customer, which is long.
with beside as (
    select
        risk_totals.customers,
        risk_totals.with_sign,
        risk_totals.with_several,
        risk_totals.with_revenue,
        risk_totals.revenue,
        risk_totals.revenue_with_sign,
        risk_totals.revenue_with_several,
        risk_totals.expected,
        risk_totals.at_stake as at_stake_of_all,
        risk_totals.at_stake_with_sign,
        risk_totals.with_contract,
        risk_totals.with_ticket,
        risk_listed.*
    from risk_totals
    left join risk_listed on true
)
select * from beside
order by place
