-- One row: how far the data reaches. Nothing later than the load itself counts as known.
create or replace temp table ticket_times as
select
    min(created_at) as first_created_at,
    max(greatest(created_at, first_reply_at, first_solved_at, solved_at, closed_at, updated_at)) as last_time_at
from tickets;

create or replace temp table time_range as
with
every_time as (
    select first_created_at as first_time, last_time_at as last_time from ticket_times
    union all
    select min(coalesce(sent_at, responded_at)), max(greatest(sent_at, responded_at)) from surveys
    union all
    select min(happened_at), max(happened_at) from events
    union all
    select min(least(acquired_at, churned_at)), max(greatest(acquired_at, churned_at)) from customers
),

reach as (
    select
        coalesce(min(first_time), max(now)) as first_time,
        coalesce(max(last_time), max(now)) as last_time
    from every_time
    cross join model_settings
),

data_end as (
    select least(coalesce(ticket_times.last_time_at, reach.last_time), model_settings.now) as data_through
    from ticket_times
    cross join reach
    cross join model_settings
)

select
    least(first_time, data_through) as first_time,
    greatest(last_time, data_through) as last_time,
    data_through
from reach
cross join data_end;
