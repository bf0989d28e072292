-- One row per ticket solved at least 7 days ago: was it the only contact about its matter? Dated by the last solution.
-- Younger solutions are left out: a failure would be known before a success.
with selected as (
    select
        selected_tickets.*,
        selected_tickets.solved_day as day,
        selected_tickets.is_first_contact_resolved as is_hit
    from selected_tickets
    cross join data_status
    where
        selected_tickets.is_first_contact_resolved is not null
        and selected_tickets.solved_day is not null
        and selected_tickets.left_at + interval 7 days <= data_status.data_through
)
select * from selected
