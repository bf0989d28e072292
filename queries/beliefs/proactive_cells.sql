-- One row per kind of customer and course after the first $landmark days, for who had been contacted by support in them
-- and who had not yet: how many customers. Everybody is there from the start, and nobody is judged by a contact that
-- came later.
with contacted as (
    select distinct customer_number
    from proactive_contacts
    where tenure <= $landmark
),
cells as (
    select
        case when contacted.customer_number is null then 'not contacted' else 'contacted' end as exposure,
        histories.segment,
        histories.plan,
        histories.region,
        histories.industry,
        histories.acquisition_channel,
        histories.revenue_band,
        histories.start_quarter,
        histories.tickets_band,
        histories.first_category,
        histories.first_priority,
        histories.months::integer as months,
        histories.is_event,
        count(*) as customers
    from landmark_histories as histories
    left join contacted on histories.customer_number = contacted.customer_number
    where histories.customer_number in (select customer_number from landmark_drawn)
    group by all
)
select * from cells
order by all
