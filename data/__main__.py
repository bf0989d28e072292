"""The command line of the data: load, sample, status, history, undo, presets, settings, rejects, export.

Exit codes: 0 done; 1 nothing done, one line says why and what to do; 2 usage. Results go to stdout, progress to stderr.
"""

import argparse
import csv
import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from data import modelling, versions
from data.exports import export_rows, names_to_export
from data.loading.load import LoadError, Request, change_settings, load
from data.loading.presets import presets
from data.loading.stage import Options
from data.schema import TABLES
from data.settings import MEANINGS, SettingError, read_value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.command:
        parser.print_help(sys.stderr)
        return 2
    try:
        options.run(options)
    except (LoadError, SettingError, versions.StoreError, duckdb.Error, OSError) as error:
        print(f"Nothing done. {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The store is as it was.", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data", description="Load ticket and customer exports, and see what was loaded."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    command = commands.add_parser("load", help="load export files as one new version of the store")
    command.add_argument("files", nargs="+", metavar="FILE", type=Path)
    command.add_argument(
        "--as", dest="kind", metavar="KIND", choices=tuple(TABLES), help=f"what the file holds: {', '.join(TABLES)}"
    )
    command.add_argument("--preset", metavar="NAME", help="how the file is read (see presets)")
    command.add_argument(
        "--map",
        dest="mapped",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=COLUMN",
        help="read FIELD from the file's COLUMN",
    )
    command.add_argument(
        "--timezone", default="UTC", type=_zone, metavar="ZONE", help="zone of times that carry none (default UTC)"
    )
    order = command.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first", dest="day_first", action="store_true", default=None, help="1/2/2026 is 1 February"
    )
    order.add_argument(
        "--month-first", dest="day_first", action="store_false", default=None, help="1/2/2026 is 2 January"
    )
    command.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    command.set_defaults(run=_load)

    command = commands.add_parser("sample", help="make the sample company and load it")
    command.add_argument("--customers", type=int, default=8000, metavar="N", help="how many customers (default 8000)")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same company (default 1)")
    command.add_argument(
        "--until",
        type=dt.date.fromisoformat,
        default=None,
        metavar="DATE",
        help="last day of the company's data (default yesterday)",
    )
    command.set_defaults(run=_sample)

    for name, run, text in (
        ("status", _status, "what is in the store"),
        ("history", _history, "what was loaded, and the versions that are kept"),
        ("undo", _undo, "go back to the version before the last load"),
        ("presets", _presets, "the exports that are recognised"),
    ):
        command = commands.add_parser(name, help=text)
        command.set_defaults(run=run)

    command = commands.add_parser("settings", help="show settings, or change them")
    command.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        type=_pair,
        metavar="KEY=VALUE",
        help="change a setting (JSON or text)",
    )
    command.set_defaults(run=_settings)

    command = commands.add_parser("rejects", help="the rejected rows of a load, as CSV")
    command.add_argument("load_id", type=int, metavar="LOAD_ID")
    command.set_defaults(run=_rejects)

    command = commands.add_parser("export", help="write a table of the store to a CSV file")
    command.add_argument("name", metavar="NAME", choices=names_to_export(), help=", ".join(names_to_export()))
    command.add_argument("file", metavar="FILE", type=Path)
    command.set_defaults(run=_export)

    for command in commands.choices.values():
        command.add_argument("--json", action="store_true", help="machine-readable output")
    return parser


def _load(options: argparse.Namespace) -> None:
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


def _sample(options: argparse.Namespace) -> None:
    from data.sample_store import make_sample_store

    if not 10 <= options.customers <= 2_000_000:
        raise LoadError("--customers: between 10 and 2,000,000.")
    reports = make_sample_store(
        customers=options.customers, seed=options.seed, until=options.until, progress=_progress, waiting=_waiting
    )
    _show_reports(reports, as_json=options.json)


def _show_reports(reports: Sequence[Any], *, as_json: bool) -> None:
    if as_json:
        bodies = [report.as_json() for report in reports]
        print(json.dumps(bodies[0] if len(bodies) == 1 else bodies, ensure_ascii=False))
        return
    for report in reports:
        print(
            f"{report.file}: {report.rows:,} rows as {report.kind} ({report.preset}): {report.new:,} new, {report.updated:,} "
            f"updated, {report.unchanged:,} unchanged, {report.folded:,} folded, {report.rejected:,} rejected"
            + (f"; see python -m data rejects {report.load_id}" if report.rejected and report.load_id else "")
        )
        for note in report.notes:
            print(f"  {note}")


