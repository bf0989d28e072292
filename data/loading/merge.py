"""What does a file change in the store: which records are new, updated, unchanged or folded away?"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from data import schema
from data.loading.mapping import FileMapping
from data.loading.stage import Staged
from data.sql import first_row, name, quoted


@dataclass(frozen=True)
class Counts:
    """Rows of a file by what became of them; they add up to the rows of the file. older: of the unchanged ones, those
    that differ from the store but are an earlier state of what it has."""

    rows: int
    new: int
    updated: int
    unchanged: int
    folded: int
    rejected: int
    older: int = 0

    def __post_init__(self) -> None:
        if self.rows != self.new + self.updated + self.unchanged + self.folded + self.rejected:
            raise AssertionError(f"rows were lost or made up: {self}")


@dataclass(frozen=True)
class Brings:
    """What a load brings to a table: its number, the columns that it carries, and how far its data reaches (UTC).

    is_newest: it is taken for newer than all that the store has.
    """

    load_id: int
    columns: tuple[str, ...]
    as_of: dt.datetime | None = None
    is_newest: bool = False


def fold(connection: duckdb.DuckDBPyConnection, staged: Staged, mapping: FileMapping) -> int:
    """Make `incoming`, the last state of each record of `staged`. Returns how many records there are."""
    table, columns = schema.TABLES[mapping.kind], staged.columns
    clear_incoming(connection)
    keys = ", ".join(name(key) for key in table.key)
    select = ", ".join(name(column) for column in columns)
    distinct = first_row(connection, f"select count(distinct ({keys})), count(*) from staged where problem is null")
    assert distinct is not None
    if distinct[0] == distinct[1]:
        connection.execute(f"create temp view incoming as select rowid, {select} from staged where problem is null")
        return int(distinct[0])
    order = ", ".join(
        [*(f"latest_{number} desc nulls last" for number in range(len(mapping.latest_by))), *_by_update(columns)]
    )
    values = [
        f"max({name(column)}) over (partition by {keys}) as {name(column)}"
        if column in mapping.highest
        else name(column)
        for column in columns
    ]
    connection.execute(
        f"create temp table folded_rows as select {select} from ("
        f"select {', '.join(values)}, row_number() over (partition by {keys} order by {order}) as place "
        f"from (select *, rowid as row_number_in_file from staged where problem is null)) where place = 1"
    )
    connection.execute("create temp view incoming as select rowid, * from folded_rows")
    return int(distinct[0])


def clear_incoming(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget the records of the last file."""
    connection.execute("drop view if exists incoming")
    connection.execute("drop table if exists folded_rows")


def merge(connection: duckdb.DuckDBPyConnection, table: schema.Table, brings: Brings) -> dict[str, int]:
    """Bring `incoming` into its canonical table. Returns how many records are new, updated, unchanged and older.

    The later state of a record wins: by its `updated_at` where both have one, else by how far the data of the two files
    reaches, else the file that is loaded later. What is older fills only columns that the store's file does not carry.
    A column that the file does not carry keeps what the store has.
    """
    if first_row(connection, f"select 1 from {table.name} limit 1") is None:
        listed = ", ".join(name(column) for column in brings.columns)
        source_id = _source_id(connection, table, brings.columns)
        connection.execute(
            f"insert into {table.name} ({listed}, load_id, source_id) "
            f"select {listed}, {brings.load_id}, {source_id} from incoming"
        )
        (new,) = first_row(connection, "select count(*) from incoming") or (0,)
        return {"new": new, "updated": 0, "unchanged": 0, "older": 0}
    _decide(connection, table, brings)
    fates = dict(connection.execute("select fate, count(*) from fate group by 1").fetchall())
    if fates.get("new") or fates.get("updated") or fates.get("filled"):
        _replace(connection, table, brings)
    older = fates.get("older", 0)
    return {
        "new": fates.get("new", 0),
        "updated": fates.get("updated", 0) + fates.get("filled", 0),
        "unchanged": fates.get("unchanged", 0) + older,
        "older": older,
    }


