"""How sure is each row of a metric's answer? The 95 % interval that belongs to its shape, in the metric's own unit."""

import math

import pandas as pd

from queries.metrics.metric import Metric
from queries.statistics.intervals import Estimate, Interval, difference, mean_interval, nps, wilson


def with_interval(metric: Metric, frame: pd.DataFrame) -> pd.DataFrame:
    """The answer with `<value>_low` and `<value>_high`, where the shape has none of its own; nan where nothing counts.

    Shares: Wilson. Net scores: adjusted Wald. Means: Student's t. Durations bring their own by order statistics, and
    counts are no estimates: both come back as they are, and so does a frame without the columns of the shape.
    """
    if not set(_NEEDED.get(metric.unit, ("no such column",))) <= set(frame.columns):
        return frame
    ends = [interval_of(metric, row) for row in frame.to_dict("records")]
    low = pd.Series([math.nan if end is None else end.low for end in ends], index=frame.index, dtype="float64")
    high = pd.Series([math.nan if end is None else end.high for end in ends], index=frame.index, dtype="float64")
    known = frame.assign(**{f"{metric.value}_low": low, f"{metric.value}_high": high})
    others = [name for name in known if name not in (f"{metric.value}_low", f"{metric.value}_high")]
    after = others.index(metric.value) + 1
    return known[[*others[:after], f"{metric.value}_low", f"{metric.value}_high", *others[after:]]]


def interval_of(metric: Metric, row: object, *, value: str = "") -> Interval | None:
    """The interval of one row (a mapping or a Series) of the metric's answer; None where it is not known."""
    column = value or metric.value
    if metric.unit == "share":
        return wilson(float(row["numerator"]), float(row["n"]))  # type: ignore[index]
    found: Estimate | None = None
    if metric.unit == "points":
        counts = {part: float(row[part]) for part in ("promoters", "passives", "detractors")}  # type: ignore[index]
        found = nps(**counts)
    elif metric.unit == "mean":
        n, deviation = int(row["n"]), row["standard_deviation"]  # type: ignore[index]
        if n > 1 and deviation > 0:  # answers that are all the same tell nothing of their spread
            found = mean_interval(float(row["value"]), float(deviation), n=n)  # type: ignore[index]
            low, high = MEANS_BETWEEN.get(metric.key, (-math.inf, math.inf))
            return None if found is None else Interval(max(found.low, low), min(found.high, high))
    else:
        low, high = (row.get(f"{column}_{end}", math.nan) for end in ("low", "high"))  # type: ignore[attr-defined]
        return None if pd.isna(low) or pd.isna(high) else Interval(float(low), float(high))
    return None if found is None else Interval(found.low, found.high)


def change_of(metric: Metric, now: object, before: object, *, value: str = "") -> Estimate | None:
    """The value now minus the value before, with its interval (Zou and Donner 2008); None where either has none."""
    column = value or metric.value
    ends = [interval_of(metric, row, value=column) for row in (now, before)]
    if ends[0] is None or ends[1] is None:
        return None
    first, other = (
        Estimate(float(row[column]), end.low, end.high)  # type: ignore[index]
        for row, end in zip((now, before), ends, strict=True)
        if end is not None
    )
    return difference(first, other)


MEANS_BETWEEN = {"ces": (1.0, 7.0), "quality_score": (0.0, 100.0)}  # ends of the scales that means are taken of
_NEEDED = {
    "share": ("numerator", "n"),
    "points": ("promoters", "passives", "detractors"),
    "mean": ("n", "value", "standard_deviation"),
}
