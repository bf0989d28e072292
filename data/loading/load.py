"""From files to a new version of the store: the one way in, for the app and the command line alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb

from data import modelling, tables, versions
from data.loading import layers, over_sample
from data.loading.one_file import Loading, load_file, with_late_doubts
from data.loading.requests import Progress, Report, Request, expanded
from data.sql import transaction

Inspect = Callable[[duckdb.DuckDBPyConnection, Sequence[Report]], None]


def _no_progress(step: str, share: float) -> None:
    """For callers that do not show progress."""


def load(
    requests: Sequence[Request],
    *,
    store: Path | None = None,
    dry_run: bool = False,
    is_sample: bool = False,
    only_when_empty: bool = False,
    settings: Mapping[str, object] | None = None,
    inspect: Inspect | None = None,
    progress: Progress = _no_progress,
    waiting: Callable[[str], None] | None = None,
) -> list[Report]:
    """Load the files as one new version of the store, all or nothing. Returns a report per file and table, in order.

    Archives and workbooks are loaded file by file and sheet by sheet. Files of a real company replace the sample
    company, never mix with it. only_when_empty: do nothing, and report nothing, when somebody has filled the store in
    the meantime. inspect: is shown the new version before it is published, or thrown away. Raises LoadError and
    StoreError, and then the store is as it was.
    """
    folder = store or versions.default_store()
    what = ", ".join(request.name for request in requests)
    reports: list[Report] = []
    fresh = partial(over_sample.starts_anew, folder, is_sample=is_sample)
    with (
        versions.building(folder, what=what, publish=not dry_run, fresh=fresh, waiting=waiting) as build,
        expanded(requests, build.spool) as files,  # inside: what a killed load has unpacked goes with its build
    ):
        connection = build.connection
        if only_when_empty and versions.current_version(folder):
            raise versions.Unchanged
        tables.create_tables(connection)
        carried = _begin(build, folder, is_sample=is_sample, settings=settings or {})
        said = over_sample.note(carried)
        loading = Loading(build, folder, may_reject_all=dry_run)
        loaded: list[tuple[Report, bool]] = []
        for number, request in enumerate(files):
            part = _part(progress, number, len(files))
            loaded += load_file(loading, request, progress=part, said=() if number else said)
        reports = [report for report, _ in loaded]
        if build.base and not settings and not any(is_changed for _, is_changed in loaded):
            raise versions.Unchanged
        reports = [with_late_doubts(connection, report, is_changed=changed) for report, changed in loaded]
        progress("Computing facts", 0.8)
        with transaction(connection):
            modelling.build_model(connection, now=versions.now())
        if inspect:
            inspect(connection, reports)
        progress("Publishing", 0.95)
    progress("Done", 1.0)
    return [replace(report, load_id=None) for report in reports] if dry_run else reports


def remove_load(
    load_id: int,
    *,
    store: Path | None = None,
    progress: Progress = _no_progress,
    waiting: Callable[[str], None] | None = None,
) -> list[int]:
    """Take a load back, and what it brought, as a new version: the store is as if its file had never been loaded.

    Loads of other files stay. Returns the ids that were removed: all tables of the same file. Raises StoreError.
    """
    folder = store or versions.default_store()
    removed: list[int] = []
    with versions.building(folder, what=f"without load {load_id}", waiting=waiting) as build:
        connection = build.connection
        tables.create_tables(connection)
        of_the_file = "coalesce(with_load, load_id)"
        found = connection.execute(
            f"select load_id from loads where removed_at is null and {of_the_file} = "
            f"(select max({of_the_file}) from loads where load_id = $id) order by load_id",
            {"id": load_id},
        ).fetchall()
        removed = [one for (one,) in found]
        if load_id not in removed:
            raise versions.StoreError(f"There is no load {load_id} to remove; see python -m data history")
        with transaction(connection):
            for number, one in enumerate(removed):
                progress(f"Removing load {one}", 0.7 * number / len(removed))
                layers.remove(build, folder, one)
                connection.execute("delete from rejects where load_id = $id", {"id": one})
                connection.execute(
                    "update loads set removed_at = $now, removed_by = $who where load_id = $id",
                    {"now": versions.now(), "who": versions.who(), "id": one},
                )
            progress("Computing facts", 0.8)
            modelling.build_model(connection, now=versions.now())
    progress("Done", 1.0)
    return removed


def change_settings(
    values: Mapping[str, object], *, store: Path | None = None, waiting: Callable[[str], None] | None = None
) -> None:
    """Keep new settings and compute the facts anew, as a new version. Raises SettingError and StoreError."""
    folder = store or versions.default_store()
    with versions.building(folder, what=f"settings: {', '.join(values)}", waiting=waiting) as build:
        tables.create_tables(build.connection)
        with transaction(build.connection):
            modelling.store_settings(build.connection, dict(values))
            modelling.build_model(build.connection, now=versions.now())


def _begin(
    build: versions.Build, folder: Path, *, is_sample: bool, settings: Mapping[str, object]
) -> dict[str, object]:
    """Store the settings that were given, and return those that are carried over from the sample company's store."""
    connection = build.connection
    carried: dict[str, object] = {}
    if build.base is None:
        build.layers.clear()
        connection.execute("insert into store_info values ('is_sample', $flag)", {"flag": str(is_sample).lower()})
        carried = {} if is_sample else over_sample.changed_over_sample(folder)
    if carried or settings:
        modelling.store_settings(connection, carried | dict(settings))
    if is_sample:
        over_sample.keep_sample_settings(connection)
    return {key: value for key, value in carried.items() if key not in settings}


def _part(progress: Progress, number: int, parts: int) -> Progress:
    return lambda step, share: progress(step, 0.8 * (number + share) / parts)
