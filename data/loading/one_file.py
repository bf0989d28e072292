"""What becomes of one file in a load? It is read, merged and accounted for, a canonical table at a time."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from data import modelling, schema, versions
from data.loading import doubts, layers, merge, sheets, stage
from data.loading.mapping import FileMapping
from data.loading.merge import Brings, Counts
from data.loading.notes import read_as_rows
from data.loading.rejects import first_reason, rejects
from data.loading.requests import LoadError, Progress, Report, Request, opened
from data.reading.files import CHUNK
from data.reading.table import Table
from data.sql import first_row, transaction


@dataclass(frozen=True)
class Loading:
    """What all files of one load share. may_reject_all: also a file of which no row can be used is read to its end."""

    build: versions.Build
    store: Path
    may_reject_all: bool


@dataclass(frozen=True)
class _Part:
    """One canonical table that a file fills. with_load: the first load of the same file."""

    request: Request
    table: Table
    mapping: FileMapping
    encoding: str
    digest: str
    said: tuple[str, ...]
    with_load: int | None

    @property
    def read_as(self) -> dict[str, object]:
        """How the file is read, whoever decided it."""
        options = self.request.options
        said = {"preset": self.mapping.preset.name, "mapped": dict(self.mapping.by_hand.columns),
                "constants": dict(self.mapping.by_hand.constants), "zone": options.zone_for(self.mapping),
                "day_first": options.order_for(self.mapping), "prefix": options.prefix}  # fmt: skip
        return {key: value for key, value in said.items() if value not in (None, {}, "")}


def load_file(
    loading: Loading, request: Request, *, progress: Progress, said: tuple[str, ...]
) -> list[tuple[Report, bool]]:
    """The reports of one file, a table each, and whether there is anything new in it."""
    progress(f"Reading {request.name}", 0.05)
    found: list[tuple[Report, bool]] = []
    with opened(request, loading.build.spool, store=loading.store) as file:
        digest = checksum(request.path)
        for table, mapping in file.parts:
            first = found[0][0].load_id if found else None
            part = _Part(request, table, mapping, file.encoding, digest, said if not found else (), first)
            found.append(_load_part(loading, part, progress=progress))
    return found


def _load_part(loading: Loading, part: _Part, *, progress: Progress) -> tuple[Report, bool]:
    connection = loading.build.connection
    scales = modelling.stored_settings(connection)["scales"]
    staged = stage.stage(
        connection,
        part.table,
        part.mapping,
        options=part.request.options,
        spool=loading.build.spool,
        scales=scales,
    )
    if staged.rejected == staged.rows and not loading.may_reject_all and part.with_load is None:
        first = first_reason(connection, part.table, part.mapping)
        raise LoadError(f"Every row of {part.request.name} was rejected; the first: {first}")
    progress(f"Merging {part.request.name}", 0.6)
    with transaction(connection):
        return _merge_one(loading, part, staged)


def _merge_one(loading: Loading, part: _Part, staged: stage.Staged) -> tuple[Report, bool]:
    connection, mapping = loading.build.connection, part.mapping
    table = schema.TABLES[mapping.kind]
    now = versions.now()
    known, read_as = _known(connection, part)
    next_id = _one(connection, "select coalesce(max(load_id), 0) + 1 from loads")
    as_of = doubts.reaches_to(connection, mapping.kind, staged.columns, now=now)
    is_corrected = known is not None and read_as != part.read_as  # the same file, read in another way
    brings = Brings(next_id, staged.columns, as_of, part.request.is_newest or is_corrected)
    warnings = list(doubts.doubts(connection, mapping, staged, now=now))
    records = merge.fold(connection, staged, mapping)
    layers.secure(loading.build, table)
    fates = merge.merge(connection, table, brings)
    counts = Counts(staged.rows, folded=staged.rows - staged.rejected - records, rejected=staged.rejected, **fates)
    is_changed = bool(counts.new or counts.updated or known is None)
    report = Report(
        file=part.request.name,
        kind=mapping.kind,
        preset=mapping.preset.name,
        **vars(counts),
        load_id=next_id if is_changed else known,
        notes=(*part.said, *_notes(part, staged)),
        warnings=(*doubts.older(counts.older, as_of), *warnings),
    )
    if is_changed:
        layers.keep(loading.build, table, brings)
        _keep(connection, report, part, as_of=as_of)
        sheets.keep_sheet(connection, part.table, mapping, staged=staged, load_id=next_id)
        for frame in rejects(connection, part.table, mapping):
            _keep_rejects(connection, report, frame)
    return report, is_changed


def _known(connection: duckdb.DuckDBPyConnection, part: _Part) -> tuple[int | None, dict[str, object]]:
    """The last load of this very file into this table that was not removed, and how it was read."""
    found = first_row(
        connection,
        "select load_id, read_as from loads where checksum = $digest and kind = $kind and removed_at is null "
        "order by load_id desc limit 1",
        {"digest": part.digest, "kind": part.mapping.kind},
    )
    return (found[0], json.loads(found[1] or "{}")) if found else (None, {})


def _notes(part: _Part, staged: stage.Staged) -> list[str]:
    footer = [f"Not read, as they end the report: {' / '.join(part.table.footer)[:200]}"] if part.table.footer else []
    return [
        *footer,
        *read_as_rows(part.table),
        *staged.notes,
        *(f"Cannot be told from such an export: {text}" for text in part.mapping.preset.cannot_tell),
    ]


def with_late_doubts(connection: duckdb.DuckDBPyConnection, report: Report, *, is_changed: bool) -> Report:
    """With the warnings that need every file of the load."""
    if not is_changed or report.load_id is None:
        return report
    warnings = (*report.warnings, *doubts.late_doubts(connection, report.kind, report.load_id))
    connection.execute(
        "update loads set warnings = $warnings where load_id = $id",
        {"warnings": json.dumps(warnings, ensure_ascii=False), "id": report.load_id},
    )
    return replace(report, warnings=warnings)


def _keep(connection: duckdb.DuckDBPyConnection, report: Report, part: _Part, *, as_of: object) -> None:
    row: dict[str, object] = {
        "load_id": report.load_id,
        "loaded_at": versions.now(),
        "loaded_by": versions.who(),
        "file": report.file,
        "kind": report.kind,
        "preset": report.preset,
        "checksum": part.digest,
        **{fate: getattr(report, fate) for fate in ("rows", "new", "updated", "unchanged", "folded", "rejected")},
        "notes": json.dumps(report.notes, ensure_ascii=False),
        "warnings": json.dumps(report.warnings, ensure_ascii=False),
        "with_load": part.with_load or report.load_id,
        "as_of": as_of,
        "size": part.request.path.stat().st_size,
        "encoding": part.encoding,
        "read_as": json.dumps(part.read_as, ensure_ascii=False),
        "unread": json.dumps(sheets.unread(part.table, part.mapping), ensure_ascii=False),
        "header": json.dumps([part.table.header, *part.table.below], ensure_ascii=False),
    }
    marks = ", ".join(f"${key}" for key in row)
    connection.execute(f"insert into loads ({', '.join(row)}) values ({marks})", row)


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


def checksum(path: Path) -> str:
    """SHA-256 of the file as it is on disk."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
