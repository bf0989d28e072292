-- One row per stage of the journey and category of the tickets created in the period while the customer was in it: how
-- many, and their share of the stage's tickets. Without a stage: tickets of who was in none.
with counts as (
    select
        stage,
        category::varchar as category,
        count(*) as tickets
    from stage_tickets
    group by stage, category
),
shares as (
    select
        journey_stages.position,
        counts.stage,
        counts.category,
        counts.tickets,
        (counts.tickets / sum(counts.tickets) over (partition by counts.stage))::double as share
    from counts
    left join journey_stages on counts.stage = journey_stages.stage
)
select * from shares
order by position nulls last, tickets desc, category
