"""What is in this file: which encoding, is it packed, and where is its plain text?"""

import codecs
import gzip
import shutil
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 22
SAMPLE = 1 << 20
MAX_UNPACKED = 64 << 30
MAX_RATIO = 250

_PACKED = {
    b"PK\x03\x04": "This is a zip file or an Excel workbook. Unpack it, or save the sheet as CSV, and load that.",
    b"PAR1": "This is a parquet file. Export it as CSV, and load that.",
    b"%PDF": "This is a PDF. Export the tickets as CSV, and load that.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook. Save the sheet as CSV, and load that.",
}


class UnreadableError(ValueError):
    """A file that cannot be read at all; the text says why and what to do."""


@dataclass(frozen=True)
class PlainText:
    """A file as plain UTF-8 text on disk, with the encoding it came in."""

    path: Path
    encoding: str


def plain_text(path: Path, spool: Path) -> PlainText:
    """The file's text as UTF-8 with line ends that readers know; unpacked and transcoded into `spool` where needed.

    Raises UnreadableError for missing, empty, binary and damaged files.
    """
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE)
    except OSError as error:
        raise UnreadableError(f"{path.name} cannot be opened: {error.strerror}.") from None
    if head[:2] == b"\x1f\x8b":
        path = _gunzip(path, spool)
        with path.open("rb") as file:
            head = file.read(SAMPLE)
    for magic, advice in _PACKED.items():
        if head.startswith(magic):
            raise UnreadableError(f"{path.name} is not a text file. {advice}")
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableError(f"{path.name} is empty.")
    encoding = _encoding(head, path.name)
    if encoding == "utf-8" and not (b"\r" in head and b"\n" not in head):
        return PlainText(path, encoding)
    return PlainText(_transcode(path, encoding, spool), encoding)


def _encoding(head: bytes, name: str) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if head.startswith(mark):
            return "utf-8" if encoding == "utf-8-sig" else encoding
    nuls = head.count(0)
    if nuls > len(head) // 4 and head[1:200:2].count(0) > 50:
        return "utf-16-le"
    if nuls > len(head) // 4 and head[0:200:2].count(0) > 50:
        return "utf-16-be"
    control = sum(head.count(byte) for byte in range(1, 9))
    if nuls + control > max(8, len(head) // 200):
        raise UnreadableError(f"{name} is a binary file, not text. Export the data as CSV, and load that.")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _gunzip(path: Path, spool: Path) -> Path:
    limit = min(MAX_UNPACKED, max(1 << 28, path.stat().st_size * MAX_RATIO))
    target = _new(spool, path.stem)
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as plain:
            while chunk := packed.read(CHUNK):
                plain.write(chunk)
                if plain.tell() > limit:
                    raise UnreadableError(f"{path.name} unpacks to more than {limit >> 20} MB; that is not an export.")
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise UnreadableError(
            f"{path.name} is cut off or damaged: it cannot be unpacked. Export or copy it again."
        ) from None
    return target


def _transcode(path: Path, encoding: str, spool: Path) -> Path:
    """A UTF-8 copy with newlines as line ends; bytes that Windows-1252 does not know become the replacement character."""
    target = _new(spool, path.name)
    with (
        path.open("r", encoding=encoding, errors="replace", newline=None) as source,
        target.open("w", encoding="utf-8", newline="") as plain,
    ):
        shutil.copyfileobj(source, plain, CHUNK)
    return target


def _new(spool: Path, name: str) -> Path:
    with tempfile.NamedTemporaryFile(
        dir=spool, prefix="text-", suffix=f"-{Path(name).name[-40:]}", delete=False
    ) as file:
        return Path(file.name)
