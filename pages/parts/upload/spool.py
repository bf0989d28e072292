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
from typing import BinaryIO, Literal

from data.reading.files import GZIP, PARQUET
from data.reading.members import members

Form = Literal["plain", "gzip", "zip", "sheet", "parquet"]

CHUNK = 1 << 20
LEFT_BEHIND = 86_400  # seconds


@dataclass(frozen=True)
class Dropped:
    """What was dropped: the name that it came with, and where it is kept. key: unique among all."""

    key: str
    name: str
    path: Path
    size: int

    @property
    def folder(self) -> Path:
        """A folder of its own: also for what is taken out of it."""
        return self.path.parent


@dataclass(frozen=True)
class File:
    """A file to load: what was dropped, or one of the files or sheets in it. name: as it is shown. form: what it was in.
    is_sheet: made from the rows of a spreadsheet or the like. folder: of its own, for what is unpacked from it."""

    key: str
    name: str
    path: Path
    size: int
    is_sheet: bool
    form: Form
    dropped: Dropped
    folder: Path


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


def files_in(dropped: Dropped) -> list[File]:
    """The files to load: itself, or what is in it (`export.zip › tickets.csv`). Raises UnreadableError and OSError."""
    found = members(dropped.path, dropped.folder)
    return [
        _file(dropped, f"{dropped.name} › {one.name}" if one.name else dropped.name, one.path, is_sheet=one.is_sheet)
        for one in found
    ]


def whole(dropped: Dropped) -> File:
    """What was dropped, as it is."""
    return _file(dropped, dropped.name, dropped.path, is_sheet=False)


def _file(dropped: Dropped, name: str, path: Path, *, is_sheet: bool) -> File:
    key = secrets.token_hex(4)
    folder = dropped.folder / key
    folder.mkdir(exist_ok=True)
    form = _form(dropped, name, is_sheet=is_sheet)
    return File(key, name, path, path.stat().st_size, is_sheet, form, dropped, folder)


def _form(dropped: Dropped, name: str, *, is_sheet: bool) -> Form:
    with dropped.path.open("rb") as file:
        head = file.read(4)
    if is_sheet:
        return "parquet" if head == PARQUET or name.lower().endswith(".parquet") else "sheet"
    return "gzip" if head.startswith(GZIP) else "zip" if name != dropped.name else "plain"


def remove(file: File, *, is_last: bool) -> None:
    """The file and what was unpacked from it. is_last: nothing else that was dropped with it is needed any more."""
    shutil.rmtree(file.dropped.folder if is_last else file.folder, ignore_errors=True)
    if not is_last and file.path != file.dropped.path:
        with contextlib.suppress(OSError):
            file.path.unlink(missing_ok=True)


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
