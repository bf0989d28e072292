"""What does a metric mean, is it in this data, and what is it now? Everything is rendered from the registry."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.filters import View
from queries import questions
from queries.metrics.metric import Metric
from queries.parameters import PARAMETERS
from queries.registry import FAMILIES
from queries.statistics import intervals

BETTER = {"lower": "lower", "higher": "higher", "neutral": "neither"}
UNITS = {"minutes": "duration", "share": "share, %", "count": "number", "score": "0 to 100", "points": "−100 to +100"}


@dataclass(frozen=True)
class Value:
    """A metric now, in words: the headline, what it rests on, and what else is known of it."""

    headline: str
    counted: str
    details: tuple[str, ...]


def found(metrics: Iterable[Metric], text: str, family: str | None = None) -> list[Metric]:
    """The metrics of a family (None: of all) in whose definition every word of the text occurs, in any case."""
    wanted = text.casefold().split()
    mine = list(metrics) if family is None else list(FAMILIES[family])
    return [metric for metric in mine if all(word in _searchable(metric) for word in wanted)]


def overview(metrics: Sequence[Metric]) -> pd.DataFrame:
    """One row per metric, in words: Metric, Family, Unit, Better, Counted on, In this data."""
    family = {metric.key: name for name, members in FAMILIES.items() for metric in members}
    rows = [
        (
            metric.label,
            family[metric.key].capitalize(),
            unit(metric),
            BETTER[metric.better],
            metric.date_basis,
            _carried(metric),
        )
        for metric in metrics
    ]
    return pd.DataFrame(rows, columns=["Metric", "Family", "Unit", "Better", "Counted on", "In this data"], dtype="str")


def unit(metric: Metric) -> str:
    """The unit in words: median duration, share in %, of 7."""
    named = UNITS.get(metric.unit, metric.unit_words)
    return f"median {named}" if metric.value == "p50" else named


def facts(metric: Metric, goal: float | None) -> dict[str, str]:
    """What has to be said about a metric, by heading, as Markdown. goal: of the settings, in the metric's own unit."""
    relation = questions.library()[metric.question]
    said = {
        "Formula": metric.formula,
        "Unit": f"{unit(metric)}; {BETTER[metric.better]} is better" if metric.better != "neutral" else unit(metric),
        "Clock": clock(metric),
        "Counted on": metric.date_basis,
        "n is": metric.denominator,
        "What is counted": relation.meaning[0],
        "Left out": metric.exclusions,
        "Note": metric.note,
        "Goal": "" if goal is None else f"{goal_text(metric, goal)}, from the settings",
    }
    return {f"**{name}**": words.plain(text) for name, text in said.items() if text}


def clock(metric: Metric) -> str:
    """Which hours a metric is measured in."""
    if metric.has_clock:
        return "business or calendar hours, as chosen in the filters"
    if metric.target:
        return "business hours, since the targets are"
    return "calendar hours" if metric.unit == "minutes" else "none: no time is measured"


def goal_text(metric: Metric, goal: float) -> str:
    """at least 90%, at most 4 h"""
    bound = "at least" if metric.better == "higher" else "at most"
    return f"{bound} {words.value(words.metric_unit(metric.unit), goal)}"


def needs_text(needs: Iterable[str]) -> str:
    """tickets.replies and tickets.solved_at; "or" where either will do."""
    return words.list_text(" or ".join(need.split("|")) for need in needs)


def needed_columns(metric: Metric, carried: pd.DataFrame) -> pd.DataFrame:
    """One row per column that a metric needs: Column, In this data (how many of its rows are filled), Alternatives.

    carried: the answer to the question of that name.
    """
    known = {f"{row.table_name}.{row.column_name}": row for row in carried.itertuples()}
    rows = []
    for need in metric.needs:
        either = need.split("|")
        for column in either:
            others = " or ".join(one for one in either if one != column)
            rows.append((column, filled_text(known[column]), f"or {others}" if others else "required"))
    return pd.DataFrame(rows, columns=["Column", "In this data", "Needed"], dtype="str")


