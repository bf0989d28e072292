-- One row per counted ticket, with every doubt that its values raise; null where a ticket has not the values for it.
with last_load as (
    select max(loaded_at) as loaded_at
    from loads
    where removed_at is null
),
crowded as (
    select created_at
    from ticket_facts
    where exclusion is null
    group by created_at
    having count(*) >= 50
),
doubted as (
    select
        facts.ticket_id,
        facts.created_at,
        facts.created_day,
        case
            when facts.solved_at is not null
                then date_trunc('second', facts.solved_at) <= date_trunc('second', facts.created_at)
        end as solved_at_once,
        case
            when facts.first_reply_at is not null
                then date_trunc('second', facts.first_reply_at) <= date_trunc('second', facts.created_at)
        end as replied_at_once,
        case
            when coalesce(facts.left_at > data_status.data_through, facts.is_solved is distinct from true)
                then facts.created_at < data_status.data_through - interval 180 days
        end as open_long,
        coalesce(greatest(
            facts.created_at, facts.first_reply_at, facts.first_solved_at, facts.solved_at, facts.left_at
        ) > last_load.loaded_at, false) as in_future,
        facts.replies > 50 as many_replies,
        facts.handoffs > 20 as many_handoffs,
        facts.created_day < customer_facts.acquired_day as before_customer,
        case when facts.is_solved then facts.left_at is null end as solved_undated,
        case when facts.is_solved and facts.has_reply_data then not facts.is_replied end as solved_unanswered,
        date_part('minute', facts.created_at) = 0 and date_part('second', facts.created_at) = 0
        and (facts.created_hour = 0 or date_part('hour', facts.created_at) = 0) as at_midnight,
        crowded.created_at is not null as in_bulk
    from ticket_facts as facts
    cross join data_status
    cross join last_load
    left join crowded on facts.created_at = crowded.created_at
    left join customer_facts on facts.customer_id = customer_facts.customer_id
    where facts.exclusion is null
)
select * from doubted
