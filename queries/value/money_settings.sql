-- One row per setting about money that was set, with its value as JSON; one that was never set has its default.
select
    key,
    value
from settings
where key in ('margin', 'discount_rate', 'horizon_months', 'cost_per_ticket', 'cost_of_keeping', 'cost_of_acquiring')
order by key
