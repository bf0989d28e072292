"""Which part of an axis is shown, and where do its few ticks stand?"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pages.parts import words

MOST_TICKS = 5
_CALENDAR_HOURS = (1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 120, 240, 480, 720)


@dataclass(frozen=True)
class Scale:
    """A value axis: the shown range, and its ticks in the unit's own steps with their words."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    def settings(self) -> dict[str, Any]:
        """The same for a plotly axis."""
        return {"range": [self.low, self.high], "tickvals": list(self.ticks), "ticktext": list(self.labels)}


def scale(
    values: Iterable[float | None],
    *,
    unit: words.Unit,
    clock: words.Clock = "calendar",
    from_zero: bool = False,
    most: int = MOST_TICKS,
) -> Scale:
    """The axis for the values, from zero where asked or where the values come near to it anyway.

    Ends stand on a tick, except the upper end of bars. Without values the axis goes from 0 to 1 (one hour, 100 %).
    """
    present = [float(value) for value in values if value is not None and not words.is_missing(value)]
    low, high = (min(present), max(present)) if present else (0.0, 0.0)
    if from_zero or 0 < low < high / 2 or not present:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = _around(low, unit)
    step = max(tick_step(high - low, unit=unit, clock=clock, most=most), _shown_digits(max(abs(low), abs(high)), unit))
    ticks = _ticks(low, high, step, unit)
    labels = [tick_text(tick, step, unit, clock) for tick in ticks]
    while len(set(labels)) < len(labels):  # two ticks must not be called the same
        step *= 2
        ticks = _ticks(low, high, step, unit)
        labels = [tick_text(tick, step, unit, clock) for tick in ticks]
    return Scale(min(low, ticks[0]), max(high, ticks[-1]), tuple(ticks), tuple(labels))


def tick_step(span: float, *, unit: words.Unit, clock: words.Clock = "calendar", most: int = MOST_TICKS) -> float:
    """The smallest round step of the unit that needs at most so many ticks: 15 min, 2 h, 5 percentage points."""
    wanted = span / max(most - 1, 1)
    if unit == "minutes" and wanted <= 30:
        return next(step for step in (1, 2, 5, 10, 15, 30) if step >= wanted)
    if unit == "minutes" and clock == "calendar" and wanted <= _CALENDAR_HOURS[-1] * 60:
        return next(hours * 60 for hours in _CALENDAR_HOURS if hours * 60 >= wanted)
    size = 60 if unit == "minutes" else 1
    power = 10 ** math.floor(math.log10(wanted / size))
    step = next(factor * power * size for factor in (1, 2, 5, 10) if factor * power * size >= wanted * (1 - 1e-9))
    return max(step, 1) if unit in ("count", "score") else step


def tick_text(tick: float, step: float, unit: words.Unit, clock: words.Clock = "calendar") -> str:
    """The words of a tick; shares have as many decimals as their step."""
    if unit == "share":
        return words.percent(tick, None if step >= 0.01 else 1000)
    if unit == "points":
        return words.number(tick * 100)
    if unit == "money":
        return words.number(tick)  # an axis needs no cents
    return words.value(unit, tick, clock=clock)


def _ticks(low: float, high: float, step: float, unit: words.Unit) -> list[float]:
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if unit == "share" and high <= 1:
        last = min(last, math.floor(1 / step + 1e-9))
    return [round(step * index, 10) for index in range(first, last + 1)]


def _shown_digits(largest: float, unit: words.Unit) -> float:
    """The last digit that words show of large numbers."""
    if unit in ("share", "points", "minutes") or largest < 10_000:
        return 0.0
    return float(10 ** (math.floor(math.log10(largest)) - 2))


def _around(value: float, unit: words.Unit) -> tuple[float, float]:
    if value == 0:
        return 0.0, {"minutes": 60.0, "share": 1.0, "points": 0.01}.get(unit, 1.0)
    room = abs(value) / 2
    return value - room, min(value + room, 1.0) if unit == "share" and 0 < value < 1 else value + room
