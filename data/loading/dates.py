"""How is this column's time written, and does the day or the month come first?

The order is decided for a whole file from all of its values; when every value fits both, the analyst is asked.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
_UNIX = re.compile(r"^\d{10}(\.\d+)?$|^\d{13}$")


class AmbiguousDatesError(ValueError):
    """Dates that fit both orders, or neither; the text asks for --day-first or --month-first."""


@dataclass(frozen=True)
class Order:
    """What was found out about the order of day and month: True is day first; None when no such dates occur."""

    day_first: bool | None


def separated_columns(samples: Mapping[int, Iterable[str]]) -> list[int]:
    """The columns, among samples of their values, whose dates are like 1/2/2026: only for these the order matters."""
    return [
        position
        for position, values in samples.items()
        if any((match := _SEPARATED.match(value)) and match.group(2) != "." for value in values)
    ]


def order_of(columns: Mapping[str, tuple[int, int]], *, told: bool | None) -> Order:
    """The order for a file from (highest first part, highest second part) of each column that has such dates.

    told: what the analyst said. Raises AmbiguousDatesError.
    """
    if told is not None or not columns:
        return Order(told)
    day_first = [name for name, (first, second) in columns.items() if first > 12]
    month_first = [name for name, (first, second) in columns.items() if second > 12]
    if day_first and month_first:
        raise AmbiguousDatesError(
            f"Dates are mixed: {day_first[0]!r} has the day first, {month_first[0]!r} the month. "
            "Say --day-first or --month-first; rows that do not fit are then rejected."
        )
    if not day_first and not month_first:
        raise AmbiguousDatesError(
            f"Dates such as those in {next(iter(columns))!r} fit both orders. Say --day-first or --month-first."
        )
    return Order(bool(day_first))


def timestamp_sql(text: str, sample: Iterable[str], order: Order, *, zone: str) -> str:
    """A SQL expression that turns the text expression into a UTC timestamp, null where it is none.

    The forms seen in the sample come first, so the usual row is read at the first try; the other forms follow.
    """
    values = list(sample)
    forms = []
    if any(_UNIX.match(value) for value in values):
        forms.append(_unix_sql(text))
    separated = _strptime_sql(text, _separated_formats(order), zone)
    named = _strptime_sql(text, _named_formats(), zone)
    if any(_SEPARATED.match(value) for value in values):
        forms += [separated, _iso_sql(text, zone), named]
    elif any(_NAMED_DAY_FIRST.match(value) or _NAMED_MONTH_FIRST.match(value) for value in values):
        forms += [named, _iso_sql(text, zone), separated]
    else:
        forms += [_iso_sql(text, zone), separated, named]
    return f"coalesce({', '.join(forms)})"


def _iso_sql(text: str, zone: str) -> str:
    """ISO forms. A value that is not surely without an offset is read with one: a plain cast would drop it silently."""
    plain = _to_utc(f"try_cast({text} as timestamp)", zone)
    aware = f"cast(try_cast({text} as timestamptz) as timestamp)"
    offset = r"':\d\d(:\d\d([.,]\d+)?)?\s*([zZ]|[A-Z]{3}|[+-]\d\d(:?\d\d)?)$'"
    unsure = aware if zone == "UTC" else f"case when regexp_matches({text}, {offset}) then {aware} else {plain} end"
    return f"case when length({text}) = 19 and substring({text}, 17, 1) = ':' then {plain} else {unsure} end"


def _strptime_sql(text: str, formats: list[str], zone: str) -> str:
    listed = ", ".join(f"'{one}'" for one in formats)
    return _to_utc(f"try_strptime({text}, [{listed}])", zone)


def _unix_sql(text: str) -> str:
    seconds = f"try_cast({text} as double)"
    return (
        f"case when regexp_matches({text}, '^\\d{{13}}$') then epoch_ms(try_cast({text} as bigint)) "
        f"when regexp_matches({text}, '^\\d{{10}}(\\.\\d+)?$') then make_timestamp(cast({seconds} * 1000000 as bigint)) end"
    )


def _to_utc(timestamp: str, zone: str) -> str:
    return timestamp if zone == "UTC" else f"cast(timezone('{zone}', {timestamp}) as timestamp)"


def _separated_formats(order: Order) -> list[str]:
    dotted = [f"%d.%m.{year}{time}" for year in ("%Y", "%y") for time in _TIMES]
    if order.day_first is None:
        return dotted
    pair = "%d{0}%m" if order.day_first else "%m{0}%d"
    listed = [f"{pair.format(mark)}{mark}{year}{time}" for mark in "/-" for year in ("%Y", "%y") for time in _TIMES]
    return listed + dotted


def _named_formats() -> list[str]:
    dates = [f"%d{mark}{month}{mark}{year}" for mark in " /-" for month in ("%b", "%B") for year in ("%Y", "%y")]
    dates += [f"{month} %d{comma} %Y" for month in ("%b", "%B") for comma in (",", "")]
    years_first = ["%Y/%m/%d", "%Y%m%d", "%Y.%m.%d"]
    return [f"{date}{time}" for date in (*dates, *years_first) for time in _TIMES]
