"""What is usual for a metric, which of its weeks are not, and which of its groups stand apart?"""

import datetime as dt

import numpy as np
import pandas as pd

from queries.comparisons import compare
from queries.computed.computed import Ask, ComputedShape, Parameters
from queries.metrics.metric import Metric
from queries.parameters import DIMENSIONS, TICKET_TIMES, TIME_BUCKETS, QuestionError
from queries.summaries import summarise

OF_SERIES = ("count", "share", "duration", "quantiles", "mean", "score", "stock", "per_customers")
OF_GROUPS = ("share", "duration", "quantiles", "mean", "score")


def usual_range(metric: Metric, ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The metric's rows by week (or day, month) with its interval, usual, lower, upper, is_provisional and signal.

    shown is the headline, missing on fewer than 5 and where the bucket is not complete: limits rest on no other.
    """
    by = "week" if parameters["by"] == "all" else parameters["by"]
    if by not in TIME_BUCKETS:
        raise QuestionError(f"usual_range goes by {', '.join(TIME_BUCKETS)}; not by {by}.")
    frame = ask(metric.key, **{**parameters, "by": by})
    column = _column(metric, frame, parameters)
    events = ask("events", **parameters)
    last = dt.date.fromisoformat(str(frame["bucket"].iloc[-1])) if len(frame) else parameters["to"]
    found = summarise(metric, frame, week=last, value=column, events=events)
    limits = pd.DataFrame(np.nan, index=found.frame.index, columns=["usual", "lower", "upper"], dtype="float64").assign(
        is_provisional=pd.Series(None, index=found.frame.index, dtype="object")
    )
    for segment in found.segments:
        if segment.limits is not None:
            ends = (segment.limits.mean, segment.limits.lower, segment.limits.upper)
            limits.loc[segment.start : segment.stop - 1, ["usual", "lower", "upper"]] = ends
            limits.loc[segment.start : segment.stop - 1, "is_provisional"] = segment.is_provisional
    signal = found.frame.pop("signal")
    return found.frame.assign(**limits, signal=signal)


def standings(metric: Metric, ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """One row per group with at least 5: raw, value (shrunken), low, high, standing, and the overall figure."""
    if parameters["by"] in ("all", *TIME_BUCKETS):
        raise QuestionError(f"standings compares groups: by must be one of {', '.join((*DIMENSIONS, *TICKET_TIMES))}.")
    whole = ask(metric.key, **{**parameters, "by": "all"})
    column = _column(metric, whole, parameters)
    overall = whole[column].iloc[0]
    groups = ask(metric.key, **parameters)
    found = compare(metric, groups.head(0) if pd.isna(overall) else groups, overall=float(overall), value=column)
    return found.assign(overall=float(overall))


def _column(metric: Metric, frame: pd.DataFrame, parameters: Parameters) -> str:
    """The column that is judged: the headline, or the quantile that was asked for."""
    column = str(parameters["quantile"] or metric.value)
    if column not in frame:
        raise QuestionError(f"{metric.key} has no {column}.")
    return column


SHAPES = (
    ComputedShape(
        "usual_range",
        "One row per bucket of time: the metric, its interval, its usual range (XmR limits) and signals.",
        usual_range,
        of=OF_SERIES,
        questions=("events",),
        takes=("quantile",),
    ),
    ComputedShape(
        "standings",
        "One row per group of $by with at least 5: its value shrunken toward the overall one, and if it stands apart.",
        standings,
        of=OF_GROUPS,
        takes=("quantile",),
    ),
)
