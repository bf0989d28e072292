"""What goes with satisfaction: how long customers wait, how often they are answered, passed on, or come back?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pages.parts import asking, measures, words
from pages.parts.cards import Card, Source
from pages.parts.charts import curve, findings, sentences
from pages.parts.filters import View
from queries.registry import METRICS
from queries.statistics.intervals import wilson
from queries.statistics.multiplicity import groups_differ_p

DOTS = 12  # groups of ratings that are drawn
FEWEST_RATINGS = 30
CHANCE = 0.05


@dataclass(frozen=True)
class Dose:
    """Something of a ticket that satisfaction may go with. grows: how more of it is said."""

    key: str
    name: str
    what: str
    grows: str
    unit: curve.Dose
    is_log: bool = False


DOSES: Mapping[str, Dose] = {
    dose.name: dose
    for dose in (
        Dose("first_reply", "First reply time", "first reply time", "first replies take longer", "minutes", True),
        Dose("resolution", "Resolution time", "resolution time", "solutions take longer", "minutes", True),
        Dose("replies", "Replies", "number of replies", "replies grow in number", "count"),
        Dose("reopens", "Reopened", "times reopened", "tickets reopen more often", "count"),
        Dose("handoffs", "Handoffs", "number of handoffs", "handoffs grow in number", "count"),
        Dose("hour", "Hour of day", "hour of day", "", "hour"),
    )
}


@asking.remembered
def available(view: View) -> tuple[str, ...]:
    """The doses that the period's ratings can be set against: at least 30 ratings, and two different doses."""
    there = []
    for name, dose in DOSES.items():
        bins = _source(dose, view).ask()
        if len(bins) > 1 and bins["n"].sum() >= FEWEST_RATINGS:
            there.append(name)
    return tuple(there)


def _source(dose: Dose, view: View) -> Source:
    return Source("csat_by_dose", view.parameters(dose=dose.key))


@dataclass(frozen=True)
class Turn:
    """Where satisfaction turns, with its interval, in the unit of the dose; before and after: the shares there."""

    at: float
    low: float
    high: float
    before: float
    after: float


@dataclass(frozen=True)
class Found:
    """The bins as asked, and what they say: the fitted curve (empty: none), and where it turns (None: nowhere clearly)."""

    bins: pd.DataFrame
    line: pd.DataFrame
    turning: Turn | None
    verdict: str


def sources(name: str, view: View) -> tuple[Source, ...]:
    """The questions behind the curve and behind the point where it turns; none for the hour, which goes round."""
    dose = DOSES[name]
    given = _source(dose, view).parameters
    return () if dose.unit == "hour" else (Source("dose_curve", given), Source("turning_point", given))


@asking.remembered
def found(name: str, view: View) -> Found:
    """Satisfaction by one dose."""
    source = _source(DOSES[name], view)
    line = Source("dose_curve", source.parameters).ask()
    row = Source("turning_point", source.parameters).ask().iloc[0]
    at, low, high, before, after = (float(row[part]) for part in ("at", "low", "high", "before", "after"))
    turning = None if words.is_missing(at) else Turn(at, low, high, before, after)
    return Found(source.ask(), line, turning, str(row["verdict"]))


@asking.remembered
def card(name: str, view: View) -> Card:
    """Satisfaction by one dose: the groups seen, the fitted curve with its band, and where it turns."""
    dose, seen = DOSES[name], found(name, view)
    source = _source(dose, view)
    dots = _with_interval(_merged(seen.bins) if dose.is_log else seen.bins)
    n, left_out = int(seen.bins["n"].sum()), int(seen.bins["left_out"].max()) if len(seen.bins) else 0
    clock = words.clock_text(view.clock) if dose.unit == "minutes" else ""
    subtitle = sentences.subtitle(
        f"Share satisfied by {dose.what}",
        clock,
        view.words(),
        words.plural(n, "rating"),
        f"{words.count(left_out)} without it" if left_out else "",
        "bars and band: 95% interval",
    )
    overall = float(measures.whole(METRICS["csat"], view)["value"])
    figure = curve.curve(
        dots,
        seen.line if len(seen.line) else None,
        x_unit=dose.unit,
        is_log=dose.is_log,
        clock=view.clock,
        turning=seen.turning,
        overall=overall,
        x_name=dose.what,
    )
    return Card(_title(dose, seen, view), subtitle, figure if n else None, source, more=sources(name, view))


def _title(dose: Dose, seen: Found, view: View) -> str:
    if dose.unit == "hour":
        rows = seen.bins[seen.bins["n"] >= words.FEW]
        p = groups_differ_p(rows["hits"], rows["n"])
        if p is None or p >= CHANCE:
            return "CSAT by hour of creation: no difference beyond noise"
        named = rows.assign(value=rows["hits"] / rows["n"], bucket=[f"{int(low):02d}:00" for low in rows["low"]])
        return sentences.breakdown(named, name="CSAT by hour of creation", unit="share")
    line = seen.line
    turning = "" if seen.turning is None else _dose_text(dose, seen.turning.at, view)
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
        turning=turning,
        clock=view.clock,
    )


def meaning(name: str, view: View) -> str:
    """Where customers turn, in sentences; and what this comparison cannot say."""
    dose, seen = DOSES[name], found(name, view)
    limits = (
        "Tickets that wait long are often hard ones as well: this shows what goes together, and tells nothing of what "
        "would happen if it were changed."
    )
    if seen.turning is None:
        return f"No point stands out from which on customers turn. {limits}" if dose.unit != "hour" else limits
    point = seen.turning
    at, low, high = (_dose_text(dose, value, view) for value in (point.at, point.low, point.high))
    return (
        f"Up to {at} (95% interval {low} to {high}) about {words.percent(point.before)} are satisfied, whatever the "
        f"{dose.what}; beyond it, satisfaction falls, to about {words.percent(point.after)} for the longest tenth. {limits}"
    )


def _dose_text(dose: Dose, value: float, view: View) -> str:
    return words.duration(value, clock=view.clock) if dose.unit == "minutes" else words.number(value)


def _merged(bins: pd.DataFrame) -> pd.DataFrame:
    """Neighbouring bins put together until there are about a dozen of them, each of about as many ratings."""
    if bins.empty:
        return bins
    up_to = bins["n"].cumsum() - bins["n"] / 2
    place = np.minimum((DOTS * up_to / bins["n"].sum()).astype(int), DOTS - 1)
    weighted = bins.assign(weight=bins["middle"] * bins["n"], place=place)
    rows = weighted.groupby("place", as_index=False).agg(
        low=("low", "min"), n=("n", "sum"), hits=("hits", "sum"), weight=("weight", "sum")
    )
    highs = weighted.groupby("place")["high"].agg(lambda column: column.iloc[-1]).to_numpy()
    return rows.assign(middle=rows["weight"] / rows["n"], high=highs).drop(columns=["weight", "place"])


def _with_interval(bins: pd.DataFrame) -> pd.DataFrame:
    ends = [wilson(hits, n) for hits, n in zip(bins["hits"], bins["n"], strict=True)]
    return bins.assign(
        value=bins["hits"] / bins["n"],
        value_low=[math.nan if end is None else end.low for end in ends],
        value_high=[math.nan if end is None else end.high for end in ends],
    )
