-- One row per customer relation inside the filters, as it stood $landmark days after its start, and what came after:
-- whether it can be judged, the whole months (of 365/12 days, up to 12) that the data covers from there on, and whether
-- the customer was lost in the last of them.
with placed as (
    select
        *,
        case
            when start_day < coalesce(support_from, start_day + 1) or entry_days > $landmark then 'cannot be judged'
            when is_lost and tenure_days <= $landmark then 'lost before'
            when follow_days <= $landmark then 'not yet there'
            else 'compared'
        end as standing,
        tenure_days - $landmark as days_after,
        least(12, ((follow_days - $landmark + 1) * 12 - 1) // 365) as whole_months,
        ((tenure_days - $landmark) * 12 + 364) // 365 as exit_month
    from selected_relations
    cross join relation_status
),
followed as (
    select
        *,
        is_lost and exit_month <= whole_months as is_event,
        case when is_lost then least(exit_month, whole_months) else whole_months end as months
    from placed
)
select * from followed
