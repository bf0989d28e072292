"""Which entries of a zip file can be tables, and what are they called?"""

import re
import stat
import zipfile
from collections import Counter
from pathlib import PurePosixPath

from data.reading.files import UnreadableError

MAX_NAME = 120
_NO_TABLES = {
    *(".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".ico", ".mp3", ".mp4", ".wav", ".eml", ".msg"),
    *(
        ".md",
        ".rtf",
        ".doc",
        ".docx",
        ".ppt",
        ".pptx",
        ".html",
        ".htm",
        ".css",
        ".js",
        ".json",
        ".xml",
        ".yaml",
        ".yml",
    ),
    *(".toml", ".ini", ".sql", ".py", ".rb", ".sh", ".exe", ".dll", ".url", ".lnk", ".sha256", ".md5", ".asc", ".sig"),
}
_NO_TABLE_NAMES = {"__macosx", "thumbs.db", "desktop.ini", "readme.txt", "license.txt"}
_OTHER_DOCUMENTS = (
    ("xl/workbook.bin", "a binary Excel workbook. Save it as .xlsx, or its sheet as CSV, and load that."),
    ("word/document.xml", "a Word document. Export the data as CSV, and load that."),
    ("ppt/presentation.xml", "a presentation. Export the data as CSV, and load that."),
    ("content.xml", "an OpenDocument file. Save it as .xlsx, or its sheet as CSV, and load that."),
    ("Index/Document.iwa", "a Numbers document. Export it as CSV, and load that."),
)


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Is this an Excel workbook? Raises UnreadableError for other documents that are zip files inside."""
    names = set(archive.namelist())
    for part, what in _OTHER_DOCUMENTS:
        if part in names and ({"[Content_Types].xml", "mimetype", "Index/Metadata.iwa"} & names):
            raise UnreadableError(f"It is {what}")
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def tables(archive: zipfile.ZipFile, *, most: int) -> list[tuple[str, zipfile.ZipInfo]]:
    """(name to show, entry) of what can be a table, in order. Raises UnreadableError for none, and for more than `most`."""
    files = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry)]
    found = [entry for entry in files if not _is_other(entry)]
    if len(found) > most:
        raise UnreadableError(f"It holds {len(found)} files; at most {most} can be loaded at once. Load them in parts.")
    if not found:
        held = ", ".join(printable(_parts(entry)[-1]) for entry in files[:5])
        raise UnreadableError(f"There is no table in it{f', only {held}' if held else ': it is empty'}.")
    last = [printable(_parts(entry)[-1]) for entry in found]
    whole = [printable("/".join(_parts(entry))) for entry in found]
    seen = Counter(last)
    shown = distinct([one if seen[one] == 1 else path for one, path in zip(last, whole, strict=True)])
    return list(zip(shown, found, strict=True))


def printable(name: str) -> str:
    """A name from a file, safe to show on one line."""
    text = "".join(letter if letter.isprintable() else "�" for letter in name).strip()
    return text if len(text) <= MAX_NAME else f"…{text[-MAX_NAME:]}"


def distinct(names: list[str]) -> list[str]:
    """The same names, with a number behind the second of two equal ones."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """The parts of an entry's path. They are names only: nothing is ever written under them."""
    parts = [part for part in re.split(r"[\\/]+", entry.filename) if part not in ("", ".", "..")]
    return tuple(parts) or ("unnamed",)


def _is_hidden(entry: zipfile.ZipInfo) -> bool:
    parts = _parts(entry)
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or not entry.file_size or any(part.startswith(".") or part.lower() == "__macosx" for part in parts)


def _is_other(entry: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(_parts(entry)[-1].lower())
    return name.name in _NO_TABLE_NAMES or name.suffix in _NO_TABLES
