-- One row per canonical table: its rows, first and newest record, how long before the tickets it ends, and its loads.
-- Newest is the latest time that is not later than the last load. usual_gap_days: the longest silence between two days
-- with records in the 180 days before the newest; a table that ends longer before the tickets, and two days, lags.
with last_load as (
    select max(loaded_at) as loaded_at
    from loads
    where removed_at is null
),
times as (
    select 'tickets' as table_name, created_at as happened_at from tickets
    union all
    select 'surveys', coalesce(greatest(sent_at, responded_at), sent_at, responded_at) from surveys
    union all
    select 'customers', coalesce(greatest(acquired_at, churned_at), acquired_at, churned_at) from customers
    union all
    select 'orders', ordered_at from orders
    union all
    select 'subscriptions', greatest(started_at, coalesce(ended_at, started_at)) from subscriptions
    union all
    select 'stages', entered_at from stages
    union all
    select 'events', happened_at from events
    union all
    select 'changes', changed_at from changes
    union all
    select 'comments', created_at from comments
),
days as (
    select
        times.table_name,
        times.happened_at::date as day,
        count(*) as n,
        min(times.happened_at) as first_at,
        max(times.happened_at) filter (where times.happened_at <= coalesce(last_load.loaded_at, times.happened_at))
            as newest_at
    from times
    cross join last_load
    group by times.table_name, times.happened_at::date
),
reached as (
    select
        *,
        max(newest_at) over (partition by table_name) as table_newest_at,
        lag(day) over (partition by table_name order by day) as day_before
    from days
),
found as (
    select
        table_name,
        sum(n)::bigint as rows,
        min(first_at) as first_at,
        max(newest_at) as newest_at,
        max(day - day_before) filter (
            where newest_at is not null and day_before > table_newest_at::date - 180
        )::integer as usual_gap_days
    from reached
    group by table_name
),
loaded as (
    select
        kind as table_name,
        count(*) as loads,
        arg_max(file, load_id) as last_file,
        max(loaded_at) as last_loaded_at
    from loads
    where removed_at is null
    group by kind
),
listed as (
    select
        place,
        table_name
    from (
        values
        (1, 'tickets'), (2, 'surveys'), (3, 'customers'), (4, 'orders'), (5, 'subscriptions'), (6, 'stages'),
        (7, 'events'), (8, 'changes'), (9, 'comments')
    ) as places (place, table_name)
),
compared as (
    select
        listed.place,
        listed.table_name,
        coalesce(found.rows, 0) as rows,
        found.first_at,
        found.newest_at,
        ((epoch(data_status.data_through) - epoch(found.newest_at)) / 86400)::double as days_before_end,
        ((epoch(of_tickets.newest_at) - epoch(found.newest_at)) / 86400)::double as days_behind,
        found.usual_gap_days,
        coalesce(
            listed.table_name <> 'tickets' and days_behind > greatest(2, coalesce(found.usual_gap_days, 30)), false
        ) as is_behind,
        loaded.last_file,
        loaded.last_loaded_at,
        coalesce(loaded.loads, 0) as loads
    from listed
    cross join data_status
    left join found on listed.table_name = found.table_name
    left join found as of_tickets on of_tickets.table_name = 'tickets'
    left join loaded on listed.table_name = loaded.table_name
)
select * exclude (place) from compared
order by place
