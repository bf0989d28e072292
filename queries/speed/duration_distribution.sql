-- One row per bin of minutes: how many first replies or resolutions ($what) took that long, and their share.
with edges as (
    select
        unnest(range(1, 17))::integer as bin,
        unnest([0, 1, 5, 15, 30, 60, 120, 240, 480, 960, 1440, 2880, 5760, 10080, 20160, 43200]) as from_minutes,
        unnest([1, 5, 15, 30, 60, 120, 240, 480, 960, 1440, 2880, 5760, 10080, 20160, 43200, null]) as below_minutes
),
minutes as (
    select value
    from first_reply_time
    where $what = 'reply' and is_observed and day between $from and $to
    union all
    select value
    from full_resolution_time
    where $what = 'resolution' and day between $from and $to
),
counts as (
    select
        (
            1 + (value >= 1)::integer + (value >= 5)::integer + (value >= 15)::integer + (value >= 30)::integer
            + (value >= 60)::integer + (value >= 120)::integer + (value >= 240)::integer + (value >= 480)::integer
            + (value >= 960)::integer + (value >= 1440)::integer + (value >= 2880)::integer
            + (value >= 5760)::integer + (value >= 10080)::integer + (value >= 20160)::integer
            + (value >= 43200)::integer
        ) as bin,
        count(*) as n
    from minutes
    group by bin
),
filled as (
    select
        edges.bin,
        edges.from_minutes,
        edges.below_minutes,
        coalesce(counts.n, 0) as n,
        (coalesce(counts.n, 0) / nullif(sum(counts.n) over (), 0))::double as share
    from edges
    left join counts using (bin)
)
select * from filled
order by bin