def filled_text(row: object) -> str:
    """How far a column is filled: "97% of 24.9k rows", or "not in this data". row: table_name … rows of `carried`."""
    is_carried, filled, rows = (getattr(row, name) for name in ("is_carried", "filled", "rows"))
    if not is_carried:
        return "not in this data"
    return f"{words.percent(filled / rows, rows)} of {words.plural(rows, 'row')}" if rows else "no rows"


def source(metric: Metric, view: View) -> Source:
    """The question that a metric is, over the whole period, with the parameters that it takes."""
    given = view.parameters(by="all")
    return Source(metric.key, {name: given[name] for name in questions.parameters_of(metric.key) if name in given})


def value(metric: Metric, view: View) -> Value:
    """The metric over the period of the view."""
    row = source(metric, view).ask().iloc[0]
    kind, n = words.metric_unit(metric.unit), float(row["n"])
    headline = words.value(kind, row[metric.value], n=n, clock=view.clock)
    if metric.unit_words and headline != words.MISSING:
        headline = f"{headline} {metric.unit_words}"
    is_counted = metric.shape != "count" and not (metric.shape == "stock" and metric.value == "n")
    enough = n >= words.FEWEST
    details = [
        interval(metric, row, view) if enough else "",
        _p90(metric, row, view) if enough else "",
        words.few_text(n, "cases") if enough else "",
        "estimated by Kaplan-Meier: some still wait" if bool(row.get("is_censored_estimate", False)) else "",
        words.clock_text(view.clock) if metric.has_clock else "",
    ]
    counted = f"n = {words.count(n)} {metric.denominator}" if is_counted else ""
    return Value(headline, counted, tuple(text for text in details if text))


def interval(metric: Metric, row: pd.Series, view: View) -> str:
    """The 95 % interval of the headline in words; empty where it counts everything and estimates nothing."""
    low: float | None = None
    high: float | None = None
    if metric.shape == "share":
        share = intervals.wilson(float(row["numerator"]), float(row["n"]))
        low, high = (share.low, share.high) if share else (None, None)
    elif metric.shape == "score":
        bands = {name: float(row[name]) for name in ("promoters", "passives", "detractors")}
        score = intervals.nps(**bands)
        low, high = (score.low, score.high) if score else (None, None)
    elif metric.shape == "mean":
        mean = intervals.mean_interval(float(row["value"]), float(row["standard_deviation"]), n=int(row["n"]))
        low, high = (mean.low, mean.high) if mean else (None, None)
    elif metric.shape in ("duration", "quantiles"):
        low, high = row["p50_low"], row["p50_high"]
    else:
        return ""
    return words.interval_text(low, high, unit=words.metric_unit(metric.unit), n=float(row["n"]), clock=view.clock)


def parameters(metric: Metric, view: View) -> pd.DataFrame:
    """One row per parameter of the metric's SQL: Parameter, Now, Meaning."""
    given = source(metric, view).parameters
    rows = []
    for name in questions.parameters_of(metric.key):
        now = given.get(name, PARAMETERS[name].default)
        shown = ", ".join(now) if isinstance(now, list) else "no filter" if now is None else str(now)
        rows.append((f"${name}", shown, PARAMETERS[name].meaning))
    return pd.DataFrame(rows, columns=["Parameter", "Now", "Meaning"], dtype="str")


def _p90(metric: Metric, row: pd.Series, view: View) -> str:
    if metric.value != "p50" or words.is_missing(row["p90"]):
        return ""
    return f"90th percentile {words.value(words.metric_unit(metric.unit), row['p90'], clock=view.clock)}"


def _carried(metric: Metric) -> str:
    lacking = asking.missing(metric.key)
    return f"no: needs {needs_text(_short(lacking))}" if lacking else "yes"


def _short(needs: Collection[str]) -> list[str]:
    return ["|".join(dict.fromkeys(column.split(".")[-1] for column in need.split("|"))) for need in needs]


def _searchable(metric: Metric) -> str:
    texts = (
        metric.key,
        metric.label,
        metric.formula,
        metric.date_basis,
        metric.denominator,
        metric.note,
        *metric.needs,
    )
    return " ".join((*texts, unit(metric), metric.exclusions)).casefold()
