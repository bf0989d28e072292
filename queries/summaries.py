"""Is a metric good, is it changing, and is the change more than noise? One series of weeks, read once for tile and chart."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from queries.metrics.metric import Metric
from queries.statistics.limits import Segment, Signal, segmented_limits, signals
from queries.uncertainty import with_interval

FEWEST = 5  # a value on fewer is no value
RESTARTING = ("tool", "policy")  # kinds of event after which the usual range is computed anew
_BOUNDS = {
    "share": (0.0, 1.0),
    "minutes": (0.0, None),
    "count": (0.0, None),
    "score": (0.0, 100.0),
    "points": (-100.0, 100.0),
}


@dataclass(frozen=True)
class Summary:
    """A metric's weekly series and what it says about one of its weeks.

    frame: the rows of the metric's shape, in order of time, with `shown` (the headline, nan on fewer than 5), `signal`
    and the interval of the headline. at: position of the week that is judged. previous: the value of the week before.
    """

    metric: Metric
    frame: pd.DataFrame
    at: int
    value: float | None
    previous: float | None
    n: int
    segments: tuple[Segment, ...]
    signal: Signal | None

    @property
    def change(self) -> float | None:
        """Value minus the value of the week before; None when either is missing."""
        return None if self.value is None or self.previous is None else self.value - self.previous

    @property
    def limits(self) -> Segment | None:
        """The usual range that the judged week is compared with."""
        found = next((one for one in self.segments if one.start <= self.at < one.stop), None)
        return found if found and found.limits else None

    @property
    def is_above(self) -> bool | None:
        """Whether the value stands above what is usual; None where that is not known."""
        if self.value is None or self.limits is None or self.limits.limits is None:
            return None
        return self.value > self.limits.limits.mean

    @property
    def is_good_news(self) -> bool | None:
        """Whether the signal points to the better side; None without a signal, or where no side is better."""
        if self.signal is None or self.is_above is None or self.metric.better == "neutral":
            return None
        return self.is_above == (self.metric.better == "higher")


def summarise(
    metric: Metric,
    frame: pd.DataFrame,
    *,
    week: dt.date,
    value: str = "",
    events: pd.DataFrame | None = None,
    with_running: bool = False,
) -> Summary:
    """Read the weekly rows of a metric for the week that starts on `week`.

    frame: the answer to the metric by week (or month): bucket (ISO Monday, first of the month), n, the metric's value
    column (or the one named by `value`), is_complete; rows after `week` are left out, or kept without a value where
    with_running is true. events: day, kind; the usual range starts anew in the week of a new tool or policy.
    """
    asked = frame["bucket"] <= week.isoformat()
    rows = (frame if with_running else frame[asked]).reset_index(drop=True)
    raw = pd.to_numeric(rows[value or metric.value], errors="coerce").astype("float64")
    enough = (rows["n"] >= FEWEST) | (metric.unit == "count")
    usable = enough & rows["is_complete"].fillna(False).astype(bool) & (rows["bucket"] <= week.isoformat())
    rows = rows.assign(shown=raw.where(usable))
    lowest, highest = _BOUNDS.get(metric.unit, (None, None))
    values = rows["shown"].to_numpy()
    segments = segmented_limits(values, _restarts(rows, events), lowest_possible=lowest, highest_possible=highest)
    if _is_too_coarse(metric, values):
        segments = [replace(segment, limits=None) for segment in segments]
    marks = signals(values, segments)
    rows = with_interval(metric, rows.assign(signal=pd.Series(marks, dtype="object")))
    at = int(asked.sum()) - 1
    is_there = at >= 0 and rows["bucket"].iloc[at] == week.isoformat()
    return Summary(
        metric=metric,
        frame=rows,
        at=at,
        value=_number(values[at]) if is_there else None,
        previous=_number(values[at - 1]) if is_there and at else None,
        n=int(rows["n"].iloc[at]) if is_there else 0,
        segments=tuple(segments),
        signal=marks[at] if is_there else None,
    )


def news(summaries: Sequence[Summary], *, weeks: int = 13) -> pd.DataFrame:
    """Signals of the last weeks, newest first, one row per first mark of each: metric, bucket, signal, value, is_good.

    A run is listed once, in the week in which it became one.
    """
    found = []
    for summary in summaries:
        marks = signals(summary.frame["shown"].to_numpy(), summary.segments, only_completing=True)
        for place in range(max(0, summary.at - weeks + 1), summary.at + 1):
            if marks[place] is None or (place and marks[place - 1] == marks[place] != "outside"):
                continue
            segment = next(one for one in summary.segments if one.start <= place < one.stop)
            mean = segment.limits.mean if segment.limits else math.nan
            value = float(summary.frame["shown"].iloc[place])
            better = summary.metric.better
            is_good = None if better == "neutral" else (value > mean) == (better == "higher")
            row = summary.frame.iloc[place]
            found.append((summary.metric.key, row["bucket"], marks[place], value, mean, int(row["n"]), is_good))
    columns = ["metric", "bucket", "signal", "value", "usual", "n", "is_good"]
    return pd.DataFrame(found, columns=columns).sort_values("bucket", ascending=False, kind="stable", ignore_index=True)


def _is_too_coarse(metric: Metric, values: np.ndarray) -> bool:
    """Series that jump between a few whole numbers, or count fewer than five a week, have no usual range to leave."""
    known = values[~np.isnan(values)]
    if not len(known):
        return True
    few = len(np.unique(known)) <= 3 and bool(np.all(known % 1 == 0)) and metric.unit != "share"
    return few or (metric.unit == "count" and float(np.mean(known)) < FEWEST)


def _restarts(rows: pd.DataFrame, events: pd.DataFrame | None) -> list[int]:
    """The places of the first whole week after each event that changes how support works."""
    if events is None or events.empty:
        return []
    days = pd.to_datetime(events.loc[events["kind"].isin(RESTARTING), "day"])
    mondays = pd.to_datetime(rows["bucket"])
    places = {int((mondays < day).sum()) for day in days}
    return sorted(place for place in places if 0 < place < len(rows))


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
