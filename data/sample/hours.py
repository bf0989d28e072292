"""When is the sample company at work, and how many seconds of work lie between two instants?"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from data.sample.drawing import DAY, HOUR, Ints

TIME_ZONE = "Europe/Berlin"
MARGIN_DAYS = (60, 500)  # days before and after the timeline that intervals may reach into
STAFF = (8.5, 17.5)  # hours of the local day
BUSINESS = (9, 17)


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm, Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    x = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * x) // 433
    month = (h + x - 7 * m + 90) // 25
    return dt.date(year, month, (h + x - 7 * m + 33 * month + 19) % 32)


def holidays(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The company's holidays (those of all German states) from `first` to `last`, both included."""
    fixed = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
    days = []
    for year in range(first.year, last.year + 1):
        sunday = easter(year)
        days += [dt.date(year, month, day) for month, day in fixed]
        days += [sunday + dt.timedelta(days=after) for after in (-2, 1, 39, 50)]
    return tuple(sorted(day for day in days if first <= day <= last))


@dataclass(frozen=True)
class Hours:
    """One open stretch per UTC day: its first second, its length, and the open seconds of all days before."""

    first_day: int
    opens: Ints
    lengths: Ints
    before: Ints

    def elapsed(self, instants: Ints) -> Ints:
        """Open seconds from the first day to each instant; instants outside the days are cut to them."""
        day = np.clip(instants // DAY - self.first_day, 0, len(self.opens) - 1)
        return self.before[day] + np.clip(instants - self.opens[day], 0, self.lengths[day])

    def between(self, starts: Ints, ends: Ints) -> Ints:
        """Open seconds between two instants."""
        return self.elapsed(ends) - self.elapsed(starts)

    def after(self, instants: Ints, work: Ints) -> Ints:
        """The first instant by which that many open seconds have passed, never before the given one."""
        goal = self.elapsed(instants) + work
        day = np.minimum(np.searchsorted(self.before, goal, side="right") - 1, len(self.opens) - 1)
        return np.maximum(self.opens[day] + goal - self.before[day], instants)

    def are_open(self, instants: Ints) -> np.ndarray:
        """Whether each instant lies in an open stretch."""
        day = np.clip(instants // DAY - self.first_day, 0, len(self.opens) - 1)
        since = instants - self.opens[day]
        return (since >= 0) & (since < self.lengths[day])


@dataclass(frozen=True)
class Clock:
    """The company's working calendar: when staff replies, the hours that targets count, and the offset of local time."""

    first_day: int
    offsets: Ints
    staff: Hours
    business: Hours

    def instant(self, days: Ints, second_of_day: Ints) -> Ints:
        """UTC seconds of a local day (number since 1970-01-01) and second; exact but for the night of a change."""
        return days * DAY + second_of_day - self.offsets[days - self.first_day]


def clock(first: dt.date, until: dt.date) -> Clock:
    """The working calendar around the days from `first` to `until`."""
    begin, end = first - dt.timedelta(days=MARGIN_DAYS[0]), until + dt.timedelta(days=MARGIN_DAYS[1])
    days = [begin + dt.timedelta(days=number) for number in range((end - begin).days + 1)]
    zone = ZoneInfo(TIME_ZONE)
    noon = (dt.datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset() for day in days)
    offsets = np.array([int(offset.total_seconds()) if offset else 0 for offset in noon], dtype=np.int64)
    free = set(holidays(begin, end))
    works = np.array([day.weekday() < 5 and day not in free for day in days])
    first_day = (begin - dt.date(1970, 1, 1)).days
    staff, business = (_hours(first_day, offsets, works, window) for window in (STAFF, BUSINESS))
    return Clock(first_day, offsets, staff, business)


def _hours(first_day: int, offsets: Ints, works: np.ndarray, window: tuple[float, float]) -> Hours:
    midnights = (first_day + np.arange(len(offsets))) * DAY
    lengths = np.where(works, int((window[1] - window[0]) * HOUR), 0)
    before = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return Hours(first_day, midnights + int(window[0] * HOUR) - offsets, lengths, before)
