-- One row per bucket of $customers_by and day of tenure on which somebody entered or left: customers who came under
-- observation, were lost of their own accord, were lost by a failed payment, or were still there at the end of the
-- data. Who entered on day 0 can be lost on day 0, who entered later only after that day; who came and went in between
-- is left out.
with watched as (
    select
        bucket,
        entry_days,
        tenure_days,
        is_lost,
        is_involuntary
    from grouped_relations
    where entry_days = 0 or tenure_days > entry_days
),
turns as (
    select
        bucket,
        entry_days as tenure_days,
        count(*) as entered,
        0 as lost,
        0 as involuntary,
        0 as censored
    from watched
    group by bucket, entry_days
    union all
    select
        bucket,
        tenure_days,
        0 as entered,
        count(*) filter (where is_lost and not is_involuntary) as lost,
        count(*) filter (where is_involuntary) as involuntary,
        count(*) filter (where not is_lost) as censored
    from watched
    group by bucket, tenure_days
),
summed as (
    select
        bucket,
        tenure_days,
        sum(entered)::bigint as entered,
        sum(lost)::bigint as lost,
        sum(involuntary)::bigint as involuntary,
        sum(censored)::bigint as censored
    from turns
    group by bucket, tenure_days
)
select * from summed
order by bucket, tenure_days
