"""How is a metric drawn over weeks? With its interval where it has one, its usual range, its target and the events."""

import pandas as pd

from pages.parts import asking, tiles, words
from pages.parts.cards import Card, Source
from pages.parts.charts import sentences, trend
from queries.summaries import Summary


def partial(frame: pd.DataFrame) -> tuple[str, ...]:
    """The buckets of an answer that the data hold only in part: the running one, and one that they begin inside."""
    is_whole = frame["is_complete"].eq(True)
    return tuple(dict.fromkeys(frame.loc[~is_whole, "bucket"].astype(str)))


def weekly_card(
    found: Summary,
    source: Source,
    *,
    clock: words.Clock,
    value: str = "",
    name: str = "",
    by: str = "week",
) -> Card:
    """The card of a weekly (or monthly) series. source: the question that gave it; value: the column that is drawn, else the metric's.

    What the data hold only in part, the running week or one that they begin inside, is drawn hollow.
    """
    metric, unit = found.metric, words.metric_unit(found.metric.unit)
    column = value or metric.value
    has_band = f"{column}_low" in found.frame
    title = sentences.trend(
        name or metric.label,
        unit=unit,
        value=found.value,
        previous=found.previous,
        n=found.n or min(int(found.frame["n"].sum()), 1),  # none lately is too few, not no data
        signal=found.signal,
        has_limits=found.limits is not None,
        clock=clock,
    )
    figure = trend.trend(
        found.frame,
        unit=unit,
        value=column,
        low=f"{column}_low" if has_band else None,
        high=f"{column}_high" if has_band else None,
        by=by,
        clock=clock,
        noun=tiles.noun_of(metric),
        limits=found.segments,
        signals=found.frame["signal"].tolist(),
        target=asking.setting_values()["goals"].get(metric.key),
        events=asking.ask("events", from_=source.parameters["from"], to_=source.parameters["to"]),
        incomplete=partial(found.frame),
    )
    measured_by = words.clock_text(clock) if metric.has_clock else "targets in business hours" if metric.target else ""
    last = words.bucket_text(found.frame["bucket"].iloc[found.at], by) if found.at >= 0 else ""
    noun = tiles.noun_of(metric)
    counted = f" ({sentences.counted(found.n, noun)})" if found.n and metric.unit != "count" else ""
    parts = (
        f"By {by} to {'the ' if by == 'week' else ''}{last}{counted}",
        "" if metric.denominator == f"{noun}s" else metric.denominator,
        measured_by,
        "grey lines: usual range",
    )
    judged = {"quantile": value} if value else {}
    behind = Source(source.question, {**source.parameters, **judged}, "usual_range")
    return Card(title, sentences.subtitle(*parts, has_band=has_band), figure, behind)
