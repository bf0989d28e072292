"""Which rows did a load reject? The first of them for a page, all of them as CSV that is safe to open in a spreadsheet."""

import csv
import io
from pathlib import Path

import pandas as pd

from data import versions

COLUMNS = ("file", "line", "column", "value", "reason", "record")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 20_000
_SQL = 'select file, line, "column", value, reason, record from rejects where load_id = $load_id order by line'


def first_rejected(load_id: int, *, store: Path | None = None, limit: int = 200) -> pd.DataFrame:
    """The first rejected rows of a load: file, line, column, value, reason, record. Raises StoreError."""
    connection = versions.open_for_reading(store)
    try:
        return connection.execute(f"{_SQL} limit {int(limit)}", {"load_id": load_id}).df()
    finally:
        connection.close()


def rejected_csv(load_id: int, *, store: Path | None = None) -> bytes:
    """All rejected rows of a load as UTF-8 CSV; what a spreadsheet would run as a formula gets an apostrophe.

    Raises StoreError.
    """
    connection = versions.open_for_reading(store)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    try:
        rows = connection.execute(_SQL, {"load_id": load_id})
        while batch := rows.fetchmany(CHUNK):
            writer.writerows([neutral(value) for value in row] for row in batch)
    finally:
        connection.close()
    return out.getvalue().encode()


def neutral(value: object) -> object:
    """A text that starts like a formula, with an apostrophe in front; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
