-- One row per file loaded, newest first: by whom, as what, and what became of its rows.
select
    load_id,
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
    notes
from loads
order by loaded_at desc, load_id desc
