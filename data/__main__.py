"""The command line of the data: load, sample, status, history, undo, presets, settings, rejects, sheet,
remove, export, upgrade.

Exit codes: 0 done; 1 nothing done, one line says why and what to do; 2 usage. Results go to stdout, progress to stderr.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from data import commands, versions
from data.exports import names_to_export
from data.loading.presets import PresetError
from data.loading.requests import LoadError
from data.schema import TABLES
from data.settings import SettingError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.command:
        parser.print_help(sys.stderr)
        return 2
    try:
        options.run(options)
    except (KeyboardInterrupt, duckdb.InterruptException):
        return _stopped()
    except (LoadError, PresetError, SettingError, versions.StoreError, duckdb.Error, OSError) as error:
        lines = str(error).splitlines() or [type(error).__name__]
        print(f"Nothing done. {lines[0]}", file=sys.stderr)
        return 1
    except RuntimeError as error:
        if "interrupted" not in str(error).lower():  # how duckdb hands on an interrupt while it fetches rows
            raise
        return _stopped()
    return 0


def _stopped() -> int:
    print("Stopped. The store is as it was.", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data", description="Load ticket and customer exports, and see what was loaded."
    )
    listed = parser.add_subparsers(dest="command", metavar="COMMAND")
    _describe_load(listed.add_parser("load", help="load export files as one new version of the store"))
    _describe_sample(listed.add_parser("sample", help="make the sample company and load it"))
    for name, run, text in (
        ("status", commands.status, "what is in the store"),
        ("history", commands.history, "what was loaded, and the versions that are kept"),
        ("undo", commands.undo, "go back to the version before the last load"),
        ("upgrade", commands.upgrade, "bring a store of an earlier version into today's form"),
    ):
        listed.add_parser(name, help=text).set_defaults(run=run)
    _describe_presets(listed.add_parser("presets", help="the exports that are recognised, and the firm's own presets"))

    command = listed.add_parser("settings", help="show settings, or change them")
    command.add_argument("--set", dest="changes", action="append", default=[], type=_pair, metavar="KEY=VALUE",
                         help="change a setting (JSON or text)")  # fmt: skip
    command.set_defaults(run=commands.settings)

    for name, run, text in (
        ("rejects", commands.rejects, "the rejected rows of a load, as CSV"),
        ("sheet", commands.sheet, "the reconciliation sheet of a load: what each column got"),
        ("remove", commands.remove, "take one load back, and what it brought"),
    ):
        command = listed.add_parser(name, help=text)
        command.add_argument("load_id", type=int, metavar="LOAD_ID")
        command.set_defaults(run=run)
    listed.choices["rejects"].add_argument(
        "--as-file", action="store_true", help="in the file's own columns: mend it, and load it like the file"
    )

    command = listed.add_parser("export", help="write a table of the store to a CSV file")
    command.add_argument("name", metavar="NAME", choices=names_to_export(), help=", ".join(names_to_export()))
    command.add_argument("file", metavar="FILE", type=Path)
    command.set_defaults(run=commands.export)

    for command in listed.choices.values():
        command.add_argument("--json", action="store_true", help="machine-readable output")
    return parser


def _describe_load(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", type=Path)
    command.add_argument("--as", dest="kind", metavar="KIND", choices=tuple(TABLES),
                         help=f"what the file holds: {', '.join(TABLES)}")  # fmt: skip
    command.add_argument("--preset", metavar="NAME", help="how the file is read (see presets)")
    command.add_argument("--map", dest="mapped", action="append", default=[], type=_pair, metavar="FIELD=COLUMN",
                         help="read FIELD from the file's COLUMN")  # fmt: skip
    command.add_argument("--set", dest="constants", action="append", default=[], type=_pair, metavar="FIELD=VALUE",
                         help="the same value of FIELD for every row")  # fmt: skip
    command.add_argument("--prefix", default="", metavar="TEXT",
                         help="put before ticket ids, for a second tool that numbers its tickets alike")  # fmt: skip
    command.add_argument(
        "--save-preset", metavar="NAME", help="keep how the (first) file is read as a preset of your own"
    )
    command.add_argument("--newest", action="store_true",
                         help="take the files for newer than all that the store has")  # fmt: skip
    command.add_argument("--timezone", default=None, type=_zone, metavar="ZONE",
                         help="zone of times that carry none (default UTC)")  # fmt: skip
    order = command.add_mutually_exclusive_group()
    order.add_argument("--day-first", dest="day_first", action="store_true", default=None,
                       help="1/2/2026 is 1 February")  # fmt: skip
    order.add_argument("--month-first", dest="day_first", action="store_false", default=None,
                       help="1/2/2026 is 2 January")  # fmt: skip
    command.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    command.set_defaults(run=commands.load_files)


def _describe_presets(command: argparse.ArgumentParser) -> None:
    choice = command.add_mutually_exclusive_group()
    choice.add_argument("--show", metavar="NAME", help="write a preset as TOML to the standard output")
    choice.add_argument(
        "--import", dest="take_in", metavar="FILE", type=Path, help="take a preset (TOML) in as your own"
    )
    choice.add_argument("--delete", dest="forget", metavar="NAME", help="delete a preset of your own")
    command.set_defaults(run=commands.presets)


def _describe_sample(command: argparse.ArgumentParser) -> None:
    command.add_argument("--customers", type=int, default=8000, metavar="N", help="how many customers (default 8000)")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same company (default 1)")
    command.add_argument("--until", type=dt.date.fromisoformat, default=None, metavar="DATE",
                         help="last day of the company's data (default yesterday)")  # fmt: skip
    command.set_defaults(run=commands.sample)


def _pair(text: str) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not mark or not key.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return key.strip(), value.strip()


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time zone; write a name like Europe/Berlin") from None


if __name__ == "__main__":
    sys.exit(main())
