-- One row per survey that counts: not about an excluded ticket, and inside the filters.
select
    *,
    case when is_reopened then 'reopened' when not is_reopened then 'not reopened' end as reopened,
    null::varchar as status,
    null::integer as created_weekday,
    null::integer as created_hour
from survey_facts
where
    (exclusion is null or $with_excluded)
    and ($channels is null or list_contains($channels, coalesce(channel::varchar, '(none)')))
    and ($teams is null or list_contains($teams, coalesce(team::varchar, '(none)')))
    and ($agents is null or list_contains($agents, coalesce(agent::varchar, '(none)')))
    and ($priorities is null or list_contains($priorities, coalesce(priority::varchar, '(none)')))
    and ($categories is null or list_contains($categories, coalesce(category::varchar, '(none)')))
    and ($segments is null or list_contains($segments, coalesce(segment::varchar, '(none)')))
    and ($plans is null or list_contains($plans, coalesce(plan::varchar, '(none)')))
