"""Text, zip files and workbooks to be read, made in memory, and what the tables in them say."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from data.reading.files import plain_text
from data.reading.members import Member, members
from data.reading.table import Table, find_table, read_records

TICKETS = b"ticket_id,created_at\n1,2024-01-01\n"
Rows = list[list[str]]


def zipped(files: Mapping[str, bytes], pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", pack) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(out)
    return out.getvalue()


def cases(book: openpyxl.Workbook) -> None:
    book.active.title = "Cases"
    for row in (["ticket_id", "created_at"], [1, dt.datetime(2024, 1, 1)]):
        book.active.append(row)


def rewritten(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with other text in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    return zipped(parts | {part: parts[part].replace(old, new)})


def members_of(spool: Path, content: bytes, name: str = "export.zip") -> tuple[Member, ...]:
    path = spool.parent / name
    path.write_bytes(content)
    return members(path, spool)


def rows_of(member: Member) -> Rows:
    with member.path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def formatted(values: list[tuple[object, str]]) -> Callable[[openpyxl.Workbook], None]:
    def fill(book: openpyxl.Workbook) -> None:
        for column, (value, number_format) in enumerate(values, start=1):
            cell = book.active.cell(1, column, value)
            cell.number_format = number_format

    return fill


def file_of(folder: Path, content: str | bytes) -> Path:
    path = folder / "any.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def table_of(folder: Path, content: str | bytes, *, is_sheet: bool = False) -> Table:
    return find_table(plain_text(file_of(folder, content), folder).path, is_sheet=is_sheet)


def values_of(table: Table) -> list[list[str]]:
    return [record.values for record in read_records(table)]


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
