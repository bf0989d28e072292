"""What is in this file: which encoding, is it packed, and where is its plain text?"""

import codecs
import gzip
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
    """A file that cannot be read at all; the text says why and what to do, the caller which file."""


@dataclass(frozen=True)
class PlainText:
    """A file as plain UTF-8 text on disk, with the encoding it came in."""

    path: Path
    encoding: str


def plain_text(path: Path, spool: Path) -> PlainText:
    """The file's text as UTF-8 without NULs; unpacked and transcoded into the folder `spool` where needed.

    Raises UnreadableError for missing, empty, binary and damaged files.
    """
    head = _head(path)
    if head[:2] == b"\x1f\x8b":
        path = _gunzip(path, _new(spool, path, "unpacked"))
        head = _head(path)
    for magic, advice in _PACKED.items():
        if head.startswith(magic):
            raise UnreadableError(f"It is not a text file. {advice}")
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise UnreadableError("It is empty.")
    encoding = _encoding(head)
    if encoding != "utf-8" or (b"\r" in head and b"\n" not in head):
        return PlainText(_transcode(path, encoding, head, _new(spool, path, "transcoded")), encoding)
    if _has_nuls(path):
        return PlainText(_without_nuls(path, _new(spool, path, "cleaned")), encoding)
    return PlainText(path, encoding)


def _new(spool: Path, path: Path, done: str) -> Path:
    return spool / f"{path.name[-80:]}.{done}"


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(SAMPLE)
    except OSError as error:
        raise UnreadableError(f"It cannot be opened: {error.strerror}.") from None


def _encoding(head: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            return encoding
    nuls = head.count(0)
    beginning = head[:400]
    if nuls > len(head) // 4 and beginning[1::2].count(0) > len(beginning) // 4:
        return "utf-16-le"
    if nuls > len(head) // 4 and beginning[0::2].count(0) > len(beginning) // 4:
        return "utf-16-be"
    control = sum(head.count(byte) for byte in range(1, 9))
    if nuls + control > max(8, len(head) // 200):
        raise UnreadableError("It is a binary file, not text. Export the data as CSV, and load that.")
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(head)
    broken = sum("\udc80" <= letter <= "\udcff" for letter in text) if not text.isascii() else 0
    letters = sum(letter > "\x7f" for letter in text) - broken if broken else 1
    return "utf-8" if letters >= broken else "cp1252"  # a few broken letters in UTF-8 are mended when rows are read


def _gunzip(path: Path, target: Path) -> Path:
    limit = min(MAX_UNPACKED, max(1 << 28, path.stat().st_size * MAX_RATIO))
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as plain:
            while chunk := packed.read(CHUNK):
                plain.write(chunk)
                if plain.tell() > limit:
                    raise UnreadableError(f"It unpacks to more than {limit >> 20} MB; that is not an export.")
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise UnreadableError("It is cut off or damaged: it cannot be unpacked. Export or copy it again.") from None
    return target


def _transcode(path: Path, encoding: str, head: bytes, target: Path) -> Path:
    """A UTF-8 copy; bytes that Windows-1252 does not know become the replacement character.

    Line ends are kept, but a file that has only carriage returns gets newlines.
    """
    beginning = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    newline = None if "\r" in beginning and "\n" not in beginning else ""
    with (
        path.open("r", encoding=encoding, errors="replace", newline=newline) as source,
        target.open("w", encoding="utf-8", newline="") as plain,
    ):
        while chunk := source.read(CHUNK):
            plain.write(chunk.replace("\0", ""))
    return target


def _has_nuls(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\0" in chunk for chunk in iter(lambda: file.read(CHUNK), b""))


def _without_nuls(path: Path, target: Path) -> Path:
    with path.open("rb") as source, target.open("wb") as plain:
        while chunk := source.read(CHUNK):
            plain.write(chunk.replace(b"\0", b""))
    return target
