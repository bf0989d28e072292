"""How is any metric of the chosen period shown: its trend, its tile, and where it stands apart?"""

import datetime as dt
from typing import Literal

import pandas as pd

from pages.parts import asking, changing, words
from pages.parts.cards import Card, Source
from pages.parts.charts import intervals, sentences
from pages.parts.filters import About, View, about, covered
from pages.parts.series import weekly_card
from pages.parts.tiles import SPARK_WEEKS, Tile, noun_of
from queries.filters import FIELDS
from queries.metrics.metric import Metric
from queries.periods import DAY, WEEK, Period, monday, week
from queries.registry import METRICS
from queries.summaries import Summary, summarise
from queries.uncertainty import change_of, interval_of

Bucket = Literal["week", "month"]
LEAST_WEEKS = 26
LEAST_MONTHS = 18


def trend_days(view: View, by: Bucket = "week", *, about: About = "tickets") -> Period:
    """The weeks (months) a trend shows: those of the period, at least half a year (18 months), and the running one.

    about: what is followed. Answers may reach farther than tickets.
    """
    last = covered(about).last_day
    if by == "month":
        first = min(view.period.start.replace(day=1), months_before(view.period.end, LEAST_MONTHS - 1))
        first = max(first, min(covered(about).first_day, view.period.start).replace(day=1))
        ends_now = view.period.end >= months_before(last, 1)
        return Period(first, max(last, view.period.end) if ends_now else months_before(view.period.end, -1) - DAY)
    first = min(monday(view.period.start), monday(view.period.end) - (LEAST_WEEKS - 1) * WEEK)
    ends_now = view.period.end >= last - 7 * DAY
    return Period(first, max(last, view.period.end) if ends_now else monday(view.period.end + DAY) - DAY)


