-- relation_status: one row: since when and until when losses are known, what a lapse is, and who cannot be judged.
-- Losses count as recorded from the earliest of three days (the first start, the first day of support, the first loss)
-- from which on the quiet before the first loss is credible: at the pace of later days at most seven losses should have
-- fallen into it. In the same way the files of customers reach to the end of the data, or only to their last start or loss.
-- The one ticket in a thousand that lies furthest back does not tell since when there is support.
create or replace table relation_status as
with
support as (
    select quantile_disc(created_day, 0.001) as support_from
    from ticket_facts
    where exclusion is null
),

contracts as (
    select
        start_day,
        case when lost_day <= last_day then lost_day end as lost_day
    from relations
    cross join data_status
    where basis = 'contract' and start_day <= last_day and coalesce(lost_day >= start_day, true)
),

turns as (
    select
        min(start_day) as first_start,
        min(lost_day) as first_loss,
        greatest(max(start_day), max(lost_day)) as last_turn,
        count(lost_day) as losses
    from contracts
),

quiet as (
    select
        sum(greatest(0, first_loss - start_day)) as days_before,
        sum(greatest(0, first_loss - greatest(start_day, least(support_from, first_loss)))) as supported_days_before,
        sum(greatest(0, coalesce(lost_day, last_turn) - greatest(start_day, first_loss))) as days_between,
        sum(case when lost_day is null then last_day - last_turn end) as days_after
    from contracts
    cross join turns
    cross join support
    cross join data_status
),

left_out as (
    select
        count(*) as relations,
        count(*) filter (where start_day is null) as without_start,
        count(*) filter (where start_day > last_day) as not_begun,
        count(*) filter (where start_day <= last_day and basis is null) as without_known_end,
        count(*) filter (where start_day <= last_day and basis is not null and lost_day < start_day) as ended_before_start
    from relations
    cross join data_status
)

select
    case
        when losses_known_from is not null then cast(losses_known_from as date)
        when losses = 0 then coalesce(support_from, first_day, first_start)
        when losses * days_before <= 7 * days_between then first_start
        when losses * supported_days_before <= 7 * days_between then least(support_from, first_loss)
        else first_loss
    end as losses_from,
    case when losses * days_after > 7 * days_between then last_turn else last_day end as losses_through,
    orders_from,
    orders_through,
    order_rules.lapse_days,
    is_lapse_derived,
    support_from,
    last_day,
    left_out.*
from turns
cross join support
cross join quiet
cross join left_out
cross join order_rules
cross join data_status
cross join model_settings;
