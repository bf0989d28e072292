"""Which days does the sample cover, and what happened on them?"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.sample.drawing import DAY, Bools

DAYS_PER_MONTH = 365 / 12
EPOCH = dt.date(1970, 1, 1)


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class Timeline:
    """The days from `first` to `until`, both complete, and the dated events; weeks are counted back from the last."""

    first: dt.date
    until: dt.date

    @property
    def first_number(self) -> int:
        return day_number(self.first)

    @property
    def days(self) -> int:
        return (self.until - self.first).days + 1

    @property
    def start(self) -> int:
        """First second covered, UTC."""
        return self.first_number * DAY

    @property
    def end(self) -> int:
        """Last second covered, UTC."""
        return self.start + self.days * DAY - 1

    @cached_property
    def monday(self) -> dt.date:
        """Monday of the running week."""
        return self.until - dt.timedelta(days=self.until.weekday())

    def weeks_ago(self, weeks: int, *, weekday: int = 0) -> dt.date:
        """That weekday (0 is Monday), `weeks` weeks before the running week."""
        return self.monday + dt.timedelta(days=weekday - 7 * weeks)

    @property
    def outage(self) -> dt.date:
        """First of the two days of the outage."""
        return self.weeks_ago(7, weekday=1)

    @property
    def tool(self) -> dt.date:
        """Day the new support tool went live."""
        return self.weeks_ago(22)

    @property
    def pricing(self) -> dt.date:
        """Day the pricing change took effect."""
        return self.weeks_ago(4)

    @property
    def releases(self) -> tuple[dt.date, ...]:
        """Release days, about one a quarter, the last first."""
        days = (self.weeks_ago(weeks, weekday=2) for weeks in range(11, 400, 13))
        return tuple(day for day in days if day >= self.first)[:12]


def year_end(line: Timeline) -> Bools:
    """For each day of the timeline: does it lie between 22 December and 3 January?"""
    dates = (line.first + dt.timedelta(days=number) for number in range(line.days))
    return np.array([(day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 3) for day in dates])


def timeline(months: int, until: dt.date) -> Timeline:
    """The timeline of `months` months that ends with the day `until`."""
    return Timeline(until - dt.timedelta(days=round(months * DAYS_PER_MONTH) - 1), until)
