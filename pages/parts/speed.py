"""Which figures does the speed page show, of replies or of resolutions?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import ages, heatmap, histogram, intervals, sentences
from pages.parts.filters import View, covered
from pages.parts.series import weekly_card
from pages.parts.tiles import SPARK_WEEKS, Tile
from queries.comparisons import compare
from queries.metrics.metric import Metric
from queries.periods import DAY, WEEK, Period, monday
from queries.registry import METRICS
from queries.summaries import Summary, summarise

LEAST_WEEKS = 26
DIMENSIONS = ("channel", "priority", "category", "team", "agent", "segment", "plan")
AGES = ("under 1 day", "1 to 3 days", "3 to 7 days", "7 to 30 days", "over 30 days")
OLD = AGES[3:]
AGE_MINUTES: Mapping[str, tuple[str | None, str | None]] = {
    "under 1 day": (None, "1440"),
    "1 to 3 days": ("1440", "4320"),
    "3 to 7 days": ("4320", "10080"),
    "7 to 30 days": ("10080", "43200"),
    "over 30 days": ("43200", None),
}


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


def weekly(metric: Metric, view: View, *, value: str = "") -> tuple[Summary, Source, str | None]:
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
    week = dt.date.fromisoformat(last)
    found = summarise(metric, frame, week=week, value=value, events=_events(days), with_running=True)
    running = frame["bucket"].iloc[-1] if len(frame) and not bool(frame["is_complete"].iloc[-1]) else None
    return found, source, running


@asking.remembered
def trend_card(key: str, view: View, *, value: str = "", name: str = "") -> Card:
    """A metric by week, with its interval where it has one, its usual range, its target and the running week."""
    found, source, running = weekly(METRICS[key], view, value=value)
    return weekly_card(found, source, clock=view.clock, value=value, name=name, running=running)


@asking.remembered
def spread_card(name: str, view: View) -> Card:
    """How long it takes, from the quickest to the slowest."""
    subject = SUBJECTS[name]
    row = whole(subject.duration, view)
    source = Source("duration_distribution", view.parameters(what=subject.what))
    bins = source.ask().rename(columns={"from_minutes": "low", "below_minutes": "high"})
    total = int(bins["n"].sum())
    marks = {"median": row["p50"], "90th percentile": row["p90"]}
    figure = histogram.histogram(bins, marks=marks, clock=view.clock) if total else None
    subtitle = sentences.subtitle("Distribution", words.clock_text(view.clock), f"{subject.noun} that came", n=total)
    return Card(sentences.spread(row["p50"], row["p90"], name=subject.noun, clock=view.clock), subtitle, figure, source)


@asking.remembered
def arrivals_card(view: View) -> Card:
    """When customers ask: tickets by weekday and hour."""
    source = Source("arrivals_by_hour", view.parameters())
    frame = source.ask().assign(value=lambda answer: answer["n"])
    subtitle = f"Tickets created in that hour of the week, in all · {view.words()}"
    figure = heatmap.heatmap(frame, unit="count")
    return Card(sentences.hours(frame, name="Arrivals", unit="count"), subtitle, figure, source)


@asking.remembered
def waiting_card(view: View) -> Card:
    """When customers wait: the median first reply time by weekday and hour of creation."""
    source = Source("waiting_by_hour", view.parameters())
    frame = source.ask().rename(columns={"p50": "value"})
    subtitle = f"Median first reply time by hour of creation · {words.clock_text(view.clock)} · {view.words()}"
    figure = heatmap.heatmap(frame, unit="minutes", clock=view.clock)
    enough = frame[frame["n"] >= words.FEW]  # hours with fewer are drawn, but not named
    title = sentences.hours(enough, name="Waiting", unit="minutes", clock=view.clock)
    return Card(title, subtitle, figure, source)


@asking.remembered
def ages_card(view: View) -> Card:
    """How old the backlog is, at the end of each week."""
    days = trend_days(view)
    source = Source("backlog_ages", view.parameters(period=days, by="week"))
    frame = source.ask()
    complete = frame[frame["bucket"] <= _last_complete(view)]
    last = complete[complete["bucket"] == complete["bucket"].max()]
    open_now = float(last["n"].sum()) if len(last) else None
    old = float(last.loc[last["band"].isin(OLD), "n"].sum() / open_now) if open_now else None
    figure = ages.ages(complete, bands=AGES, events=_events(days))
    return Card(sentences.backlog(open_now, None, old), "Open tickets by age, at the end of each week", figure, source)


@asking.remembered
def standings_card(key: str, view: View, by: str) -> Card:
    """Which groups stand apart from the overall figure, and which cannot be told apart."""
    metric = METRICS[key]
    source = Source(key, view.parameters(by=by))
    overall = whole(metric, view)[metric.value]
    frame = pd.DataFrame() if words.is_missing(overall) else compare(metric, source.ask(), overall=float(overall))
    clock = words.clock_text(view.clock) if metric.has_clock else ""
    subtitle = sentences.subtitle(f"By {by}", "open dot: before shrinking", clock, view.words(), has_band=True)
    if frame.empty:
        return Card(f"{metric.label}: too few to compare", subtitle, None, source)
    unit = words.metric_unit(metric.unit)
    figure = intervals.intervals(frame, unit=unit, overall=float(overall), clock=view.clock)
    return Card(f"{metric.label}: {sentences.standings(list(frame['standing']), noun=by)}", subtitle, figure, source)


def _last_complete(view: View) -> str:
    """The Monday of the last complete week that trends show."""
    found, _, _ = weekly(METRICS["backlog"], view)
    return str(found.frame["bucket"].iloc[found.at])


def _events(days: Period) -> pd.DataFrame:
    return asking.ask("events", from_=days.start, to_=days.end)


def whole(metric: Metric, view: View, *, period: Period | None = None) -> pd.Series:
    """The metric over the whole period, as one row."""
    return Source(metric.key, view.parameters(period=period, by="all")).ask().iloc[0]


@asking.remembered
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
        description="vs before" if change is not None else "",
        spark=_spark(metric, view, column),
        caption=" · ".join(parts),
        help=f"{metric.formula} Counted on {metric.date_basis}. {metric.note}".strip(),
        link=view.link(metric=metric.key),
        link_label=words.plural(int(now["n"]), noun),
    )


@asking.remembered
def available(dimension: str) -> bool:
    """Whether tickets differ in this dimension at all."""
    values = asking.ask("filter_values")
    return int((values["dimension"] == dimension).sum()) > 1


def _spark(metric: Metric, view: View, column: str) -> list[float]:
    """The last 12 complete weeks; empty where there are fewer than two."""
    found, _, _ = weekly(metric, view, value=column)
    values = found.frame["shown"].dropna().tail(SPARK_WEEKS).tolist()
    return values if len(values) > 1 else []


def sentence(name: str, view: View) -> str:
    """88% replied in time, 1.4 points lower than before; half within 1.29 h, nine in ten within 8.45 h."""
    subject = SUBJECTS[name]
    row = whole(subject.duration, view)
    if words.is_missing(row["p50"]) or row["n"] < words.FEWEST:
        return f"{subject.name}: too few to judge"
    half, most = (words.duration(row[column], clock=view.clock) for column in ("p50", "p90"))
    spread = f"half within {half}, nine in ten within {most}"
    within = whole(subject.within, view)
    if words.is_missing(within["value"]) or within["n"] < words.FEWEST:
        return f"{subject.done.capitalize()}: {spread}"
    before = whole(subject.within, view, period=view.before)
    share = f"{words.percent(within['value'], within['n'])} {subject.done} in time"
    if words.is_missing(before["value"]) or before["n"] < words.FEWEST:
        return f"{share}; {spread}"
    change = within["value"] - before["value"]
    if not _is_apart(subject.within, within, before, "value"):
        return f"{share}, no change beyond noise; {spread}"
    moved = f"{words.points(abs(change)).removeprefix('+')} {'higher' if change > 0 else 'lower'} than {view.compared}"
    return f"{share}, {moved}; {spread}"


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
