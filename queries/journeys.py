"""Which customers is a journey judged by: the newest year of them whose steps have had their time?"""

import datetime as dt
from collections.abc import Sequence

from queries.periods import DAY, Period

LONGEST = (
    366  # steps whose windows are over within a year of the start decide; the later ones would ask for old customers
)


def judged_year(first_day: dt.date, last_day: dt.date, windows: Sequence[int]) -> Period | None:
    """The newest 12 whole months of entry days whose customers have had the time of the early steps; None without any.

    first_day: the first entry day there is. last_day: up to which entries are known. windows: days of each step in
    order. Of the steps whose windows together last at most a year, as many as possible are to be over, unless no whole
    year before has entries: then fewer. Without a whole year: from the first day to where the first step is over.
    """
    summed = [sum(windows[: place + 1]) for place in range(len(windows))]
    for days in reversed([total for total in summed if total <= LONGEST]):
        year = _year_to(last_day - dt.timedelta(days=days))
        if year.start >= first_day:
            return year
    for days in reversed(summed):
        if first_day <= last_day - dt.timedelta(days=days):
            return Period(first_day, last_day - dt.timedelta(days=days))
    return Period(first_day, last_day) if first_day <= last_day else None


def year_before(year: Period) -> Period:
    """The 12 months (or as many days) before it."""
    if year.start.day == 1 and (year.end + DAY).day == 1:
        start = year.start.replace(year=year.start.year - 1)
        return Period(start, year.start - DAY)
    return Period(year.start - (year.end - year.start) - DAY, year.start - DAY)


def _year_to(day: dt.date) -> Period:
    """The last 12 whole months up to the day."""
    end = (day + DAY).replace(day=1) - DAY
    number = end.year * 12 + end.month - 12
    return Period(dt.date(number // 12, number % 12 + 1, 1), end)
