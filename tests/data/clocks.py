"""The slow and plain way to count business time: look at every minute's clock on the wall. Shares nothing with the model."""

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

FIRST = dt.datetime(2010, 1, 1, tzinfo=dt.UTC)
LAST = dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
MINUTES = int((LAST - FIRST).total_seconds()) // 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STEP = 15  # no zone has changed its clock but on a quarter of an hour in these years


@functools.cache
def offsets(zone: str) -> np.ndarray:
    """Minutes east of UTC in every UTC minute from FIRST to LAST."""
    there = ZoneInfo(zone)
    steps = (FIRST + dt.timedelta(minutes=minute) for minute in range(0, MINUTES, STEP))
    seconds = [step.astimezone(there).utcoffset().total_seconds() for step in steps]
    return np.repeat(np.array(seconds, dtype=np.int64) // 60, STEP)


def changes(zone: str) -> np.ndarray:
    """The minutes in which the zone's clock jumps."""
    return np.flatnonzero(np.diff(offsets(zone))) + 1


class OpenMinutes:
    """For one schedule, as it is written in the settings: is each UTC minute open, and how many were before it?"""

    def __init__(self, schedule: Mapping[str, Any]) -> None:
        wall = np.arange(MINUTES) + offsets(schedule["time_zone"])
        day, minute = np.divmod(wall, 1440)
        weekday = (day + FIRST.weekday()) % 7
        opening = np.zeros((7, 1440), dtype=bool)
        for name, windows in schedule["hours"].items():
            for window in windows:
                opens, closes = (int(part[:2]) * 60 + int(part[3:]) for part in window.split("-"))
                opening[WEEKDAYS.index(name), opens:closes] = True
        holidays = [(dt.date.fromisoformat(one) - FIRST.date()).days for one in schedule.get("holidays", [])]
        self.is_open = opening[weekday, minute] & ~np.isin(day, holidays)
        self.before = np.concatenate([[0], np.cumsum(self.is_open)])

    def seconds_until(self, instants: np.ndarray) -> np.ndarray:
        """Open seconds from FIRST to each instant (seconds since FIRST)."""
        minute, second = np.divmod(instants, 60)
        return 60 * self.before[minute] + self.is_open[minute] * second

    def minutes_between(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Open minutes from each start to each end (seconds since FIRST)."""
        return (self.seconds_until(end) - self.seconds_until(start)) / 60
