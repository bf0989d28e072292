"""Which lines at the end of a report are no rows of it: totals, who made it and when, whose it is?"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

TAIL = 16 << 10  # bytes at the end of the file that are looked at
MOST = 20  # records that a footer may have
_TOTAL = re.compile(r"(?:grand |sub-?|overall )?totals?\s*(?:\([^()]*\))?\s*:?", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[$€£]?\s?[\d.,\s]*\d%?")
_KNOWN = re.compile(
    r"""(?:grand\ |sub-?|overall\ )?totals?\s*(?:\([^()]*\))?\s*[:=]?\s*[\d.,\s]*$
    |(?:grand\ )?total\ (?:number\ of\ )?(?:records?|rows?|tickets?|cases?|count)\b
    |confidential\ information\b|(?:strictly\ )?confidential\b[^\w]*(?:do\ not\b.*)?$
    |(?:copyright\b|©|\(c\)\s*\d{4})|.*\ball\ rights\ reserved\b
    |(?:report\ )?(?:generated|exported|printed|downloaded|created)\ (?:by|on|at|from)\b\s*:?
    |report(?:ing)?\ (?:period|date|run|time|generated)\b|(?:run|printed|export(?:ed)?)\ (?:date|on|at|by)\s*:
    |data\ (?:as\ of|updated|refreshed)\b|as\ of\ \S*\d
    |end\ of\ (?:report|file|export|data)\b|[-*=\s]+end\b|page\ \d+\ of\ \d+
    |\(?\s*\d[\d.,]*\s+(?:records?|rows?)(?:\s+(?:total|selected|exported|affected|returned|found))?\s*\)?\s*\.?$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Footer:
    """The last lines of a file that are no rows: their texts in order, and how many records they are."""

    lines: tuple[str, ...] = ()
    records: int = 0


@dataclass(frozen=True)
class _Line:
    """A line at the end of a file: its text, whether reports are known to end so, and whether it is a record.

    is_short, is_divided: it has fewer values than the table has columns, but more than one.
    """

    text: str
    is_known: bool = False
    is_record: bool = True
    is_short: bool = False
    is_divided: bool = False


def find_footer(path: Path, delimiter: str, width: int) -> Footer:
    """The footer of a table that has `width` columns. Reads only the end of the file.

    Its lines have a text in a single cell, or are totals with numbers in a few cells, and it begins with one as reports
    are known to end. Other texts above that one belong to it where an empty line sets them off from the rows.
    """
    if width < 2:  # every row has a single value
        return Footer()
    found: list[_Line] = []  # from the end of the file upwards
    for line in reversed(_last_lines(path)):
        read = _read(line, delimiter, width)
        if read is None or sum(one.is_record for one in found) == MOST:
            break
        found.append(read)
    known = [number for number, one in enumerate(found) if one.is_known]
    while known and _may_be_cut_off(found, known[-1]):
        known.pop()
    if not known:
        return Footer()
    end = known[-1] + 1 if found[-1].text else len(found)
    lines = tuple(one.text for one in reversed(found[:end]) if one.text)
    return Footer(lines, sum(one.is_record for one in found[:end]))


def _may_be_cut_off(found: list[_Line], place: int) -> bool:
    """Is this line, directly under a row, as likely a row that was cut off? Such a row has no line end, or some values."""
    line, above = found[place], found[place + 1 : place + 2]
    is_set_off = bool(above) and not above[0].text
    return line.is_short and not is_set_off and (line.is_divided or place == 0)


def _read(line: str, delimiter: str, width: int) -> _Line | None:
    """None for what can be no line of a footer: a row, or a line into which quotes reach from above."""
    if not line.strip():
        return _Line("", is_record=False)
    if line.count('"') % 2:
        return None
    values = next(csv.reader([line.strip("\r")], delimiter=delimiter, skipinitialspace=True), [])
    filled = [value for value in map(str.strip, values) if value]
    if not filled:  # a spreadsheet saves an empty row as delimiters
        return _Line("")
    is_short = len(values) < width
    if _is_known(filled, width):
        return _Line(filled[0], is_known=True, is_short=is_short)
    if is_short and _KNOWN.match(values[0].strip()):  # a text with the delimiter in it
        return _Line(line.strip(), is_known=True, is_short=True, is_divided=True)
    is_text = len(filled) == 1 and values[0].strip() != "" and re.search(r"[^\W\d_]{3}", filled[0])
    return _Line(filled[0]) if is_text else None


def _last_lines(path: Path) -> list[str]:
    """The last lines of the file that are there as a whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        begin = file.seek(max(0, size - TAIL))
        lines = file.read().decode("utf-8", "replace").split("\n")
    return lines[1:] if begin else lines


def _is_known(filled: list[str], width: int) -> bool:
    if len(filled) == 1:
        return _KNOWN.match(filled[0]) is not None
    is_few = 2 * len(filled) <= width
    return is_few and _TOTAL.fullmatch(filled[0]) is not None and all(map(_NUMBER.fullmatch, filled[1:]))
