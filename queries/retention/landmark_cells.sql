-- One row per support in the first $landmark days, kind of customer and course after them: how many customers. months:
-- whole months after the landmark that the data covers; is_event: lost in the last of them. Of very many customers
-- about $most_customers are taken, by a lot that follows from their ids.
with cells as (
    select
        exposure,
        segment,
        plan,
        region,
        industry,
        acquisition_channel,
        revenue_band,
        start_quarter,
        tickets_band,
        first_category,
        first_priority,
        months::integer as months,
        is_event,
        count(*) as customers
    from landmark_exposures
    where customer_number in (select customer_number from landmark_drawn)
    group by all
)
select * from cells
order by all
