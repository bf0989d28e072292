-- One row per monthly revenue (to three digits) of the customers with a contract who are there at the end of the data:
-- customers, and the mean of what one of them pays a month.
with digits as (
    select
        monthly_revenue,
        case
            when monthly_revenue > 0 then round(monthly_revenue, 2 - floor(log10(monthly_revenue))::integer)
            else 0
        end as monthly_step
    from selected_relations
    where not is_lost and basis = 'contract' and monthly_revenue is not null
),
counted_kinds as (
    select
        count(*) as customers,
        avg(monthly_revenue)::double as monthly_revenue
    from digits
    group by monthly_step
)
select * from counted_kinds
order by monthly_revenue desc
