-- contract_spells: one row per customer with a subscription, with the first run of subscriptions, gaps of less than 30
-- days bridged: whoever came back later was lost all the same.
create or replace temp table contract_spells as
with
runs as (
    select
        customer_id,
        started_day,
        greatest(started_day, coalesce(ended_day, date '9999-12-31')) as ended_day,
        subscription_facts.plan,
        monthly_amount,
        cancel_reason,
        ended_at
    from subscription_facts
    cross join data_end
    where started_day <= last_day
),

followed as (
    select
        *,
        max(ended_day) over (
            partition by customer_id order by started_day, ended_day rows between unbounded preceding and 1 preceding
        ) as ended_before
    from runs
),

numbered as (
    select
        *,
        sum(case when started_day - 30 >= ended_before then 1 else 0 end) over (
            partition by customer_id order by started_day, ended_day rows between unbounded preceding and current row
        ) as spell
    from followed
),

bounded as (
    select
        *,
        min(started_day) over (partition by customer_id, spell) as spell_started_day,
        max(ended_day) over (partition by customer_id, spell) as spell_ended_day
    from numbered
)

select
    customer_id,
    min(started_day) as started_day,
    max(ended_day) filter (where spell = 0) as ended_day,
    max(ended_at) filter (where spell = 0 and ended_day = spell_ended_day) as ended_at,
    min(started_day) filter (where spell = 1) as returned_day,
    min(plan) filter (where spell = 0 and started_day = spell_started_day) as first_plan,
    sum(monthly_amount) filter (where spell = 0 and started_day = spell_started_day) as first_amount,
    sum(monthly_amount) filter (where spell = 0 and ended_day = spell_ended_day) as last_amount,
    min(cancel_reason) filter (where spell = 0 and ended_day = spell_ended_day) as reason
from bounded
group by customer_id;
