"""Which rows did a load reject? The first of them for a page, all of them as CSV that is safe to open in a spreadsheet,
and as a file of the same form that can be mended and loaded."""

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data import versions
from data.loading.values import DANGEROUS
from data.reading.table import NAME, VALUE, token
from data.sql import first_row

COLUMNS = ("file", "line", "column", "value", "reason", "record")
BECAUSE = "Rejected because"  # the first column of a file of rejected rows; where it is there, text is unescaped again
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 20_000
_SQL = 'select file, line, "column", value, reason, record from rejects where load_id = $load_id order by line'
_HARMLESS = re.compile(r"[-+]?[\d.,:/ ]*")  # a number, a duration, a dash for nothing
_NUMBERED = re.compile(r"^(.*?)(?:#\d+)? \(column \d+\)$")


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


def rejected_as_file(load_id: int, *, store: Path | None = None) -> bytes:
    """The rejected rows in the columns of the file that they came from, with the reason as a first column, as UTF-8 CSV.

    Once mended it is recognised and read like that file. What a spreadsheet would run as a formula has an apostrophe in
    front, which a load takes off again. Raises StoreError, also when there is no such load.
    """
    connection = versions.open_for_reading(store)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    try:
        heads, width, is_escaped = _heads(connection, load_id)
        for number, head in enumerate(heads):
            writer.writerow(["" if number else BECAUSE, *head])
        for because, cells in _lines(connection, load_id, width=width, is_escaped=is_escaped):
            writer.writerow([because, *(cells if is_escaped else map(_neutral_cell, cells))])
    finally:
        connection.close()
    return out.getvalue().encode("utf-8-sig")  # spreadsheets take UTF-8 without this mark for something else


def neutral(value: object) -> object:
    """A text that starts like a formula, with an apostrophe in front; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _neutral_cell(text: str) -> str:
    """Like `neutral`, so that it can be undone, and without touching numbers and dashes."""
    return f"'{text}" if re.match(DANGEROUS, text) and not _HARMLESS.fullmatch(text) else text


def _heads(connection: duckdb.DuckDBPyConnection, load_id: int) -> tuple[list[list[str]], int, bool]:
    """The header rows of the file, how many columns it has, and whether it was such a file of rejected rows itself."""
    found = first_row(connection, "select header from loads where load_id = $load_id", {"load_id": load_id})
    if found is None:
        raise versions.StoreError(f"There is no load {load_id}.")
    heads: list[list[str]] = json.loads(found[0]) if found[0] else [_old_header(connection, load_id)]
    own = [name for name in heads[0] if name not in (NAME, VALUE)]
    is_escaped = bool(own) and token(own[0]) == token(BECAUSE)
    first = 1 if is_escaped else 0
    return [head[first : len(own)] for head in heads], len(own), is_escaped


def _old_header(connection: duckdb.DuckDBPyConnection, load_id: int) -> list[str]:
    """Of a load whose header was not kept: the names of the longest row, those that were numbered to tell them apart
    without the number."""
    rows = connection.execute(_SQL, {"load_id": load_id}).fetchall()
    longest = max((list(json.loads(row[-1])) for row in rows), key=len, default=[])
    return [found.group(1) if (found := _NUMBERED.match(name)) else name for name in longest]


def _lines(
    connection: duckdb.DuckDBPyConnection, load_id: int, *, width: int, is_escaped: bool
) -> Iterator[tuple[str, list[str]]]:
    """Why, and the cells, of every rejected line of the file; a line that gave several rows is there once."""
    found = connection.execute(_SQL, {"load_id": load_id})
    rows = itertools.chain.from_iterable(iter(lambda: found.fetchmany(CHUNK), []))
    for line, same in itertools.groupby(rows, key=lambda row: row[1]):
        told: dict[str, None] = {}
        cells: list[str] = []
        for _, _, column, _, reason, record in same:
            told[f"{column}: {reason}" if column else reason] = None
            cells = _cells(json.loads(record), reason, width)
        yield f"line {line}: {'; '.join(told)}", cells[1 if is_escaped else 0 :]


def _cells(record: dict[str, Any], reason: str, width: int) -> list[str]:
    """A line as it was in the file: a row in long form without the two cells that it has more."""
    values = [str(value) for value in record.values()]
    is_long = NAME in record and len(values) == width + 2 and not reason.startswith("the row ")
    return values[:width] if is_long else values
