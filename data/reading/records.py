"""What are the records of a delimited text file, one after the other, and in little memory whatever is in it?"""

import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

from data.reading.files import MENDED, UnreadableError

MAX_COLUMNS = 2000
MAX_VALUES = 2 * MAX_COLUMNS  # of a record are kept
MAX_FIELD = 8 << 20
MAX_LINE = 16 << 20  # in characters; the reader at full speed takes no longer lines either
END = "\0"  # stands for the end of the file; no text has it, NULs are removed before

csv.field_size_limit(MAX_FIELD)

Row = tuple[int, int, list[str]]


class _LineTooLongError(ValueError):
    """A line that is longer than MAX_LINE."""


def rows(path: Path, delimiter: str, *, is_sheet: bool = False) -> Iterator[Row]:
    """(line on which it begins, how many values it has, its first MAX_VALUES values) of every record that is not blank.

    is_sheet: the line is the number of the row in the sheet, from 1, whatever line breaks are in values.
    Raises UnreadableError for endless lines, endless fields and quotes that are never closed.
    """
    with path.open("r", encoding="utf-8-sig", errors=MENDED, newline="") as file:
        reader = csv.reader(_lines(file), delimiter=delimiter, skipinitialspace=True)
        line = 1
        try:
            for values in reader:
                if values and values[-1].endswith(END):
                    _check_end(line, values)
                elif len(values) > MAX_COLUMNS:
                    yield line, *_cut(values)
                elif values and (len(values) > 1 or values[0].strip()):
                    yield line, len(values), values
                line = line + 1 if is_sheet else reader.line_num + 1
        except csv.Error as error:
            raise UnreadableError(f"Line {line} cannot be read: {error}. Is a quote left open there?") from None
        except _LineTooLongError:
            raise UnreadableError(
                f"Line {reader.line_num + 1} is longer than {MAX_LINE >> 20} million characters, so this is no table of "
                "rows. Was the end of lines lost? Export the data as CSV, and load that."
            ) from None


def _lines(file: TextIO) -> Iterator[str]:
    for line in iter(partial(file.readline, MAX_LINE), ""):
        if len(line) == MAX_LINE:
            raise _LineTooLongError
        yield line
    yield END


def _check_end(line: int, values: list[str]) -> None:
    """The end of the file is a record of its own, unless a quote that is still open has swallowed it."""
    if values != [END]:
        line += sum(value.count("\n") for value in values[:-1])
        raise UnreadableError(f"A quote opened in line {line} is never closed. Close it, or export the file again.")


def _cut(values: list[str]) -> tuple[int, list[str]]:
    """How many values there are, blank ones at the end not counted, and as many of them as are worth keeping."""
    rest = values[MAX_COLUMNS:]
    count = len(values) if rest.count("") < len(rest) else MAX_COLUMNS
    while count > MAX_COLUMNS and not values[count - 1].strip():
        count -= 1
    return count, values[: min(count, MAX_VALUES)]
