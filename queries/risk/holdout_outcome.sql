-- One row per side of the $experiment, whoever was reached: customers, those of them whom support contacted by itself
-- since it started, those lost since, of them by a failed payment, what the lost paid a month, and the days it has run.
with reached as (
    select distinct assigned.customer_number
    from assigned
    inner join proactive_contacts as contacts
        on assigned.customer_number = contacts.customer_number and assigned.started_tenure <= contacts.tenure
),
sums as (
    select
        assigned.side,
        count(*) as customers,
        count(reached.customer_number) as reached,
        count(*) filter (where assigned.is_lost) as lost,
        count(*) filter (where assigned.is_involuntary) as involuntary,
        sum(assigned.monthly_revenue)::double as monthly_revenue,
        (coalesce(sum(assigned.monthly_revenue) filter (where assigned.is_lost), 0))::double as lost_revenue,
        min(assigned.follow_days - assigned.started_tenure)::integer as days
    from assigned
    left join reached on assigned.customer_number = reached.customer_number
    group by assigned.side
)
select * from sums
order by side
