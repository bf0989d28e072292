"""What does each command of `python -m data` do, and what does it print? Results on stdout, progress on stderr."""

import argparse
import contextlib
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from data import modelling, versions
from data.exports import export_rows, write_rows
from data.loading import presets as known_presets
from data.loading.load import LoadError, Report, Request, change_settings, load
from data.loading.stage import Options
from data.settings import MEANINGS, read_value
from data.sql import first_row


def load_files(options: argparse.Namespace) -> None:
    """Load files as one new version; with --json one object per file and line."""
    requests = [
        Request(
            path,
            kind=options.kind,
            preset=options.preset,
            mapped=dict(options.mapped),
            options=Options(options.timezone, options.day_first),
        )
        for path in options.files
    ]
    reports = load(requests, dry_run=options.dry_run, progress=_progress, waiting=_waiting)
    _show_reports(reports, as_json=options.json)


def sample(options: argparse.Namespace) -> None:
    """Make the sample company and load it."""
    from data.sample_store import make_sample_store  # heavy, and only needed here

    if not 10 <= options.customers <= 2_000_000:
        raise LoadError("--customers: between 10 and 2,000,000.")
    reports = make_sample_store(
        customers=options.customers, seed=options.seed, until=options.until, progress=_progress, waiting=_waiting
    )
    _show_reports(reports, as_json=options.json)


def status(options: argparse.Namespace) -> None:
    """What is in the store."""
    version = versions.current_version()
    with _reading() as connection:
        (row,) = _records(connection, "select * from data_status")
    body = {"store": str(versions.default_store()), "version": version.number if version else None} | row
    _show_mapping(body, as_json=options.json)


def history(options: argparse.Namespace) -> None:
    """What was loaded, and the versions that are kept."""
    pointer = versions.read_pointer()
    with _reading() as connection:
        loads = _records(connection, "select * from loads order by load_id")
    kept = [vars(version) | {"is_current": version.number == pointer.current} for version in pointer.versions]
    if options.json:
        loads = [row | {"notes": json.loads(row["notes"])} for row in loads]
        print(json.dumps({"loads": loads, "versions": kept}, ensure_ascii=False))
        return
    for row in loads:
        print(
            f"load {row['load_id']}  {row['loaded_at']} UTC  {row['loaded_by']}  {row['file']} ({row['preset']}): "
            f"{row['rows']:,} rows, {row['new']:,} new, {row['updated']:,} updated, {row['rejected']:,} rejected  "
            f"sha256 {row['checksum'][:12]}"
        )
    for version in kept:
        mark = "current" if version["is_current"] else "kept"
        print(
            f"version {version['number']} ({mark})  {version['made_at']} UTC  {version['made_by']}  {version['what']}"
        )


def undo(options: argparse.Namespace) -> None:
    """Go back to the version before the last load."""
    version = versions.undo(waiting=_waiting)
    if options.json:
        print(json.dumps({"version": version.number}))
    else:
        print(f"Back to version {version.number} of {version.made_at} UTC ({version.what}).")


def presets(options: argparse.Namespace) -> None:
    """The exports that are recognised."""
    found = known_presets.presets().values()
    if options.json:
        bodies = [{"name": p.name, "title": p.title, "kind": p.kind, "columns": list(p.columns)} for p in found]
        print(json.dumps(bodies, ensure_ascii=False))
        return
    for preset in found:
        print(f"{preset.name:24} {preset.kind:14} {preset.title}")


def settings(options: argparse.Namespace) -> None:
    """Show settings, after changing those that were given."""
    changes = {key: read_value(key, value) for key, value in options.changes}
    if changes:
        if versions.current_version() is None:
            raise versions.StoreError("There is no data yet; settings are kept with the data. Load a file first.")
        change_settings(changes, waiting=_waiting)
    with _reading() as connection:
        values = modelling.stored_settings(connection)
    if options.json:
        print(json.dumps(values, ensure_ascii=False))
        return
    for key, value in values.items():
        print(f"{key} = {json.dumps(value, ensure_ascii=False)}\n    {MEANINGS[key]}")


def rejects(options: argparse.Namespace) -> None:
    """The rejected rows of a load."""
    parameters = {"load_id": options.load_id}
    with _reading() as connection:
        if not first_row(connection, "select 1 from loads where load_id = $load_id", parameters):
            raise versions.StoreError(f"There is no load {options.load_id}; see python -m data history")
        if options.json:
            rows = _records(connection, "select * from rejects where load_id = $load_id", parameters)
            print(json.dumps(rows, ensure_ascii=False))
        else:
            write_rows(connection, "rejects", sys.stdout, load_id=options.load_id)


def export(options: argparse.Namespace) -> None:
    """Write a table of the store to a CSV file."""
    rows = export_rows(options.name, options.file)
    if options.json:
        print(json.dumps({"name": options.name, "file": str(options.file), "rows": rows}))
    else:
        print(f"{rows:,} rows of {options.name} written to {options.file}")


@contextlib.contextmanager
def _reading() -> Any:
    connection = versions.open_for_reading()
    try:
        yield connection
    finally:
        connection.close()


def _records(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """Rows as JSON knows them: numbers, flags and text; times as text."""
    found = connection.execute(sql, parameters)
    names = [column[0] for column in found.description]
    plain = (int, float, bool, str, type(None))
    return [
        {name: value if isinstance(value, plain) else str(value) for name, value in zip(names, row, strict=True)}
        for row in found.fetchall()
    ]


def _show_reports(reports: Sequence[Report], *, as_json: bool) -> None:
    for report in reports:
        if as_json:
            print(json.dumps(report.as_json(), ensure_ascii=False))
            continue
        print(
            f"{report.file}: {report.rows:,} rows as {report.kind} ({report.preset}): {report.new:,} new, "
            f"{report.updated:,} updated, {report.unchanged:,} unchanged, {report.folded:,} folded, "
            f"{report.rejected:,} rejected"
            + (f"; see python -m data rejects {report.load_id}" if report.rejected and report.load_id else "")
        )
        for note in report.notes:
            print(f"  {note}")


def _show_mapping(body: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(body, ensure_ascii=False))
    else:
        print("\n".join(f"{key}: {value}" for key, value in body.items()))


def _progress(step: str, share: float) -> None:
    print(f"{share:4.0%}  {step}", file=sys.stderr)


def _waiting(holder: str) -> None:
    print(f"Waiting: {holder}", file=sys.stderr)
