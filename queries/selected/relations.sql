-- One row per customer relation inside the filters by segment, plan, region and acquisition channel.
select *
from relation_facts
where
    ($segments is null or list_contains($segments, coalesce(segment, '(none)')))
    and ($plans is null or list_contains($plans, coalesce(plan, '(none)')))
    and ($regions is null or list_contains($regions, coalesce(region, '(none)')))
    and ($acquisition_channels is null or list_contains($acquisition_channels, coalesce(acquisition_channel, '(none)')))
