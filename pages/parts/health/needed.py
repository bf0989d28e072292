"""Which fields do metrics need, how many tickets do they leave out for want of them, and which cannot be told?"""

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, definition, words
from pages.parts.cards import Source
from pages.parts.health import listing, periods
from pages.parts.health.findings import Finding, Level, graded
from queries.metrics.metric import Metric
from queries.registry import METRICS

NOTABLE, SERIOUS = 0.05, 0.2  # of a metric's tickets left out
MOST = 0.75  # of all metrics: so many missing are serious

COLUMNS = {
    "Of": st.column_config.TextColumn(width=105),
    "Now": st.column_config.TextColumn(alignment="right", width=65),
    "Could be": st.column_config.TextColumn(width=125),
    "Needs": st.column_config.TextColumn(width=400),
}


@asking.remembered
def by_column() -> dict[str, list[str]]:
    """Per column ("tickets.solved_at") the labels of the metrics that need it."""
    found: dict[str, list[str]] = {}
    for metric in METRICS.values():
        for column in (column for need in metric.needs for column in need.split("|")):
            found.setdefault(column, []).append(metric.label)
    return found


@asking.remembered
def left_out() -> pd.DataFrame:
    """What answers `left_out` for the metrics that count any ticket, those that leave out most first."""
    frame = _answer()
    return frame[frame["left_out"] < frame["n"]].reset_index(drop=True)


@asking.remembered
def absent() -> tuple[Metric, ...]:
    """The metrics that this data cannot answer: no file has a column that they need, or no ticket has it filled."""
    frame = _answer()
    none = set(frame.loc[(frame["n"] > 0) & (frame["left_out"] == frame["n"]), "metric"])
    return tuple(metric for key, metric in METRICS.items() if asking.missing(key) or key in none)


def findings(section: str) -> list[Finding]:
    """How many metrics cannot be told, and which leaves out most."""
    found = []
    if lacking := absent():
        labels = words.list_text([metric.label for metric in lacking], 4)
        share = len(lacking) / len(METRICS)
        are = "is" if len(lacking) == 1 else "are"
        text = f"{len(lacking)} of {len(METRICS)} metrics {are} not in this data: {labels}."
        level: Level = "serious" if share > MOST else "notable"
        found.append(Finding(section, level, share, text, "The section says which fields they need."))
    return [*found, *_most_left_out(section)]


def show_left_out() -> None:
    """The table of metrics that leave tickets out."""
    days = periods.last_months()
    some = left_out().query("left_out > 0")
    with st.container(border=True):
        title = "No metric leaves tickets out for want of a value"
        if len(some):
            leaves = "leaves" if len(some) == 1 else "leave"
            title = f"{words.plural(len(some), 'metric')} {leaves} tickets out for want of a value"
        st.markdown(f"**{words.plain(title)}**")
        when = f"Of the tickets created {words.period_text(days.start, days.end)} that a metric is about"
        bounds = " · could be: if all of the left out were misses, or hits"
        st.caption(words.plain(when + (bounds if len(some) else "")))
        if len(some):
            listing.table(left_out_rows(some), alt=title, more=COLUMNS)
        cards.behind("health_left_out", Source("left_out", periods.asked(days)))


def show_absent() -> None:
    """The metrics that cannot be told, and what they need."""
    lacking = absent()
    with st.container(border=True):
        if not lacking:
            st.markdown("**Every metric can be told from this data**")
            st.caption("At least one loaded file carries each of the fields that they need.")
            return
        title = f"{len(lacking)} of {len(METRICS)} metrics cannot be told from this data"
        st.markdown(f"**{title}**")
        st.caption("Load a file with these fields; Definitions says what each holds.")
        rows = [(metric.label, _needs(metric)) for metric in lacking]
        listing.table(pd.DataFrame(rows, columns=["Metric", "Needs"]), alt=title)


def left_out_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per metric in words: Metric, Left out, Share, Of, Now, Could be, Needs."""
    listed = []
    for row in listing.records(frame):
        metric, n = METRICS[row["metric"]], row["n"]
        ends = [words.percent(row[name], n) for name in ("value", "lowest", "highest")]
        has_bounds = not words.is_missing(row["highest"])
        needs = definition.needs_text(need.replace("tickets.", "") for need in metric.needs)
        share = words.percent(row["share"], n)
        now, could = (ends[0], f"{ends[1]} to {ends[2]}") if has_bounds else ("", "")
        of = words.plural(n, "ticket")
        listed.append((metric.label, row["left_out"], share, of, now, could, words.shorten(needs, 80)))
    return pd.DataFrame(listed, columns=["Metric", "Left out", "Share", "Of", "Now", "Could be", "Needs"])


def _needs(metric: Metric) -> str:
    """What a metric that cannot be told needs; one that has a part of it needs more."""
    needs = definition.needs_text(metric.needs)
    return needs if asking.missing(metric.key) else f"more than the data has of {needs}"


def _answer() -> pd.DataFrame:
    """What answers `left_out`, for the metrics whose columns some file carries."""
    frame = Source("left_out", periods.asked(periods.last_months())).ask()
    return frame[[not asking.missing(str(metric)) for metric in frame["metric"]]]


def _most_left_out(section: str) -> list[Finding]:
    """The metric that leaves out most, and how many others leave out much, too."""
    days, frame = periods.last_months(), left_out()
    many = listing.records(frame[(frame["share"] >= NOTABLE) & (frame["n"] >= words.FEW)])
    if not many:
        return []
    first, others = many[0], len(many) - 1
    n, share = first["n"], first["share"]
    too = f", and so {'does' if others == 1 else 'do'} {words.plural(others, 'other metric')}" if others else ""
    text = (
        f"{METRICS[first['metric']].label} leaves out {words.percent(share, n)} of its tickets "
        f"({words.count(first['left_out'])} of {words.count(n)} created {words.period_text(days.start, days.end)}) "
        f"for want of a value{too}."
    )
    level = graded(share, n=n, notable=NOTABLE, serious=SERIOUS)
    return [Finding(section, level, share, text)] if level else []
