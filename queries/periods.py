"""Which days are meant, and which days are they compared with?

Periods are whole days in the business time zone, both ends included, and weeks start on Monday. A named period is
counted from the last complete day of the data, not from today: "this month" is the month of that day.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.parameters import QuestionError

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
DEFAULT = "last_13_weeks"
NAMES: Mapping[str, str] = {
    "last_4_weeks": "Last 4 complete weeks",
    "last_8_weeks": "Last 8 complete weeks",
    "last_13_weeks": "Last 13 complete weeks",
    "last_26_weeks": "Last 26 complete weeks",
    "last_52_weeks": "Last 52 complete weeks",
    "this_month": "This month so far",
    "last_month": "Last month",
    "this_quarter": "This quarter so far",
    "last_quarter": "Last quarter",
    "all": "All data",
    "custom": "Chosen days",
}


@dataclass(frozen=True)
class Period:
    """Days from start to end, both included. Raises QuestionError when start is after end."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise QuestionError(f"The period starts ({self.start}) after its end ({self.end}).")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def previous(self) -> "Period":
        """The period before, of the same length and on the same weekdays, and without a day in common.

        It lies back by the smallest number of whole weeks that is not shorter than the period: 28 days for 4 weeks,
        35 for a month of 31 days, 7 for a single day.
        """
        back = -(-self.days // 7) * WEEK
        return Period(self.start - back, self.end - back)

    def parameters(self) -> dict[str, object]:
        """The parameters of a question: this period, and the one before to compare with."""
        before = self.previous()
        return {"from": self.start, "to": self.end, "previous_from": before.start, "previous_to": before.end}


@dataclass(frozen=True)
class Coverage:
    """The days that the data covers: the first, and the last complete one."""

    first_day: dt.date
    last_day: dt.date

    @classmethod
    def from_status(cls, status: Mapping[Any, object]) -> "Coverage":
        """From the row that answers `data_status`. Raises QuestionError when the data holds no complete day."""
        first, last = (status[key] for key in ("first_day", "last_day"))
        if not isinstance(first, str) or not isinstance(last, str):
            raise QuestionError("The data holds no complete day yet. Load a file with tickets.")
        return cls(dt.date.fromisoformat(first), dt.date.fromisoformat(last))

    @property
    def last_week(self) -> dt.date:
        """The Monday of the last complete week."""
        return monday(self.last_day + DAY) - WEEK


def monday(day: dt.date) -> dt.date:
    """The Monday of the week of that day."""
    return day - dt.timedelta(days=day.weekday())


def week(day: dt.date) -> Period:
    """The week, Monday to Sunday, of that day."""
    return Period(monday(day), monday(day) + 6 * DAY)


def named(name: str, coverage: Coverage) -> Period:
    """The period of that name, of complete days only. Raises QuestionError for a name that is not in NAMES, or custom."""
    last = coverage.last_day
    if name.startswith("last_") and name.endswith("_weeks") and name in NAMES:
        weeks = int(name.split("_")[1])
        return Period(coverage.last_week - (weeks - 1) * WEEK, coverage.last_week + 6 * DAY)
    match name:
        case "this_month":
            return Period(last.replace(day=1), last)
        case "last_month":
            end = last.replace(day=1) - DAY
            return Period(end.replace(day=1), end)
        case "this_quarter":
            return Period(_quarter(last), last)
        case "last_quarter":
            end = _quarter(last) - DAY
            return Period(_quarter(end), end)
        case "all":
            return Period(min(coverage.first_day, last), last)
    raise QuestionError(f"{name!r} is not the name of a period. Names are: {', '.join(NAMES)}.")


def picked(days: Sequence[dt.date], *, fallback: Period) -> Period:
    """The period of the days picked in a calendar: none (the fallback), one (that day alone), or two in any order."""
    return Period(min(days), max(days)) if days else fallback


def _quarter(day: dt.date) -> dt.date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
