-- One row per customer inside the filters by segment and plan, the two that customers have.
select *
from customer_facts
where
    ($segments is null or list_contains($segments, coalesce(segment::varchar, '(none)')))
    and ($plans is null or list_contains($plans, coalesce(plan::varchar, '(none)')))
