-- One row per ticket with at least one known component: its support quality score (0 to 100). Dated by creation.
select
    *,
    created_day as day,
    quality_score as value
from selected_tickets
where quality_score is not null
