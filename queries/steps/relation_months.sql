-- One row per customer relation inside the filters, in months of 365/12 days (days 1 to 30, 31 to 60, 61 to 91 and so
-- on): how many of them had begun before losses were recorded (entry_month), and the last that the data covers to its
-- end, or in which the customer was lost.
with counted as (
    select
        *,
        (entry_days * 12 + 364) // 365 as entry_month,
        greatest(1, (tenure_days * 12 + 364) // 365) as exit_month,
        ((follow_days + 1) * 12 - 1) // 365 as whole_months
    from grouped_relations
),
ended as (
    select
        *,
        is_lost and exit_month <= whole_months as is_event,
        case when is_lost then least(exit_month, whole_months) else whole_months end as months
    from counted
)
select * from ended
