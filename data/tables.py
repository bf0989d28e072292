"""Which tables does a store have besides the model's? The canonical ones, and what is known of loads and sources."""

from collections.abc import Iterable

import duckdb

from data import schema
from data.sql import first_row, name

FORMAT = 7  # of the store; one more whenever tables here or in the model change so that pages need the new form

_RECORDS = {
    "settings": "key varchar, value varchar",
    "store_info": "key varchar, value varchar",
    "sources": "source_id integer, table_name varchar, carries varchar[]",
    # one row per file and canonical table. with_load: the first load of the same file. read_as: the mapping, as JSON.
    # as_of: the latest time in it that is not in the future. unread: the file's columns that nothing is read from, as JSON.
    # header: its header rows, as JSON.
    "loads": "load_id bigint, loaded_at timestamp, loaded_by varchar, file varchar, kind varchar, preset varchar, "
    "checksum varchar, rows bigint, new bigint, updated bigint, unchanged bigint, folded bigint, rejected bigint, "
    "notes varchar, warnings varchar, with_load bigint, as_of timestamp, size bigint, encoding varchar, read_as varchar, "
    "unread varchar, header varchar, removed_at timestamp, removed_by varchar",
    "rejects": 'load_id bigint, file varchar, line bigint, "column" varchar, value varchar, reason varchar, record varchar',
    # one row per load and canonical column that it filled
    "sheets": 'load_id bigint, "column" varchar, source varchar, filled bigint, empty bigint, different bigint, '
    "lowest varchar, highest varchar, total double",
    # one row per load: the file with its rows; null where the canonical table itself holds just them
    "layers": "load_id bigint, table_name varchar, file varchar, columns varchar[], as_of timestamp, is_newest boolean",
}


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The canonical tables and the records about loads, where they are not there yet; columns that are new are added."""
    wanted = {
        table.name: [
            *(f"{name(column.name)} {column.sql_type}" for column in table.columns),
            "load_id bigint",
            "source_id integer",
        ]
        for table in schema.TABLES.values()
    } | {table: columns.split(", ") for table, columns in _RECORDS.items()}
    before = connection.execute("select table_name from duckdb_tables()").fetchall()
    for table, columns in wanted.items():
        connection.execute(f"create table if not exists {table} ({', '.join(columns)})")
        if (table,) in before:
            _add_columns(connection, table, columns)
    connection.execute("delete from store_info where key = 'format'")
    connection.execute("insert into store_info values ('format', $format)", {"format": str(FORMAT)})


def _add_columns(connection: duckdb.DuckDBPyConnection, table: str, columns: Iterable[str]) -> None:
    present = {row[0] for row in connection.execute(f"describe {table}").fetchall()}
    for column in columns:
        if column.split(" ")[0].strip('"') not in present:
            connection.execute(f"alter table {table} add column {column}")


def is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Was this version of the store made in the form that pages and questions expect?"""
    found = first_row(connection, "select value from store_info where key = 'format'")
    return found is not None and found[0] == str(FORMAT)
