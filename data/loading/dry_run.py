"""What would a load do, and which rows would it reject? The same steps as a load; nothing is published."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data import modelling, versions
from data.loading import stage
from data.loading.load import Progress, Report, Request, load, opened
from data.loading.rejects import rejects
from data.loading.values import Scales

FIRST_REJECTS = 200


@dataclass(frozen=True)
class Checked:
    """What a load would do: a report per file, and the first rejected rows of those that have any, by their place."""

    reports: tuple[Report, ...]
    rejects: Mapping[int, pd.DataFrame]


def check(
    requests: Sequence[Request], *, store: Path, progress: Progress, waiting: Callable[[str], None] | None = None
) -> Checked:
    """The load as a dry run, with the first rejected rows. Raises LoadError and StoreError."""
    reports = load(requests, store=store, dry_run=True, progress=progress, waiting=waiting)
    found: dict[int, pd.DataFrame] = {}
    for number, (request, report) in enumerate(zip(requests, reports, strict=True)):
        if report.rejected:
            progress(f"Collecting rejected rows of {request.name}", 1.0)
            found[number] = first_rejects(request, store / "spool", scales=_scales(store))
    return Checked(tuple(reports), found)


def _scales(store: Path) -> Scales | None:
    if versions.current_version(store) is None:
        return None
    connection = versions.open_for_reading(store)
    try:
        scales: Scales = modelling.stored_settings(connection)["scales"]
        return scales
    finally:
        connection.close()


def first_rejects(
    request: Request, spool: Path, *, limit: int = FIRST_REJECTS, scales: Scales | None = None
) -> pd.DataFrame:
    """The first rows of a file that cannot be used: line, column, value, reason, record. Raises LoadError."""
    spool.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="check-", dir=spool, ignore_cleanup_errors=True) as name_of_folder:
        folder = Path(name_of_folder)
        connection = versions.open_for_writing(folder / "check.duckdb", folder)
        try:
            with opened(request, folder) as file:
                stage.stage(connection, file.table, file.mapping, options=request.options, spool=folder, scales=scales)
                return next(rejects(connection, file.table, file.mapping), pd.DataFrame()).head(limit)
        finally:
            connection.close()
