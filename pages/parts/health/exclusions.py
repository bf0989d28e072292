"""Which tickets do not count, why, since when, and what would the numbers be with them?"""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, footer, words
from pages.parts.cards import Card, Source
from pages.parts.charts import lines
from pages.parts.health import listing, periods
from pages.parts.health.findings import Finding
from pages.parts.series import partial
from queries.metrics.metric import Metric
from queries.registry import METRICS

SECTION = "exclusions"
MAIN = ("arrivals", "first_reply_time", "replied_within_target", "reopen_rate", "csat")
MANY = 0.2  # of all tickets
MOVED = 0.02  # points of a share, or part of another number, by which excluding moves it
SEEN = 0.0005  # a smaller move of a number is none
JUMP = 0.05  # by which the share of the last complete month is above that of the months before


@dataclass(frozen=True)
class Effect:
    """A metric over the last weeks as it is counted, and with excluded tickets, too; in the metric's own unit."""

    metric: Metric
    value: float
    n: int
    value_with: float
    n_with: int

    @property
    def name(self) -> str:
        return f"{self.metric.label}, median" if self.metric.value == "p50" else self.metric.label

    @property
    def moved(self) -> float:
        """By how much excluded tickets would move it: points of a share, else part of it; 0 where it is not known."""
        change = self.value_with - self.value
        if words.is_missing(change):
            return 0.0
        return change if self.metric.unit == "share" else change / self.value if self.value else 0.0

    def words(self, *, is_with: bool) -> str:
        """The value in words, as counted or with excluded tickets."""
        value, n = (self.value_with, self.n_with) if is_with else (self.value, self.n)
        return words.value(words.metric_unit(self.metric.unit), value, n=n, clock="business")

    def change(self) -> str:
        """The difference in words."""
        return words.change(words.metric_unit(self.metric.unit), self.value_with - self.value, clock="business")


@asking.remembered
def by_month() -> pd.DataFrame:
    """What answers `excluded_by_month`."""
    return asking.ask("excluded_by_month")


@asking.remembered
def effects() -> tuple[Effect, ...]:
    """The main metrics that this data answers, over the last weeks, asked with and without excluded tickets."""
    asked = periods.asked(periods.last_weeks()) | {"by": "all", "clock": "business"}
    found = []
    for metric in (METRICS[key] for key in MAIN if not asking.missing(key)):
        counted, whole = (Source(metric.key, asked | {"with_excluded": flag}).ask().iloc[0] for flag in (False, True))
        values = (float(row[metric.value]) for row in (counted, whole))
        found.append(Effect(metric, next(values), int(counted["n"]), next(values), int(whole["n"])))
    return tuple(found)


def share() -> float:
    """Excluded tickets of all tickets; 0 without tickets."""
    status = asking.status()
    return status.excluded / status.tickets if status.tickets else 0.0


def findings() -> list[Finding]:
    """Many exclusions, a sudden rise, or numbers that they move."""
    found, status = [], asking.status()
    if share() > MANY:
        text = (
            f"{words.percent(share(), status.tickets)} of all tickets ({words.count(status.excluded)} of "
            f"{words.count(status.tickets)}) are excluded from every metric."
        )
        action = "Is a usual status or tag read as spam, deleted, merged or test?"
        found.append(Finding(SECTION, "serious", share(), text, action))
    if (jump := _jump()) is not None:
        month, now, before = jump
        text = (
            f"{words.percent(now)} of the tickets of {words.bucket_text(month, 'month')} are excluded, after "
            f"{words.percent(before)} in the months before."
        )
        found.append(Finding(SECTION, "notable", now, text))
    for effect in effects():
        if effect.metric.key != "arrivals" and abs(effect.moved) >= MOVED:
            ends = effect.words(is_with=False), effect.words(is_with=True)
            text = f"{effect.metric.label} is {ends[0]}; it would be {ends[1]} if excluded tickets counted."
            found.append(Finding(SECTION, "notable", abs(effect.moved), text))
    return found


