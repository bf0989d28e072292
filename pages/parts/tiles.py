"""How is one number shown? With its unit, its change, its target, its last twelve weeks and what it counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.parts import states, words
from queries.metrics.metric import Metric
from queries.summaries import Summary

SPARK_WEEKS = 12
TICKETS_PAGE = "pages/support/tickets.py"


@dataclass(frozen=True)
class Tile:
    """Everything that a tile shows, as text; colour only where the change is a signal."""

    label: str
    value: str
    delta: str | None
    arrow: str
    colour: str
    description: str
    spark: Sequence[float]
    caption: str
    help: str
    link: Mapping[str, str] | None = None
    link_label: str = ""


def of_summary(
    summary: Summary, *, clock: words.Clock, goal: float | None, compared: str, link: Mapping[str, str] | None
) -> Tile:
    """The tile of a metric in one week. goal: the target of the settings, in the metric's own unit."""
    metric = summary.metric
    unit = words.metric_unit(metric.unit)
    value = None if metric.unit != "count" and summary.n < words.FEWEST else summary.value
    change = summary.change if value is not None else None
    is_good = summary.is_good_news
    colour = "gray" if summary.signal is None or not change else {True: "green", False: "red", None: "blue"}[is_good]
    spark = summary.frame["shown"].dropna().tail(SPARK_WEEKS).tolist()
    return Tile(
        label=metric.label,
        value=words.value(unit, value, n=summary.n, clock=clock),
        delta=words.change(unit, change, clock=clock) if change is not None else None,
        arrow="off" if not change else "up" if change > 0 else "down",
        colour=colour,
        description=compared if change is not None else "",
        spark=spark if len(spark) > 1 else [],
        caption=_caption(summary, goal=goal, clock=clock),
        help=f"{metric.formula} Counted on {metric.date_basis}. {metric.note}".strip(),
        link=link,
        link_label=words.plural(summary.n, noun_of(metric)),
    )


def show(tile: Tile, *, then: Callable[[], None] | None = None) -> None:
    """Draw a tile; its count leads to the tickets, or does what comes then on this very page."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(
            tile.label,
            tile.value,
            tile.delta,
            delta_color=tile.colour,  # type: ignore[arg-type]
            delta_arrow=tile.arrow,  # type: ignore[arg-type]
            delta_description=tile.description or None,
            chart_data=tile.spark or None,
            help=tile.help,
        )
        st.caption(tile.caption)
        if then is not None and tile.link_label:
            key = f"tile_{tile.label}"
            st.button(tile.link_label, on_click=then, type="tertiary", icon=":material/arrow_forward:", key=key)
        elif tile.link is not None:
            st.page_link(
                TICKETS_PAGE, label=tile.link_label, query_params=dict(tile.link), icon=":material/arrow_forward:"
            )


def show_missing(metric: Metric, columns: Sequence[str]) -> None:
    """The tile of a metric that this data cannot answer."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(metric.label, None, help=metric.formula)
        st.caption(f"Not in this data: needs {words.list_text(_columns(columns))}.")


def not_in_data(metric: Metric, columns: Sequence[str]) -> None:
    """The card of a metric that this data cannot answer."""
    with st.container(border=True):
        states.not_in_data(metric.label, words.list_text(_columns(columns)))


def _columns(needs: Sequence[str]) -> list[str]:
    return [need.split("|")[0].split(".")[-1].replace("_", " ") for need in needs]


def _caption(summary: Summary, *, goal: float | None, clock: words.Clock) -> str:
    metric = summary.metric
    parts = []
    if summary.signal is not None:
        parts.append(signal_words(summary.signal, summary.is_above) + GOOD.get(summary.is_good_news, ""))
    elif summary.limits is not None and summary.value is not None:
        parts.append("within its usual range")
    if goal is not None and summary.value is not None:
        met = summary.value >= goal if metric.better == "higher" else summary.value <= goal
        said = words.value(words.metric_unit(metric.unit), goal, clock=clock)
        parts.append(f"target {said} {'met' if met else 'missed'}")
    if metric.has_clock:
        parts.append(words.clock_text(clock))
    if metric.unit != "count" and words.FEWEST <= summary.n < words.FEW:
        parts.append(words.few_text(summary.n, f"{noun_of(metric)}s"))
    return " · ".join(parts) if parts else "too few weeks to know a usual range"


GOOD: dict[bool | None, str] = {True: " (better)", False: " (worse)"}


def signal_words(signal: str, is_above: bool | None) -> str:
    """What a signal says: which side, and by which rule."""
    side = "above" if is_above else "below"
    return {
        "outside": f"{side} its usual range",
        "run": f"{side} usual for 8 weeks or more",
        "near": f"near the {'upper' if is_above else 'lower'} end of its usual range",
    }[signal]


def noun_of(metric: Metric) -> str:
    named = {"csat": "rating", "nps": "answer", "ces": "answer", "ces_agreement": "answer"}
    return named.get(metric.key, "survey" if "response_rate" in metric.key else "ticket")
