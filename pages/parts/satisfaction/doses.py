"""What goes with satisfaction: how long customers wait, how often they are answered, passed on, or come back?"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pages.parts import asking, measures, words
from pages.parts.cards import Card, Source
from pages.parts.charts import curve, findings, sentences
from pages.parts.filters import View
from queries.registry import METRICS

FEWEST_RATINGS = 30
CHANCE = 0.05
CAUTION = "this shows what goes together, and tells nothing of what would happen if it were changed"


@dataclass(frozen=True)
class Dose:
    """Something of a ticket that satisfaction may go with.

    grows: how more minutes are said. one: what is counted, one and several of it. often: what else tickets with much
    of it are.
    """

    key: str
    name: str
    what: str
    unit: curve.Dose
    often: str
    grows: str = ""
    one: tuple[str, str] = ("", "")


DOSES: Mapping[str, Dose] = {
    dose.name: dose
    for dose in (
        Dose("first_reply", "First reply time", "first reply time", "minutes",
             "Tickets that wait long are often hard ones as well", "first replies take longer"),
        Dose("resolution", "Resolution time", "resolution time", "minutes",
             "Tickets that take long are often hard ones as well", "solutions take longer"),
        Dose("replies", "Replies", "number of replies", "count",
             "Tickets with many replies are often hard ones as well", one=("reply", "replies")),
        Dose("reopens", "Reopened", "number of reopenings", "count",
             "Tickets that are reopened are often hard ones as well", one=("reopening", "reopenings")),
        Dose("handoffs", "Handoffs", "number of handoffs", "count",
             "Tickets that are passed on are often hard ones as well", one=("handoff", "handoffs")),
        Dose("hour", "Hour of day", "hour of creation", "hour",
             "Tickets of other hours are often of another kind as well"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """Where satisfaction turns, with its interval, in minutes; the shares before it and at a longer wait."""

    at: float
    low: float
    high: float
    before: float
    after: float
    after_at: float


@asking.remembered
def available(view: View) -> tuple[str, ...]:
    """The doses that the period's ratings can be set against: at least 30 ratings, and two different doses."""
    there = []
    for name in DOSES:
        groups = _source("dose_groups", name, view).ask()
        if len(groups) > 1 and groups["n"].sum() >= FEWEST_RATINGS:
            there.append(name)
    return tuple(there)


def _source(question: str, name: str, view: View) -> Source:
    return Source(question, view.parameters(dose=DOSES[name].key))


@asking.remembered
def turning(name: str, view: View) -> tuple[Turn | None, str]:
    """Where customers turn (None: nowhere clearly), and the verdict."""
    row = _source("turning_point", name, view).ask().iloc[0]
    if words.is_missing(row["at"]):
        return None, str(row["verdict"])
    return Turn(*(float(row[part]) for part in ("at", "low", "high", "before", "after", "after_at"))), str(
        row["verdict"]
    )


@asking.remembered
def card(name: str, view: View) -> Card:
    """Satisfaction by one dose: the groups seen; along minutes, a curve with its band, and where it turns."""
    dose = DOSES[name]
    source, line_source = (_source(question, name, view) for question in ("dose_groups", "dose_curve"))
    groups, line = source.ask(), line_source.ask()
    n, left_out = int(groups["n"].sum()), int(groups["left_out"].max()) if len(groups) else 0
    is_curved = dose.unit == "minutes"
    subtitle = sentences.subtitle(
        f"Share satisfied by {dose.what}",
        words.clock_text(view.clock) if is_curved else "",
        view.words(),
        words.plural(n, "rating"),
        f"{words.count(left_out)} without it" if left_out else "",
        f"bars{' and band' if len(line) else ''}: 95% interval, by customers",
        "" if is_curved else findings.apart(groups),
    )
    found, _ = turning(name, view)
    figure = curve.curve(
        groups if is_curved else groups.assign(middle=groups["low"]),
        line if len(line) else None,
        x_unit=dose.unit,
        is_log=is_curved,
        clock=view.clock,
        turning=found,
        overall=float(measures.whole(METRICS["csat"], view)["value"]),
        x_name=dose.what,
    )
    title = _curve_title(dose, line, found, view) if is_curved else _group_title(dose, groups)
    more = (line_source, _source("turning_point", name, view)) if is_curved else ()
    return Card(title, subtitle, figure if n else None, source, more=more)


def _group_title(dose: Dose, groups: pd.DataFrame) -> str:
    """Which two groups are clearest apart; the larger share first."""
    if (pair := findings.clearest(groups)) is not None:
        first, second = findings.pair_shares(pair)
        ends = [_group_text(dose, row) for row in pair]
        return f"CSAT is {first} {ends[0]}, {second} {ends[1]}"
    if (groups["n"] >= words.FEW).sum() < 2:
        return f"CSAT by {dose.what}: too few to judge"
    return f"CSAT by {dose.what}: no difference beyond noise"


def _group_text(dose: Dose, row: Mapping[str, object]) -> str:
    """without replies, with 1 reply, with 7 or more replies, for tickets of 16:00"""
    low, is_open = int(row["low"]), words.is_missing(row["high"])  # type: ignore[call-overload]
    if dose.unit == "hour":
        return f"for tickets of {low:02d}:00"
    if not low:
        return "with any number" if is_open else f"without {dose.one[1]}"
    return f"with {low} or more {dose.one[1]}" if is_open else f"with {words.plural(low, *dose.one)}"


def _curve_title(dose: Dose, line: pd.DataFrame, found: Turn | None, view: View) -> str:
    first, last, is_clear = None, None, False
    if len(line):
        ends = line.iloc[0], line.iloc[-1]
        is_clear = bool(ends[0]["p_value"] < CHANCE)
        first, last = (float(end["value"]) for end in ends)
        if ends[0]["low"] <= ends[1]["high"] and ends[1]["low"] <= ends[0]["high"]:
            last = first  # the bands of both ends meet: there is no saying which way it goes
    return findings.dose(
        "CSAT",
        dose.what,
        unit="share",
        first=first,
        last=last,
        is_clear=is_clear,
        grows=dose.grows,
        turning="" if found is None else words.duration(found.at, clock=view.clock),
        clock=view.clock,
    )


def meaning(name: str, view: View) -> str:
    """Where customers turn, in sentences; and what this comparison cannot say."""
    dose = DOSES[name]
    limits = f"{dose.often}: {CAUTION}."
    if dose.unit != "minutes":
        return limits
    found, verdict = turning(name, view)
    if found is None:
        few = "Too few ratings, or too few different times, to look for a point from which on customers turn."
        none = "No point stands out from which on customers turn."
        return f"{few if verdict == 'too few to look' else none} {limits}"
    at, low, high, far = (
        words.duration(value, clock=view.clock) for value in (found.at, found.low, found.high, found.after_at)
    )
    return (
        f"Up to {at} (95% interval {low} to {high}) about {words.percent(found.before)} are satisfied, whatever the "
        f"{dose.what}; beyond it the share falls, to about {words.percent(found.after)} at {far}. {limits}"
    )
