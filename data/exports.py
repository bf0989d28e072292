"""How does a table of the store leave it again? As CSV in the project's own format, safe to open in a spreadsheet."""

import csv
from pathlib import Path

from data import schema, versions
from data.sql import name, quoted

_MODEL = ("ticket_facts", "survey_facts", "customer_facts", "loads", "rejects", "carried")


def names_to_export() -> tuple[str, ...]:
    """The tables that can be exported: the canonical ones, and what the model made of them."""
    return (*schema.TABLES, *_MODEL)


def export_rows(table: str, file: Path, *, store: Path | None = None) -> int:
    """Write a table as CSV; text that a spreadsheet would run as a formula gets an apostrophe. Returns the rows.

    Raises StoreError when there is no data, OSError when the file cannot be written.
    """
    if table not in names_to_export():
        raise ValueError(f"There is no table {table!r} to export.")
    reader = versions.open_for_reading(store)
    try:
        columns = reader.execute(f"describe {table}").fetchall()
        kept = [
            (column, kind) for column, kind, *_ in columns if column not in ("load_id", "source_id") or table in _MODEL
        ]
        chunks = reader.execute(f"select {', '.join(_cell(*column) for column in kept)} from {table}")
        temporary = file.with_name(f"{file.name}.part")
        rows = 0
        with temporary.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([column for column, _ in kept])
            while batch := chunks.fetchmany(20_000):
                writer.writerows(batch)
                rows += len(batch)
        temporary.replace(file)
        return rows
    finally:
        reader.close()


def _cell(column: str, kind: str) -> str:
    if kind == "TIMESTAMP":
        return f"strftime({name(column)}, '%Y-%m-%d %H:%M:%S') as {name(column)}"
    if kind != "VARCHAR":
        return name(column)
    dangerous = "'^[=+\\-@\\t\\r]'"
    return f"case when regexp_matches({name(column)}, {dangerous}) then {quoted(chr(39))} || {name(column)} else {name(column)} end as {name(column)}"
