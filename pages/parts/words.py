"""How is a number, a date or a text from a file said in words?

The only module that formats. Durations are minutes, shares are 0 to 1, missing is None or nan and said as a dash.
Digits are rounded half away from zero. The results are plain text: `plain` makes any text safe for Markdown.
"""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Unit = Literal["minutes", "share", "count", "score", "points", "mean", "money"]
Clock = Literal["calendar", "business"]
Better = Literal["lower", "higher", "neutral"]

MISSING, MINUS, UNKNOWN = "—", "−", "unknown"
BAND = "Band: 95% interval"
FEWEST = 5  # below: no value, only the count
FEW = 30  # below: the value, its interval, and the words "few responses"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_JOINER = "\u2060"  # takes no room and keeps its neighbours from being read as one token


def is_missing(value: object) -> bool:
    """None, nan, NaT, NA and infinite numbers are missing."""
    if value is None or type(value).__name__ == "NAType":  # pandas' NA, which compares to nothing
        return True
    return value != value or (isinstance(value, float) and math.isinf(value))


def number(value: float | None) -> str:
    """Three significant digits, all digits up to 9,999, then 12.3k, 1.2M, 3B."""
    if value is None or is_missing(value):
        return MISSING
    size = abs(value)
    for start, scale, suffix in ((999.5e6, 1e9, "B"), (999.5e3, 1e6, "M"), (9999.5, 1e3, "k")):
        if size >= start:
            return f"{_sign(value)}{_significant(size / scale)}{suffix}"
    return f"{_sign(value)}{_significant(size)}"


def count(value: float | None) -> str:
    """A whole number: 1,234 up to 9,999, then 12.3k, 1.2M."""
    return number(value if value is None or is_missing(value) else float(_rounded(value, 0)))


def exact(n: int) -> str:
    """Every digit of a count, where rows are listed: 12,345."""
    return f"{n:,}"


def percent(share: float | None, n: float | None = None) -> str:
    """A share of 0 to 1: 87% below n = 1,000 (or n not given), else 87.3%; never 100% or 0% of what is not quite so."""
    if share is None or is_missing(share):
        return MISSING
    decimals = 1 if n is not None and n >= 1000 else 0
    shown, step = _rounded(abs(share) * 100, decimals), Decimal(1).scaleb(-decimals)
    if share in (0, 1):
        return f"{share:.0%}"
    if shown in (0, 100):
        return f"<{step}%" if shown == 0 else f">{100 - step}%"
    return f"{_sign(share)}{shown}%"


def points(difference: float | None) -> str:
    """A difference of two shares (0.012 is 1.2 percentage points), with its sign: −1.2 points."""
    if difference is None or is_missing(difference):
        return MISSING
    shown = _rounded(difference * 100, 1)
    return f"{_sign(shown, plus=True)}{abs(shown)} points" if shown else "0 points"


def duration(minutes: float | None, *, clock: Clock = "calendar", with_clock: bool = False) -> str:
    """Minutes in one unit: 42 min, 3.5 h, from 48 hours on 2.1 d; business time stays in hours, since its day is 8."""
    if minutes is None or is_missing(minutes):
        return MISSING
    size = abs(minutes)
    if size < 1:
        text = "< 1 min" if size else "0 min"
    elif size < 59.5:
        text = f"{_sign(minutes)}{_rounded(size, 0)} min"
    elif clock == "business" or size < 48 * 60:
        text = f"{_sign(minutes)}{_significant(max(size, 60) / 60)} h"
    else:
        text = f"{_sign(minutes)}{_significant(size / 1440)} d"
    return f"{text}, {clock_text(clock)}" if with_clock else text


def age(days: float | None) -> str:
    """How long something has lasted: 45 days, from three months on 14 months, from two years on 2.4 years."""
    if days is None or is_missing(days):
        return MISSING
    months = days / 30.436875
    if months < 3:
        return plural(float(_rounded(days, 0)), "day")
    return f"{count(months)} months" if months < 24 else f"{_significant(float(_rounded(days / 365.2425, 1)))} years"


def signed_duration(minutes: float | None, *, clock: Clock = "calendar") -> str:
    """A difference of durations with its sign: +42 min, −1.2 h; 0 min and < 1 min carry none."""
    text = duration(minutes, clock=clock)
    return f"+{text}" if text != MISSING and minutes is not None and minutes >= 1 else text


def clock_text(clock: Clock) -> str:
    """The clock that a duration is measured by."""
    return f"{clock} hours"


def score(value: float | None) -> str:
    """A net promoter score, −100 to +100, with its sign: +32."""
    if value is None or is_missing(value):
        return MISSING
    shown = _rounded(value, 0)
    return f"{_sign(shown, plus=True)}{abs(shown)}" if shown else "0"


def money(amount: float | None, currency: str = "") -> str:
    """An amount, without cents from 100 on: USD 1,234, USD 12.50, USD 12.3k. The currency is its three letters."""
    if amount is None or is_missing(amount):
        return MISSING
    size = abs(amount)
    text = number(size) if size >= 9999.5 else f"{_rounded(size, 0 if size >= 99.995 else 2):,}"
    return f"{currency} {_sign(amount)}{text}".strip()


def metric_unit(unit: str) -> Unit:
    """The unit that formats a metric of the registry: NPS is said with its sign, a score of 0 to 100 as a number."""
    named: dict[str, Unit] = {"minutes": "minutes", "share": "share", "count": "count", "points": "score"}
    return named.get(unit, "mean")


