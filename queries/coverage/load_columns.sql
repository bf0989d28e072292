-- One row per column that a load has filled: from where, and what its usable rows have in it (different: about).
select
    "column",
    source,
    filled::bigint as filled,
    empty::bigint as empty,
    different::bigint as different,
    lowest,
    highest,
    total
from sheets
where load_id = $load_id
order by rowid
