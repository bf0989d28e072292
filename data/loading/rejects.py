"""Which rows of a file could not be used, and why? Each with its line, column, value, reason and whole record."""

import itertools
import json
from collections.abc import Iterator

import duckdb
import pandas as pd

from data.loading.mapping import FileMapping
from data.loading.values import REASONS
from data.reading.table import NAME, VALUE, Broken, Record, Table, read_records

CHUNK = 20_000


def rejects(connection: duckdb.DuckDBPyConnection, table: Table, mapping: FileMapping) -> Iterator[pd.DataFrame]:
    """The rejected rows, in pieces: line, column (as the file calls it), value, reason, record (all values, by header)."""
    numbers = connection.execute("select rowid, problem from staged where problem is not null order by rowid").df()
    problems = dict(zip(numbers["rowid"].astype(int), numbers["problem"], strict=True))
    if not problems:
        return
    last = max(problems)
    names = _names(table)
    wanted = itertools.takewhile(lambda one: one.number <= last, read_records(table))
    rows = (
        _reject(record, problems[record.number], table, mapping, names)
        for record in wanted
        if record.number in problems
    )
    while chunk := list(itertools.islice(rows, CHUNK)):
        yield pd.DataFrame(chunk, columns=["line", "column", "value", "reason", "record"])


def first_reason(connection: duckdb.DuckDBPyConnection, table: Table, mapping: FileMapping) -> str:
    """Of the first rejected row, as text: line, column, reason and value. There must be one."""
    first = next(rejects(connection, table, mapping)).iloc[0]
    if pd.isna(first["column"]):
        return f"line {first['line']}: {first['reason']}"
    value = "" if pd.isna(first["value"]) else str(first["value"])[:60]
    return f"line {first['line']}, {first['column']}: {first['reason']} ({value!r})"


def _names(table: Table) -> list[str]:
    """A different name for every column: as the file calls it, where that is not said twice."""
    return [
        name if name and table.header.count(name) == 1 else f"{token} (column {number})"
        for number, (name, token) in enumerate(zip(table.header, table.tokens, strict=True), start=1)
    ]


def _called(table: Table, record: Record | Broken, position: int) -> str:
    """The name of a column in the file, also where it has become a row."""
    if table.long and table.header[position] == VALUE:
        position = next(place for place, name in table.long if name == record.values[table.header.index(NAME)])
    return table.header[position]


def _shown(position: int, record: Record | Broken, table: Table) -> int:
    """The place of the column that a cell comes from, also when that column became rows."""
    if not table.long or table.header[position] not in (NAME, VALUE):
        return position
    named = record.values[table.header.index(NAME)]
    return next((place for place, name in table.long if name == named), position)


def _reject(
    record: Record | Broken, problem: str, table: Table, mapping: FileMapping, names: list[str]
) -> tuple[int, str | None, str | None, str, str]:
    column, _, code = problem.partition(":")
    more = (f"(column {number})" for number in itertools.count(len(names) + 1))  # a row can be longer than the header
    whole = json.dumps(dict(zip(itertools.chain(names, more), record.values, strict=False)), ensure_ascii=False)
    if column == "row":
        return record.line, None, None, code, whole
    source = mapping.sources.get(column)
    position = source.position if source else None
    if source and source.add is not None and code in ("time", "reply", "solved"):
        position = source.add
    header = _called(table, record, position) if position is not None else column
    value = record.values[position] if position is not None else mapping.constants.get(column)
    return record.line, header, value, REASONS[code], whole
