-- One row per group of customers inside the filters by segment, plan, region and acquisition channel, with the bucket
-- of $customers_by that it falls in.
select
    customer_group,
    case $customers_by
        when 'all' then 'all'
        when 'segment' then segment
        when 'plan' then plan
        when 'region' then region
        when 'acquisition_channel' then acquisition_channel
        when 'industry' then industry
    end as bucket
from customer_groups
where
    ($segments is null or list_contains($segments, coalesce(segment, '(none)')))
    and ($plans is null or list_contains($plans, coalesce(plan, '(none)')))
    and ($regions is null or list_contains($regions, coalesce(region, '(none)')))
    and (
        $acquisition_channels is null
        or list_contains($acquisition_channels, coalesce(acquisition_channel, '(none)'))
    )