def value(unit: Unit, value: float | None, *, n: float | None = None, clock: Clock = "calendar") -> str:
    """A value in its unit; below n = 5 only the count, as "too few (3)"."""
    if unit not in ("count", "money") and n is not None and n < FEWEST:
        return few_text(n)
    if unit == "minutes":
        return duration(value, clock=clock)
    if unit == "share":
        return percent(value, n)
    if unit in ("count", "money"):
        return count(value) if unit == "count" else money(value)
    return score(value) if unit == "score" else points(value) if unit == "points" else number(value)


def change(unit: Unit, difference: float | None, *, clock: Clock = "calendar") -> str:
    """A difference of two values of a unit, with its sign: shares and scores in points, durations in time."""
    if difference is None or is_missing(difference):
        return MISSING
    if unit == "minutes":
        return signed_duration(difference, clock=clock)
    if unit in ("share", "points"):
        return points(difference)
    if unit == "score":
        return f"{score(difference)} points"
    if unit == "mean":  # small means, such as 4.95 of 7: no digits beyond the second
        difference = float(_rounded(difference, 2))
    text = count(difference) if unit == "count" else money(difference) if unit == "money" else number(difference)
    return f"+{text}" if difference > 0 and text != "0" else text


def change_word(difference: float | None, *, unit: Unit, better: Better = "neutral") -> str:
    """Which way a value went: faster or slower where a duration should be short, else higher or lower; unchanged."""
    if difference is None or is_missing(difference) or change(unit, difference)[0] not in f"+{MINUS}":
        return "unchanged"
    up, down = ("slower", "faster") if unit == "minutes" and better == "lower" else ("higher", "lower")
    return up if difference > 0 else down


def verdict(difference: float | None, *, better: Better) -> str:
    """Is a change for the better or the worse? Empty where neither can be said."""
    if not difference or is_missing(difference) or better == "neutral":
        return ""
    return "better" if (difference > 0) == (better == "higher") else "worse"


def interval_text(
    low: float | None, high: float | None, *, unit: Unit, n: float | None = None, clock: Clock = "calendar"
) -> str:
    """95% interval 3.1 h to 4.2 h; an end that is not known is left open."""
    first, last = (value(unit, end, n=n, clock=clock) for end in (low, high))
    if is_missing(low) or is_missing(high):
        ends = f"from {first}" if is_missing(high) else f"up to {last}"
        return "interval not known" if is_missing(low) and is_missing(high) else f"95% interval {ends}"
    return f"95% interval {first} to {last}"


def few_text(n: float, noun: str = "responses") -> str:
    """What small numbers ask for: "too few (3)" below 5, "few responses" below 30, else nothing."""
    return f"too few ({count(n)})" if n < FEWEST else f"few {noun}" if n < FEW else ""


def as_date(day: date | str) -> date:
    """A date from a date, a moment, or text that starts with an ISO date."""
    if isinstance(day, str):
        return date.fromisoformat(day[:10])
    return day.date() if isinstance(day, datetime) else day


def day_text(day: date | str) -> str:
    """12 Nov"""
    return f"{as_date(day).day} {MONTHS[as_date(day).month - 1]}"


def date_text(day: date | str | None) -> str:
    """12 Nov 2026"""
    return MISSING if day is None or is_missing(day) else f"{day_text(day)} {as_date(day).year}"


def moment_text(moment: datetime | None) -> str:
    """12 Nov 2026, 14:05"""
    return MISSING if moment is None or is_missing(moment) else f"{date_text(moment)}, {moment:%H:%M}"


def period_text(first: date | str, last: date | str) -> str:
    """17 Aug to 15 Nov 2026; both years where they differ."""
    if as_date(first) == as_date(last):
        return date_text(last)
    return f"{day_text(first) if as_date(first).year == as_date(last).year else date_text(first)} to {date_text(last)}"


def bucket_text(bucket: object, by: str = "") -> str:
    """What a bucket stands for: a day, week of 9 Nov 2026, Nov 2026, or a dimension's own text; null is unknown."""
    if is_missing(bucket):
        return UNKNOWN
    day = as_date(str(bucket)) if by in ("day", "week", "month") else None
    if day and by == "week":
        return f"week of {date_text(day - timedelta(days=day.weekday()))}"
    return str(bucket) if day is None else date_text(day) if by == "day" else f"{MONTHS[day.month - 1]} {day.year}"


def plural(n: float, singular: str, several: str = "") -> str:
    """1 ticket, 1,234 tickets"""
    return f"{count(n)} {singular if n == 1 else several or singular + 's'}"


def list_text(items: Iterable[str], limit: int = 99) -> str:
    """a, b and c; beyond the limit: a, b and 3 more."""
    every = list(items)
    shown = every if len(every) <= limit else [*every[:limit], f"{len(every) - limit} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def shorten(text: str, limit: int = 24) -> str:
    """The text on one line, cut to the limit with an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def plain(text: object) -> str:
    """Text from a file, shown letter by letter where streamlit reads Markdown: no links, colours, icons or formulas."""
    flat = " ".join(str(text).split())
    flat = re.sub(r"(:)(?=\S)|([<~>=-])(?=[<>=-])|(\bwww|https?)(?=[.:])|(?<=\S)(?=@)", rf"\g<0>{_JOINER}", flat)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", flat)


def _significant(size: float) -> str:
    decimals = max(0, 2 - math.floor(math.log10(size))) if size else 0
    text = f"{_rounded(size, decimals):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: float | Decimal, decimals: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _sign(value: float | Decimal, *, plus: bool = False) -> str:
    return MINUS if value < 0 else "+" if plus else ""
