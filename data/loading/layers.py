"""How can one load be taken back? The rows of every load are kept as they came, and a table is put together anew.

Rows of single loads lie in Parquet files beside the versions of the store. While a table holds the rows of one load
only, the table itself is that load's layer, and nothing is written.
"""

from pathlib import Path

from data import schema, versions
from data.loading import merge
from data.loading.merge import Brings
from data.sql import first_row, name, quoted


def secure(build: versions.Build, table: schema.Table) -> None:
    """Before a second load changes a table: write down the rows of the first."""
    connection = build.connection
    unsaved = connection.execute(
        "select load_id, columns from layers where table_name = $table and file is null", {"table": table.name}
    ).fetchall()
    for load_id, columns in unsaved:
        file = _write(build, table.name, tuple(columns), load_id)
        connection.execute("update layers set file = $file where load_id = $id", {"file": file, "id": load_id})


def keep(build: versions.Build, table: schema.Table, brings: Brings) -> None:
    """After a load: keep its records, which are in `incoming`; where they are all that the table has, it has them."""
    others = first_row(build.connection, "select 1 from layers where table_name = $table", {"table": table.name})
    file = _write(build, "incoming", brings.columns, brings.load_id) if others else None
    build.connection.execute(
        "insert into layers values ($id, $table, $file, $columns, $as_of, $is_newest)",
        {
            "id": brings.load_id,
            "table": table.name,
            "file": file,
            "columns": list(brings.columns),
            "as_of": brings.as_of,
            "is_newest": brings.is_newest,
        },
    )


def remove(build: versions.Build, store: Path, load_id: int) -> None:
    """Take a load out of its table: all other loads of the table are brought in anew, in their order.

    Raises StoreError when the rows of a load were not kept.
    """
    connection = build.connection
    found = first_row(connection, "select kind from loads where load_id = $id", {"id": load_id})
    assert found is not None
    table = schema.TABLES[found[0]]
    missing = first_row(
        connection,
        f"select 1 from {table.name} where load_id not in (select load_id from layers where table_name = $table) limit 1",
        {"table": table.name},
    )
    if missing:
        raise versions.StoreError(
            "It cannot be removed: some rows were loaded before single loads were kept. Undo the last loads instead."
        )
    for (file,) in connection.execute("select file from layers where load_id = $id", {"id": load_id}).fetchall():
        build.layers[:] = [layer for layer in build.layers if layer != file]
    connection.execute("delete from layers where load_id = $id", {"id": load_id})
    connection.execute(f"delete from {table.name}")
    _replay(build, store, table)
    connection.execute(
        f"delete from sources where table_name = $table and source_id not in (select source_id from {table.name})",
        {"table": table.name},
    )


def _replay(build: versions.Build, store: Path, table: schema.Table) -> None:
    rows = build.connection.execute(
        "select load_id, file, columns, as_of, is_newest from layers where table_name = $table order by load_id",
        {"table": table.name},
    ).fetchall()
    for load_id, file, columns, as_of, is_newest in rows:
        fresh = build.spool / file
        path = fresh if fresh.exists() else store / versions.LAYERS / file
        merge.clear_incoming(build.connection)
        build.connection.execute(f"create temp table folded_rows as from read_parquet({quoted(str(path))})")
        build.connection.execute("create temp view incoming as select rowid, * from folded_rows")
        merge.merge(build.connection, table, Brings(load_id, tuple(columns), as_of, is_newest))
    merge.clear_incoming(build.connection)


def _write(build: versions.Build, source: str, columns: tuple[str, ...], load_id: int) -> str:
    file = f"layer-{build.number:06}-{load_id:06}.parquet"
    listed = ", ".join(name(column) for column in columns)
    path = quoted(str(build.spool / file))
    build.connection.execute(f"copy (select {listed} from {source}) to {path} (format parquet, compression zstd)")
    build.layers.append(file)
    return file
