-- One row: since when and until when losses are known, when a silence counts as leaving, since when there is support,
-- how many relations there are, and how many cannot be judged and why.
select
    relation_status.losses_from::varchar as losses_from,
    relation_status.losses_through::varchar as losses_through,
    relation_status.orders_from::varchar as orders_from,
    relation_status.orders_through::varchar as orders_through,
    relation_status.lapse_days,
    relation_status.is_lapse_derived,
    relation_status.support_from::varchar as support_from,
    relation_status.last_day::varchar as last_day,
    relation_status.relations,
    relation_status.without_start,
    relation_status.not_begun,
    relation_status.without_known_end,
    relation_status.ended_before_start,
    facts.*
from relation_status
cross join (
    select
        count(*) as judged,
        count(*) filter (where basis = 'orders') as by_orders,
        count(*) filter (where is_lost) as lost,
        count(*) filter (where is_involuntary) as involuntary,
        count(returned_day) as returned,
        count(*) filter (where entry_days > 0) as entered_late
    from relation_facts
) as facts
