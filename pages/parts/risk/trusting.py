"""How far can the chances be trusted: did they come true on past days, and were those flagged the right ones?"""

import math

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import calibration, ranges, sentences
from pages.parts.retention.chosen import Chosen
from pages.parts.risk.today import DAYS, is_better, no_chance, record
from queries.computed import risk

QUARTERED = 0.04  # axes end on multiples of 4 points: their ticks stand at quarters, on whole points
PLAIN = "By kind of customer alone"
HEIGHT = 160  # of two rows


def days_words(known: pd.Series) -> str:
    """3 past days from 3 Mar 2026 to 30 Aug 2026"""
    if known["days"] == 1:
        return f"1 past day, {words.date_text(known['last_day'])}"
    return (
        f"{words.count(known['days'])} past days from {words.date_text(known['first_day'])} to "
        f"{words.date_text(known['last_day'])}"
    )


@asking.remembered
def calibration_card(one: Chosen) -> Card:
    """Chance beside what was seen, by tenths."""
    known = record(one)
    source = one.source("risk_calibration")
    subtitle = sentences.subtitle(
        f"Share that left within {DAYS} days, by the chance given, customers in tenths by rising chance",
        days_words(known) if known["days"] else "",
        one.words(),
        "bars: 95% interval",
    )
    if not known["days"]:
        return Card("No record of chances", subtitle, None, source, f"{no_chance(known)}.")
    frame = source.ask()
    figure = calibration.calibration(frame, across="chance to leave that was given")
    return Card(_calibration_title(known), subtitle, figure, source)


def _calibration_title(known: pd.Series) -> str:
    predicted, seen = words.percent(known["predicted"], 1000), words.percent(known["observed"], 1000)
    if known["observed_low"] <= known["predicted"] <= known["observed_high"]:
        return f"Chances came true: {predicted} expected, {seen} left"
    word = "low" if known["observed"] > known["predicted"] else "high"
    return f"Chances were too {word}: {predicted} expected, {seen} left"


@asking.remembered
def flagged_card(one: Chosen) -> Card:
    """Share that left of those flagged, and of the others."""
    known = record(one)
    source = one.source("risk_record")
    subtitle = sentences.subtitle(
        f"Share that left within {DAYS} days; flagged: the {words.percent(risk.FLAGGED)} with the highest chances of each day",
        days_words(known) if known["days"] else "",
        one.words(),
        has_band=True,
    )
    if known["flagged"] < words.FEWEST:
        return Card("Nobody was flagged on past days", subtitle, None, source, f"{no_chance(known)}.")
    others, others_lost = known["customers"] - known["flagged"], known["lost"] - known["flagged_lost"]
    rows = pd.DataFrame(
        [
            _row("Flagged", known["flagged_lost"], known["flagged"], known, "rate"),
            _row("The others", others_lost, others, known, "other_rate"),
        ]
    )
    if not words.is_missing(known["plain_rate"]):
        plain = _row(PLAIN, known["plain_rate"] * known["flagged"], known["flagged"], known, "plain_rate")
        rows = pd.concat([rows, pd.DataFrame([plain])], ignore_index=True)
    most = min(1.0, math.ceil(max(0.04, float(rows["high"].max())) / QUARTERED) * QUARTERED)
    figure = ranges.ranges(
        rows, unit="share", ends=(0.0, most), noun="customer", height=HEIGHT if len(rows) < 3 else None
    )
    title = f"Flagged customers left {words.number(round(known['lift'], 1))} times as often as all"
    if not is_better(known):
        title = "Flagged customers left no more often than the others, beyond noise"
    return Card(title, subtitle, figure, source)


def _row(name: str, lost: float, n: float, known: pd.Series, rate: str) -> dict[str, object]:
    return {
        "label": f"{name} · {words.count(lost)} of {words.count(n)} left",
        "key": name,
        "value": known[rate],
        "low": known[f"{rate}_low"],
        "high": known[f"{rate}_high"],
        "n": n,
        "said": "95% interval",
    }


@asking.remembered
def lines(one: Chosen) -> tuple[str, ...]:
    """What has to be known beside the record, one line each; none without it."""
    known = record(one)
    if not known["days"]:
        return ()
    made = [
        f"A chance is made from what was known on its day, by a model of customers whose {DAYS} days were over by then; no "
        "outcome counts twice in the record."
    ]
    if known["flagged"] >= words.FEWEST and not words.is_missing(known["caught"]):
        made.append(
            f"{words.percent(known['caught'])} of all who left had been flagged; the others left without being among the "
            f"{words.percent(risk.FLAGGED)}."
        )
    if not words.is_missing(known["plain_rate"]):
        share = words.percent(known["plain_rate"], known["flagged"])
        is_same = known["rate_low"] <= known["plain_rate"] <= known["rate_high"]
        more = "adds to it" if known["rate"] > known["plain_rate"] else "takes from it"
        adds = "adds nothing that is sure" if is_same else more
        made.append(
            f"Of a tenth chosen by kind of customer alone (segment, plan, age, renewal) {share} left: what support tells {adds} "
            "on these days."
        )
    if not words.is_missing(known["skill"]):
        share = words.percent(abs(known["skill"]), 1000)
        nearer = "nearer to the outcome than" if known["skill"] > 0 else "farther from the outcome than"
        made.append(
            f"Over all customers the chances are {share} {nearer} one and the same chance for everybody (Brier score "
            f"{words.number(round(known['brier'], 4))} against {words.number(round(known['plain'], 4))}): who leaves is hard "
            "to tell one by one, an order of the list is what they give."
        )
    if not known["is_calibrated"]:
        made.append(
            "Too few left on past days to set the chances right by their record: take them as an order, not as shares."
        )
    if not is_better(known):
        made.append("On past days the flagged did not leave more often than the others beyond noise: the list may be no better than a lot.")  # fmt: skip
    made.append("Losses by a failed payment count as well; tickets that announce leaving do not count as signs.")
    return tuple(made)
