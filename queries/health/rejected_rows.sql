-- One row per table, file, column and reason: rows that could not be used (n) of the rows of their file.
-- Of every table the loads of the 24 hours up to its last one; loads that were taken back are left out.
with last_loads as (
    select
        *,
        max(loaded_at) over (partition by kind) as last_loaded_at
    from loads
    where removed_at is null
),
counted as (
    select
        last_loads.kind as table_name,
        last_loads.load_id,
        last_loads.file,
        last_loads.loaded_at,
        last_loads.rows::bigint as rows,
        rejects."column" as column_name,
        rejects.reason,
        count(*) as n,
        min(rejects.line) as first_line,
        any_value(rejects.value) as example
    from last_loads
    inner join rejects on last_loads.load_id = rejects.load_id
    where last_loads.loaded_at > last_loads.last_loaded_at - interval 24 hours
    group by
        last_loads.kind, last_loads.load_id, last_loads.file, last_loads.loaded_at, last_loads.rows,
        rejects."column", rejects.reason
)
select * from counted
order by n desc, load_id desc, column_name, reason
