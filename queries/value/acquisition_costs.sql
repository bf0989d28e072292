-- One row per bucket of $customers_by: customers, of how many the cost of winning them is known, its mean and standard
-- deviation, and how many started in the last 365 days.
with costed as (
    select
        bucket,
        count(*) as customers,
        count(acquisition_cost) as known,
        avg(acquisition_cost)::double as acquisition_cost,
        stddev_samp(acquisition_cost)::double as standard_deviation,
        count(*) filter (where start_day > losses_through - 365) as started_last_year
    from grouped_relations
    cross join relation_status
    group by bucket
)
select * from costed
order by bucket
