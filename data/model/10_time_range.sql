-- One row: how far the data reaches. Nothing later than the load itself counts as known: a date in the future is a slip
-- or a plan, and must not make the data look newer than they are.
create or replace temp table ticket_times as
with
of_rows as (
    select
        min(created_at) as first_created_at,
        max(greatest(created_at, first_reply_at, first_solved_at, solved_at, closed_at, updated_at)) as last_time_at,
        greatest(
            max(created_at) filter (where created_at <= now),
            max(first_reply_at) filter (where first_reply_at <= now),
            max(first_solved_at) filter (where first_solved_at <= now),
            max(solved_at) filter (where solved_at <= now),
            max(closed_at) filter (where closed_at <= now),
            max(updated_at) filter (where updated_at <= now)
        ) as last_known_at
    from tickets
    cross join model_settings
),

of_history as (
    select max(last_known_at) as last_change_at
    from ticket_history
)

select
    first_created_at,
    greatest(last_time_at, last_change_at) as last_time_at,
    greatest(last_known_at, last_change_at) as last_known_at
from of_rows
cross join of_history;

create or replace temp table time_range as
with
every_time as (
    select first_created_at as first_time, last_time_at as last_time, last_known_at as last_known from ticket_times
    union all
    select
        min(coalesce(sent_at, responded_at)),
        max(greatest(sent_at, responded_at)),
        greatest(
            max(sent_at) filter (where sent_at <= now),
            max(responded_at) filter (where responded_at <= now)
        )
    from surveys
    cross join model_settings
    union all
    select min(happened_at), max(happened_at), max(happened_at) filter (where happened_at <= now)
    from events
    cross join model_settings
    union all
    select
        min(least(acquired_at, churned_at)),
        max(greatest(acquired_at, churned_at)),
        greatest(
            max(acquired_at) filter (where acquired_at <= now),
            max(churned_at) filter (where churned_at <= now)
        )
    from customers
    cross join model_settings
    union all
    select min(ordered_at), max(ordered_at), max(ordered_at) filter (where ordered_at <= now)
    from orders
    cross join model_settings
    union all
    select
        min(started_at),
        max(greatest(started_at, ended_at)),
        greatest(
            max(started_at) filter (where started_at <= now),
            max(ended_at) filter (where ended_at <= now)
        )
    from subscriptions
    cross join model_settings
    union all
    select min(entered_at), max(entered_at), max(entered_at) filter (where entered_at <= now)
    from stages
    cross join model_settings
),

reach as (
    select
        coalesce(min(first_time), max(now)) as first_time,
        coalesce(max(last_time), max(now)) as last_time,
        coalesce(max(last_known), max(now)) as last_known
    from every_time
    cross join model_settings
),

data_end as (
    select coalesce(ticket_times.last_known_at, reach.last_known) as data_through
    from ticket_times
    cross join reach
)

select
    least(first_time, data_through) as first_time,
    greatest(last_time, data_through) as last_time,
    data_through
from reach
cross join data_end;
