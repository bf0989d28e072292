-- One row per ticket and day at whose end it was created and not solved: a stock, with its age in minutes as value.
-- Only the days that $by asks for: every day, the last day of each week or month, or the last day of the period.
with days as (
    select
        unnest(generate_series(
            greatest(least($from, coalesce($previous_to, $from)), data_status.first_day),
            least($to, data_status.last_day),
            interval 1 day
        ))::date as day
    from data_status
),
ends as (
    select
        days.day,
        ((days.day + 1)::timestamp at time zone data_status.time_zone) at time zone 'UTC' as end_of_day,
        days.day = least($to, data_status.last_day)
        or days.day is not distinct from $previous_to
        or $by = 'day'
        or ($by = 'week' and isodow(days.day) = 7)
        or ($by = 'month' and last_day(days.day) = days.day) as is_asked
    from days
    cross join data_status
),
next_ends as (
    select
        day,
        min(day) filter (where is_asked)
            over (order by day rows between current row and unbounded following) as next_end
    from ends
),
first_end as (
    select min(day) as day
    from ends
    where is_asked
),
candidates as (
    -- most tickets are solved before the next day that is asked for, and need not be compared with any
    select
        selected_tickets.*,
        coalesce(selected_tickets.left_day, date '9999-12-31') as gone_by
    from selected_tickets
    cross join first_end
    left join next_ends on selected_tickets.created_day = next_ends.day
    where
        selected_tickets.created_day <= $to
        -- what was solved nobody knows when is not open now, and no day can be said at whose end it was
        and (selected_tickets.left_day is not null or selected_tickets.is_solved is distinct from true)
        and gone_by > coalesce(next_ends.next_end, first_end.day)
),
stock as (
    select
        candidates.* exclude (gone_by),
        ends.day,
        epoch(ends.end_of_day - candidates.created_at) / 60 as value
    from candidates
    inner join ends
        on
            candidates.created_day <= ends.day
            and candidates.gone_by > ends.day
    where ends.is_asked
)
select * from stock
