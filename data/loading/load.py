"""From files to a new version of the store: the one way in, for the app and the command line alike."""

import contextlib
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from data import modelling, versions
from data.loading import merge, notes, over_sample, presets, stage
from data.loading.dates import AmbiguousDatesError
from data.loading.presets import FileMapping, MappingError
from data.loading.rejects import first_reason, rejects
from data.reading.files import CHUNK, UnreadableError, plain_text
from data.reading.table import Table, find_table
from data.sql import first_row, transaction

Progress = Callable[[str, float], None]


class LoadError(RuntimeError):
    """A load that did nothing; the text says which file, why, and what to do."""


@dataclass(frozen=True)
class Request:
    """One file to load, and how the analyst said it is to be read. label: the name that reports show."""

    path: Path
    label: str = ""
    kind: str | None = None
    preset: str | None = None
    mapped: Mapping[str, str] = field(default_factory=dict)
    options: stage.Options = field(default_factory=stage.Options)

    @property
    def name(self) -> str:
        return self.label or self.path.name


@dataclass(frozen=True)
class Report:
    """What a file brought: rows = new + updated + unchanged + folded + rejected."""

    file: str
    kind: str
    preset: str
    rows: int
    new: int
    updated: int
    unchanged: int
    folded: int
    rejected: int
    load_id: int | None
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"notes": list(self.notes)}


@dataclass(frozen=True)
class Opened:
    """A file that was recognised: its table of text and how it will be read."""

    request: Request
    table: Table
    mapping: FileMapping


@dataclass(frozen=True)
class _Reading:
    """Where files are unpacked, and whether one may be without any row that can be used."""

    spool: Path
    may_reject_all: bool


def _no_progress(step: str, share: float) -> None:
    """For callers that do not show progress."""


@contextlib.contextmanager
def opened(request: Request, spool: Path) -> Iterator[Opened]:
    """The file, unpacked and recognised; what was unpacked is removed afterwards. Raises LoadError."""
    spool.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reading-", dir=spool, ignore_cleanup_errors=True) as folder:
        try:
            table = find_table(plain_text(request.path, Path(folder)).path)
            mapping = presets.choose(table.tokens, kind=request.kind, preset=request.preset, mapped=request.mapped)
            yield Opened(request, table, mapping)
        except (UnreadableError, MappingError, AmbiguousDatesError) as error:
            raise LoadError(f"{request.name}: {error}") from error


def load(
    requests: Sequence[Request],
    *,
    store: Path | None = None,
    dry_run: bool = False,
    is_sample: bool = False,
    only_when_empty: bool = False,
    settings: Mapping[str, object] | None = None,
    progress: Progress = _no_progress,
    waiting: Callable[[str], None] | None = None,
) -> list[Report]:
    """Load the files as one new version of the store, all or nothing. Returns a report per file, in order.

    Files of a real company replace the sample company, never mix with it. only_when_empty: do nothing, and report
    nothing, when somebody has filled the store in the meantime. Raises LoadError and StoreError, and then the store is as
    it was.
    """
    folder = store or versions.default_store()
    what = ", ".join(request.name for request in requests)
    reports: list[Report] = []
    fresh = partial(over_sample.starts_anew, folder, is_sample=is_sample)
    with versions.building(folder, what=what, publish=not dry_run, fresh=fresh, waiting=waiting) as build:
        connection = build.connection
        if only_when_empty and versions.current_version(folder):
            raise versions.Unchanged
        merge.create_tables(connection)
        carried = _begin(build, folder, is_sample=is_sample, settings=settings or {})
        said = over_sample.note(carried)
        reading = _Reading(build.spool, may_reject_all=dry_run)
        loaded = []
        for number, request in enumerate(requests):
            part = _part(progress, number, len(requests))
            loaded.append(_load_one(connection, request, reading=reading, progress=part, said=() if number else said))
        reports = [report for report, _ in loaded]
        if build.base and not settings and not any(is_changed for _, is_changed in loaded):
            raise versions.Unchanged
        progress("Computing facts", 0.8)
        with transaction(connection):
            modelling.build_model(connection, now=versions.now())
        progress("Publishing", 0.95)
    progress("Done", 1.0)
    return [replace(report, load_id=None) for report in reports] if dry_run else reports