def heading() -> str:
    """The section's finding in a sentence."""
    status = asking.status()
    if not status.excluded:
        return "Exclusions: every ticket counts"
    most = by_month().groupby("reason")["n"].sum()
    reason = str(most.idxmax())
    said = f"{words.percent(share(), status.tickets)} of tickets do not count"
    return f"Exclusions: {said}, most of these as {footer.REASONS.get(reason, reason)}"


def show() -> None:
    """Reasons over time, and the main metrics with and without."""
    if not asking.status().excluded:
        st.caption("No loaded file marks a ticket as spam, deleted, merged or test.")
        return
    left, right = st.columns([5, 7])
    with left:
        cards.show(card(), key="health_excluded")
    with right, st.container(border=True):
        days = periods.last_weeks()
        st.markdown(f"**{words.plain(effect_title())}**")
        when = words.period_text(days.start, days.end)
        st.caption(words.plain(f"{when} · business hours · the same questions, asked with excluded tickets, too"))
        listing.table(rows(), alt=effect_title())
        cards.behind("health_effects", Source("arrivals", periods.asked(days) | {"with_excluded": True}), rows())


def effect_title() -> str:
    """Counting them would move Reopen rate most: −0.2 points"""
    others = [effect for effect in effects() if effect.metric.key != "arrivals"]
    most = max(others, key=lambda effect: abs(effect.moved), default=None)
    if most is None or abs(most.moved) < SEEN:
        return "Counting them would move arrivals, and none of the other main numbers"
    return f"Counting them would move {most.metric.label} most: {most.change()}"


@asking.remembered
def card() -> Card:
    """The share of excluded tickets by reason and month."""
    frame, source = by_month(), Source("excluded_by_month")
    months = frame[["bucket", "of_all", "is_complete"]].drop_duplicates("bucket")
    reasons = list(frame.groupby("reason")["n"].sum().sort_values(ascending=False).index)
    grid = pd.MultiIndex.from_product([months["bucket"], reasons], names=["bucket", "reason"])
    filled = frame.set_index(["bucket", "reason"])["n"].reindex(grid, fill_value=0).reset_index()
    rows = filled.merge(months, on="bucket")
    names = [footer.REASONS.get(str(reason), str(reason)) for reason in rows["reason"]]
    rows = rows.assign(series=names, value=rows["n"] / rows["of_all"], n=rows["of_all"])
    figure = lines.trend_lines(rows, unit="share", by="month", incomplete=partial(months))
    whole = frame[frame["is_complete"].astype(bool)].groupby("bucket").agg(n=("n", "sum"), of_all=("of_all", "max"))
    title = "Excluded tickets by month"
    if len(whole):
        last = whole.iloc[-1]
        month = words.bucket_text(whole.index[-1], "month")
        title = f"{words.percent(last['n'] / last['of_all'], last['of_all'])} of the tickets of {month} do not count"
    return Card(title, "Share of the tickets created in a month that do not count, by reason", figure, source)


def rows() -> pd.DataFrame:
    """One row per main metric in words: Metric, As counted, With excluded, Difference, n, n with."""
    listed = [
        (one.name, one.words(is_with=False), one.words(is_with=True), one.change(), one.n, one.n_with)
        for one in effects()
    ]
    return pd.DataFrame(listed, columns=["Metric", "As counted", "With excluded", "Difference", "n", "n with"])


def _jump() -> tuple[str, float, float] | None:
    """The last complete month, its share, and the share of the six months before, where it is far above."""
    frame = by_month()
    whole = frame[frame["is_complete"].astype(bool)].groupby("bucket").agg(n=("n", "sum"), of_all=("of_all", "max"))
    whole = whole[whole["of_all"] >= words.FEW].tail(7)
    if len(whole) < 3:
        return None
    last, before = whole.iloc[-1], whole.iloc[:-1].sum()
    now, usual = last["n"] / last["of_all"], before["n"] / before["of_all"]
    return (str(whole.index[-1]), float(now), float(usual)) if now >= usual + JUMP else None
