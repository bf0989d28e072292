"""When is a team at work? Windows per weekday, holidays, and the time zone they are meant in, checked."""

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 86400
MOST_AT_ONCE = (
    4  # windows within AT_ONCE seconds: the calendar has room for four in six hours, and a clock can jump one
)
AT_ONCE = 7 * 3600


class SettingError(ValueError):
    """A setting that cannot be used; the text says which and what is allowed."""


@dataclass(frozen=True)
class Window:
    """One stretch of opening on a weekday (0 is Monday); seconds of the local day, `closes` exclusive."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True)
class Schedule:
    """When a team works: a time zone, windows per weekday, and whole-day holidays."""

    name: str
    time_zone: ZoneInfo
    windows: tuple[Window, ...]
    holidays: frozenset[dt.date]


def zone_of(key: str, name: object) -> ZoneInfo:
    """The time zone of that name. Raises SettingError."""
    try:
        return ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise SettingError(f"{key}: {name!r} is not a time zone; write a name like Europe/Berlin.") from None


def number_of(key: str, value: object) -> float:
    """A number of zero or more. Raises SettingError."""
    try:
        number = float(str(value))
    except ValueError:
        raise SettingError(f"{key}: {value!r} is not a number.") from None
    if not 0 <= number < float("inf"):
        raise SettingError(f"{key}: {value!r} is not a number of zero or more.")
    return number


def schedule_of(name: str, body: object, zone: ZoneInfo) -> Schedule:
    """A schedule as stored, checked; `zone` where it has none of its own. Raises SettingError."""
    if not isinstance(body, Mapping) or not set(body) <= {"time_zone", "hours", "holidays"} or "hours" not in body:
        raise SettingError(f"schedules: {name!r} needs hours, and may have time_zone and holidays.")
    hours = body["hours"]
    if not isinstance(hours, Mapping):
        raise SettingError(
            f'schedules, {name}: hours are a list of windows per weekday, as in {{"mon": ["09:00-17:00"]}}.'
        )
    windows: list[Window] = []
    for day, spans in hours.items():
        if day not in WEEKDAYS:
            raise SettingError(f"schedules, {name}: {day!r} is not a weekday; write {', '.join(WEEKDAYS)}.")
        windows += _day_windows(f"schedules, {name}, {day}", WEEKDAYS.index(day), spans)
    if not windows:
        raise SettingError(f"schedules, {name}: open at least once a week, else business time is always 0.")
    _check_crowding(name, windows)
    own = body.get("time_zone")
    days = _listed(f"schedules, {name}, holidays", body.get("holidays") or [])
    return Schedule(
        name,
        zone_of(f"schedules, {name}, time_zone", own) if own else zone,
        tuple(windows),
        frozenset(date_of(f"schedules, {name}, holidays", day) for day in days),
    )


def _day_windows(key: str, weekday: int, spans: object) -> list[Window]:
    windows = sorted((_span(key, weekday, span) for span in _listed(key, spans)), key=lambda window: window.opens)
    for before, after in itertools.pairwise(windows):
        if after.opens < before.closes:
            raise SettingError(f"{key}: two windows overlap.")
    return windows


def _check_crowding(name: str, windows: list[Window]) -> None:
    """Any number of windows a day, but not too many at once."""
    week = sorted((window.weekday * DAY + window.opens, window.weekday * DAY + window.closes) for window in windows)
    week += [(opens + 7 * DAY, closes + 7 * DAY) for opens, closes in week]
    for (_, first_closes), (last_opens, _) in zip(week, week[MOST_AT_ONCE:], strict=False):
        if last_opens - first_closes < AT_ONCE:
            raise SettingError(f"schedules, {name}: at most {MOST_AT_ONCE} windows within {AT_ONCE // 3600} hours.")


def _listed(key: str, value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise SettingError(f"{key}: a list is needed, not {value!r}.")
    return list(value)


def _span(key: str, weekday: int, span: object) -> Window:
    try:
        opens, closes = (_clock(part) for part in str(span).split("-"))
    except ValueError:
        raise SettingError(f"{key}: {span!r} is not a window; write 09:00-17:00.") from None
    if not opens < closes:
        raise SettingError(
            f"{key}: {span!r} closes before it opens; a night shift is two windows (22:00-24:00, 00:00-06:00)."
        )
    return Window(weekday, opens, closes)


def _clock(text: str) -> int:
    hours, minutes = (int(part) for part in text.strip().split(":"))
    seconds = hours * 3600 + minutes * 60
    if not (0 <= minutes < 60 and 0 <= seconds <= 86400):
        raise ValueError(text)
    return seconds


def date_of(key: str, text: object) -> dt.date:
    """A day written like 2026-12-25. Raises SettingError."""
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        raise SettingError(f"{key}: {text!r} is not a date; write 2026-12-25.") from None
