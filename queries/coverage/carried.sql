-- One row per column of the canonical tables: does any loaded source carry it, and how many rows have a value?
select
    table_name,
    column_name,
    is_carried,
    filled::bigint as filled,
    rows::bigint as rows
from carried
order by table_name, column_name
