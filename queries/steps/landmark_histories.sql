-- One row per customer relation that can be compared $landmark days after its start: its support until then, and
-- everything known by then that it is compared on, with '(none)' for what is not known.
with joined as (
    select
        relations.*,
        contacts.* exclude (customer_number)
    from landmark_asked as relations
    left join landmark_contacts as contacts on relations.customer_number = contacts.customer_number
    where relations.standing = 'compared'
),
banded as (
    select
        * exclude (segment, plan, region, industry, acquisition_channel, revenue_band),
        coalesce(segment, '(none)') as segment,
        coalesce(plan, '(none)') as plan,
        coalesce(region, '(none)') as region,
        coalesce(industry, '(none)') as industry,
        coalesce(acquisition_channel, '(none)') as acquisition_channel,
        coalesce(revenue_band, '(none)') as revenue_band,
        case
            when tickets is null then '0'
            when tickets <= 2 then tickets::varchar
            when tickets <= 4 then '3-4'
            else '5+'
        end as tickets_band,
        coalesce(first_one.category, '(none)') as first_category,
        coalesce(first_one.priority, '(none)') as first_priority
    from joined
)
select * from banded
