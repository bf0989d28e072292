-- One row per month of start and month of tenure (365/12 days, 1 is the first): customers at risk when it began, and
-- the lost in it. Only months that the data covers to their end, for customers who came under observation before them.
with grouped as (
    select
        date_trunc('month', start_day)::date as start_month,
        entry_month,
        months,
        is_event,
        count(*) as customers,
        count(*) filter (where is_involuntary) as involuntary
    from relation_months
    where months > entry_month
    group by all
),
spread as (
    select
        start_month::varchar as start_month,
        month.number as months_since,
        sum(customers)::bigint as at_risk,
        sum(case when is_event and months = month.number then customers else 0 end)::bigint as lost,
        sum(case when is_event and months = month.number then involuntary else 0 end)::bigint as involuntary
    from grouped
    inner join (select unnest(range(1, 1201)) as number) as month
        on month.number > entry_month and month.number <= months
    group by start_month, month.number
)
select * from spread
order by start_month, months_since
