"""Which customers is a journey judged by: the newest ones whose steps have had their time, and those before them?"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from queries.periods import DAY, Period

LONGEST = (
    366  # days: the steps whose windows are over within a year of the start decide; later ones ask for old customers
)
MOST_MONTHS, FEWEST_MONTHS = 12, 3
NEARLY_ALL, CLEARLY_LESS = 0.98, 0.95
FEWEST_CUSTOMERS = 20  # in a month, to tell anything of it


@dataclass(frozen=True)
class Month:
    """Customers who came in a month, and how many of them reached the second stage. is_over: its window is."""

    start: dt.date
    customers: int
    went_on: int
    is_over: bool


def recorded_from(months: Sequence[Month]) -> dt.date | None:
    """The first month (in order) in which also customers are recorded who did not go on; None without any month.

    Many an export tells of older times only those who became customers: of every month up to then (nearly) all went on,
    of later ones clearly fewer. Where all months are alike, the first one.
    """
    if not months:
        return None
    for place, month in enumerate(months):
        if month.customers < FEWEST_CUSTOMERS or month.went_on >= NEARLY_ALL * month.customers:
            continue
        later = [each for each in months[place:] if each.is_over]
        share = sum(each.went_on for each in later) / max(sum(each.customers for each in later), 1)
        before = sum(each.customers for each in months[:place])
        is_other = bool(later) and share < CLEARLY_LESS and before >= FEWEST_CUSTOMERS
        return month.start if is_other else months[0].start
    return months[0].start


def judged(
    first_day: dt.date, last_day: dt.date, windows: Sequence[int], *, last_came: dt.date | None = None
) -> tuple[Period, Period | None] | None:
    """Whole months of entry days whose customers have had the time of the early steps, and as many months before them.

    first_day: the first day from which on all who came are recorded. last_day: up to which entries are known. windows:
    days of each step in order. last_came: the last day on which anybody came, where that is long ago. Of the steps whose windows together last at most a year, as many as possible are to be
    over, unless fewer than 3 months are left: then fewer. The newest 12 months; with fewer than 24, the newer half of
    them; with fewer than 6 all, and nothing before. Without whole months: the days there are. None without any day.
    """
    summed = [sum(windows[: place + 1]) for place in range(len(windows))]
    begin = first_day if first_day.day == 1 else _month_after(first_day, 1)
    for days in reversed([total for total in summed if total <= LONGEST]):
        end = (last_day - dt.timedelta(days=days) + DAY).replace(day=1)
        end = end if last_came is None else min(end, _month_after(last_came, 1))
        there = _months(begin, end)
        if there >= FEWEST_MONTHS:
            size = min(there // 2, MOST_MONTHS)
            if size < FEWEST_MONTHS:
                return Period(begin, end - DAY), None
            start = _month_after(end, -size)
            return Period(start, end - DAY), Period(_month_after(start, -size), start - DAY)
    latest = last_day if last_came is None else _month_after(last_came, 1) - DAY
    for days in reversed(summed):
        if first_day <= (end := min(last_day - dt.timedelta(days=days), latest)):
            return Period(first_day, end), None
    return (Period(first_day, last_day), None) if first_day <= last_day else None


def _months(begin: dt.date, end: dt.date) -> int:
    return (end.year - begin.year) * 12 + end.month - begin.month


def _month_after(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months after (a negative number: before) that of the day."""
    number = day.year * 12 + day.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)
