"""Which versions of the store are there, and which of them is current? A small file, `store.json`, says so.

It is replaced as a whole, so a reader sees the old version or the new one, never something between.
"""

import contextlib
import dataclasses
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

POINTER = "store.json"


class StoreError(RuntimeError):
    """The store cannot be read or written; the text says why and what to do."""


@dataclass(frozen=True)
class Version:
    """One immutable version of the store: its number, file, where it came from, and the layers that it needs."""

    number: int
    file: str
    parent: int | None
    made_at: str
    made_by: str
    what: str
    layers: tuple[str, ...] = ()  # files with the rows of single loads, in the folder `layers`


@dataclass(frozen=True)
class Pointer:
    """What the pointer file says: the current version, the next number, and the versions that are kept."""

    current: int | None
    next: int
    versions: tuple[Version, ...]

    def version(self, number: int | None) -> Version | None:
        return next((version for version in self.versions if version.number == number), None)

    def line_of(self, version: Version, *, length: int) -> tuple[Version, ...]:
        """The version and those it was made from, oldest first, at most `length` of them: what undo can reach."""
        line = [version]
        while len(line) < length and (parent := self.version(line[-1].parent)):
            line.append(parent)
        return tuple(reversed(line))


def read_pointer(folder: Path) -> Pointer:
    """The pointer file; an empty pointer when there is no store yet. Raises StoreError when it cannot be read."""
    path = folder / POINTER
    try:
        body = json.loads(path.read_text("utf-8"))
        return Pointer(body["current"], body["next"], tuple(map(_version, body["versions"])))
    except FileNotFoundError:
        return Pointer(None, 1, ())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{path} cannot be read ({error}). Put it back from a backup, or move the folder away."
        ) from None


def _version(body: dict[str, Any]) -> Version:
    return Version(**body | {"layers": tuple(body.get("layers", ()))})


def write_pointer(folder: Path, pointer: Pointer) -> None:
    """Replace the pointer file at once; killed before, during or after, it is whole. Raises OSError, and then it is
    the old one."""
    path = folder / f"{POINTER}.{os.getpid()}.new"
    try:
        path.write_text(json.dumps(dataclasses.asdict(pointer), indent=1), "utf-8")
        sync(path)
        path.replace(folder / POINTER)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise
    with contextlib.suppress(OSError):  # readers see the new one already: that the disk is not sure of it is no failure
        sync(folder)


def sync(path: Path) -> None:
    """Ask the disk to keep what was written; folders cannot be synced on every system."""
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
