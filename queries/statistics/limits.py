"""Is this week different, or is it the ordinary up and down: process-behaviour (XmR) limits and their signals.

Source: Wheeler 2000, Understanding Variation, 2nd edition; Wheeler and Chambers 1992, Understanding Statistical
Process Control, 2nd edition. Missing values (nan) are passed over everywhere: moving ranges and runs go from one
present value to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

MINIMUM_POINTS = 12
LONG_RUN = 8
_WIDTH = 2.66  # 3 / 1.128: three standard deviations, estimated from the mean moving range of two
_ROUNDING = 1e-9

Signal = Literal["outside", "run", "near"]


@dataclass(frozen=True)
class ProcessLimits:
    """Mean and natural process limits, in the unit of the values; points: how many values they rest on.

    lower and upper are cut at the natural bounds given; half_width (2.66 x mean moving range) is not.
    """

    mean: float
    lower: float
    upper: float
    half_width: float
    points: int


@dataclass(frozen=True)
class Segment:
    """Limits of the points start <= index < stop; None where there are too few points for any.

    is_provisional: the segment is still too short for limits of its own, see `segmented_limits`.
    """

    start: int
    stop: int
    limits: ProcessLimits | None
    is_provisional: bool


def process_limits(
    values: ArrayLike,
    *,
    baseline: slice | None = None,
    lowest_possible: float | None = None,
    highest_possible: float | None = None,
) -> ProcessLimits | None:
    """Mean and mean +- 2.66 x mean moving range of a series in order of time; None below 12 present values.

    baseline: the part of the series to compute them from (default all of it). lowest_possible, highest_possible:
    natural bounds, 0 and 1 for shares, 0 and None for durations; a limit beyond a bound is cut there, and then no
    point can lie outside it. Leave a running week out, or give it as nan.
    """
    given = np.asarray(values, dtype=float).ravel()
    present = given[baseline if baseline is not None else slice(None)]
    present = present[~np.isnan(present)]
    if present.size < MINIMUM_POINTS:
        return None
    mean = float(present.mean())
    half_width = _WIDTH * float(np.abs(np.diff(present)).mean())
    lower, upper = mean - half_width, mean + half_width
    return ProcessLimits(
        mean=mean,
        lower=lower if lowest_possible is None else max(lower, lowest_possible),
        upper=upper if highest_possible is None else min(upper, highest_possible),
        half_width=half_width,
        points=int(present.size),
    )


def segmented_limits(
    values: ArrayLike,
    restarts: Sequence[int],
    *,
    lowest_possible: float | None = None,
    highest_possible: float | None = None,
) -> list[Segment]:
    """Limits recomputed from each index in restarts (the first point after an event that the user entered).

    A segment with fewer than 12 present values has no limits of its own yet and is provisional:
    - after a segment with limits, those go on, so that a change at the event shows as a signal against them;
    - with none before it, it is taken together with the segments before it, and their common limits are used from
      the start once they have 12 values;
    - otherwise its limits are None.
    Restarts outside the series, at its start or repeated are ignored; without any there is one segment.
    """
    given = np.asarray(values, dtype=float).ravel()
    cuts = sorted({0, *(index for index in restarts if 0 < index < given.size)})
    segments: list[Segment] = []
    for start, stop in zip(cuts, [*cuts[1:], given.size], strict=True):
        own = _limits_between(given, start, stop, lowest_possible, highest_possible)
        if own is not None:
            segments.append(Segment(start, stop, own, is_provisional=False))
        elif segments and segments[-1].limits is not None:
            segments.append(Segment(start, stop, segments[-1].limits, is_provisional=True))
        else:
            pooled = _limits_between(given, 0, stop, lowest_possible, highest_possible)
            segments = [Segment(earlier.start, earlier.stop, pooled, is_provisional=True) for earlier in segments]
            segments.append(Segment(start, stop, pooled, is_provisional=True))
    return segments


def signals(
    values: ArrayLike, limits: ProcessLimits | Sequence[Segment] | None, *, only_completing: bool = False
) -> list[Signal | None]:
    """For each value the reason why it is a signal, or None.

    - "outside": beyond a limit.
    - "run": one of 8 or more in a row on the same side of the mean; a value on the mean ends a run.
    - "near": one of 3 among 4 in a row that are nearer to the same limit than to the mean. Where a limit was cut at
      a natural bound, the limit before the cut counts.
    A value with several reasons has the first of these. With only_completing, "run" and "near" are given only to
    the values with which the rule was met (the 8th of a run and those after it), for lists of what is new.
    Limits as from `process_limits`, or `segmented_limits` (then no run goes across a change of limits), or None
    (then there are no signals). Values without limits, and nan, have none.
    """
    given = np.asarray(values, dtype=float).ravel()
    if limits is None:
        segments: Sequence[Segment] = []
    elif isinstance(limits, ProcessLimits):
        segments = [Segment(0, given.size, limits, is_provisional=False)]
    else:
        segments = limits
    found: list[Signal | None] = [None] * given.size
    for stretch in _with_same_limits(segments):
        present = np.arange(stretch.start, stretch.stop)
        present = present[~np.isnan(given[present])]
        if stretch.limits is not None:
            reasons = _signals_of_stretch(given[present], stretch.limits, only_completing)
            for index, reason in zip(present, reasons, strict=True):
                found[index] = reason
    return found


def _limits_between(
    given: NDArray[np.float64], start: int, stop: int, lowest: float | None, highest: float | None
) -> ProcessLimits | None:
    return process_limits(given, baseline=slice(start, stop), lowest_possible=lowest, highest_possible=highest)


def _with_same_limits(segments: Sequence[Segment]) -> list[Segment]:
    joined: list[Segment] = []
    for segment in segments:
        if joined and joined[-1].limits is segment.limits:
            segment = Segment(joined.pop().start, segment.stop, segment.limits, segment.is_provisional)
        joined.append(segment)
    return joined


def _signals_of_stretch(
    present: NDArray[np.float64], limits: ProcessLimits, only_completing: bool
) -> list[Signal | None]:
    # A constant series has limits of no width, and rounding must not put its points outside them.
    slack = _ROUNDING * max(abs(limits.mean), limits.half_width)
    is_outside = (present > limits.upper + slack) | (present < limits.lower - slack)
    distance = present - limits.mean
    side = np.where(np.abs(distance) <= slack, 0, np.sign(distance)).astype(int)
    zone = np.where(np.abs(distance) > limits.half_width / 2 + slack, side, 0)
    in_run = _in_long_run(side, only_completing)
    is_near = _near_a_limit(zone, only_completing)
    reasons: list[Signal | None] = []
    for outside, run, near in zip(is_outside, in_run, is_near, strict=True):
        reasons.append("outside" if outside else "run" if run else "near" if near else None)
    return reasons


def _in_long_run(side: NDArray[np.int_], only_completing: bool) -> NDArray[np.bool_]:
    is_marked = np.zeros(side.size, dtype=bool)
    start = 0
    for index in range(side.size):
        if side[index] != side[start]:
            start = index
        if side[index] != 0 and index - start + 1 >= LONG_RUN:
            is_marked[index if only_completing else start : index + 1] = True
    return is_marked


def _near_a_limit(zone: NDArray[np.int_], only_completing: bool) -> NDArray[np.bool_]:
    is_marked = np.zeros(zone.size, dtype=bool)
    for index in range(zone.size):
        first = max(0, index - 3)
        members = first + np.flatnonzero(zone[first : index + 1] == zone[index])
        if zone[index] != 0 and members.size >= 3:
            is_marked[index if only_completing else members] = True
    return is_marked