def months_before(day: dt.date, months: int) -> dt.date:
    """The first day of the month that lies so many months before (a negative number: after) that of the day."""
    number = day.year * 12 + day.month - 1 - months
    return dt.date(number // 12, number % 12 + 1, 1)


def weekly(metric: Metric, view: View, *, value: str = "", by: Bucket = "week") -> tuple[Summary, Source]:
    """A metric by week (month): what it says of the last complete one, and the question."""
    days = trend_days(view, by, about=about(metric))
    source = Source(metric.key, view.parameters(period=days, by=by))
    frame = source.ask()
    complete = frame[frame["is_complete"].astype(bool)]
    last = (
        complete["bucket"].iloc[-1]
        if len(complete)
        else frame["bucket"].iloc[-1]
        if len(frame)
        else days.start.isoformat()
    )
    at = dt.date.fromisoformat(last)
    found = summarise(metric, frame, week=at, value=value, events=events(days), with_running=True)
    return found, source


@asking.remembered
def trend_card(key: str, view: View, *, value: str = "", name: str = "", by: Bucket = "week") -> Card:
    """A metric by week, with its interval where it has one, its usual range, its target and what is not over yet."""
    found, source = weekly(METRICS[key], view, value=value, by=by)
    return weekly_card(found, source, clock=view.clock, value=value, name=name, by=by)


@asking.remembered
def standings_card(key: str, view: View, by: str) -> Card:
    """Which groups stand apart from the overall figure, and which cannot be told apart."""
    metric = METRICS[key]
    source = Source(key, view.parameters(by=by), "standings")
    frame = source.ask()
    clock = words.clock_text(view.clock) if metric.has_clock else ""
    named = dimension_text(by)
    subtitle = sentences.subtitle(f"By {named}", "open dot: before shrinking", clock, view.words(), has_band=True)
    if frame.empty:
        return Card(f"{metric.label}: too few to compare", subtitle, None, source)
    unit, overall = words.metric_unit(metric.unit), float(frame["overall"].iloc[0])
    figure = intervals.intervals(frame, unit=unit, overall=overall, clock=view.clock, noun=noun_of(metric))
    noun = "group" if by == "reopened" else named
    found = sentences.standings(list(frame["standing"]), noun=noun, several=FIELDS.get(by, ""))
    return Card(f"{metric.label}: {found}", subtitle, figure, source)


@asking.remembered
def change_card(key: str, view: View, by: str) -> Card:
    """Which groups changed a metric against the earlier period: their own change, and their changed weight."""
    source = Source(key, view.parameters(by=by), "changes")
    return changing.change_card(METRICS[key], source, by=dimension_text(by), against=view.compared, clock=view.clock)


def dimension_text(by: str) -> str:
    """What a dimension is called in a sentence."""
    return {"reply_speed": "reply speed", "reopened": "reopening"}.get(by, by)


def events(days: Period) -> pd.DataFrame:
    """The events of these days, to be drawn on time charts."""
    return asking.ask("events", from_=days.start, to_=days.end)


def whole(metric: Metric, view: View, *, period: Period | None = None) -> pd.Series:
    """The metric over the whole period, as one row."""
    return Source(metric.key, view.parameters(period=period, by="all")).ask().iloc[0]


def before_of(metric: Metric, view: View) -> pd.Series | None:
    """The metric over the days to compare with; None where they hold fewer than 5, or the data do not cover them."""
    if not view.can_compare(about(metric)):
        return None
    found = whole(metric, view, period=view.before)
    return None if metric.unit != "count" and found["n"] < words.FEWEST else found


@asking.remembered
def tile(
    metric: Metric,
    view: View,
    *,
    value: str = "",
    label: str = "",
    goal: float | None = None,
    until: dt.date | None = None,
    note: str = "",
) -> Tile:
    """A tile of the period, against the earlier one; the change is coloured only when it is beyond noise.

    until: the last day that its weeks may hold; note: what has to be said besides.
    """
    column = value or metric.value
    now, before = whole(metric, view), before_of(metric, view)
    unit = words.metric_unit(metric.unit)
    is_enough = unit == "count" or now["n"] >= words.FEWEST
    amount = None if not is_enough or words.is_missing(now[column]) else float(now[column])
    earlier = None if before is None or words.is_missing(before[column]) else float(before[column])
    change = None if amount is None or earlier is None else amount - earlier
    is_signal = bool(change) and before is not None and is_apart(metric, now, before, column)
    parts = [*_caption(metric, now, column, amount=amount, goal=goal, clock=view.clock), *filter(None, [note])]
    return Tile(
        label=label or metric.label,
        value=words.value(unit, amount, n=float(now["n"]), clock=view.clock),
        delta=words.change(unit, change, clock=view.clock) if change is not None else None,
        arrow="off" if not change else "up" if change > 0 else "down",
        colour=_colour(metric, change) if is_signal else "gray",
        description="",  # what is compared with stands under the title; six tiles a row have no room for it
        spark=_spark(metric, view, column, until or dt.date.max),
        caption=" · ".join(parts),
        help=f"{metric.formula} Counted on {metric.date_basis}. {metric.note}".strip(),
        link=view.link(metric=metric.key),
        link_label=words.plural(int(now["n"]), noun_of(metric)),
    )


def _caption(
    metric: Metric, now: pd.Series, column: str, *, amount: float | None, goal: float | None, clock: words.Clock
) -> list[str]:
    parts = []
    unit = words.metric_unit(metric.unit)
    found = interval_of(metric, now, value=column)
    if amount is not None and found is not None:
        parts.append(words.interval_text(found.low, found.high, unit=unit, n=float(now["n"]), clock=clock))
    if metric.unit != "count" and words.FEWEST <= now["n"] < words.FEW:
        parts.append(words.few_text(float(now["n"]), f"{noun_of(metric)}s"))
    if goal is not None and amount is not None:
        met = amount >= goal if metric.better == "higher" else amount <= goal
        parts.append(f"target {words.value(unit, goal, clock=clock)} {'met' if met else 'missed'}")
    if metric.unit_words:
        parts.append(metric.unit_words)
    if metric.has_clock:
        parts.append(words.clock_text(clock))
    if bool(now.get("is_censored_estimate", False)):
        parts.append("open tickets counted as waiting (Kaplan-Meier)")
    return parts


def _colour(metric: Metric, change: float | None) -> str:
    if metric.better == "neutral":
        return "blue"
    return "green" if ((change or 0) > 0) == (metric.better == "higher") else "red"


@asking.remembered
def available(dimension: str) -> bool:
    """Whether tickets differ in this dimension at all."""
    values = asking.ask("filter_values")
    return int((values["dimension"] == dimension).sum()) > 1


@asking.remembered
def varying(key: str, view: View, dimensions: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the dimensions in which what a metric counts differs in the period: at least two groups have some."""
    there = []
    for by in dimensions:
        frame = Source(key, view.parameters(by=by)).ask()
        if int((frame["bucket"].notna() & (frame["n"] > 0)).sum()) > 1:
            there.append(by)
    return tuple(there)


def _spark(metric: Metric, view: View, column: str, until: dt.date) -> list[float]:
    """The last 12 complete weeks up to a day; empty where there are fewer than two."""
    found, _ = weekly(metric, view, value=column)
    is_over = [week(dt.date.fromisoformat(str(bucket))).end <= until for bucket in found.frame["bucket"]]
    values = found.frame.loc[is_over, "shown"].dropna().tail(SPARK_WEEKS).tolist()
    return values if len(values) > 1 else []


def is_apart(metric: Metric, now: pd.Series, before: pd.Series, column: str) -> bool:
    """Is the change beyond noise? Estimates: an interval of the difference without zero. Quantiles: intervals apart."""
    if metric.unit in ("share", "points", "mean"):
        found = change_of(metric, now, before, value=column)
        return found is not None and not found.low <= 0 <= found.high
    ends, ends_before = interval_of(metric, now, value=column), interval_of(metric, before, value=column)
    if ends is None or ends_before is None:
        return False
    return ends.low > ends_before.high or ends.high < ends_before.low
