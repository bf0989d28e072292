"""How is this column's time written, and does the day or the month come first?

The order is decided for a whole file from all of its values; when every value fits both, the analyst is asked.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.loading.numbers import HARD_SPACES

_SEPARATED = re.compile(
    r"^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*([AaPp]\.?[Mm]\.?)?)?$"
)
_NAMED_DAY_FIRST = re.compile(r"^\d{1,2}[ /-][A-Za-z]{3,9}[ /-](\d{4}|\d{2})")
_NAMED_MONTH_FIRST = re.compile(r"^[A-Za-z]{3,9} \d{1,2},? \d{4}")
_TIMES = (
    "",
    " %H:%M:%S",
    " %H:%M",
    " %I:%M:%S %p",
    " %I:%M %p",
    ", %H:%M",
    ", %H:%M:%S",
    ", %I:%M %p",
    ", %I:%M:%S %p",
)
_YEAR_FIRST = tuple(f"{date}{time}" for date in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d") for time in _TIMES)
_NAMED = r"^(\d{1,2}[ /-][A-Za-z]|[A-Za-z]{3,9} \d)"
_SPACES = str.maketrans(HARD_SPACES, "  ")
LOOK_AT = 8  # values of a column to see how its times are written
_ISO = r"^\d{4}-\d\d?-\d\d?"
_CLOCK = r"[ T]\d\d?:\d\d(:\d\d(\.\d+)?)?"
_ISO_WITHOUT_OFFSET = rf"'{_ISO}({_CLOCK})?$'"
_ISO_WITH_OFFSET = rf"'{_ISO}{_CLOCK}\s*([+-]\d\d(:?\d\d)?|[A-Za-z][A-Za-z0-9_/+-]*)$'"
_COMMA_FRACTION = r"'(:\d\d),(\d+)', '\1.\2'"
_SPACE_BEFORE_OFFSET = r"'\s+([+-]\d\d(:?\d\d)?)$', '\1'"
_ZULU = r"'(:\d\d(\.\d+)?)\s*[zZ]$', '\1+00'"
_USUAL = re.compile(r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$")
_UNIX = re.compile(r"^\d{10}(\.\d+)?$|^\d{13}$")


class AmbiguousDatesError(ValueError):
    """Dates that fit both orders, or neither; the text asks for --day-first or --month-first."""


@dataclass(frozen=True)
class Order:
    """What was found out about the order of day and month: True is day first; None when no such dates occur."""

    day_first: bool | None


def is_separated(values: Iterable[str]) -> bool:
    """Is there a date like 1/2/2026 among the values? Only for these the order matters."""
    return any((match := _SEPARATED.match(value)) and match.group(2) != "." for value in values)


def parts_sql(text: str) -> str:
    """Four SQL aggregates: highest first and highest second part of dates like 1/2/2026, and a value with each.

    Null where there are none. What can be no date in either order (13/13/2026) says nothing about the order.
    """
    pattern = "'^\\s*(\\d{1,2})[/-](\\d{1,2})[/-]\\d'"
    first, second = (f"cast(nullif(regexp_extract({text}, {pattern}, {part}), '') as integer)" for part in (1, 2))
    usual = f"filter (where least({first}, {second}) <= 12 and greatest({first}, {second}) <= 31)"
    wanted = (f"max({first})", f"max({second})", f"arg_max(trim({text}), {first})", f"arg_max(trim({text}), {second})")
    return ", ".join(f"{one} {usual}" for one in wanted)


def order_of(columns: Mapping[str, tuple[int, int]], examples: Mapping[str, tuple[str, str]] | None = None) -> Order:
    """The order for a file from (highest first part, highest second part) of each column that has such dates.

    examples: a value with each of the two. Raises AmbiguousDatesError.
    """
    if not columns:
        return Order(None)
    day_first = [name for name, (first, second) in columns.items() if first > 12]
    month_first = [name for name, (first, second) in columns.items() if second > 12]
    if bool(day_first) != bool(month_first):
        return Order(bool(day_first))
    shown = examples or {}
    if day_first and month_first:
        one, other = day_first[0], month_first[0]
        raise AmbiguousDatesError(
            f"Dates are mixed: {one!r} has the day first{_such(shown, one, 0)}, "
            f"{other!r}{' also' if one == other else ''} the month{_such(shown, other, 1)}. "
            "Say --day-first or --month-first; rows that do not fit are then rejected."
        )
    column = next(iter(columns))
    example = f" {shown[column][0]!r}" if column in shown else " those"
    raise AmbiguousDatesError(
        f"Dates such as{example} in {column!r} fit both orders. Say --day-first or --month-first."
    )


def _such(examples: Mapping[str, tuple[str, str]], column: str, part: int) -> str:
    return f" ({examples[column][part][:40]!r})" if column in examples else ""


def timestamp_sql(text: str, sample: Iterable[str], order: Order, *, zone: str, is_quick: bool = False) -> str:
    """A SQL expression that turns the text expression into a UTC timestamp, null where it is none.

    The forms seen in the sample come first, so the usual row is read at the first try; the other forms follow.
    is_quick: where the whole sample is `YYYY-MM-DD HH:MM:SS`, read nothing else; who asks for that looks at what
    became null and asks again.
    """
    values = list(sample)
    if is_quick and all(_USUAL.match(value) for value in values):
        return f"case when {_is_usual(text)} then {_to_utc(f'try_cast({text} as timestamp)', zone)} end"
    years = _years(values)
    iso, unix = _iso_sql(text, zone), _unix_sql(text)
    separated = _strptime_sql(text, values, _Family(_separated_formats(order, years), r"^\d{1,2}[/.-]\d"), zone=zone)
    named = _strptime_sql(text, values, _Family(_named_formats(years), _NAMED), zone=zone)
    year_first = _strptime_sql(text, values, _Family(_YEAR_FIRST, r"^\d{4}"), zone=zone)
    if any(_UNIX.match(value) for value in values):
        forms = [unix, iso, separated, named, year_first]
    elif any(_SEPARATED.match(value) for value in values):
        forms = [separated, iso, named, year_first, unix]
    elif any(_NAMED_DAY_FIRST.match(value) or _NAMED_MONTH_FIRST.match(value) for value in values):
        forms = [named, iso, separated, year_first, unix]
    else:
        forms = [iso, separated, named, year_first, unix]
    return f"coalesce({', '.join(forms)})"


def _years(values: list[str]) -> tuple[str, ...]:
    """How years are written. %Y reads 25 as the year 25, so %y goes first where two digits occur."""
    found = [_SEPARATED.match(value) for value in values]
    written = [match.group(4) for match in found if match]
    written += [match.group(1) for value in values if (match := _NAMED_DAY_FIRST.match(value))]
    return ("%y", "%Y") if any(len(year) == 2 for year in written) else ("%Y", "%y")


def _iso_sql(text: str, zone: str) -> str:
    """ISO forms. Only what is surely without an offset is read without one: a plain cast drops what it does not know."""
    sure = _is_usual(text)
    tidy = f"trim({text})"
    for change in (_COMMA_FRACTION, _SPACE_BEFORE_OFFSET, _ZULU):
        tidy = f"regexp_replace({tidy}, {change})"
    plain, local = (_to_utc(f"try_cast({one} as timestamp)", zone) for one in (text, tidy))
    aware = f"cast(try_cast({tidy} as timestamptz) as timestamp)"
    zulu = f"length({text}) = 20 and substring({text}, 17, 1) = ':' and ends_with({text}, 'Z')"
    return (
        f"case when {sure} then {plain} when {zulu} then cast(try_cast({text} as timestamptz) as timestamp) "
        f"when regexp_matches({tidy}, {_ISO_WITHOUT_OFFSET}) then {local} "
        f"when regexp_matches({tidy}, {_ISO_WITH_OFFSET}) then {aware} end"
    )


def _is_usual(text: str) -> str:
    """Is it `YYYY-MM-DD HH:MM:SS` and nothing more? A plain cast may then be trusted."""
    return f"length({text}) = 19 and substring({text}, 17, 1) = ':' and substring({text}, 19, 1) between '0' and '9'"


@dataclass(frozen=True)
class _Family:
    """Formats of one kind, and how all texts begin that they can read: to try every format takes a tenth of a millisecond."""

    formats: Sequence[str]
    shape: str


def _strptime_sql(text: str, values: Sequence[str], family: _Family, *, zone: str) -> str:
    formats = "|".join(_first_seen(values, family))
    listed = f"string_split('{formats}', '|')"  # a list of constants takes longer to plan than to run
    tidy = f"replace(trim(translate({text}, '{HARD_SPACES}', '  ')), ' at ', ' ')"
    read = _to_utc(f"try_strptime({tidy}, {listed})", zone)
    return f"case when regexp_matches({tidy}, '{family.shape}') then {read} end"


def _first_seen(values: Sequence[str], family: _Family) -> list[str]:
    """The formats in the order in which they are to be tried: first those that some of the values are written in."""
    seen: dict[str, None] = {}
    for value in values[:LOOK_AT]:
        tidy = value.translate(_SPACES).strip().replace(" at ", " ")
        if re.match(family.shape, tidy):
            fitting = next((one for one in (*seen, *family.formats) if _is_written(tidy, one)), None)
            seen |= {fitting: None} if fitting else {}
    return list(dict.fromkeys((*seen, *family.formats)))


def _is_written(text: str, pattern: str) -> bool:
    try:
        dt.datetime.strptime(text, pattern)
    except ValueError:
        return False
    return True


def _unix_sql(text: str) -> str:
    seconds = f"try_cast({text} as double)"
    return (
        f"case when regexp_matches({text}, '^\\d{{13}}$') then epoch_ms(try_cast({text} as bigint)) "
        f"when regexp_matches({text}, '^\\d{{10}}(\\.\\d+)?$') then make_timestamp(cast({seconds} * 1000000 as bigint)) end"
    )


def _to_utc(timestamp: str, zone: str) -> str:
    return timestamp if zone == "UTC" else f"cast(timezone('{zone}', {timestamp}) as timestamp)"


def _separated_formats(order: Order, years: tuple[str, ...]) -> list[str]:
    dotted = [f"%d.%m.{year}{time}" for year in years for time in _TIMES]
    if order.day_first is None:
        return dotted
    pair = "%d{0}%m" if order.day_first else "%m{0}%d"
    listed = [f"{pair.format(mark)}{mark}{year}{time}" for mark in "/-" for year in years for time in _TIMES]
    return listed + dotted


def _named_formats(years: tuple[str, ...]) -> list[str]:
    dates = [f"%d{mark}{month}{mark}{year}" for mark in " /-" for month in ("%b", "%B") for year in years]
    dates += [f"{month} %d{comma} %Y" for month in ("%b", "%B") for comma in (",", "")]
    return [f"{date}{time}" for date in dates for time in _TIMES]
