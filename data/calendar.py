"""How many seconds was a team open up to any instant, and what did the clock on its wall say?

A calendar has one row per schedule and quarter of a UTC day: the open seconds before it, up to four open stretches
inside it, and the offset of local time. Joined by quarter it gives exact business time and exact local days across
changes of the clock, without any time zone arithmetic in SQL.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import pandas as pd

from data.settings import Schedule, SettingError, Settings

SLOTS = 4
DAY = 86400
QUARTER = 21600  # seconds; quarters are numbered from 1970, as in epoch // 21600

NEAR = (-1, 0, 1)  # local days that can touch a UTC day, relative to it

Stretch = tuple[int, int]
Clock = tuple[tuple[int, int, int], ...]  # of a UTC day: start second, end second, seconds east of UTC


def build(settings: Settings, first: dt.date, last: dt.date) -> pd.DataFrame:
    """One row per schedule and quarter of the UTC days from `first` to `last`, both included.

    Columns: schedule, quarter, open_before (seconds), open_1, close_1 … open_4, close_4 (second of the quarter), and the
    clock of the business time zone, the same for every schedule: shift_second (when it changes; 21600 in ordinary
    quarters), offset_before, offset_after (seconds east of UTC).
    Raises SettingError when a schedule has more than four open stretches in a quarter.
    """
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    zones = {settings.time_zone, *(schedule.time_zone for schedule in settings.schedules.values())}
    clocks = {zone.key: [_segments(zone, day) for day in days] for zone in zones}
    walls = [
        [_clock_of(clock, begins) for begins in range(0, DAY, QUARTER)] for clock in clocks[settings.time_zone.key]
    ]
    rows = [
        row
        for schedule in settings.schedules.values()
        for row in _rows(schedule, days, clocks[schedule.time_zone.key], walls)
    ]
    slots = [name for slot in range(1, SLOTS + 1) for name in (f"open_{slot}", f"close_{slot}")]
    columns = ["schedule", "quarter", "open_before", *slots, "shift_second", "offset_before", "offset_after"]
    return pd.DataFrame(rows, columns=columns)


def _rows(
    schedule: Schedule, days: list[dt.date], clocks: list[Clock], walls: list[list[tuple[int, int, int]]]
) -> Iterator[tuple[object, ...]]:
    known: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    open_before = 0
    for day, clock, wall in zip(days, clocks, walls, strict=True):
        closed = tuple(day + dt.timedelta(days=shift) in schedule.holidays for shift in NEAR)
        like = (day.weekday(), clock, closed)  # days that are alike have the same hours by UTC
        if like not in known:
            known[like] = _quarters(schedule, day, clock)
        first_quarter = (day - dt.date(1970, 1, 1)).days * (DAY // QUARTER)
        for number, (seconds, shifts) in enumerate(zip(known[like], wall, strict=True)):
            yield schedule.name, first_quarter + number, open_before, *seconds, *shifts
            open_before += sum(seconds[1::2]) - sum(seconds[0::2])


def _quarters(schedule: Schedule, day: dt.date, clock: Clock) -> list[tuple[int, ...]]:
    """For each quarter of the UTC day, opening and closing second of each of its slots; 0 and 0 for slots not needed."""
    stretches = _merge(stretch for segment in clock for stretch in _open_in(schedule, day, *segment))
    quarters = []
    for begins in range(0, DAY, QUARTER):
        inside = _clipped(stretches, begins)
        if len(inside) > SLOTS:
            raise SettingError(
                f"schedules, {schedule.name}: more than {SLOTS} windows within six hours ({day}, by UTC)."
            )
        padded = inside + [(0, 0)] * (SLOTS - len(inside))
        quarters.append(tuple(second for stretch in padded for second in stretch))
    return quarters


def _clipped(stretches: list[Stretch], begins: int) -> list[Stretch]:
    """The parts of the stretches inside the quarter that begins at this second, in seconds of the quarter."""
    ends = begins + QUARTER
    return [(max(start, begins) - begins, min(end, ends) - begins)
            for start, end in stretches if start < ends and end > begins]  # fmt: skip


def _clock_of(clock: Clock, begins: int) -> tuple[int, int, int]:
    """Of one quarter: the second in which the clock changes, the offset before and the offset after."""
    changes = clock[0][1]  # the end of the first segment; of the whole day where the clock does not change
    shift = min(max(changes - begins, 0), QUARTER)
    return shift, clock[0][2], clock[-1][2] if changes < begins + QUARTER else clock[0][2]


def _segments(zone: ZoneInfo, day: dt.date) -> Clock:
    """Stretches of the UTC day with one offset each: (start second, end second, offset in seconds)."""
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)

    def offset(second: int) -> int:
        at = (midnight + dt.timedelta(seconds=second)).astimezone(zone)
        return int((at.utcoffset() or dt.timedelta()).total_seconds())

    before, after = offset(0), offset(DAY - 1)
    if before == after:
        return ((0, DAY, before),)
    low, high = 0, DAY - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle) == before else (low, middle)
    return (0, high, before), (high, DAY, after)


def _open_in(schedule: Schedule, day: dt.date, start: int, end: int, offset: int) -> Iterator[Stretch]:
    """Open stretches inside one segment: wall time is UTC plus the offset, so windows are moved and clipped."""
    for shift in NEAR:
        local_day = day + dt.timedelta(days=shift)
        if local_day in schedule.holidays:
            continue
        for window in schedule.windows:
            if window.weekday == local_day.weekday():
                opens = max(start, window.opens + shift * DAY - offset)
                closes = min(end, window.closes + shift * DAY - offset)
                if opens < closes:
                    yield opens, closes


def _merge(stretches: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
