"""Where is the store, which version of it is current, and who may write?

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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

KEPT = 5
POINTER = "store.json"
MEMORY_LIMIT = "3GB"


class StoreError(RuntimeError):
    """The store cannot be read or written; the text says why and what to do."""


@dataclass(frozen=True)
class Version:
    """One immutable version of the store: its number, file, and where it came from."""

    number: int
    file: str
    parent: int | None
    made_at: str
    made_by: str
    what: str


@dataclass(frozen=True)
class Pointer:
    """What the pointer file says: the current version, the next number, and the versions that are kept."""

    current: int | None
    next: int
    versions: tuple[Version, ...]

    def version(self, number: int | None) -> Version | None:
        return next((version for version in self.versions if version.number == number), None)


@dataclass(frozen=True)
class Build:
    """A version being built: an open connection to write with, and the version it started from."""

    connection: duckdb.DuckDBPyConnection
    base: Version | None
    number: int
    folder: Path


class Unchanged(Exception):  # noqa: N818 - not an error: ends a build that has nothing to publish
    """Raised inside `building` to leave the store as it was."""


def default_store() -> Path:
    """The folder of the store: `SUPPORT_STORE`, else `data/store` beside this file."""
    return Path(os.environ.get("SUPPORT_STORE") or Path(__file__).parent / "store")


def read_pointer(store: Path | None = None) -> Pointer:
    """The pointer file; an empty pointer when there is no store yet. Raises StoreError when it cannot be read."""
    path = (store or default_store()) / POINTER
    try:
        body = json.loads(path.read_text("utf-8"))
        return Pointer(body["current"], body["next"], tuple(Version(**version) for version in body["versions"]))
    except FileNotFoundError:
        return Pointer(None, 1, ())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{path} cannot be read ({error}). Put it back from a backup, or move the folder away."
        ) from None


def current_version(store: Path | None = None) -> Version | None:
    """The version that readers see now; None when nothing was ever loaded."""
    pointer = read_pointer(store)
    return pointer.version(pointer.current)


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
        connection.execute("set global TimeZone = 'UTC'")
        connection.execute("set global lock_configuration = true")
        return connection
    raise StoreError(f"{folder / file} cannot be opened; undo the last load, or load again.")


def open_for_writing(path: Path, spool: Path) -> duckdb.DuckDBPyConnection:
    """The one way to write: a connection to a file that nobody reads yet, with a bounded memory."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
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
    fresh: bool = False,
    waiting: Callable[[str], None] | None = None,
) -> Iterator[Build]:
    """A build of the next version: published when the block ends well, else the store stays as it was.

    `fresh` starts from nothing instead of the current version. `waiting` is told who holds the lock. Only one build
    runs at a time. Raises StoreError on a full disk; any other error of the block passes through.
    """
    folder = store or default_store()
    spool = folder / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    with _only_writer(folder, what, waiting):
        pointer = read_pointer(folder)
        _sweep(folder, pointer)
        base = None if fresh else pointer.version(pointer.current)
        path = folder / f"building-{pointer.next:06}-{os.getpid()}.duckdb"
        try:
            if base:
                shutil.copyfile(folder / base.file, path)
            connection = open_for_writing(path, spool)
            try:
                yield Build(connection, base, pointer.next, folder)
                connection.execute("checkpoint")
            finally:
                connection.close()
            if publish:
                _publish(folder, pointer, path, what)
        except Unchanged:
            pass
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise StoreError(f"Nothing was changed: the store could not be written ({_first_line(error)}).") from error
        finally:
            _remove(path)


def undo(store: Path | None = None) -> Version:
    """Point back to the version that the current one was made from. Raises StoreError when there is none."""
    folder = store or default_store()
    with _only_writer(folder, "undo", None):
        pointer = read_pointer(folder)
        current = pointer.version(pointer.current)
        if current is None:
            raise StoreError("There is nothing to undo: nothing was loaded yet.")
        parent = pointer.version(current.parent)
        if parent is None:
            raise StoreError(f"There is nothing to undo: the version before {current.number} is not kept any more.")
        _write_pointer(folder, dataclasses.replace(pointer, current=parent.number))
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


@contextlib.contextmanager
def _only_writer(folder: Path, what: str, waiting: Callable[[str], None] | None) -> Iterator[None]:
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
            note.write_text(json.dumps({"who": who(), "process": os.getpid(), "what": what, "since": f"{now()} UTC"}))
        yield
    finally:
        lock.release()


def _holder(note: Path) -> str:
    try:
        body = json.loads(note.read_text())
        return f"{body['who']} (process {body['process']}) has been at work since {body['since']}: {body['what']}"
    except (OSError, ValueError, KeyError):
        return "another load is running"


def _publish(folder: Path, pointer: Pointer, path: Path, what: str) -> None:
    name = f"version-{pointer.next:06}.duckdb"
    duckdb.connect(path, read_only=True).close()  # a file that cannot be opened must not become current
    _sync(path)
    path.rename(folder / name)
    version = Version(pointer.next, name, pointer.current, f"{now()}", who(), what)
    kept = [version]
    while len(kept) < KEPT and (parent := pointer.version(kept[-1].parent)):
        kept.append(parent)
    _write_pointer(folder, Pointer(version.number, pointer.next + 1, tuple(reversed(kept))))
    for gone in set(pointer.versions) - set(kept):
        _remove(folder / gone.file)


def _write_pointer(folder: Path, pointer: Pointer) -> None:
    path = folder / f"{POINTER}.{os.getpid()}.new"
    path.write_text(json.dumps(dataclasses.asdict(pointer), indent=1), "utf-8")
    _sync(path)
    path.replace(folder / POINTER)
    _sync(folder)


def _sync(path: Path) -> None:
    """Ask the disk to keep what was written; folders cannot be synced on every system."""
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: Path, pointer: Pointer) -> None:
    """Remove what a killed load left behind; called only by the holder of the lock."""
    kept = {version.file for version in pointer.versions}
    left = [*folder.glob("building-*"), *folder.glob(f"{POINTER}.*.new"), *folder.glob("version-*.duckdb")]
    for path in left:
        if path.name not in kept:
            _remove(path)


def _remove(path: Path) -> None:
    for one in (path, path.with_name(f"{path.name}.wal")):
        with contextlib.suppress(OSError):
            one.unlink(missing_ok=True)


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
