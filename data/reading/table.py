"""Where do the rows of a text file begin and end, how are they divided, and what are the columns called?"""

import itertools
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from data.reading.files import UnreadableError
from data.reading.footers import Footer, find_footer
from data.reading.headers import divided, header_place, names
from data.reading.records import Row, rows

NAME, VALUE = "*name", "*value"  # the columns that the long form of a table has more
MAX_HEADERS = 3  # further rows under the header that can belong to it


@dataclass(frozen=True)
class Table:
    """A delimited text file: UTF-8 text on disk, its delimiter, where its rows begin and end, and its columns."""

    path: Path
    delimiter: str
    header_record: int  # records (blank ones not counted) before the last one of the header
    first_line: int  # the line, from 1, that the first row begins on
    header: tuple[str, ...]
    is_plain_above: bool  # skipping lines above the first row leaves exactly the rows, each as it is in the file
    is_sheet: bool = False  # of a spreadsheet: lines are numbers of its rows, and no row can be cut off
    below: tuple[tuple[str, ...], ...] = ()  # texts of further header rows
    last: Footer = field(default_factory=Footer)  # what stands under the rows
    long: tuple[tuple[int, str], ...] = ()  # places of the columns that become rows, and the name that each gives

    @property
    def tokens(self) -> tuple[str, ...]:
        return tokens(self.header)

    @property
    def footer(self) -> tuple[str, ...]:
        """The lines at the end of the file that are no rows."""
        return self.last.lines


@dataclass(frozen=True)
class Record:
    """One row of a file: its number from 0, the line (from 1) that it begins on, and its values."""

    number: int
    line: int
    values: list[str]


@dataclass(frozen=True)
class Broken:
    """A row that has no usable values, with the reason."""

    number: int
    line: int
    values: list[str]
    reason: str


def zone_of(name: str) -> str | None:
    """The time zone that a header cell names for its values, as in `Created at (America/New_York)`; else None."""
    match = re.search(r"\((UTC|[A-Za-z_]+/[A-Za-z_/+-]+)\)\s*$", name)
    try:
        return ZoneInfo(match.group(1)).key if match else None
    except (KeyError, ValueError, OSError):
        return None


def token(name: str) -> str:
    """A header cell as it is compared: lower case, one space, without BOM, `(UTC)`, `(Zone/Name)` and `[type]`."""
    text = name.replace("\ufeff", "").strip().casefold()
    text = re.sub(r"\s*(\((utc|[a-z_]+/[a-z_/+-]+)\)|\[(list|txt|dec|flag|int|date)\])\s*$", "", text)
    return re.sub(r"[\s_]+", " ", text).strip()


def tokens(header: tuple[str, ...]) -> tuple[str, ...]:
    """Header cells as tokens; the second of two equal ones becomes `name#2`."""
    seen: Counter[str] = Counter()
    result = []
    for name in header:
        plain = token(name)
        seen[plain] += 1
        result.append(plain if seen[plain] == 1 else f"{plain}#{seen[plain]}")
    return tuple(result)


def find_table(path: Path, *, is_sheet: bool = False) -> Table:
    """Delimiter, header and footer of a UTF-8 text file. Raises UnreadableError when there is no table in it.

    is_sheet: the text was made from a spreadsheet or the like, one record per row of it.
    """
    delimiter, first = divided(path, is_sheet=is_sheet)
    place = header_place(first)
    header = names(first[place][2])
    footer = find_footer(path, delimiter, len(header))
    table = Table(path, delimiter, place, 0, header, not footer.records, is_sheet=is_sheet, last=footer)
    row = next(_rows(table), None)
    if row is None:
        raise UnreadableError(f"There is no row under the header in line {first[place][0]}.")
    return _beginning_at(row[0], table)


def second_header(table: Table, column: str, values: tuple[str, ...]) -> Table:
    """The table without the rows under its header that belong to the header, at most three; their texts are `below`.

    Such a row has one of `values` in the column with the token `column`; capitals and spaces around do not count, and a
    value that ends in `*` is how the cell begins. Raises UnreadableError when no other row is left.
    """
    if column not in table.tokens:
        return table
    place = table.tokens.index(column)
    under = list(itertools.islice(_rows(table), MAX_HEADERS + 1))
    further = list(itertools.takewhile(lambda row: _is_one_of(row[2], place, values), under[:MAX_HEADERS]))
    if not further:
        return table
    if len(further) == len(under):
        raise UnreadableError(f"There is no row under the header in line {further[-1][0]}.")
    below = tuple(names(row[2]) for row in further)
    longer = replace(table, header_record=table.header_record + len(further), below=below)
    return _beginning_at(under[len(further)][0], longer)


def melted(table: Table, positions: tuple[int, ...], names: tuple[str, ...]) -> Table:
    """The table in long form: one row for each of these cells that is not blank, with two more columns: the name that
    stands for the cell's column, and the cell. A row whose cells are all blank gives none."""
    long = tuple(zip(positions, names, strict=True))
    return replace(table, header=(*table.header, NAME, VALUE), long=long, is_plain_above=False)


def read_records(table: Table) -> Iterator[Record | Broken]:
    """Every row under the header but blank lines and the footer; rows of a wrong width as Broken. One pass, little memory."""
    width = len(table.header) - (2 if table.long else 0)
    number = 0
    for line, count, values in _rows(table):
        if count < width and table.is_sheet:
            values += [""] * (width - count)
        if len(values) < width:
            yield Broken(number, line, values, f"the row ends early: {count} values, the header names {width}")
        elif any(value.strip() for value in values[width:]):
            yield Broken(number, line, values, f"the row has {count} values, the header names {width}")
        elif table.long:
            filled = [(name, values[place]) for place, name in table.long if values[place].strip()]
            for cells in filled:
                yield Record(number, line, [*values[:width], *cells])
                number += 1
            continue
        else:
            yield Record(number, line, values[:width])
        number += 1


def _rows(table: Table) -> Iterator[Row]:
    """The records under the header, without the footer."""
    every = rows(table.path, table.delimiter, is_sheet=table.is_sheet)
    under = itertools.islice(every, table.header_record + 1, None)
    return _without_last(under, table.last.records) if table.last.records else under


def _without_last(under: Iterable[Row], number: int) -> Iterator[Row]:
    held: deque[Row] = deque()
    for row in under:
        held.append(row)
        if len(held) > number:
            yield held.popleft()


def _beginning_at(line: int, table: Table) -> Table:
    is_plain = table.is_plain_above and _is_plain(table.path, line)
    return replace(table, first_line=line, is_plain_above=is_plain)


def _is_plain(path: Path, first_line: int) -> bool:
    """Is no quote left open at the end of a line above this one? Not every reader counts lines inside quotes alike."""
    with path.open("r", encoding="utf-8-sig", errors="replace", newline="") as file:
        return not any(line.count('"') % 2 for line in itertools.islice(file, first_line - 1))


def _is_one_of(cells: list[str], place: int, values: tuple[str, ...]) -> bool:
    if place >= len(cells):
        return False
    cell = cells[place].strip().casefold()
    wanted = [value.strip().casefold() for value in values]
    return any(cell.startswith(value[:-1]) if value.endswith("*") else cell == value for value in wanted)
