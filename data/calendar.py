"""How many seconds was a team open up to any instant, and what did the clock on its wall say?

A calendar has one row per schedule and UTC day: the open seconds of all days before, up to eight open stretches inside
the day, and the offset of local time. Joined by UTC day it gives exact business time and exact local days across
changes of the clock, without any time zone arithmetic in SQL.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import pandas as pd

from data.settings import Schedule, SettingError, Settings

SLOTS = 8
DAY = 86400


def build(settings: Settings, first: dt.date, last: dt.date) -> pd.DataFrame:
    """One row per schedule and UTC day from `first` to `last`, both included.

    Columns: schedule, utc_day, open_before (seconds), open_1, close_1 … open_8, close_8 (second of the UTC day), and the
    clock of the business time zone, the same for every schedule: shift_second (when it changes; 86400 on ordinary
    days), offset_before, offset_after (seconds east of UTC).
    Raises SettingError when a schedule has more than eight open stretches in a UTC day.
    """
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    clocks = [_segments(settings.time_zone, day) for day in days]
    rows = [row for schedule in settings.schedules.values() for row in _rows(schedule, days, clocks)]
    slots = [name for slot in range(1, SLOTS + 1) for name in (f"open_{slot}", f"close_{slot}")]
    columns = ["schedule", "utc_day", "open_before", *slots, "shift_second", "offset_before", "offset_after"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(utc_day=pd.to_datetime(frame["utc_day"]))


def _rows(
    schedule: Schedule, days: list[dt.date], clocks: list[list[tuple[int, int, int]]]
) -> Iterator[tuple[object, ...]]:
    open_before = 0
    for day, clock in zip(days, clocks, strict=True):
        segments = _segments(schedule.time_zone, day)
        stretches = _merge(stretch for segment in segments for stretch in _open_in(schedule, day, *segment))
        if len(stretches) > SLOTS:
            raise SettingError(f"schedules, {schedule.name}: more than {SLOTS} open stretches in one UTC day ({day}).")
        padded = stretches + [(0, 0)] * (SLOTS - len(stretches))
        seconds = [second for stretch in padded for second in stretch]
        yield schedule.name, day, open_before, *seconds, clock[0][1], clock[0][2], clock[-1][2]
        open_before += sum(end - start for start, end in stretches)


def _segments(zone: ZoneInfo, day: dt.date) -> list[tuple[int, int, int]]:
    """Stretches of the UTC day with one offset each: (start second, end second, offset in seconds)."""
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)

    def offset(second: int) -> int:
        at = (midnight + dt.timedelta(seconds=second)).astimezone(zone)
        return int((at.utcoffset() or dt.timedelta()).total_seconds())

    before, after = offset(0), offset(DAY - 1)
    if before == after:
        return [(0, DAY, before)]
    low, high = 0, DAY - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle) == before else (low, middle)
    return [(0, high, before), (high, DAY, after)]


def _open_in(schedule: Schedule, day: dt.date, start: int, end: int, offset: int) -> Iterator[tuple[int, int]]:
    """Open stretches inside one segment: wall time is UTC plus the offset, so windows are moved and clipped."""
    for shift in (-1, 0, 1):
        local_day = day + dt.timedelta(days=shift)
        if local_day in schedule.holidays:
            continue
        for window in schedule.windows:
            if window.weekday == local_day.weekday():
                opens = max(start, window.opens + shift * DAY - offset)
                closes = min(end, window.closes + shift * DAY - offset)
                if opens < closes:
                    yield opens, closes


def _merge(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
