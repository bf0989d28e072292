-- stage_spans: one row per stay of a customer in a stage of the journey, from its entry to the entry into the next one.
-- Of stages entered at the same instant the customer is in the last.
create or replace temp table stage_spans as
with
entries as (
    select
        coalesce(row_links.by_email, stages.customer_id) as customer_id,
        stages.stage,
        entered_at,
        coalesce(position, 99) as position
    from stages
    left join row_links on row_links.table_name = 'stages' and row_links.row_id = stages.customer_id
    left join stage_order on stage_order.stage = stages.stage
),

stays as (
    select
        *,
        lead(entered_at, 1, timestamp '9999-12-31') over (
            partition by customer_id
            order by entered_at, position, stage
        ) as next_entered_at
    from entries
)

select
    customer_id,
    stage,
    entered_at,
    next_entered_at
from stays
where next_entered_at > entered_at;
