-- One row per ticket inside the filters, excluded ones too. Without a value a ticket matches the text '(none)'.
select *
from ticket_facts
where
    ($channels is null or list_contains($channels, coalesce(channel::varchar, '(none)')))
    and ($teams is null or list_contains($teams, coalesce(team::varchar, '(none)')))
    and ($agents is null or list_contains($agents, coalesce(agent::varchar, '(none)')))
    and ($priorities is null or list_contains($priorities, coalesce(priority::varchar, '(none)')))
    and ($categories is null or list_contains($categories, coalesce(category::varchar, '(none)')))
    and ($segments is null or list_contains($segments, coalesce(segment::varchar, '(none)')))
    and ($plans is null or list_contains($plans, coalesce(plan::varchar, '(none)')))
    and ($weekday is null or created_weekday = $weekday)
    and ($hour is null or created_hour = $hour)
