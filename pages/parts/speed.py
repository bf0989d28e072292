"""Which figures does the speed page show, of replies or of resolutions?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.filters import View, covered
from pages.parts.tiles import Tile
from queries.comparisons import compare
from queries.metrics.metric import Metric
from queries.periods import DAY, WEEK, Period, monday
from queries.registry import METRICS
from queries.summaries import Summary, summarise

LEAST_WEEKS = 26
DIMENSIONS = ("channel", "priority", "category", "team", "agent", "segment", "plan")
AGES = ("under 1 day", "1 to 3 days", "3 to 7 days", "7 to 30 days", "over 30 days")


@dataclass(frozen=True)
class Subject:
    """What is timed: its duration metric, its share within target, and the words for it."""

    name: str
    duration: Metric
    within: Metric
    noun: str
    done: str
    what: str


SUBJECTS: Mapping[str, Subject] = {
    "First reply": Subject(
        "First reply time",
        METRICS["first_reply_time"],
        METRICS["replied_within_target"],
        "first replies",
        "replied",
        "reply",
    ),
    "Resolution": Subject(
        "Resolution time",
        METRICS["full_resolution_time"],
        METRICS["resolved_within_target"],
        "resolutions",
        "resolved",
        "resolution",
    ),
}


def trend_days(view: View) -> Period:
    """The weeks a trend shows: those of the period, at least half a year, whole weeks, and the running one at the end."""
    first = min(monday(view.period.start), monday(view.period.end) - (LEAST_WEEKS - 1) * WEEK)
    last = covered().last_day
    ends_now = view.period.end >= last - 7 * DAY
    return Period(first, last if ends_now else monday(view.period.end + DAY) - DAY)


def weekly(metric: Metric, view: View, events: pd.DataFrame, *, value: str = "") -> tuple[Summary, Source, str | None]:
    """A metric by week: what it says of the last complete week, the question, and the running week (None: there is none)."""
    days = trend_days(view)
    source = Source(metric.key, view.parameters(period=days, by="week"))
    frame = source.ask()
    complete = frame[frame["is_complete"].astype(bool)]
    last = (
        complete["bucket"].iloc[-1]
        if len(complete)
        else frame["bucket"].iloc[-1]
        if len(frame)
        else days.start.isoformat()
    )
    found = summarise(metric, frame, week=dt.date.fromisoformat(last), value=value, events=events, with_running=True)
    running = frame["bucket"].iloc[-1] if len(frame) and not bool(frame["is_complete"].iloc[-1]) else None
    return found, source, running


def whole(metric: Metric, view: View, *, period: Period | None = None) -> pd.Series:
    """The metric over the whole period, as one row."""
    return Source(metric.key, view.parameters(period=period, by="all")).ask().iloc[0]


def tile(metric: Metric, view: View, *, value: str = "", label: str = "", goal: float | None = None) -> Tile:
    """A tile of the period, against the earlier one; the change is coloured only when the two intervals are apart."""
    column = value or metric.value
    now, before = whole(metric, view), whole(metric, view, period=view.before)
    unit = words.metric_unit(metric.unit)
    is_enough = unit == "count" or now["n"] >= words.FEWEST
    amount = None if not is_enough or words.is_missing(now[column]) else float(now[column])
    earlier = None if words.is_missing(before[column]) else float(before[column])
    change = None if amount is None or earlier is None else amount - earlier
    low, high = _interval(metric, now, column)
    colour = "gray"
    if change and earlier is not None and _is_apart(metric, now, before, column):
        colour = {"lower": "red", "higher": "green", "neutral": "blue"}[metric.better] if change > 0 else {"lower": "green", "higher": "red", "neutral": "blue"}[metric.better]  # fmt: skip
    parts = []
    if amount is not None and low is not None:
        parts.append(words.interval_text(low, high, unit=unit, n=float(now["n"]), clock=view.clock))
    if goal is not None and amount is not None:
        met = amount >= goal if metric.better == "higher" else amount <= goal
        parts.append(f"target {words.value(unit, goal, clock=view.clock)} {'met' if met else 'missed'}")
    if metric.has_clock:
        parts.append(words.clock_text(view.clock))
    if bool(now.get("is_censored_estimate", False)):
        parts.append("open tickets counted as waiting (Kaplan-Meier)")
    noun = "ticket"
    return Tile(
        label=label or metric.label,
        value=words.value(unit, amount, n=float(now["n"]), clock=view.clock),
        delta=words.change(unit, change, clock=view.clock) if change is not None else None,
        arrow="off" if not change else "up" if change > 0 else "down",
        colour=colour,
        description="",
        spark=(),
        caption=" · ".join(parts),
        help=f"{metric.formula} Counted on {metric.date_basis}. {metric.note}".strip(),
        link=view.link(metric=metric.key),
        link_label=words.plural(int(now["n"]), noun),
    )


def standings(metric: Metric, view: View, *, by: str) -> tuple[pd.DataFrame, float | None, Source]:
    """The groups of a dimension with shrunken values, the overall figure, and the question."""
    source = Source(metric.key, view.parameters(by=by))
    overall = whole(metric, view)[metric.value]
    if words.is_missing(overall):
        return pd.DataFrame(), None, source
    return compare(metric, source.ask(), overall=float(overall)), float(overall), source


def available(dimension: str) -> bool:
    """Whether tickets differ in this dimension at all."""
    values = asking.ask("filter_values")
    return int((values["dimension"] == dimension).sum()) > 1


def _interval(metric: Metric, row: pd.Series, column: str) -> tuple[float | None, float | None]:
    from queries.statistics.intervals import wilson

    if metric.unit == "share":
        found = wilson(int(row["numerator"]), int(row["n"]))
        return (found.low, found.high) if found else (None, None)
    low, high = row.get(f"{column}_low"), row.get(f"{column}_high")
    return (None if words.is_missing(low) else float(low), None if words.is_missing(high) else float(high))  # type: ignore[arg-type]


def _is_apart(metric: Metric, now: pd.Series, before: pd.Series, column: str) -> bool:
    from queries.statistics.intervals import newcombe_difference

    if metric.unit == "share":
        found = newcombe_difference(
            int(now["numerator"]), int(now["n"]), other_successes=int(before["numerator"]), other_n=int(before["n"])
        )
        return found is not None and not found.low <= 0 <= found.high
    (low, high), (low_before, high_before) = _interval(metric, now, column), _interval(metric, before, column)
    if low is None or high is None or low_before is None or high_before is None:
        return False
    return low > high_before or high < low_before
