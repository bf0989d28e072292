"""In which container does a random file come: text, gzip, zip, workbook or parquet?"""

import datetime as dt
import gzip
import io
import random
import re
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd

from tests.data.any_file_damage import Told
from tests.data.any_file_text import Dialect, TextFile

Reject = tuple[int, str | None, str | None, str]
CONTAINERS = (*["text"] * 28, "gzip", "gzip", "gzip", "zip", "xlsx", "xlsx", "parquet")
SHEETS = ("xlsx", "parquet")
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


@dataclass(frozen=True)
class Line:
    """A row of cells as they stand in the file. told: why it cannot be used."""

    cells: list[str]
    told: Told | None = None


@dataclass(frozen=True)
class Packed:
    """The bytes and name of a file. rejects: of its rows. refused: why the whole file has to be (a pattern)."""

    name: str
    content: bytes
    rejects: tuple[Reject, ...]
    told: str
    refused: str = ""


def any_container(draw: random.Random, headers: Sequence[str], *, is_single: bool) -> str:
    """A container that can hold such columns. is_single: one header row."""
    found = draw.choice(CONTAINERS)
    is_plain = is_single and "" not in headers and len({name.casefold() for name in headers}) == len(headers)
    return "xlsx" if found == "parquet" and not is_plain else found


def pack(
    draw: random.Random, dialect: Dialect, headers: Sequence[list[str]], lines: Sequence[Line], *, container: str
) -> Packed:
    """The file. headers: its header rows."""
    if container in SHEETS:
        return _packed_sheet(draw, dialect, headers, lines, container=container)
    text, rejects, refused = _text(draw, dialect, headers, lines)
    told = f"{container}, {dialect}"
    if container == "text":
        return Packed("any.csv", text, rejects, told, refused)
    if container == "gzip":
        packed = gzip.compress(text, 1)
        if not refused and draw.random() < 0.1:
            cut = packed[: -draw.randint(9, len(packed) // 2)]
            return Packed("any.csv.gz", cut, rejects, told, "cut off or damaged")
        return Packed("any.csv.gz", packed, rejects, told, refused)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/read me.pdf", b"%PDF-")
        archive.writestr("export/all.csv", text)
    return Packed("any.zip", out.getvalue(), rejects, told, refused)


def _packed_sheet(
    draw: random.Random, dialect: Dialect, headers: Sequence[list[str]], lines: Sequence[Line], *, container: str
) -> Packed:
    rows = [*headers, *(line.cells for line in lines)]
    first = len(headers) + 1
    if container == "xlsx":
        rows = [*([title] for title in dialect.titles), *rows, *([text] for text in dialect.footer)]
        first += len(dialect.titles)
    numbered = ((first + place, line.told) for place, line in enumerate(lines))
    rejects = tuple((at, told.header, told.value, told.reason) for at, told in numbered if told)
    content = _workbook(draw, rows) if container == "xlsx" else _parquet(draw, rows)
    return Packed(f"any.{container}", content, rejects, container)


def _text(
    draw: random.Random, dialect: Dialect, headers: Sequence[list[str]], lines: Sequence[Line]
) -> tuple[bytes, tuple[Reject, ...], str]:
    file = TextFile(draw, dialect)
    for title in dialect.titles:
        file.add_line(title)
    for header in headers:
        file.add(header)
    rejects: list[Reject] = []
    for line in lines:
        if draw.random() < dialect.blanks:
            file.add_line("")
        rejects += _add(draw, file, line, len(headers[0]))
    refused = ""
    if draw.random() < 0.02:
        refused = f"A quote opened in line {file.line} is never closed"
        file.add_line("")
        file.records[-1] = '"open' + dialect.delimiter + "x"
    else:
        for text in dialect.footer:
            file.add_line(text)
    return file.content(), tuple(rejects), refused


def _add(draw: random.Random, file: TextFile, line: Line, width: int) -> list[Reject]:
    cells, told = line.cells, line.told
    more = 1 if file.dialect.has_delimiter_at_end else 0
    if told and told.shape == "short":
        cells, more = cells[: draw.randint(2, width - 1)], 0
    elif told and told.shape == "long":
        cells = [*cells, draw.choice(["one more", "-", "N/A", "5"])]
    at = file.add(cells, ends_in_delimiter=bool(more))
    if told is None:
        return []
    reason = told.reason
    if told.shape:
        number = len(cells) + more
        reason = f"the row has {number} values, the header names {width}"
        if told.shape == "short":
            reason = f"the row ends early: {number} values, the header names {width}"
    return [(at, told.header, told.value, reason)]


def _workbook(draw: random.Random, rows: Sequence[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    is_typed = draw.random() < 0.6
    for number, cells in enumerate(rows, start=1):
        for place, text in enumerate(cells, start=1):
            if text:
                value = _typed(text) if is_typed else text
                cell = sheet.cell(number, place)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # also what begins like a formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(text: str) -> str | float | dt.datetime:
    """What a spreadsheet makes of a text, where it can be told to be the same."""
    if _TIME.fullmatch(text) and text[:4] in ("2021", "2022", "2023", "2024"):
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            return text
    if re.fullmatch(r"-?(0|[1-9]\d{0,11})(\.\d*[1-9])?", text) and len(text) < 15:
        return float(text)
    return text


def _parquet(draw: random.Random, rows: Sequence[list[str]]) -> bytes:
    header, *body = rows
    columns: dict[str, object] = {}
    for place, name in enumerate(header):
        texts = [cells[place] or None for cells in body]
        typed = [_typed(text) for text in texts if text is not None]
        is_time = bool(typed) and all(isinstance(value, dt.datetime) for value in typed)
        columns[name] = pd.to_datetime(texts) if is_time and draw.random() < 0.7 else texts
    frame = pd.DataFrame(columns)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "any.parquet"
        connection.register("frame", frame)
        connection.execute(f"copy (select * from frame) to '{path}' (format parquet)")
        return path.read_bytes()
