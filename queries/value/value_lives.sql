-- One row per bucket of $customers_by and kind of customer with a contract: alike in the whole months seen, in whether
-- they left in the last of them, in what they pay (within a fifth) and, roughly, in tickets, changes and referrals.
-- customers; the rest are means of one of them: paid a month, tickets and supported months, money of changes and
-- refunds and ordered months, referrals. Null is a customer of whom no revenue is known.
with kinds as (
    select
        bucket,
        entry_month,
        months,
        is_event,
        case when monthly_revenue > 0 then floor(ln(monthly_revenue) * 5) end as revenue_step,
        monthly_revenue is null as is_unknown,
        ceil(log2(tickets + 1)) as tickets_step,
        least(referrals, 2) as referrals_step,
        case when expansion > 0 then floor(ln(expansion) * 2) end as expansion_step,
        contraction < 0 as has_contraction,
        refunds < 0 as has_refunds,
        count(*) as customers,
        avg(monthly_revenue)::double as monthly_revenue,
        avg(tickets)::double as tickets,
        avg(proactive)::double as proactive,
        avg(supported_months)::double as supported_months,
        avg(expansion)::double as expansion,
        avg(contraction)::double as contraction,
        avg(refunds)::double as refunds,
        avg(ordered_months)::double as ordered_months,
        avg(referrals)::double as referrals
    from valued_relations
    group by
        bucket,
        entry_month,
        months,
        is_event,
        revenue_step,
        is_unknown,
        tickets_step,
        referrals_step,
        expansion_step,
        has_contraction,
        has_refunds
),
plain as (
    select
        bucket,
        entry_month,
        months,
        is_event,
        customers,
        monthly_revenue,
        tickets,
        proactive,
        supported_months,
        expansion,
        contraction,
        refunds,
        ordered_months,
        referrals
    from kinds
)
select * from plain
order by bucket, entry_month, months, is_event, monthly_revenue, tickets, expansion, contraction, refunds, referrals