def _decide(connection: duckdb.DuckDBPyConnection, table: schema.Table, brings: Brings) -> None:
    """Make `fate`: for each record of `incoming` its row in the store, and new, updated, filled, older or unchanged."""
    keys = " and ".join(f"incoming.{name(key)} = store.{name(key)}" for key in table.key)
    differs = [f"incoming.{name(column)} is distinct from store.{name(column)}" for column in brings.columns]
    gaps = [f"(incoming.{name(column)} is not null and not list_contains(sources.carries, {quoted(column)}))"
            for column in brings.columns]  # fmt: skip
    connection.execute(
        "create or replace temp table fate as select incoming.rowid as incoming_row, store.rowid as store_row, case "
        f"when store.rowid is null then 'new' when not ({' or '.join(differs)}) then 'unchanged' "
        f"when not ({_is_older(table, brings)}) then 'updated' when {' or '.join(gaps)} then 'filled' else 'older' end "
        f"as fate from incoming left join {table.name} as store on {keys} "
        "left join loads on loads.load_id = store.load_id left join sources on sources.source_id = store.source_id"
    )


def _is_older(table: schema.Table, brings: Brings) -> str:
    if brings.is_newest:
        return "false"
    as_of = f"timestamp {quoted(str(brings.as_of))}" if brings.as_of else "null"
    by_file = f"coalesce({as_of} < loads.as_of, false)"
    if table.name != "tickets" or "updated_at" not in brings.columns:
        return by_file
    return f"coalesce(incoming.updated_at < store.updated_at, {by_file})"


def _by_update(columns: tuple[str, ...]) -> list[str]:
    updated = ["updated_at desc nulls last"] if "updated_at" in columns else []
    return [*updated, "row_number_in_file desc"]


def _replace(connection: duckdb.DuckDBPyConnection, table: schema.Table, brings: Brings) -> None:
    """Put new records in, and updated ones in the place of their old state, with its values that the file lacks."""
    parts = [_value(column, brings.columns) for column in table.names]
    connection.execute(
        f"create or replace temp table changed as select {', '.join(parts)}, store.source_id as old_source, "
        f"case when fate.fate = 'filled' then store.load_id else {brings.load_id} end as new_load from fate "
        f"join incoming on incoming.rowid = fate.incoming_row left join {table.name} as store on store.rowid = fate.store_row "
        "left join sources on sources.source_id = store.source_id where fate.fate in ('new', 'updated', 'filled')"
    )
    connection.execute(
        f"delete from {table.name} where rowid in (select store_row from fate where fate in ('updated', 'filled'))"
    )
    listed = ", ".join(name(column) for column in table.names)
    for (old,) in connection.execute("select distinct old_source from changed order by 1").fetchall():
        source_id = _source_id(connection, table, (*brings.columns, *_carried(connection, old)))
        connection.execute(
            f"insert into {table.name} ({listed}, load_id, source_id) select {listed}, new_load, {source_id} "
            "from changed where old_source is not distinct from $old",
            {"old": old},
        )


def _value(column: str, carried: Sequence[str]) -> str:
    if column not in carried:
        return f"store.{name(column)}"
    is_kept = f"fate.fate = 'filled' and list_contains(sources.carries, {quoted(column)})"
    return f"case when {is_kept} then store.{name(column)} else incoming.{name(column)} end as {name(column)}"


def _carried(connection: duckdb.DuckDBPyConnection, source_id: int | None) -> tuple[str, ...]:
    found = first_row(connection, "select carries from sources where source_id = $id", {"id": source_id})
    return tuple(found[0]) if found else ()


def _source_id(connection: duckdb.DuckDBPyConnection, table: schema.Table, columns: tuple[str, ...]) -> int:
    """The number of the set of columns that a file carries: what it does not carry is unknown, not zero."""
    carries = sorted(set(columns))
    found = first_row(
        connection,
        "select source_id from sources where table_name = $table_name and carries = $carries",
        {"table_name": table.name, "carries": carries},
    )
    if found:
        return int(found[0])
    connection.execute(
        "insert into sources select coalesce(max(source_id), 0) + 1, $table_name, $carries from sources",
        {"table_name": table.name, "carries": carries},
    )
    return _source_id(connection, table, columns)
