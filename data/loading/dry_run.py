"""What would a load do, and which rows would it reject? The same steps as a load; nothing is published."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from data.loading.load import load
from data.loading.requests import Progress, Report, Request
from data.sql import first_row

FIRST_REJECTS = 200


@dataclass(frozen=True)
class Checked:
    """What a load would do: a report per file and table, and by the place of a report what else is known of it.

    rejects: the first rejected rows, where there are any. columns: its reconciliation sheet (column, source, filled,
    empty, different, lowest, highest, total). unread: the file's columns that nothing is read from.
    """

    reports: tuple[Report, ...]
    rejects: Mapping[int, pd.DataFrame]
    columns: Mapping[int, pd.DataFrame] = field(default_factory=dict)
    unread: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def check(
    requests: Sequence[Request], *, store: Path, progress: Progress, waiting: Callable[[str], None] | None = None
) -> Checked:
    """The load as a dry run, with the first rejected rows. Raises LoadError and StoreError."""
    rejected: dict[int, pd.DataFrame] = {}
    columns: dict[int, pd.DataFrame] = {}
    unread: dict[int, tuple[str, ...]] = {}

    def inspect(connection: duckdb.DuckDBPyConnection, reports: Sequence[Report]) -> None:
        for number, report in enumerate(reports):
            if report.rejected:
                rejected[number] = _first_rejects(connection, report)
            columns[number] = _columns(connection, report)
            unread[number] = _unread(connection, report)

    reports = load(requests, store=store, dry_run=True, inspect=inspect, progress=progress, waiting=waiting)
    return Checked(tuple(reports), rejected, columns, unread)


def _first_rejects(connection: duckdb.DuckDBPyConnection, report: Report) -> pd.DataFrame:
    """line, column, value, reason, record. Of a file that was loaded before, the rows of that load."""
    return connection.execute(
        'select line, "column", value, reason, record from rejects where load_id = $id '
        f"order by line limit {FIRST_REJECTS}",
        {"id": report.load_id},
    ).df()


def _columns(connection: duckdb.DuckDBPyConnection, report: Report) -> pd.DataFrame:
    return connection.execute(
        'select "column", source, filled, empty, different, lowest, highest, total from sheets where load_id = $id '
        "order by rowid",
        {"id": report.load_id},
    ).df()


def _unread(connection: duckdb.DuckDBPyConnection, report: Report) -> tuple[str, ...]:
    found = first_row(connection, "select unread from loads where load_id = $id", {"id": report.load_id})
    return tuple(json.loads(found[0])) if found and found[0] else ()
