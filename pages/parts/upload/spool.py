"""Where are dropped files kept until they are loaded? On disk beside the store, one folder per visitor.

A folder that no page has touched for a day belongs to a visitor who left; every load sweeps such folders away, and so
does every visit.
"""

import contextlib
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20
LEFT_BEHIND = 86_400  # seconds


@dataclass(frozen=True)
class Dropped:
    """A file that was dropped: the name that it came with, and where it is kept. key: unique among all files."""

    key: str
    name: str
    path: Path
    size: int

    @property
    def folder(self) -> Path:
        """The file's own folder: also for what is unpacked from it."""
        return self.path.parent


def new_folder(store: Path) -> Path:
    """A folder for one visitor's files."""
    folder = store / "spool" / f"upload-{secrets.token_hex(8)}"
    folder.mkdir(parents=True)
    return folder


def keep(file: BinaryIO, name: str, folder: Path) -> Dropped:
    """Copy a file to disk in chunks, into a folder of its own. Raises OSError, and then leaves nothing behind."""
    key = secrets.token_hex(4)
    path = folder / key / safe_name(name)
    try:
        path.parent.mkdir(parents=True)
        with path.open("wb") as kept:
            shutil.copyfileobj(file, kept, CHUNK)
    except OSError:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise
    return Dropped(key, shown_name(name), path, path.stat().st_size)


def remove(dropped: Dropped) -> None:
    """The file and what was unpacked from it."""
    shutil.rmtree(dropped.folder, ignore_errors=True)


def touch(folder: Path) -> None:
    """Say that the folder is in use."""
    with contextlib.suppress(OSError):
        folder.touch()


def sweep(store: Path, *, now: float | None = None) -> None:
    """Remove the folders of visitors who left."""
    limit = (now or time.time()) - LEFT_BEHIND
    for folder in (store / "spool").glob("upload-*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)


def safe_name(name: str) -> str:
    """A file name for the disk: no folders, no control characters, not too long, never empty."""
    plain = re.sub(r"[^\w.-]+", "_", re.split(r"[/\\]", name)[-1]).strip("._")
    return plain[-80:] or "file"


def shown_name(name: str) -> str:
    """The name as reports and history show it: the last part, on one line."""
    return " ".join(re.split(r"[/\\]", name)[-1].split())[:120] or "file"
