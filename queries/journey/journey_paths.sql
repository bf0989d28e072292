-- One row per step, stage and stage entered next: customers of the cohort who went that way, in the order in which it
-- happened, whether forward or back (is_return); 'no further' is after a customer's last entry.
with counts as (
    select
        step,
        position,
        next_position,
        count(*) as customers
    from selected_stays
    group by step, position, next_position
),
named as (
    select
        counts.step,
        sources.stage as source,
        coalesce(targets.stage, 'no further') as target,
        counts.position as source_position,
        counts.next_position as target_position,
        counts.customers,
        coalesce(counts.next_position < counts.position, false) as is_return
    from counts
    inner join journey_stages as sources on counts.position = sources.position
    left join journey_stages as targets on counts.next_position = targets.position
)
select * from named
order by step, source_position, target_position nulls last
