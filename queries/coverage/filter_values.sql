-- One row per value that tickets can be filtered by, and how many counted tickets have it; '(none)' is no value.
with counts as (
    select
        channel,
        team,
        agent,
        priority,
        category,
        segment,
        plan,
        grouping(channel, team, agent, priority, category, segment, plan) as others,
        count(*) as n
    from ticket_facts
    where exclusion is null
    group by grouping sets (channel, team, agent, priority, category, segment, plan)
),
named as (
    select
        case others
            when 63 then 'channel'
            when 95 then 'team'
            when 111 then 'agent'
            when 119 then 'priority'
            when 123 then 'category'
            when 125 then 'segment'
            else 'plan'
        end as dimension,
        coalesce(
            channel::varchar, team::varchar, agent::varchar, priority::varchar,
            category::varchar, segment::varchar, plan::varchar, '(none)'
        ) as value,
        n
    from counts
)
select * from named
order by dimension, value
