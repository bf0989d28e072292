-- One row per file and table loaded, newest file first: by whom, as what, and what became of its rows.
-- with_load is the first load of the same file; removed_at is set where the load was taken back.
select
    load_id,
    coalesce(with_load, load_id) as with_load,
    loaded_at,
    loaded_by,
    file,
    kind,
    preset,
    checksum,
    rows::bigint as rows,
    new::bigint as new,
    updated::bigint as updated,
    unchanged::bigint as unchanged,
    folded::bigint as folded,
    rejected::bigint as rejected,
    notes,
    warnings,
    as_of,
    size::bigint as size,
    encoding,
    read_as,
    unread,
    removed_at,
    removed_by
from loads
order by with_load desc, load_id
