"""What do the cells of a workbook's sheets say, as CSV text? One record per row of the sheet, empty rows as empty lines."""

import contextlib
import csv
import datetime as dt
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine

from data.reading.files import UnreadableError, new_file

WIDTH_OF = 1000  # rows that say how wide a sheet is
_EXACT = 1e15  # a spreadsheet keeps 15 digits of a number
_NO_YEAR = dt.datetime(1900, 3, 1)  # a time "before" it is a count of hours that was shown as a time of day
_IMPOSSIBLE = (OverflowError, ValueError)  # of dates and durations
_ZERO = dt.datetime(1899, 12, 31)


@dataclass(frozen=True)
class SheetText:
    """A sheet as a CSV file. is_table: some row fills more than one cell."""

    name: str
    path: Path
    is_table: bool


def sheet_texts(path: Path, folder: Path, *, limit: Callable[[int], None]) -> list[SheetText]:
    """A CSV file in UTF-8 in the folder for every visible sheet of an Excel workbook in which something stands.

    Times become `YYYY-MM-DD HH:MM:SS`, durations `H:MM:SS` beyond 24 hours, formulas their last result and errors nothing.
    limit: told how many bytes were written, raises where those are too many. Raises UnreadableError.
    """
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            found = [
                text
                for number, sheet in enumerate(workbook.sheets_metadata)
                if sheet.visible == python_calamine.SheetVisibleEnum.Visible
                and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
                and (text := _sheet_text(workbook.get_sheet_by_index(number), folder, limit))
            ]
    except python_calamine.PasswordError:
        raise UnreadableError("This workbook has a password. Save it without one, and load it again.") from None
    except python_calamine.CalamineError:
        raise UnreadableError(
            "This workbook is cut off or damaged. Open it, save it again or save its sheet as CSV, and load that."
        ) from None
    if not found:
        raise UnreadableError("It is empty: nothing stands in any sheet of this workbook that is not hidden.")
    return found


def _sheet_text(sheet: python_calamine.CalamineSheet, folder: Path, limit: Callable[[int], None]) -> SheetText | None:
    """The sheet as a file; None where no cell says anything."""
    is_table, blank, told = False, 0, 0
    with new_file(folder) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        for number, cells in enumerate(_rows(sheet)):
            filled = len(cells) - cells.count("")
            if not filled:
                blank += 1
                continue
            text.write("\n" * blank)
            writer.writerow(cells)
            is_table, blank = is_table or filled > 1, 0
            if number % 1000 == 0:
                text.flush()
                limit(file.tell() - told)
                told = file.tell()
        text.flush()
        written = file.tell()
        text.detach()
    if not written:
        Path(file.name).unlink()
        return None
    return SheetText(sheet.name, Path(file.name), is_table)


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[list[str]]:
    """The cells of every row from the first of the sheet on.

    All rows are as wide as the widest of the first; only a row with something to the right of that is wider.
    """
    width = number = 0
    with contextlib.suppress(*_IMPOSSIBLE):  # told below, with the number of the row
        for row in itertools.islice(sheet.iter_rows(), WIDTH_OF):
            width = max(width, _extent(row))
    try:
        for row in sheet.iter_rows():
            if len(row) > width:
                del row[max(width, _extent(row)) :]
            yield [_TEXT_OF[type(value)](value) for value in row]
            number += 1
    except _IMPOSSIBLE:
        raise UnreadableError(
            f"Row {number + 1} of the sheet {sheet.name} has a date or a duration that cannot be. "
            "Correct the cell or its format, or save the sheet as CSV, and load that."
        ) from None


def _extent(row: list[Any]) -> int:
    """How many cells there are up to the last that is filled."""
    return next((place for place in range(len(row), 0, -1) if row[place - 1] != ""), 0)


def _words(value: str) -> str:
    return "" if value.isspace() else value.replace("\r\n", "\n").replace("\r", "\n")


def _number(value: float) -> str:
    if not value.is_integer():
        return f"{value:.15g}"
    if abs(value) < _EXACT:
        return str(int(value))
    digits, _, power = f"{value:.14E}".partition("E")  # as the spreadsheet shows it: digits are lost
    return f"{digits.rstrip('0').rstrip('.')}E{power}"


def _moment(value: dt.datetime) -> str:
    return str(value) if value >= _NO_YEAR or not value.time() else _duration(value - _ZERO)


def _duration(value: dt.timedelta) -> str:
    sign = "-" if value < dt.timedelta(0) else ""
    seconds, fraction = divmod(abs(value), dt.timedelta(seconds=1))
    rest = f".{fraction.microseconds:06}".rstrip("0") if fraction else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}{rest}"


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    str: _words,
    float: _number,
    int: str,
    bool: lambda value: "true" if value else "false",
    dt.datetime: _moment,
    dt.date: lambda value: f"{value} 00:00:00",
    dt.time: str,
    dt.timedelta: _duration,
}
