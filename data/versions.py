"""Where is the store, how is it read, and who may write?

A store is a folder: immutable DuckDB files, and a small pointer file (`store.json`) that says which one is current.
A load builds a new file from the current one and publishes it by replacing the pointer, so a reader sees the old
version or the new one, never something between; killed at any instant, the pointer still names a whole file.
"""

import contextlib
import dataclasses
import datetime as dt
import getpass
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from data import budget, pointer
from data.pointer import Pointer, StoreError, Version, sync, write_pointer
from data.sweeping import LAYERS, remove, remove_layers, sweep

__all__ = ["LAYERS", "Build", "Pointer", "StoreError", "Unchanged", "Version", "building", "current_version",
           "default_store", "now", "open_for_reading", "open_for_writing", "read_pointer", "undo",
           "who"]  # fmt: skip

KEPT = 5

_opening = threading.Lock()


@dataclass(frozen=True)
class Build:
    """A version being built: a connection to write with, the version it started from, and a folder for its own files.

    layers: the files of single loads that the new version needs; new ones lie in `spool` until it is published.
    """

    connection: duckdb.DuckDBPyConnection
    base: Version | None
    number: int
    spool: Path
    layers: list[str] = field(default_factory=list)


class Unchanged(Exception):  # noqa: N818 - not an error: ends a build that has nothing to publish
    """Raised inside `building` to leave the store as it was."""


def default_store() -> Path:
    """The folder of the store: `SUPPORT_STORE`, else `data/store` beside this file."""
    return Path(os.environ.get("SUPPORT_STORE") or Path(__file__).parent / "store")


def read_pointer(store: Path | None = None) -> Pointer:
    """The pointer file; an empty pointer when there is no store yet. Raises StoreError when it cannot be read."""
    return pointer.read_pointer(store or default_store())


def current_version(store: Path | None = None) -> Version | None:
    """The version that readers see now; None when nothing was ever loaded."""
    found = read_pointer(store)
    return found.version(found.current)


def open_for_reading(store: Path | None = None, *, version: Version | None = None) -> duckdb.DuckDBPyConnection:
    """The one way to read: a locked-down read-only connection to the current (or the given) version.

    Use one `cursor()` per query: a connection shared by threads returns other threads' rows.
    Raises StoreError when there is no data yet.
    """
    folder = store or default_store()
    file = ""
    for _ in range(3):  # a version can be pruned between reading the pointer and opening the file
        wanted = version or current_version(folder)
        if wanted is None:
            raise StoreError(
                f"There is no data in {folder} yet. Load a file, or make the sample: python -m data sample"
            )
        file = wanted.file
        try:
            connection = duckdb.connect(folder / file, read_only=True, config={"enable_external_access": False})
        except duckdb.IOException:
            continue
        _lock_down(connection)
        return connection
    raise StoreError(f"{folder / file} cannot be opened; undo the last load, or load again.")


