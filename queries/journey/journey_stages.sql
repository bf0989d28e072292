-- One row per stage of the settings, and per stage that files tell and the settings do not have (no position): entries
-- that are told, customers with an entry of their own, and whether the stage is in the data. Only those make the
-- journey; days_to_next is the window to the next of them, and days_before the sum of the windows before.
with entered as (
    select
        journey_entries.position,
        count(*) as customers
    from journey_entries
    inner join journey_states on journey_entries.state = journey_states.state
    where not journey_states.is_skipped
    group by journey_entries.position
),
listed as (
    select
        journey_stages.position,
        journey_stages.stage,
        journey_stages.is_optional,
        journey_stages.window_days,
        journey_stages.told,
        coalesce(entered.customers, 0) as customers,
        journey_stages.is_in_data,
        journey_stages.is_derived,
        journey_stages.next_stage,
        journey_stages.days_to_next,
        journey_stages.days_before
    from journey_stages
    left join entered on journey_stages.position = entered.position
    union all
    select
        null::integer,
        stage,
        null::boolean,
        null::integer,
        told,
        customers,
        false,
        false,
        null::varchar,
        null::integer,
        null::integer
    from unknown_stages
)
select * from listed
order by position nulls last, told desc, stage
