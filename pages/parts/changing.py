"""Which groups changed a figure against earlier days, which cannot be told from noise, and what is a changed mix?"""

import datetime as dt

import pandas as pd

from pages.parts import words
from pages.parts.cards import Card, Source
from pages.parts.charts import contributions, sentences
from pages.parts.filters import about, covered
from pages.parts.tiles import noun_of
from queries.changes import split, told
from queries.metrics.metric import Metric
from queries.periods import Period
from queries.statistics.intervals import Estimate
from queries.uncertainty import change_of


def change_card(metric: Metric, source: Source, *, by: str, against: str, clock: words.Clock, note: str = "") -> Card:
    """A change split by groups. source: the question in its shape `changes`; by: what a group is called.

    against: what is compared with, in words; note: what is said besides.
    """
    now, before = _periods(source)
    frame = split(metric, source.ask(), now=now, before=before)
    if reason := _reason(metric, frame, before):
        subtitle = sentences.subtitle(f"By {by}", f"against {against}", note)
        return Card(f"{metric.label} by {by}: nothing to compare with", subtitle, None, source, reason, frame)
    unit, rows, change = words.metric_unit(metric.unit), told(frame), _whole(metric, source)
    is_noise = change is not None and change.low <= 0 <= change.high
    whole = float(frame[["performance", "mix"]].sum().sum())
    title = sentences.moved(rows, name=metric.label, unit=unit, whole=whole, noun=by, is_noise=is_noise, clock=clock)
    subtitle = sentences.subtitle(
        f"By {by}", f"against {against}", _interval(unit, change), _parts(metric, frame, clock), note
    )
    figure = contributions.contributions(rows, unit=unit, whole=whole, clock=clock, noun=noun_of(metric))
    return Card(title, subtitle, figure, source, frame=frame)


def _periods(source: Source) -> tuple[Period, Period]:
    """The days of the change, and those before them."""
    days: dict[str, dt.date] = {name: value for name, value in source.parameters.items() if isinstance(value, dt.date)}
    return Period(days["from"], days["to"]), Period(days["previous_from"], days["previous_to"])


def _reason(metric: Metric, frame: pd.DataFrame, before: Period) -> str:
    """Why there is nothing to compare; empty where there is."""
    first = covered(about(metric)).first_day
    if before.start < first:
        return f"The data begin on {words.date_text(first)}: there is nothing to compare with."
    if len(frame) < 2:
        return "Only one group, so there is nothing to split." if len(frame) else "Nothing to compare."
    counted = [int(frame[f"n_{when}"].sum()) for when in ("after", "before")]
    if metric.unit != "count" and min(counted) < words.FEWEST:
        noun = noun_of(metric)
        return f"Too few to compare: {words.plural(counted[0], noun)}, and {words.plural(counted[1], noun)} before."
    return ""


def _whole(metric: Metric, source: Source) -> Estimate | None:
    """The change of all groups together, with its interval; None for counts, which are no estimates."""
    now, before = (
        Source(metric.key, {**source.parameters, "by": "all", "from": days.start, "to": days.end}).ask().iloc[0]
        for days in _periods(source)
    )
    return None if metric.unit == "count" else change_of(metric, now, before)


def _parts(metric: Metric, frame: pd.DataFrame, clock: words.Clock) -> str:
    if metric.unit == "count":
        return f"difference in {noun_of(metric)}s"
    unit = words.metric_unit(metric.unit)
    own, mix = (words.change(unit, float(frame[part].sum()), clock=clock) for part in ("performance", "mix"))
    return f"within groups {own}, mix of groups {mix} · own changes shrunken, thin bar: 95% interval"


def _interval(unit: words.Unit, change: Estimate | None) -> str:
    if change is None:
        return ""
    ends = " to ".join(words.change(unit, end) for end in (change.low, change.high))
    return f"whole change {ends} (95% interval{', which holds no change' if change.low <= 0 <= change.high else ''})"
