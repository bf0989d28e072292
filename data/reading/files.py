"""What is in this file: which encoding, is it packed, and where is its plain text?"""

import codecs
import contextlib
import errno
import gzip
import re
import stat
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHUNK = 1 << 22
SAMPLE = 1 << 20
MAX_UNPACKED = 64 << 30
MAX_RATIO = 250
MAX_NULS = 64 << 20  # bytes that are zero may be left out of a text
MENDED = "cp1252_for_the_rest"  # what is done with bytes that are no UTF-8
USUAL_UNPACKED = 256 << 20  # a small file may unpack to this much, whatever the ratio

GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SAVE_AS_CSV = "Save the sheet as CSV, and load that."
_UNPACK = "Unpack it, and load what is in it."
_EXPORT = "Export the data as CSV, and load that."
_OTHER_FORMATS = {
    **dict.fromkeys(ZIPS, "a zip file or an Excel workbook. Unpack it, or save the sheet as CSV, and load that."),
    PARQUET: "a parquet file. Export it as CSV, and load that.",
    b"PARE": f"an encrypted parquet file. {_EXPORT}",
    b"%PDF": "a PDF. Export the tickets as CSV, and load that.",
    _OLD_OFFICE: f"an old Excel workbook, or one with a password. {_SAVE_AS_CSV}",
    b"7z\xbc\xaf\x27\x1c": f"a 7z archive. {_UNPACK}",
    b"Rar!": f"a rar archive. {_UNPACK}",
    b"BZh91AY": f"packed by bzip2. {_UNPACK}",
    b"\xfd7zXZ": f"packed by xz. {_UNPACK}",
    b"\x28\xb5\x2f\xfd": f"packed by Zstandard. {_UNPACK}",
    b"SQLite format 3": f"a database. {_EXPORT}",
}
_PROTECTED = f"a workbook with a password. Save it without one. {_SAVE_AS_CSV}"
_MARKUP = re.compile(rb"^\s*<(!doctype|html|head|body|table|\?xml|meta|script|style|div)", re.IGNORECASE)
_JSON = re.compile(rb'^\s*(\{\s*("[^"\r\n]*"\s*:|\}\s*$)|\[\s*(\{|\[|"[^"\r\n]*"\s*,\s*"))')


_BROKEN = re.compile("[\udc80-\udcff]")
_LETTERS = re.compile("[^\x00-\x7f]")


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
    head = head_of(path)
    if head.startswith(GZIP):
        path = unpacked(path, spool)
        head = head_of(path)
        if head.startswith(GZIP):
            raise UnreadableError("It is packed twice. Unpack it once, and load that.")
    _refuse_other_formats(head)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise UnreadableError("It is empty.")
    encoding = _encoding(head)
    if encoding != "utf-8" or (b"\r" in head and b"\n" not in head):
        return PlainText(_transcoded(path, spool, encoding=encoding, head=head), encoding)
    if _has_nuls(path):
        return PlainText(_without_nuls(path, spool), encoding)
    return PlainText(path, encoding)


def head_of(path: Path, size: int = SAMPLE) -> bytes:
    """The first bytes of a file. Raises UnreadableError for what is missing, locked away, or no file."""
    try:
        str(path).encode()
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableError("It cannot be opened: it is a folder. Load the files in it.")
        if not stat.S_ISREG(mode):
            raise UnreadableError("It cannot be opened: it is a device or a pipe, not a file. Save it as a file first.")
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise UnreadableError(f"It cannot be opened: {error.strerror}.") from None
    except ValueError as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("It cannot be opened: its name has letters that are none. Rename it.") from None


def unpacked(path: Path, spool: Path) -> Path:
    """What a gzip file holds, in a new file. Raises UnreadableError where it is damaged, or far too large."""
    limit = most_unpacked(path.stat().st_size)
    with gunzipping(), gzip.open(path, "rb") as packed, new_file(spool) as plain:
        while chunk := packed.read(CHUNK):
            plain.write(chunk)
            if plain.tell() > limit:
                raise UnreadableError(too_large(limit))
    return Path(plain.name)


def most_unpacked(size: int) -> int:
    """To how many bytes a packed file of this size may unpack."""
    return min(MAX_UNPACKED, max(USUAL_UNPACKED, size * MAX_RATIO))


def too_large(limit: int) -> str:
    return f"It unpacks to more than {limit >> 20} MB; that is not an export."


@contextlib.contextmanager
def gunzipping() -> Iterator[None]:
    """Damage of a gzip file is told as such."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise UnreadableError("It is cut off or damaged: it cannot be unpacked. Export or copy it again.") from None


@contextlib.contextmanager
def new_file(folder: Path, suffix: str = ".csv") -> Iterator[IO[bytes]]:
    """A new file in the folder, to be written; it is removed when that fails. A full disk is an UnreadableError."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix="text-", suffix=suffix, delete=False) as file:
        try:
            yield file
            file.flush()
        except BaseException as error:
            Path(file.name).unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                raise UnreadableError(
                    "There is no room left on the disk to unpack it. Make room, and try again."
                ) from None
            raise


def pattern_free(path: Path) -> str:
    """The path as a DuckDB reader has to be told it: `*`, `?` and `[` in it are letters, not a pattern."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _refuse_other_formats(head: bytes) -> None:
    what = next((what for magic, what in _OTHER_FORMATS.items() if head.startswith(magic)), "")
    if head.startswith(_OLD_OFFICE) and "EncryptedPackage".encode("utf-16-le") in head:
        what = _PROTECTED
    elif head[257:262] == b"ustar":
        what = f"a tar archive. {_UNPACK}"
    if what:
        raise UnreadableError(f"It is not a text file. This is {what}")
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableError(
            f"It is a web page or XML, not a table; some tools give it the name of a spreadsheet. {_EXPORT}"
        )
    if _JSON.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableError(f"It is JSON, not a table. {_EXPORT}")


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
        raise UnreadableError(f"It is a binary file, not text. {_EXPORT}")
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(head)
    broken = len(_BROKEN.findall(text)) if not text.isascii() else 0
    letters = len(_LETTERS.findall(text)) - broken if broken else 1
    return "utf-8" if letters >= broken else "cp1252"  # a few broken letters in UTF-8 are mended when rows are read


def _transcoded(path: Path, spool: Path, *, encoding: str, head: bytes) -> Path:
    """A UTF-8 copy; bytes that are no letters in their encoding become the replacement character.

    Line ends are kept, but a file that has only carriage returns gets newlines.
    """
    beginning = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    newline = None if "\r" in beginning and "\n" not in beginning else ""
    errors = MENDED if encoding == "utf-8" else "replace"
    with path.open("r", encoding=encoding, errors=errors, newline=newline) as source, new_file(spool) as plain:
        while chunk := source.read(CHUNK):
            plain.write(chunk.replace("\0", "").encode())
    return Path(plain.name)


def _has_nuls(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\0" in chunk for chunk in iter(lambda: file.read(CHUNK), b""))


def _without_nuls(path: Path, spool: Path) -> Path:
    kept = left_out = 0
    with path.open("rb") as source, new_file(spool) as plain:
        while chunk := source.read(CHUNK):
            kept += plain.write(chunk.replace(b"\0", b""))
            left_out = source.tell() - kept
            if left_out > max(kept, MAX_NULS):
                raise UnreadableError(
                    "Most of it is bytes without a meaning: it was not written or copied to its end. Export or copy it again."
                )
    return Path(plain.name)


def _cp1252_for_the_rest(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 in a file that mostly is are read as Windows-1252, the usual culprit."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(MENDED, _cp1252_for_the_rest)
