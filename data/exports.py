"""How does a table of the store leave it again? As CSV in the project's own format, safe to open in a spreadsheet."""

import csv
from pathlib import Path
from typing import TextIO

import duckdb

from data import schema, versions
from data.loading.values import DANGEROUS
from data.sql import name, quoted

_MODEL = ("ticket_facts", "survey_facts", "customer_facts", "order_facts", "subscription_facts", "stage_facts",
          "journey_stages", "journey_customers", "journey_entries", "journey_states", "journey_tickets", "stage_stays",
          "link_status", "loads", "sheets", "rejects", "carried")  # fmt: skip


def names_to_export() -> tuple[str, ...]:
    """The tables that can be exported: the canonical ones, and what the model made of them."""
    return (*schema.TABLES, *_MODEL)


def export_rows(table: str, file: Path, *, store: Path | None = None) -> int:
    """Write a table as CSV. Returns the rows. Loading the file of a canonical table again finds nothing to change.

    Raises StoreError when there is no data, OSError when the file cannot be written, and then leaves nothing behind.
    """
    if table not in names_to_export():
        raise ValueError(f"There is no table {table!r} to export.")
    temporary = file.with_name(f"{file.name}.part")
    reader = versions.open_for_reading(store)
    try:
        with temporary.open("w", encoding="utf-8", newline="") as out:
            rows = write_rows(reader, table, out)
        temporary.replace(file)
        return rows
    finally:
        reader.close()
        temporary.unlink(missing_ok=True)


def write_rows(connection: duckdb.DuckDBPyConnection, table: str, out: TextIO, *, load_id: int | None = None) -> int:
    """Write the rows of a table (of one load, where its id is given) as CSV with a header. Returns the rows.

    Times are `YYYY-MM-DD HH:MM:SS` in UTC. Text that a spreadsheet would run as a formula gets an apostrophe in front;
    the project's own format takes it off again.
    """
    columns = connection.execute(f"describe {table}").fetchall()
    hidden = () if table in _MODEL else ("load_id", "source_id")
    kept = [(column, kind) for column, kind, *_ in columns if column not in hidden]
    cells = ", ".join(_cell(*column) for column in kept)
    where = "" if load_id is None else "where load_id = $load_id"
    found = connection.execute(f"select {cells} from {table} {where}", {} if load_id is None else {"load_id": load_id})
    writer = csv.writer(out)
    writer.writerow([column for column, _ in kept])
    rows = 0
    while batch := found.fetchmany(20_000):
        writer.writerows(batch)
        rows += len(batch)
    return rows


def _cell(column: str, kind: str) -> str:
    value = name(column)
    if kind == "TIMESTAMP":
        whole, exact = (f"strftime({value}, '%Y-%m-%d %H:%M:%S{rest}')" for rest in ("", ".%f"))
        return f"case when {value} = date_trunc('second', {value}) then {whole} else {exact} end as {value}"
    if kind != "VARCHAR":
        return value
    is_dangerous = f"regexp_matches({value}, {quoted(DANGEROUS)})"
    return f"case when {is_dangerous} then {quoted(chr(39))} || {value} else {value} end as {value}"
