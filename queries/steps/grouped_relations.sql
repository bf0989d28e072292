-- One row per customer relation inside the filters, with the bucket of $customers_by that it belongs to.
select
    *,
    case $customers_by
        when 'all' then 'all'
        when 'segment' then coalesce(segment, '(none)')
        when 'plan' then coalesce(plan, '(none)')
        when 'region' then coalesce(region, '(none)')
        when 'acquisition_channel' then coalesce(acquisition_channel, '(none)')
        when 'industry' then coalesce(industry, '(none)')
        when 'revenue_band' then coalesce(revenue_band, '(none)')
        when 'start_year' then extract('year' from start_day)::varchar
    end as bucket
from selected_relations
