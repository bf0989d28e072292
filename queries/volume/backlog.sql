-- One row per ticket and day at whose end it was created and not solved: a stock, with its age in minutes as value.
-- Only the days that $by asks for: every day, the last day of each week or month, or the last day of the period.
with days as (
    select
        unnest(generate_series(
            greatest($from, data_status.first_day),
            least($to, data_status.last_day),
            interval 1 day
        ))::date as day
    from data_status
),
asked_days as (
    select days.day
    from days
    cross join data_status
    where
        $by = 'day'
        or ($by = 'week' and isodow(days.day) = 7)
        or ($by = 'month' and last_day(days.day) = days.day)
        or days.day = least($to, data_status.last_day)
    union
    select $previous_to as day
    where $previous_to is not null
),
ends as (
    select
        asked_days.day,
        ((asked_days.day + 1)::timestamp at time zone data_status.time_zone) at time zone 'UTC' as end_of_day
    from asked_days
    cross join data_status
),
candidates as (
    select
        *,
        coalesce(left_day, date '9999-12-31') as last_open_before
    from selected_tickets
    where
        created_day <= $to
        and (left_day is null or left_day > least($from, coalesce($previous_to, $from)))
),
stock as (
    select
        candidates.* exclude (last_open_before),
        ends.day,
        epoch(ends.end_of_day - candidates.created_at) / 60 as value
    from candidates
    inner join ends
        on
            candidates.created_day <= ends.day
            and candidates.last_open_before > ends.day
)
select * from stock
