-- One row per way to break tickets down: for how many of those created in the period is it known (numerator)?
-- unlinked: tickets without a known customer, for what comes from the customer; the others' customer has no value.
with asked as (
    select *
    from selected_tickets
    where created_day between $from and $to
),
counts as (
    select
        count(*) as n,
        count(*) filter (where linked_by is null) as unlinked,
        count(channel) as channel,
        count(priority) as priority,
        count(category) as category,
        count(team) as team,
        count(agent) as agent,
        count(segment) as segment,
        count(plan) as plan,
        count(region) as region
    from asked
),
long_counts as (
    unpivot counts
    on channel, priority, category, team, agent, segment, plan, region
    into name dimension value numerator
),
shares as (
    select
        dimension as bucket,
        n,
        numerator,
        (numerator / nullif(n, 0))::double as value,
        dimension in ('segment', 'plan', 'region') as is_of_customer,
        case when is_of_customer then unlinked else 0 end as unlinked
    from long_counts
)
select * from shares
order by value desc nulls last, bucket
