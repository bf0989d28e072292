"""A store in a temporary folder, files to load into it, and what it says afterwards."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import versions
from data.__main__ import main
from data.loading.load import load
from data.loading.requests import Report, Request, opened
from data.loading.stage import Options, stage

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "real"


def csv_text(rows: Iterable[Mapping[str, Any]], **dialect: Any) -> str:
    """Rows as CSV text; the header is every name that occurs, missing values are empty."""
    listed = list(rows)
    header = list(dict.fromkeys(name for row in listed for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", **({"lineterminator": "\n"} | dialect))
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue()


class TrialStore:
    """One store and the folder of files beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "store"

    def file(self, content: str | bytes | Iterable[Mapping[str, Any]], name: str = "tickets.csv") -> Path:
        """Write a file: bytes and text as they are, rows as plain CSV."""
        path = self.folder / name
        if not isinstance(content, str | bytes):
            content = csv_text(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(
        self,
        content: Path | str | bytes | Iterable[Mapping[str, Any]],
        name: str = "tickets.csv",
        *,
        settings: Mapping[str, object] | None = None,
        dry_run: bool = False,
        options: Options | None = None,
        **request: Any,
    ) -> Report:
        """Load one file in this process. Without a date order or zone said, as the command line would."""
        path = content if isinstance(content, Path) else self.file(content, name)
        asked = Request(path, options=options or Options(), **request)
        return load([asked], store=self.path, settings=settings, dry_run=dry_run)[0]

    def read(
        self, content: str | bytes | Iterable[Mapping[str, Any]], *, options: Options | None = None, **request: Any
    ) -> list[dict[str, Any]]:
        """How the rows of a file are read, without loading them: typed values, and `problem`."""
        asked = Request(self.file(content), options=options or Options(), **request)
        connection = duckdb.connect()
        connection.execute("set global TimeZone = 'UTC'")
        with opened(asked, self.folder) as found:
            stage(connection, found.table, found.mapping, options=asked.options, spool=self.folder)
        rows = connection.execute("select * from staged order by rowid")
        names = [column[0] for column in rows.description]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """What the current version answers."""
        connection = versions.open_for_reading(self.path)
        try:
            return connection.execute(sql, parameters or {}).fetchall()
        finally:
            connection.close()

    def dicts(self, sql: str) -> list[dict[str, Any]]:
        """The same by column name."""
        connection = versions.open_for_reading(self.path)
        try:
            found = connection.execute(sql)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        finally:
            connection.close()

    def fact(self, ticket_id: str) -> dict[str, Any]:
        """The facts of one ticket."""
        return next(row for row in self.dicts("select * from ticket_facts") if row["ticket_id"] == ticket_id)

    @property
    def version(self) -> int | None:
        """The number of the current version."""
        found = versions.current_version(self.path)
        return found.number if found else None

    @property
    def left_over(self) -> list[str]:
        """Files in the store that belong to no version and to no lock."""
        found = versions.read_pointer(self.path).versions
        kept = {version.file for version in found} | {layer for version in found for layer in version.layers}
        known = {*kept, "store.json", "lock", "lock.json"}
        return sorted(
            str(path.relative_to(self.path))
            for path in self.path.rglob("*")
            if path.name not in known and path not in (self.path / "spool", self.path / versions.LAYERS)
        )

    def start(self, *arguments: object, **options: Any) -> subprocess.Popen[str]:
        """Start a command of `python -m data` in a process of its own."""
        command = [sys.executable, "-m", "data", *map(str, arguments)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a command of `python -m data` to its end, in this process: what a new one would print, at a tenth of its cost."""
        out, errors = io.StringIO(), io.StringIO()
        listed = [str(argument) for argument in arguments]
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
            patch.setenv("SUPPORT_STORE", str(self.path))
            try:
                code = main(listed)
            except SystemExit as ended:  # argparse
                code = int(str(ended.code))
        return subprocess.CompletedProcess(listed, code, out.getvalue(), errors.getvalue())

    def run_apart(self, *arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
        """The same in a process of its own."""
        process = self.start(*arguments, **options)
        out, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, errors)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"SUPPORT_STORE": str(self.path)}


def tickets(count: int, *, start: int = 0, **more: object) -> list[dict[str, object]]:
    """Plain tickets, one an hour from Monday 1 January 2024 on, with ids from T<start>."""
    return [
        {"ticket_id": f"T{number}", "created_at": f"2024-01-{1 + number // 24 % 28:02} {number % 24:02}:00:00", **more}
        for number in range(start, start + count)
    ]


def counts(report: Report) -> Sequence[int]:
    """New, updated, unchanged, folded, rejected."""
    return report.new, report.updated, report.unchanged, report.folded, report.rejected
