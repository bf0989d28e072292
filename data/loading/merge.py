"""What does a file change in the store: which records are new, updated, unchanged or folded away?"""

from dataclasses import dataclass

import duckdb

from data import schema
from data.loading.presets import FileMapping
from data.loading.stage import Staged
from data.sql import first_row, name


@dataclass(frozen=True)
class Counts:
    """Rows of a file by what became of them; they add up to the rows of the file."""

    rows: int
    new: int
    updated: int
    unchanged: int
    folded: int
    rejected: int

    def __post_init__(self) -> None:
        if self.rows != self.new + self.updated + self.unchanged + self.folded + self.rejected:
            raise AssertionError(f"rows were lost or made up: {self}")


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The canonical tables and the records about loads, where they are not there yet."""
    for table in schema.TABLES.values():
        columns = ", ".join(f"{name(column.name)} {column.sql_type}" for column in table.columns)
        connection.execute(f"create table if not exists {table.name} ({columns}, load_id bigint, source_id integer)")
    connection.execute("create table if not exists settings (key varchar, value varchar)")
    connection.execute("create table if not exists store_info (key varchar, value varchar)")
    connection.execute("create table if not exists sources (source_id integer, table_name varchar, carries varchar[])")
    connection.execute(
        "create table if not exists loads (load_id bigint, loaded_at timestamp, loaded_by varchar, file varchar, "
        "kind varchar, preset varchar, checksum varchar, rows bigint, new bigint, updated bigint, unchanged bigint, "
        "folded bigint, rejected bigint, notes varchar)"
    )
    connection.execute(
        'create table if not exists rejects (load_id bigint, file varchar, line bigint, "column" varchar, '
        "value varchar, reason varchar, record varchar)"
    )


def merge(connection: duckdb.DuckDBPyConnection, staged: Staged, mapping: FileMapping, *, load_id: int) -> Counts:
    """Bring the usable rows of `staged` into their canonical table; the later state of a record wins.

    A column that the file does not carry keeps what the store has. A record whose `updated_at` is older than the
    store's is left as it is.
    """
    table = schema.TABLES[mapping.kind]
    columns = staged.columns
    good = staged.rows - staged.rejected
    folded = good - _fold(connection, table, mapping, columns)
    keys = " and ".join(f"incoming.{name(key)} = store.{name(key)}" for key in table.key)
    if first_row(connection, f"select 1 from {table.name} limit 1") is None:
        listed = ", ".join(name(column) for column in columns)
        source_id = _source_id(connection, table, columns)
        connection.execute(
            f"insert into {table.name} ({listed}, load_id, source_id) select {listed}, {load_id}, {source_id} from incoming"
        )
        return Counts(staged.rows, good - folded, 0, 0, folded, staged.rejected)
    changed = " or ".join(f"incoming.{name(column)} is distinct from store.{name(column)}" for column in columns)
    older = "false"
    if mapping.kind == "tickets" and "updated_at" in columns:
        older = "coalesce(incoming.updated_at < store.updated_at, false)"
    connection.execute(
        f"create or replace temp table fate as select incoming.rowid as incoming_row, store.rowid as store_row, "
        f"case when store.rowid is null then 'new' when not ({older}) and ({changed}) then 'updated' else 'unchanged' end as fate "
        f"from incoming left join {table.name} as store on {keys}"
    )
    fates = dict(connection.execute("select fate, count(*) from fate group by 1").fetchall())
    if fates.get("new") or fates.get("updated"):
        _replace(connection, table, columns, load_id=load_id)
    return Counts(
        staged.rows, fates.get("new", 0), fates.get("updated", 0), fates.get("unchanged", 0), folded, staged.rejected
    )


def _fold(
    connection: duckdb.DuckDBPyConnection, table: schema.Table, mapping: FileMapping, columns: tuple[str, ...]
) -> int:
    """Make `incoming`, the last state of each record of the file. Returns how many records there are."""
    connection.execute("drop view if exists incoming")
    connection.execute("drop table if exists folded_rows")
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


def _by_update(columns: tuple[str, ...]) -> list[str]:
    updated = ["updated_at desc nulls last"] if "updated_at" in columns else []
    return [*updated, "row_number_in_file desc"]


def _replace(
    connection: duckdb.DuckDBPyConnection, table: schema.Table, columns: tuple[str, ...], *, load_id: int
) -> None:
    """Put new records in, and updated ones in the place of their old state, with its values that the file lacks."""
    parts = [f"{'incoming' if column in columns else 'store'}.{name(column)}" for column in table.names]
    connection.execute(
        f"create or replace temp table changed as select {', '.join(parts)}, store.source_id as old_source from fate "
        f"join incoming on incoming.rowid = fate.incoming_row left join {table.name} as store on store.rowid = fate.store_row "
        "where fate.fate <> 'unchanged'"
    )
    connection.execute(f"delete from {table.name} where rowid in (select store_row from fate where fate = 'updated')")
    listed = ", ".join(name(column) for column in table.names)
    for (old,) in connection.execute("select distinct old_source from changed order by 1").fetchall():
        source_id = _source_id(connection, table, (*columns, *_carried(connection, old)))
        connection.execute(
            f"insert into {table.name} ({listed}, load_id, source_id) select {listed}, {load_id}, {source_id} "
            "from changed where old_source is not distinct from $old",
            {"old": old},
        )


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
