"""Which delimiter divides this text, and which of its first records names the columns?"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.reading.files import UnreadableError
from data.reading.records import MAX_COLUMNS, Row, rows

DELIMITERS = (",", ";", "\t", "|")
LOWER = 0.7  # what a delimiter counts that divides only records below those that another one divides
LOOK_AT = 60  # records that are looked at to find delimiter and header
LOOK_AT_TEXT = 32 << 20  # and no more than this many characters of them
MAX_NAME = 10_000  # characters in the name of a column
MAX_TITLES = 4  # among so many records that fill many cells the header has to be
_VALUE = re.compile(
    r"[-+]?[$€£]?[\d.,:/ T+-]*\d[\d.,:/ TZ+-]*%?([AaPp]\.?[Mm]\.?)?"  # a number, a date, a time, a duration
    r"|\d{1,2}[ /-][A-Za-z]{3,9}[ /-]\d{2,4}\b.*|[A-Za-z]{3,9} \d{1,2}, \d{4}\b.*"  # a date with the month's name
    r"|[\w.+-]+@[\w-]+(\.[\w-]+)+"  # an e-mail address
)
_SHORT_NUMBER = re.compile(r"\d{1,4}")


def divided(path: Path, *, is_sheet: bool = False) -> tuple[str, list[Row]]:
    """The delimiter that divides the first records best, and those records. Raises UnreadableError.

    That is: most evenly, into the most columns, and from the highest record on.
    """
    found = [_division(path, one, is_sheet=is_sheet) for one in (DELIMITERS[:1] if is_sheet else DELIMITERS)]
    highest = min((one.place for one in found if one.share > 0.5), default=0)
    best = max(found, key=lambda one: one.share * (1 - 1 / one.width) * (LOWER if one.place > highest else 1))
    if best.failure or not best.first:
        raise best.failure or UnreadableError("There is no table in it.")
    return best.delimiter, best.first


@dataclass(frozen=True)
class _Division:
    """The first records as a delimiter divides them. width: of the most; share: how many; place: of their first.

    failure: why no more records could be read; quotes can be unbalanced for a wrong delimiter only.
    """

    delimiter: str
    first: list[Row]
    failure: UnreadableError | None = None
    width: int = 1
    share: float = 0.0
    place: int = 0


def _division(path: Path, delimiter: str, *, is_sheet: bool) -> _Division:
    first: list[Row] = []
    failure = None
    try:
        for row in _first(rows(path, delimiter, is_sheet=is_sheet)):
            first.append(row)
    except UnreadableError as error:
        failure = error
    if not first:
        return _Division(delimiter, first, failure)
    width, share = _usual_width(first)
    place = next(place for place, (_, count, _) in enumerate(first) if count == width)
    return _Division(delimiter, first, failure, width, share, place)


def header_place(first: list[Row]) -> int:
    """The place of the header among the first records: the first that fills about as many cells as any other.

    Lines and cells above it are a title. Raises UnreadableError when no record names columns.
    """
    candidates, full = _candidates(first)
    for place in candidates[:MAX_TITLES]:
        if place not in full:
            continue
        if _is_plain_header(first, place):
            is_below_a_title = place == candidates[0] or _has_values_below(first, place)
            return _checked(first, place if is_below_a_title else candidates[0])
        if _has_numbers_for_names(first, place) and _has_values_below(first, place):
            return _checked(first, place)
    if candidates and _is_plain_header(first, candidates[0]):
        return _checked(first, candidates[0])
    raise UnreadableError("No line looks like a header: a line with a name for each column is needed above the rows.")


def names(values: list[str]) -> tuple[str, ...]:
    """The cells of a header as names of columns, on one line each."""
    return tuple(" ".join(value.replace("\ufeff", "").split()) for value in values)


def _candidates(first: list[Row]) -> tuple[list[int], set[int]]:
    """Places of the records that fill at least half as many cells as the fullest; and of those that fill nearly as many."""
    usual, _ = _usual_width(first)
    has_delimiter_at_end = all(not values[-1].strip() for _, count, values in first if count == usual)
    width = usual - 1 if has_delimiter_at_end else usual
    filled = {place: len(_filled(values)) for place, (_, count, values) in enumerate(first) if count >= width}
    most = max((number for place, number in filled.items() if first[place][1] <= usual), default=0)
    candidates = [place for place, number in filled.items() if number and number >= max(min(2, most), most / 2)]
    return candidates, {place for place in candidates if filled[place] >= 0.8 * most}


def _checked(first: list[Row], place: int) -> int:
    line, count, values = first[place]
    if count > MAX_COLUMNS:
        raise UnreadableError(f"Line {line} has {count} columns; at most {MAX_COLUMNS} can be read.")
    longest = max(map(len, values))
    if longest > MAX_NAME:
        raise UnreadableError(f"Line {line} has a column name of {longest} characters; at most {MAX_NAME} can be read.")
    return place


def _first(records: Iterator[Row]) -> Iterator[Row]:
    text = 0
    for row in itertools.islice(records, LOOK_AT):
        yield row
        text += sum(map(len, row[2])) + len(row[2])
        if text > LOOK_AT_TEXT:
            return


def _usual_width(first: list[Row]) -> tuple[int, float]:
    widths = Counter(count for _, count, _ in first)
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return width, count / len(first)


def _filled(values: list[str]) -> list[str]:
    return [value for value in map(str.strip, values) if value]


def _is_value(text: str) -> bool:
    return len(text) < 60 and _VALUE.fullmatch(text) is not None


def _is_plain_header(first: list[Row], place: int) -> bool:
    """No cell of this record is a number, a date or an address."""
    return not any(map(_is_value, _filled(first[place][2])))


def _has_numbers_for_names(first: list[Row], place: int) -> bool:
    """Are all values here short numbers, none twice (questions of a survey, years), beside at least two names?"""
    filled = _filled(first[place][2])
    values = [value for value in filled if _is_value(value)]
    is_short = all(map(_SHORT_NUMBER.fullmatch, values)) and len(set(values)) == len(values)
    return is_short and len(filled) - len(values) >= 2


def _has_values_below(first: list[Row], place: int) -> bool:
    """Is there a name here with mostly numbers, dates or addresses below it?"""
    for column, name in enumerate(first[place][2]):
        below = [values[column].strip() for _, _, values in first[place + 1 :] if len(values) > column]
        given = [value for value in below if value]
        if given and name.strip() and not _is_value(name.strip()) and sum(map(_is_value, given)) > len(given) / 2:
            return True
    return False
