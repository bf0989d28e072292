"""How can a value be written in a file, and what is left of it when it is read again?"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

Value = str | int | float | bool | dt.datetime | None

MISSING_TEXT = ("", "-", "–", "?", "n/a", "N/A", "null", "NULL", "None", "(none)", "#N/A")
MISSING_VALUE = (*MISSING_TEXT, "NA", "nan")  # of times, numbers and flags
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata")
FIRST = dt.datetime(2021, 1, 1)
SPAN = 3 * 365 * 86400

WORDS = ("login", "Größe", "naïve café", "a,b;c|d", 'said "no"', "two\nlines", "'; drop table tickets; --", "<b>bold</b>",
         "=1+1", "tab\tinside", "100 %", "€ 5", "end\\", "#1", " padded ", "NA", "-5 degrees", '5" disk', "{json: [1, 2]}",
         "a\n\nb", "x" * 300, "@here", "+1", "1.25", "2024-01-02", "100,5", "Total", "\\N", "%s %d", "../../etc/passwd",
         "C:\\temp\\", '""', "''", "Summe: 1.234,50", "a;b")  # fmt: skip
FAR_WORDS = (
    "日本語",
    "Привет мир",
    "مرحبا",
    "🎫 ticket",
    "ﬁne",
    "e\u0301",
    "\u00a0hard space",
    "zero\u200bwidth",
    "İstanbul",
)


@dataclass(frozen=True)
class TimeForm:
    """A way to write times. step: the seconds that it keeps. order: which of day and month is first, where that matters.

    is_local: it says no zone, so a header or a person may say one.
    """

    name: str
    write: Callable[[dt.datetime], str]
    step: int = 1
    order: str = ""
    is_local: bool = True


def _plain(pattern: str, *, step: int = 1, order: str = "") -> TimeForm:
    return TimeForm(pattern, lambda at: at.strftime(pattern), step, order)


def _shifted(name: str, pattern: str, *, minutes: int = 0) -> TimeForm:
    return TimeForm(
        name,
        lambda at: (at + dt.timedelta(minutes=minutes)).strftime(pattern),
        60 if "%S" not in pattern else 1,
        "",
        False,
    )


def _epoch(at: dt.datetime) -> int:
    return int(at.replace(tzinfo=dt.UTC).timestamp())


ISO = _plain("%Y-%m-%d %H:%M:%S")
TIME_FORMS = (
    ISO,
    ISO,
    _plain("%Y-%m-%d %H:%M", step=60),
    _plain("%Y-%m-%dT%H:%M:%S"),
    _plain("%Y/%m/%d %H:%M:%S"),
    _plain("%d/%m/%Y %H:%M:%S", order="day"),
    _plain("%d/%m/%Y %H:%M", step=60, order="day"),
    _plain("%d/%m/%Y, %H:%M:%S", order="day"),
    _plain("%-d-%-m-%Y %H:%M", step=60, order="day"),
    _plain("%m/%d/%Y %I:%M:%S %p", order="month"),
    _plain("%-m/%-d/%Y %-I:%M %p", step=60, order="month"),
    _plain("%m-%d-%Y %H:%M", step=60, order="month"),
    _plain("%d.%m.%Y %H:%M:%S"),
    _plain("%d.%m.%y %H:%M", step=60),
    _plain("%d/%b/%y %-I:%M %p", step=60),
    _plain("%d/%b/%y %I:%M:%S %p"),
    _plain("%d-%b-%Y %H:%M:%S"),
    _plain("%-d %B %Y %H:%M", step=60),
    _plain("%B %-d, %Y %-I:%M %p", step=60),
    _plain("%b %d, %Y at %I:%M %p", step=60),
    _plain("%-d %b %Y, %-I:%M\u00a0%p", step=60),
    _shifted("Z", "%Y-%m-%dT%H:%M:%SZ"),
    _shifted("milliseconds and Z", "%Y-%m-%dT%H:%M:%S.000Z"),
    _shifted("UTC", "%Y-%m-%d %H:%M:%S UTC"),
    _shifted("+05:30", "%Y-%m-%d %H:%M:%S+05:30", minutes=330),
    _shifted("-08:00", "%Y-%m-%dT%H:%M:%S-08:00", minutes=-480),
    _shifted(" +0200", "%Y-%m-%d %H:%M:%S +0200", minutes=120),
    TimeForm("seconds", lambda at: str(_epoch(at)), is_local=False),
    TimeForm("milliseconds", lambda at: str(_epoch(at) * 1000), is_local=False),
    TimeForm("seconds with a fraction", lambda at: f"{_epoch(at)}.0", is_local=False),
)
DAY_FORMS = (
    _plain("%Y-%m-%d", step=86400),
    _plain("%d/%m/%Y", step=86400, order="day"),
    _plain("%-m/%-d/%y", step=86400, order="month"),
    _plain("%d-%b-%Y", step=86400),
    _plain("%d.%m.%Y", step=86400),
    _plain("%B %d, %Y", step=86400),
)


def cut_to(at: dt.datetime, step: int, zone: str) -> dt.datetime:
    """The time (UTC) that is left when it is written to the step in a zone."""
    local = to_zone(at, zone)
    since = (local - local.replace(hour=0, minute=0, second=0)).seconds
    return to_utc(local - dt.timedelta(seconds=since % step), zone)


def to_zone(at: dt.datetime, zone: str) -> dt.datetime:
    return at.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) if zone else at


def to_utc(local: dt.datetime, zone: str) -> dt.datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC).replace(tzinfo=None) if zone else local


def is_sure(at: dt.datetime) -> bool:
    """Is no clock of the zones put forward or back on that day? Then every way of writing can be read in one way only."""
    days = (at - dt.timedelta(days=1), at + dt.timedelta(days=1))
    return all(len({ZoneInfo(zone).utcoffset(day) for day in days}) == 1 for zone in ZONES)


def moment(draw: random.Random, *, after: dt.datetime | None = None) -> dt.datetime:
    """A random time (UTC); with `after` within two weeks after it."""
    while True:
        begin, seconds = (FIRST, SPAN) if after is None else (after, 14 * 86400)
        found = begin + dt.timedelta(seconds=draw.randrange(seconds))
        if is_sure(found):
            return found


def words(draw: random.Random, *, is_far: bool) -> str:
    """Some words as people write them. is_far: also such as not every encoding knows."""
    known = (*WORDS, *FAR_WORDS) if is_far else WORDS
    return " ".join(draw.choices(known, k=draw.randint(1, 4)))


def read_text(written: str) -> str | None:
    """What a text cell says: spaces around it do not count, words for missing are missing."""
    return None if written in MISSING_TEXT else written.strip(" ") or None


NUMBER_FORMS: dict[str, tuple[Callable[[float], str], ...]] = {
    "english": (
        repr,
        lambda value: f"{value:,.2f}",
        lambda value: f"${value:,.2f}",
        lambda value: f"{value:.2f} %",
        lambda value: f"{value:,.2f}".replace(",", "'"),
    ),
    "european": (
        lambda value: f"{value:.2f}".replace(".", ","),
        lambda value: f"{value:,.2f}".translate(str.maketrans(",.", ".,")),
        lambda value: f"{value:,.2f}".translate(str.maketrans(",.", " ,")),
        lambda value: f"{value:,.2f}".translate(str.maketrans(",.", "\u00a0,")),
        lambda value: f"{value:.2f} €".replace(".", ","),
    ),
}
FLAGS = {True: ("true", "Yes", "1", "TRUE", "y"), False: ("false", "no", "0", "N", "f")}


def whole(draw: random.Random, value: int, style: str) -> str:
    """A whole number, also as spreadsheets write it."""
    forms = [str(value), str(value), f"{value}.0", f"{value:,}"] if style == "english" else [str(value)]
    return draw.choice(forms)


def duration(draw: random.Random, seconds: int, unit: str) -> str:
    """A duration of whole seconds, as tools write it: bare numbers are in `unit`."""
    per = {"milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600}[unit]
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    forms = [f"{hours:02}:{minutes:02}:{rest:02}", f"{hours}h {minutes}m {rest}s",
             f"{hours} hours {minutes} minutes {rest} seconds", f"{hours // 24}d {hours % 24:02}:{minutes:02}:{rest:02}"]  # fmt: skip
    if not rest:
        forms += [f"{hours}:{minutes:02}", f"{hours} hours {minutes} min"]
    if seconds / per == int(seconds / per):
        forms += [str(int(seconds / per))] * 3
    return draw.choice(forms)