def _status(options: argparse.Namespace) -> None:
    connection = versions.open_for_reading()
    version = versions.current_version()
    frame = connection.execute("select * from data_status").df()
    body = {"store": str(versions.default_store()), "version": version.number if version else None}
    body |= {str(key): str(value) for key, value in frame.iloc[0].items()}
    _show_mapping(body, as_json=options.json)


def _history(options: argparse.Namespace) -> None:
    pointer = versions.read_pointer()
    if pointer.current is None:
        raise versions.StoreError("Nothing was loaded yet.")
    connection = versions.open_for_reading()
    loads = connection.execute("select * from loads order by load_id").df()
    kept = [vars(version) | {"is_current": version.number == pointer.current} for version in pointer.versions]
    if options.json:
        records = json.loads(loads.to_json(orient="records", date_format="iso"))
        print(json.dumps({"loads": records, "versions": kept}, ensure_ascii=False))
        return
    for row in loads.to_dict("records"):
        print(
            f"load {row['load_id']}  {row['loaded_at']} UTC  {row['loaded_by']}  {row['file']} ({row['preset']}): {row['rows']:,} rows, "
            f"{row['new']:,} new, {row['updated']:,} updated, {row['rejected']:,} rejected  sha256 {row['checksum'][:12]}"
        )
    for version in kept:
        mark = "current" if version["is_current"] else "kept"
        print(
            f"version {version['number']} ({mark})  {version['made_at']} UTC  {version['made_by']}  {version['what']}"
        )


def _undo(options: argparse.Namespace) -> None:
    version = versions.undo()
    if options.json:
        print(json.dumps({"version": version.number}))
    else:
        print(f"Back to version {version.number} of {version.made_at} UTC ({version.what}).")


def _presets(options: argparse.Namespace) -> None:
    if options.json:
        print(
            json.dumps(
                [
                    {"name": p.name, "title": p.title, "kind": p.kind, "columns": list(p.columns)}
                    for p in presets().values()
                ]
            )
        )
        return
    for preset in presets().values():
        print(f"{preset.name:24} {preset.kind:14} {preset.title}")


def _settings(options: argparse.Namespace) -> None:
    changes = {key: read_value(key, value) for key, value in options.changes}
    if changes:
        if versions.current_version() is None:
            raise versions.StoreError("There is no data yet; settings are kept with the data. Load a file first.")
        change_settings(changes)
    connection = versions.open_for_reading()
    values = modelling.stored_settings(connection)
    if options.json:
        print(json.dumps(values, ensure_ascii=False))
        return
    for key, value in values.items():
        print(f"{key} = {json.dumps(value, ensure_ascii=False)}\n    {MEANINGS[key]}")


def _rejects(options: argparse.Namespace) -> None:
    connection = versions.open_for_reading()
    frame = connection.execute(
        "select * from rejects where load_id = $id order by file, line", {"id": options.load_id}
    ).df()
    if options.json:
        print(frame.to_json(orient="records"))
        return
    writer = csv.writer(sys.stdout)
    writer.writerow(frame.columns)
    writer.writerows(frame.fillna("").itertuples(index=False))


def _export(options: argparse.Namespace) -> None:
    rows = export_rows(options.name, options.file)
    if options.json:
        print(json.dumps({"name": options.name, "file": str(options.file), "rows": rows}))
    else:
        print(f"{rows:,} rows of {options.name} written to {options.file}")


def _show_mapping(body: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(body, ensure_ascii=False))
    else:
        print("\n".join(f"{key}: {value}" for key, value in body.items()))


def _progress(step: str, share: float) -> None:
    print(f"{share:4.0%}  {step}", file=sys.stderr)


def _waiting(holder: str) -> None:
    print(f"Waiting: {holder}", file=sys.stderr)


def _pair(text: str) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not mark or not key:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return key.strip(), value.strip()


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time zone; write a name like Europe/Berlin") from None


if __name__ == "__main__":
    sys.exit(main())
