"""What is in this zip file, workbook or parquet file? Run as a process of its own, whose memory is bounded:

python -m data.reading.containers FILE FOLDER MEMORY SECONDS    prints the members, or why there are none, as JSON
"""

import errno
import json
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from data.reading import entries
from data.reading.files import (
    CHUNK,
    GZIP,
    PARQUET,
    ZIPS,
    UnreadableError,
    head_of,
    most_unpacked,
    new_file,
    too_large,
    unpacked,
)
from data.reading.members import Member

MAX_MEMBERS = 200
MAX_DEPTH = 2  # a zip file, and one in it
WITHIN = " › "


@dataclass
class _Limit:
    """How many bytes may still be written."""

    size: int
    left: int

    def take(self, written: int) -> None:
        self.left -= written
        if self.left < 0:
            raise UnreadableError(too_large(self.size))


def taken_apart(path: Path, folder: Path) -> list[Member]:
    """The tables in a zip file, a workbook or a parquet file, written to the folder. Raises UnreadableError."""
    size = most_unpacked(path.stat().st_size)
    return _members(path, "", folder, limit=_Limit(size, size), depth=1)


def _members(path: Path, name: str, folder: Path, *, limit: _Limit, depth: int) -> list[Member]:
    head = head_of(path, 512)
    if head.startswith(GZIP):
        path = unpacked(path, folder)
        limit.take(path.stat().st_size)
        head = head_of(path, 512)
    if head.startswith(ZIPS):
        return _of_zip(path, name, folder, limit=limit, depth=depth)
    if head.startswith(PARQUET):
        from data.reading.parquet import parquet_text

        return [Member(name, parquet_text(path, folder), is_sheet=True)]
    return [Member(name, path, is_sheet=False)]


def _of_zip(path: Path, name: str, folder: Path, *, limit: _Limit, depth: int) -> list[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            if entries.is_workbook(archive):
                if sum(entry.file_size for entry in archive.infolist()) > limit.size:
                    raise UnreadableError(too_large(limit.size))
                return _of_workbook(path, name, folder, limit=limit)
            if depth > MAX_DEPTH:
                raise UnreadableError(
                    "It is a zip file in a zip file in a zip file. Unpack it, and load what is in it."
                )
            return _of_archive(archive, name, folder, limit=limit, depth=depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        advice = "packed in a way that is not known" if isinstance(error, NotImplementedError) else "cut off or damaged"
        raise UnreadableError(
            f"It is {advice}: it cannot be unpacked. Export or copy it again, or unpack it."
        ) from None


def _of_archive(archive: zipfile.ZipFile, name: str, folder: Path, *, limit: _Limit, depth: int) -> list[Member]:
    found: list[Member] = []
    for shown, entry in entries.tables(archive, most=MAX_MEMBERS):
        label = f"{name}{WITHIN}{shown}" if name else shown
        try:
            unpacked_entry = _unpack(archive, entry, folder, limit=limit)
            within = _members(unpacked_entry, label, folder, limit=limit, depth=depth + 1)
        except UnreadableError as error:
            raise UnreadableError(f"{shown} in it: {error}") from None
        if all(member.path != unpacked_entry for member in within):
            unpacked_entry.unlink(missing_ok=True)
        found += within
        _check_number(len(found))
    return found


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, *, limit: _Limit) -> Path:
    if entry.flag_bits & 1:
        raise UnreadableError("It is protected by a password. Unpack it, and load what is in it.")
    with archive.open(entry) as packed, new_file(folder) as plain:
        while chunk := packed.read(CHUNK):
            limit.take(len(chunk))
            plain.write(chunk)
    return Path(plain.name)


def _of_workbook(path: Path, name: str, folder: Path, *, limit: _Limit) -> list[Member]:
    from data.reading.sheets import sheet_texts

    found = sheet_texts(path, folder, limit=limit.take)
    tables = [sheet for sheet in found if sheet.is_table] or found  # beside tables, a column of words explains them
    _check_number(len(tables))
    shown = entries.distinct([entries.printable(sheet.name) for sheet in tables])
    labels = [f"{name}{WITHIN}{one}" if name else one for one in shown]
    return [Member(label, sheet.path, is_sheet=True) for label, sheet in zip(labels, tables, strict=True)]


def _check_number(number: int) -> None:
    if number > MAX_MEMBERS:
        raise UnreadableError(f"It holds more than {MAX_MEMBERS} tables. Unpack it, and load them in parts.")


def _bound(memory: int, seconds: int, size: int) -> None:
    """Limits of this process that no file can get round, where the system knows such."""
    try:
        import resource
    except ImportError:
        return
    for what, wanted in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, size)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def main(path: str, folder: str, memory: str, seconds: str) -> None:
    """Print the members as JSON, or the reason why the file cannot be read."""
    size = most_unpacked(Path(path).stat().st_size)
    _bound(int(memory), int(seconds), size)
    answer: dict[str, object]
    try:
        members = taken_apart(Path(path), Path(folder))
        answer = {"members": [{"name": one.name, "path": str(one.path), "is_sheet": one.is_sheet} for one in members]}
    except UnreadableError as error:
        answer = {"error": str(error)}
    except OSError as error:
        answer = {
            "error": too_large(size) if error.errno == errno.EFBIG else f"It cannot be unpacked: {error.strerror}."
        }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
