-- One row: up to which day the journey is known, since when, of how many customers, what of it files tell, and what
-- they tell that the settings do not have. customers_without: customers of the customers table who have entered no
-- stage.
with told as (
    select
        sum(told)::bigint as told_entries,
        count(*) filter (where is_in_data) as stages_in_data
    from journey_stages
),
unknown as (
    select
        coalesce(sum(told), 0)::bigint as unknown_entries,
        string_agg(stage, ', ' order by told desc, stage) as unknown_stages
    from unknown_stages
),
described as (
    select
        journey_status.first_day::varchar as first_day,
        journey_status.last_day::varchar as last_day,
        journey_status.customers,
        data_status.customers - journey_status.known_customers as customers_without,
        told.stages_in_data,
        told.told_entries > 0 as is_told,
        told.told_entries,
        unknown.unknown_entries,
        unknown.unknown_stages
    from journey_status
    cross join data_status
    cross join told
    cross join unknown
)
select * from described
