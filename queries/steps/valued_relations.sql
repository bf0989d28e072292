-- One row per customer relation with a contract inside the filters that was seen for a whole month or more: months
-- seen, what the customer pays a month, and what happened on the days seen that the data tell of: tickets (those that
-- the firm opened counted as well), changes of the contract, refunds and customers referred.
with bought as (
    select
        min(ordered_day) as first_order_day,
        max(ordered_day) as last_order_day
    from order_facts
),
seen_relations as (
    select
        relation_months.*,
        start_day + entry_days as seen_from,
        greatest(start_day + entry_days, support_from) as supported_from,
        greatest(start_day + entry_days, first_order_day) as ordered_from,
        least(end_day, last_order_day) as ordered_through
    from relation_months
    cross join relation_status
    cross join bought
    where basis = 'contract' and months > entry_month
),
asked as (
    select
        seen_relations.customer_number,
        count(*) as tickets,
        count(*) filter (where origin = 'proactive') as proactive
    from ticket_facts
    inner join seen_relations on seen_relations.customer_id = ticket_facts.customer_id
    where exclusion is null and created_day between supported_from and end_day
    group by seen_relations.customer_number
),
changed as (
    select
        seen_relations.customer_number,
        sum(case when kind = 'expansion' then abs(amount) else 0 end) as expansion,
        sum(case when kind = 'contraction' then -abs(amount) else 0 end) as contraction,
        sum(case when kind = 'refund' then -abs(amount) else 0 end) as refunds
    from order_facts
    inner join seen_relations on seen_relations.customer_id = order_facts.customer_id
    where kind in ('expansion', 'contraction', 'refund') and ordered_day between ordered_from and ordered_through
    group by seen_relations.customer_number
),
referred as (
    select
        seen_relations.customer_number,
        count(*) as referrals
    from relation_facts as newcomers
    inner join seen_relations on seen_relations.customer_id = newcomers.referred_by
    where newcomers.start_day between seen_from and seen_relations.end_day
    group by seen_relations.customer_number
),
gathered as (
    select
        seen_relations.*,
        coalesce(tickets, 0) as tickets,
        coalesce(proactive, 0) as proactive,
        coalesce(expansion, 0) as expansion,
        coalesce(contraction, 0) as contraction,
        coalesce(refunds, 0) as refunds,
        coalesce(referrals, 0) as referrals,
        greatest(0, coalesce(end_day - supported_from + 1, 0)) * 12 / 365 as supported_months,
        greatest(0, coalesce(ordered_through - ordered_from + 1, 0)) * 12 / 365 as ordered_months
    from seen_relations
    left join asked on asked.customer_number = seen_relations.customer_number
    left join changed on changed.customer_number = seen_relations.customer_number
    left join referred on referred.customer_number = seen_relations.customer_number
)
select * from gathered