def open_for_writing(path: Path, spool: Path) -> duckdb.DuckDBPyConnection:
    """The one way to write: a connection to a file that nobody reads yet, with a bounded memory; what does not fit goes
    to the folder `spool`. Raises StoreError for a memory that is none (see data/budget.py)."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{budget.memory()}B",
        "threads": budget.threads(),
        "temp_directory": str(spool),
        "preserve_insertion_order": True,
    }
    connection = duckdb.connect(path, config=config)
    connection.execute("set global TimeZone = 'UTC'")
    return connection


@contextlib.contextmanager
def building(
    store: Path | None = None,
    *,
    what: str,
    publish: bool = True,
    fresh: Callable[[], bool] = lambda: False,
    waiting: Callable[[str], None] | None = None,
) -> Iterator[Build]:
    """A build of the next version: published when the block ends well, else the store stays as it was.

    `fresh`, asked when nobody else can write any more, starts from nothing instead of the current version. `waiting`
    is told who holds the lock. Only one build runs at a time. Raises StoreError on a full disk; any other error of the
    block passes through.
    """
    folder = store or default_store()
    with _only_writer(folder, what, waiting):
        known = read_pointer(folder)
        sweep(folder, known)
        base = None if fresh() else known.version(known.current)
        path = folder / f"building-{known.next:06}-{os.getpid()}.duckdb"
        spool = path.with_suffix(".spool")
        try:
            spool.mkdir()
            if base:
                shutil.copyfile(folder / base.file, path)
            connection = open_for_writing(path, spool)
            build = Build(connection, base, known.next, spool, list(base.layers) if base else [])
            try:
                yield build
                connection.execute("checkpoint")
            finally:
                connection.close()
            if publish:
                _publish(folder, known, path, what=what, build=build)
        except Unchanged:
            pass
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException):
            with contextlib.suppress(OSError, StoreError):  # a full disk needs the room
                sweep(folder, read_pointer(folder))
            raise
        finally:
            remove(path)
            remove(spool)


def undo(store: Path | None = None, *, waiting: Callable[[str], None] | None = None) -> Version:
    """Point back to the version that the current one was made from. Raises StoreError when there is none."""
    folder = store or default_store()
    with _only_writer(folder, "undo", waiting):
        known = read_pointer(folder)
        current = known.version(known.current)
        if current is None:
            raise StoreError("There is nothing to undo: nothing was loaded yet.")
        if current.parent is None:
            raise StoreError("There is nothing to undo: this is the first version.")
        parent = known.version(current.parent)
        if parent is None:
            raise StoreError(f"There is nothing to undo: the version before {current.number} is not kept any more.")
        write_pointer(folder, dataclasses.replace(known, current=parent.number))
        return parent


def who() -> str:
    """The name that history shows for this user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def now() -> dt.datetime:
    """This instant in UTC, without a zone, to the second: as the store keeps it."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def _lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    """No setting can be changed afterwards. Connections of one process to one file share them: the first one sets."""
    with _opening:
        if not connection.execute("select current_setting('lock_configuration')").fetchall()[0][0]:
            connection.execute("set global TimeZone = 'UTC'")
            connection.execute("set global lock_configuration = true")


@contextlib.contextmanager
def _only_writer(folder: Path, what: str, waiting: Callable[[str], None] | None) -> Iterator[None]:
    """The only one who changes the store. What the disk or the memory refuses within is a StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        note = folder / "lock.json"
        lock = FileLock(folder / "lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if waiting:
                waiting(_holder(note))
            lock.acquire()
        try:
            with contextlib.suppress(OSError):  # the note only informs; the lock itself is what counts
                said = {"who": who(), "process": os.getpid(), "what": what, "since": f"{now()} UTC"}
                note.write_text(json.dumps(said))
            yield
        finally:
            lock.release()
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException) as error:
        raise StoreError(f"The store could not be written and is as it was: {_first_line(error)}") from error


def _holder(note: Path) -> str:
    try:
        body = json.loads(note.read_text())
        return f"{body['who']} (process {body['process']}) has been at work since {body['since']}: {body['what']}"
    except (OSError, ValueError, KeyError):
        return "another load is running"


def _publish(folder: Path, known: Pointer, path: Path, *, what: str, build: Build) -> None:
    name = f"version-{known.next:06}.duckdb"
    duckdb.connect(path, read_only=True).close()  # a file that cannot be opened must not become current
    sync(path)
    for layer in build.layers:
        if (build.spool / layer).exists():
            (folder / LAYERS).mkdir(exist_ok=True)
            sync(build.spool / layer)
            (build.spool / layer).replace(folder / LAYERS / layer)
            sync(folder / LAYERS)
    path.rename(folder / name)
    version = Version(known.next, name, known.current, f"{now()}", who(), what, tuple(build.layers))
    kept = known.line_of(version, length=KEPT)
    write_pointer(folder, Pointer(version.number, known.next + 1, kept))
    with contextlib.suppress(OSError):  # it is published already
        for gone in set(known.versions) - set(kept):
            remove(folder / gone.file)
        remove_layers(folder, kept)


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
