"""Where do the rows of a text file begin, how are they divided, and what are the columns called?"""

import codecs
import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from data.reading.files import UnreadableError

DELIMITERS = (",", ";", "\t", "|")
LOOK_AT = 60  # records that are looked at to find delimiter and header
MAX_COLUMNS = 2000
MAX_FIELD = 8 << 20
END = "\0"  # stands for the end of the file; no text has it, NULs are removed before

csv.field_size_limit(MAX_FIELD)


@dataclass(frozen=True)
class Table:
    """A delimited text file: UTF-8 text on disk, its delimiter, where its header stands, and its columns."""

    path: Path
    delimiter: str
    header_record: int  # records (blank ones not counted) before the header
    first_line: int  # the line, from 1, that the first row begins on
    header: tuple[str, ...]
    is_plain_above: bool  # no line break inside quotes above the first row: lines can simply be skipped

    @property
    def tokens(self) -> tuple[str, ...]:
        return tokens(self.header)


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


def find_table(path: Path) -> Table:
    """Delimiter and header of a UTF-8 text file. Raises UnreadableError when there is no table in it."""
    delimiter, rows = _divided(path)
    width, _ = _usual_width(rows)
    if all(not values[-1].strip() for _, values in rows if len(values) == width):
        width -= 1  # a delimiter ends every row, but not the header
    for number, (line, values) in enumerate(rows):
        if len(values) >= width and _is_header(values):
            if len(values) > MAX_COLUMNS:
                raise UnreadableError(f"Line {line} has {len(values)} columns; at most {MAX_COLUMNS} can be read.")
            if number + 1 == len(rows):
                raise UnreadableError(f"There is no row under the header in line {line}.")
            names = tuple(" ".join(value.replace("\ufeff", "").split()) for value in values)
            first_line = rows[number + 1][0]
            return Table(path, delimiter, number, first_line, names, _is_plain(path, first_line))
    raise UnreadableError("No line looks like a header: a line with a name for each column is needed above the rows.")


def read_records(table: Table) -> Iterator[Record | Broken]:
    """Every row after the header, blank lines left out, with rows of a wrong width as Broken. One pass, little memory."""
    width = len(table.header)
    rows = _records(table.path, table.delimiter)
    for number, (line, values) in enumerate(itertools.islice(rows, table.header_record + 1, None)):
        if len(values) < width:
            yield Broken(number, line, values, f"the row ends early: {len(values)} values, the header names {width}")
        elif any(value.strip() for value in values[width:]):
            yield Broken(number, line, values, f"the row has {len(values)} values, the header names {width}")
        else:
            yield Record(number, line, values[:width])


def _records(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, values) of every record that is not blank. Raises UnreadableError for endless fields."""
    with path.open("r", encoding="utf-8-sig", errors="cp1252_for_the_rest", newline="") as file:
        reader = csv.reader(itertools.chain(file, (END,)), delimiter=delimiter, skipinitialspace=True)
        line = 1
        try:
            for values in reader:
                if values and values[-1].endswith(END):
                    _check_end(line, values)
                elif values and (len(values) > 1 or values[0].strip()):
                    yield line, values
                line = reader.line_num + 1
        except csv.Error as error:
            raise UnreadableError(f"Line {line} cannot be read: {error}. Is a quote left open there?") from None


def _check_end(line: int, values: list[str]) -> None:
    """The end of the file is a record of its own, unless a quote that is still open has swallowed it."""
    if values != [END]:
        line += sum(value.count("\n") for value in values[:-1])
        raise UnreadableError(f"A quote opened in line {line} is never closed. Close it, or export the file again.")


def _divided(path: Path) -> tuple[str, list[tuple[int, list[str]]]]:
    """The delimiter that divides the first records most evenly, and those records. Raises UnreadableError."""
    best: tuple[tuple[float, int], str, list[tuple[int, list[str]]]] | None = None
    failure: UnreadableError | None = None
    for delimiter in DELIMITERS:
        try:
            rows = list(itertools.islice(_records(path, delimiter), LOOK_AT))
        except UnreadableError as error:  # quotes can be unbalanced for a wrong delimiter only
            failure = error
            continue
        if not rows:
            continue
        width, share = _usual_width(rows)
        score = (share if width > 1 else 0.0, width)
        if best is None or score > best[0]:
            best = (score, delimiter, rows)
    if best is None or (failure and not best[0][0]):  # nothing was divided
        raise failure or UnreadableError("There is no table in it.")
    return best[1:]


def _is_plain(path: Path, first_line: int) -> bool:
    """Is no quote left open at the end of a line above this one? Not every reader counts lines inside quotes alike."""
    with path.open("r", encoding="utf-8-sig", errors="replace", newline="") as file:
        return not any(line.count('"') % 2 for line in itertools.islice(file, first_line - 1))


def _usual_width(rows: list[tuple[int, list[str]]]) -> tuple[int, float]:
    widths = Counter(len(values) for _, values in rows)
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return width, count / len(rows)


def _is_header(values: list[str]) -> bool:
    """A header names its columns: nearly all cells filled, none of them a plain number or a date."""
    filled = [value for value in values if value.strip()]
    numbers = sum(bool(re.fullmatch(r"[-+]?[\d.,:/ T-]+", value.strip())) for value in filled)
    return len(filled) >= 0.5 * len(values) and numbers == 0


def _cp1252_for_the_rest(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 in a file that mostly is are read as Windows-1252, the usual culprit."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("cp1252_for_the_rest", _cp1252_for_the_rest)
