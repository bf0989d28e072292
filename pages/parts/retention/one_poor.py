"""Does one poor interaction outweigh several good ones: what do the cards on it show and say?"""

import math

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import canvas, effects, ranges, sentences
from pages.parts.retention import sayings
from pages.parts.retention.chosen import Chosen
from pages.parts.retention.support import effects_rows
from queries.computed import one_poor
from queries.computed.support import readings
from queries.statistics.comparison import Comparison
from queries.statistics.one_poor import OnePoor

LANDMARK = one_poor.LANDMARK
NAMES = {
    "only good": "Only good ones",
    "one poor, several good": "One poor, several good",
    "one poor, one good": "One poor, one good",
    "one poor": "One poor, no good one",
    "several poor": "Several poor",
    "neither": "Neither good nor poor",
    "no contact": "No contact",
}


@asking.remembered
def model(one: Chosen) -> OnePoor:
    """The model on the numbers of good and poor interactions."""
    return one_poor.offset(asking.ask, _parameters(one))


@asking.remembered
def combined(one: Chosen) -> Comparison:
    """Only good ones against one poor and several good ones."""
    return one_poor.combinations(asking.ask, _parameters(one))


@asking.remembered
def recent(one: Chosen) -> Comparison:
    """A poor one that lay earlier against a poor one that was the last."""
    return one_poor.recency(asking.ask, _parameters(one))


def _parameters(one: Chosen) -> dict[str, object]:
    return dict(one.source("interaction_cells", landmark=LANDMARK).parameters)


def sentence(one: Chosen) -> str:
    """The finding: how many good ones offset a poor one, or why that cannot be estimated."""
    found = model(one)
    if found.refusal is not None:
        few, each = words.count(found.with_poor.events), words.count(found.with_poor.customers)
        return (
            f"How many good interactions offset a poor one cannot be estimated: of {each} customers with a poor one in the "
            f"first {LANDMARK} days, {few} were lost in the 12 months after ({found.refusal.reason})."
        )
    assert found.poor is not None and found.good is not None
    ends = f"95% interval {_ratio(found.poor.low)} to {_ratio(found.poor.high)} times"
    is_poor_clear = found.poor.low > 0 or found.poor.high < 0
    if not is_poor_clear:
        said = (
            f"Poor interactions of the first {LANDMARK} days do not clearly go with leaving, comparing like with like "
            f"({ends} the odds for each)"
        )
        return f"{said}. How many good ones offset a poor one cannot be estimated."
    said = (
        f"With each poor interaction of the first {LANDMARK} days the odds of leaving in a month were "
        f"{_ratio(found.poor.value)} times as high ({ends}), comparing like with like"
    )
    if found.offset is None:
        return (
            f"{said}. How many good ones offset a poor one cannot be estimated: good ones do not clearly go with staying in "
            "this data."
        )
    high = "no number" if math.isinf(found.offset.high) else words.number(round(found.offset.high, 1))
    return (
        f"{said}. It takes about {words.number(round(found.offset.value, 1))} good interactions to offset one poor one "
        f"(95% interval {words.number(round(found.offset.low, 1))} to {high}). {sayings.LIMITS}."
    )


def _ratio(log_odds: float) -> str:
    return words.number(round(math.exp(log_odds), 2))


@asking.remembered
def combinations_card(one: Chosen) -> Card:
    """Share kept by how many poor and good interactions there were."""
    found = combined(one)
    source = one.source("poor_and_good_combined", landmark=LANDMARK)
    frame = one_poor.of_levels(found)
    is_alike = found.refusal is None
    rows = [row for row in (_row(each, is_alike=is_alike) for each in frame.to_dict("records")) if row]
    subtitle = sentences.subtitle(
        f"Share still a customer 12 months after day {LANDMARK}, by the interactions before it",
        "like with like, whatever the number of tickets" if is_alike else "as seen: no comparison like with like",
        one.words(),
        has_band=True,
    )
    title = _combined_title(found)
    if not rows:
        return Card("Too few customers to sort by interactions", subtitle, None, source, frame=frame)
    table = pd.DataFrame(rows)
    figure = ranges.ranges(table, unit="share", ends=(0.0, 1.0), noun="customer", height=canvas.LARGE)
    return Card(title, subtitle, figure, source, frame=frame)


def _row(row: dict, *, is_alike: bool) -> dict[str, object] | None:
    is_seen = words.is_missing(row["standardised"])
    name = "kept" if is_seen else "standardised"
    if words.is_missing(row[name]):
        return None
    lost = f"{words.count(row['lost'])} of {words.count(row['customers'])} lost"
    return {
        "label": f"{NAMES[row['combination']]}{', as seen' if is_seen and is_alike else ''} · {lost}",
        "key": row["combination"],
        "value": row[name],
        "low": row[f"{name}_low"],
        "high": row[f"{name}_high"],
        "n": row["customers"],
        "said": "95% interval",
    }


def _combined_title(found: Comparison) -> str:
    per = found.per_1000
    if found.refusal is not None or per is None:
        return "Too few customers lost to compare combinations like with like"
    if not found.is_clear:
        return "One poor among several good ones: no clear difference to only good ones"
    word = "fewer" if per.value > 0 else "more"
    return f"{words.count(abs(per.value))} {word} of 1,000 kept with one poor among several good ones"


@asking.remembered
def recency_card(one: Chosen) -> Card:
    """A poor interaction that lay earlier against one that was the last."""
    found = recent(one)
    source = one.source("poor_last_or_earlier", landmark=LANDMARK)
    frame = readings(found)
    subtitle = sentences.subtitle(
        f"Difference in share kept 12 months after day {LANDMARK}: poor one earlier, less poor one last",
        "in points",
        "bars: 95% interval",
        one.words(),
    )
    if found.refusal is not None:
        counts = [
            f"{group.counts.level}: {words.count(group.counts.events)} of {words.count(group.counts.customers)} lost"
            for group in found.groups
            if group.counts.level in one_poor.RECENCY
        ]
        why = f"{found.refusal.reason}; {words.list_text(counts)}"
        return Card("Too little to compare by recency", subtitle, None, source, f"{why[:1].upper()}{why[1:]}.", frame)
    rows = effects_rows(frame, ["Like with like", "By weights (a check)", "As seen"], ["main", "context", "context"])
    title = "Whether the poor one was the last: no clear difference"
    if found.is_clear and found.per_1000 is not None:
        more = "More" if found.per_1000.value > 0 else "Fewer"
        title = f"{more} customers stayed where the poor one was not the last"
    return Card(title, subtitle, effects.effects(rows, unit="points"), source, frame=frame)
