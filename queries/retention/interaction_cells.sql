-- One row per number of good and of poor interactions in the first $landmark days (each up to 5), kind of customer and
-- course after them: how many customers. combination and recency sort the same customers: how many poor and good ones
-- there were, and whether the last one was poor.
with cells as (
    select
        least(coalesce(good, 0), 5)::integer as good,
        least(coalesce(poor, 0), 5)::integer as poor,
        case
            when tickets is null then 'no contact'
            when poor > 1 then 'several poor'
            when poor = 1 and good > 1 then 'one poor, several good'
            when poor = 1 and good = 1 then 'one poor, one good'
            when poor = 1 then 'one poor'
            when good > 0 then 'only good'
            else 'neither'
        end as combination,
        case
            when tickets is null then 'no contact'
            when poor = 0 then 'no poor'
            when last_poor_at = last_judged_at then 'poor last'
            else 'poor earlier'
        end as recency,
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
    from landmark_histories
    where customer_number in (select customer_number from landmark_drawn)
    group by all
)
select * from cells
order by all
