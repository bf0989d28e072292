-- One row per month of creation and reason for which tickets do not count: how many (n) of all tickets of the month.
with months as (
    select
        created_month as month,
        exclusion::varchar as reason,
        count(*) as n,
        sum(count(*)) over (partition by created_month)::bigint as of_all
    from ticket_facts
    group by created_month, exclusion
),
listed as (
    select
        months.month::varchar as bucket,
        months.reason,
        months.n,
        months.of_all,
        (months.n / months.of_all)::double as value,
        months.month >= data_status.first_day
        and last_day(months.month) <= data_status.last_day as is_complete
    from months
    cross join data_status
    where months.reason is not null
)
select * from listed
order by bucket, n desc, reason
