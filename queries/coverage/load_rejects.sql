-- One row per reason for which rows of a load were rejected, with the file's column, and how many they are.
select
    "column",
    reason,
    count(*) as n
from rejects
where load_id = $load_id
group by "column", reason
order by n desc, "column", reason
