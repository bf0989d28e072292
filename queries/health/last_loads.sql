-- One row per load of the 24 hours up to the last one of its table: rows, how many were rejected, warnings as JSON.
with dated as (
    select
        *,
        max(loaded_at) over (partition by kind) as last_loaded_at
    from loads
    where removed_at is null
),
chosen as (
    select
        load_id,
        kind as table_name,
        file,
        loaded_at,
        loaded_by,
        rows::bigint as rows,
        rejected::bigint as rejected,
        (rejected / nullif(rows, 0))::double as share,
        warnings
    from dated
    where loaded_at > last_loaded_at - interval 24 hours
)
select * from chosen
order by loaded_at desc, load_id desc
