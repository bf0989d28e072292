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
from data.loading import firm_presets
from data.loading import presets as known_presets
from data.loading.load import change_settings, load, remove_load
from data.loading.rejected import rejected_as_file
from data.loading.requests import LoadError, Report, Request, expanded, opened
from data.loading.stage import Options
from data.settings import MEANINGS, read_value
from data.sql import first_row
from data.upgrade import bring_up_to_date


def load_files(options: argparse.Namespace) -> None:
    """Load files as one new version; with --json one object per file and line."""
    requests = [
        Request(
            path,
            kind=options.kind,
            preset=options.preset,
            mapped=dict(options.mapped),
            constants=dict(options.constants),
            options=Options(options.timezone, options.day_first, options.prefix),
            is_newest=options.newest,
        )
        for path in options.files
    ]
    if options.save_preset:
        _save_preset(requests[0], options.save_preset)
    reports = load(requests, dry_run=options.dry_run, progress=_progress, waiting=_waiting)
    _show_reports(reports, as_json=options.json)


def _save_preset(request: Request, name: str) -> None:
    """Keep how the (first) file is read as a preset of the firm."""
    folder = versions.default_store()
    with expanded([request], folder / "spool") as files, opened(files[0], folder / "spool") as file:
        table, mapping = file.parts[0]
        body = firm_presets.body_of(mapping.preset, table, title=name, by_hand=mapping.by_hand, options=request.options)
        firm_presets.save(name, body)
    print(f"Kept as the preset {name}.", file=sys.stderr)


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
        texts = ("notes", "warnings", "unread", "read_as", "header")
        loads = [row | {key: json.loads(row[key] or "[]") for key in texts} for row in loads]
        print(json.dumps({"loads": loads, "versions": kept}, ensure_ascii=False))
        return
    for row in loads:
        print(
            f"load {row['load_id']}  {row['loaded_at']} UTC  {row['loaded_by']}  {row['file']} ({row['preset']}): "
            f"{row['rows']:,} rows, {row['new']:,} new, {row['updated']:,} updated, {row['rejected']:,} rejected  "
            + (f"removed {row['removed_at']} UTC by {row['removed_by']}  " if row["removed_at"] else "")
            + f"sha256 {row['checksum'][:12]}"
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


def remove(options: argparse.Namespace) -> None:
    """Take one load back, and what it brought."""
    removed = remove_load(options.load_id, progress=_progress, waiting=_waiting)
    if options.json:
        print(json.dumps({"removed": removed}))
    else:
        print(f"Removed: load {', '.join(map(str, removed))}. Other loads are as they were.")


def sheet(options: argparse.Namespace) -> None:
    """The reconciliation sheet of a load: what each column got."""
    parameters = {"load_id": options.load_id}
    with _reading() as connection:
        loads = _records(connection, "select * from loads where load_id = $load_id", parameters)
        if not loads:
            raise versions.StoreError(f"There is no load {options.load_id}; see python -m data history")
        columns = _records(connection, "select * from sheets where load_id = $load_id", parameters)
        reasons = _records(
            connection,
            'select "column", reason, count(*) as rows from rejects where load_id = $load_id '
            "group by 1, 2 order by 3 desc, 1, 2",
            parameters,
        )
    load_row = loads[0] | {key: json.loads(loads[0][key] or "[]") for key in ("notes", "warnings", "unread")}
    if options.json:
        print(json.dumps({"load": load_row, "columns": columns, "rejected": reasons}, ensure_ascii=False))
        return
    _show_mapping(load_row, as_json=False)
    for row in columns:
        span = f"{row['lowest']} to {row['highest']}" if row["lowest"] is not None else ""
        total = f"sum {row['total']:,.2f}" if row["total"] is not None else ""
        print(
            f"{row['column']:24} from {row['source'][:40]:40} {row['filled']:>12,} filled {row['empty']:>12,} empty  "
            f"{span} {total}".rstrip()
        )
    for row in reasons:
        print(f"rejected {row['rows']:,}: {row['column'] or 'row'}: {row['reason']}")


def presets(options: argparse.Namespace) -> None:
    """The exports that are recognised; or take one of the firm's own in, write one out, or delete it."""
    if options.take_in:
        print(f"Kept as the preset {firm_presets.take_in(options.take_in).name}.")
        return
    if options.forget:
        firm_presets.forget(options.forget)
        print(f"The preset {options.forget} is deleted.")
        return
    known = known_presets.presets()
    if options.show:
        if options.show not in known:
            raise LoadError(f"There is no preset {options.show!r}. Presets are: {', '.join(known)}.")
        print(firm_presets.toml_text(known[options.show].body), end="")
        return
    for problem in known_presets.broken_presets():
        print(problem, file=sys.stderr)
    if options.json:
        bodies = [
            {"name": p.name, "title": p.title, "kind": p.kind, "columns": list(p.columns), "is_own": p.is_firms}
            for p in known.values()
        ]
        print(json.dumps(bodies, ensure_ascii=False))
        return
    for preset in known.values():
        print(f"{preset.name:28} {preset.kind:14} {preset.title}")


def upgrade(options: argparse.Namespace) -> None:
    """Bring a store of an earlier version of the product into today's form."""
    done = bring_up_to_date(waiting=_waiting)
    said = "The store is in today's form now." if done else "The store is in today's form already."
    print(json.dumps({"upgraded": done}) if options.json else said)


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
    """The rejected rows of a load; with --as-file as a file of the same form, to be mended and loaded."""
    parameters = {"load_id": options.load_id}
    with _reading() as connection:
        if not first_row(connection, "select 1 from loads where load_id = $load_id", parameters):
            raise versions.StoreError(f"There is no load {options.load_id}; see python -m data history")
        if options.as_file:
            sys.stdout.write(rejected_as_file(options.load_id).decode("utf-8-sig"))
        elif options.json:
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
        for warning in report.warnings:
            print(f"  Warning: {warning}")
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