def _begin(
    build: versions.Build, folder: Path, *, is_sample: bool, settings: Mapping[str, object]
) -> dict[str, object]:
    """Store the settings that were given, and return those that are carried over from the sample company's store."""
    connection = build.connection
    carried: dict[str, object] = {}
    if build.base is None:
        connection.execute("insert into store_info values ('is_sample', $flag)", {"flag": str(is_sample).lower()})
        carried = {} if is_sample else over_sample.changed_over_sample(folder)
    if carried or settings:
        modelling.store_settings(connection, carried | dict(settings))
    if is_sample:
        over_sample.keep_sample_settings(connection)
    return {key: value for key, value in carried.items() if key not in settings}


def change_settings(
    values: Mapping[str, object], *, store: Path | None = None, waiting: Callable[[str], None] | None = None
) -> None:
    """Keep new settings and compute the facts anew, as a new version. Raises SettingError and StoreError."""
    folder = store or versions.default_store()
    with versions.building(folder, what=f"settings: {', '.join(values)}", waiting=waiting) as build:
        merge.create_tables(build.connection)
        with transaction(build.connection):
            modelling.store_settings(build.connection, dict(values))
            modelling.build_model(build.connection, now=versions.now())


def checksum(path: Path) -> str:
    """SHA-256 of the file as it is on disk."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _load_one(
    connection: duckdb.DuckDBPyConnection,
    request: Request,
    *,
    reading: _Reading,
    progress: Progress,
    said: tuple[str, ...],
) -> tuple[Report, bool]:
    """The report of one file, and whether there is anything new in it. One that is known names the load that brought it."""
    progress(f"Reading {request.name}", 0.05)
    with opened(request, reading.spool) as file:
        scales = modelling.stored_settings(connection)["scales"]
        staged = stage.stage(
            connection, file.table, file.mapping, options=request.options, spool=reading.spool, scales=scales
        )
        if staged.rejected == staged.rows and not reading.may_reject_all:
            first = first_reason(connection, file.table, file.mapping)
            raise LoadError(f"Every row of {request.name} was rejected; the first: {first}")
        progress(f"Merging {request.name}", 0.6)
        with transaction(connection):
            return _merge_one(connection, file, staged, said=said)


def _merge_one(
    connection: duckdb.DuckDBPyConnection, file: Opened, staged: stage.Staged, *, said: tuple[str, ...]
) -> tuple[Report, bool]:
    mapping = file.mapping
    digest = checksum(file.request.path)
    known = _one(connection, "select max(load_id) from loads where checksum = $digest", {"digest": digest})
    next_id = _one(connection, "select coalesce(max(load_id), 0) + 1 from loads")
    ahead = notes.future_dates(connection, mapping.kind, staged.columns, now=versions.now())
    counts = merge.merge(connection, staged, mapping, load_id=next_id)
    is_changed = bool(counts.new or counts.updated or known is None)
    report = Report(
        file=file.request.name,
        kind=mapping.kind,
        preset=mapping.preset,
        **asdict(counts),
        load_id=next_id if is_changed else known,
        notes=(
            *said,
            *staged.notes,
            *ahead,
            *(f"Cannot be told from such an export: {text}" for text in mapping.cannot_tell),
        ),
    )
    if is_changed:
        _keep(connection, report, digest)
        for frame in rejects(connection, file.table, mapping):
            _keep_rejects(connection, report, frame)
    return report, is_changed


def _keep(connection: duckdb.DuckDBPyConnection, report: Report, digest: str) -> None:
    values = (report.load_id, versions.now(), versions.who(), report.file, report.kind, report.preset, digest)
    figures = (report.rows, report.new, report.updated, report.unchanged, report.folded, report.rejected)
    everything = [*values, *figures, json.dumps(report.notes, ensure_ascii=False)]
    connection.execute(f"insert into loads values ({', '.join('?' * len(everything))})", everything)


def _keep_rejects(connection: duckdb.DuckDBPyConnection, report: Report, frame: object) -> None:
    connection.register("rejected_rows", frame)
    connection.execute(
        'insert into rejects select $load_id, $file, line, "column", value, reason, record from rejected_rows',
        {"load_id": report.load_id, "file": report.file},
    )
    connection.unregister("rejected_rows")


def _one(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None) -> Any:
    found = first_row(connection, sql, parameters)
    assert found is not None
    return found[0]


def _part(progress: Progress, number: int, parts: int) -> Progress:
    return lambda step, share: progress(step, 0.8 * (number + share) / parts)
