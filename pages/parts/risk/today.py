"""How many customers may leave, what do they pay, and how good were such chances: the sentence and the tiles."""

from collections.abc import Mapping

import pandas as pd

from pages.parts import asking, words
from pages.parts.retention import curves
from pages.parts.retention.chosen import Chosen
from pages.parts.tiles import Tile
from pages.parts.value import amounts
from queries.computed import chances

DAYS = 90  # of the outcome
SIGNS: Mapping[tuple[str, str], str] = {
    ("poor", "1"): "1 poor interaction in 90 days",
    ("poor", "2+"): "2 or more poor ones in 90 days",
    ("open", "7 days or more"): "a ticket open 7 days or more",
    ("open", "under 7 days"): "a ticket open under 7 days",
    ("reopened", "yes"): "a reopened ticket in 90 days",
    ("rating", "fell to poor"): "a rating that fell to poor",
    ("rating", "fell"): "a rating that fell from good",
    ("rating", "poor"): "the last two ratings poor",
    ("renewal", "in 30 days"): "a renewal in 30 days",
    ("renewal", "in 31 to 90 days"): "a renewal in 31 to 90 days",
    ("recent_poor", "yes"): "a poor interaction in 30 days",
    ("silence", "90 to 179 days"): "nothing heard 90 to 179 days",
    ("silence", "180 days or more"): "nothing heard 180 days or more",
    ("tickets", "3+"): "3 or more tickets in 90 days",
}


@asking.remembered
def today(one: Chosen) -> pd.Series:
    """The row of `risk_today`."""
    return one.source("risk_today").ask().iloc[0]


@asking.remembered
def record(one: Chosen) -> pd.Series:
    """The row of `risk_record`."""
    return one.source("risk_record").ask().iloc[0]


@asking.remembered
def relations(one: Chosen) -> int:
    """How many chosen customers there are whose start is known, those who left as well."""
    row = curves.whole(one)
    return 0 if row is None else int(row["n"])


def sentence(row: pd.Series, known: pd.Series) -> str:
    """The answer of the page: how many have several signs, what they pay, and how good such chances were."""
    return f"{_signs(row)}. {_trust(known)}."


def _signs(row: pd.Series) -> str:
    of = words.plural(row["customers"], "customer")
    if not row["with_sign"]:
        return f"None of {of} shows a sign of leaving"
    if not row["with_several"]:
        said = f"None of {of} shows two signs of leaving; {words.count(row['with_sign'])} {_show(row['with_sign'])} one"
        return f"{said}{_paying(row, 'revenue_with_sign', row['with_sign'])}"
    several = row["with_several"]
    said = f"{words.count(several)} of {of} {_show(several)} two or more signs of leaving"
    return f"{said}{_paying(row, 'revenue_with_several', several)}"


def _show(count: float) -> str:
    return "shows" if count == 1 else "show"


def _paying(row: pd.Series, name: str, count: float) -> str:
    if not row["with_revenue"]:
        return "; what they pay is not in this data"
    amount = 0.0 if words.is_missing(row[name]) else float(row[name])
    return f" and {'pays' if count == 1 else 'pay'} {amounts.said(amount)} a month{' in all' if count > 1 else ''}"


def _trust(known: pd.Series) -> str:
    if is_refused(known) or not known["days"]:
        return no_chance(known)
    few = words.few_text(known["flagged"], "customers")
    if known["flagged"] < words.FEWEST:
        return f"Too few customers were there on past days to say how good the chances are ({words.count(known['flagged'])} flagged)"
    flagged, others = (words.percent(known[name], known["flagged"]) for name in ("rate", "other_rate"))
    said = (
        f"Of the tenth with the highest chances on past days {flagged} left within {DAYS} days, of the others {others}"
    )
    if not is_better(known):
        said += ": no more than chance, so take the order of the list as a guess"
    return f"{said} ({few})" if few else said


def is_refused(known: pd.Series) -> bool:
    """Whether the data carry no chances."""
    return not words.is_missing(known["refusal"])


def is_better(known: pd.Series) -> bool:
    """Whether those flagged left more often than the others beyond noise."""
    return bool(known["rate_low"] > known["other_rate_high"])


def no_chance(known: pd.Series) -> str:
    """Why no chance is given, or why it could not be tested, and what it would take."""
    if known["refusal"] == chances.NO_DAYS:
        return (
            "No chance to leave can be given yet: it needs half a year of support before a day of looking and "
            f"{DAYS} days after it, in which losses are recorded; so the list goes by signs"
        )
    if known["refusal"] == chances.LEAK:
        feature, level = str(known["leak"]).split("=", 1)
        sign = SIGNS.get((feature, level), f"{feature} {level}")
        return (
            f"No chance to leave is given: on past days all {words.count(known['leak_n'])} customers with "
            f"{sign} left within {DAYS} days. Was this recorded after, or with, leaving? The "
            "list goes by signs"
        )
    if is_refused(known):
        return (
            f"No chance to leave can be given: on {words.plural(known['looked'], 'past day')} "
            f"{words.plural(known['lost_looked'], 'loss', 'losses')} within {DAYS} days can be seen, at least "
            f"{words.count(known['needed'])} are needed; so the list goes by signs"
        )
    return (
        f"The chances are not tested yet: that takes {chances.days_needed()} days of looking, a month apart, and the data hold "
        f"{words.count(known['looked'])}"
    )


def tiles(one: Chosen) -> list[Tile]:
    """Signs, money at stake, and the record of past days."""
    row, known = today(one), record(one)
    n = f"of {words.plural(row['customers'], 'customer')}"
    signed = amounts.tile(
        "With a sign", words.count(row["with_sign"]), f"{n} there today",
        "Signs: a poor interaction or a reopened ticket in the last 90 days, a ticket open for 7 days or more, a rating that "
        "fell or stayed poor, a renewal within 30 days; without a contract, 90 days without order and contact.",
    )  # fmt: skip
    several = amounts.tile(
        "Two or more signs", words.count(row["with_several"]), n, "Customers with at least two of these signs."
    )
    return [signed, several, _stake(row), _expected(row), _flagged(known), _lift(known)]


def _stake(row: pd.Series) -> Tile:
    label = "At stake a month"
    about = "The chance to leave within 90 days times what the customer pays a month, added up over all customers."
    if not row["with_revenue"]:
        return amounts.tile(label, words.MISSING, "what customers pay is not in this data", about)
    if words.is_missing(row["at_stake"]):
        return amounts.tile(label, words.MISSING, f"no chance; all pay {amounts.said(row['revenue'])}", about)
    return amounts.tile(
        label, amounts.said(row["at_stake"]), f"of {amounts.said(row['revenue'])} that they pay a month", about
    )


def _expected(row: pd.Series) -> Tile:
    label, about = "Expected to leave", "The chances to leave within 90 days, added up over all customers."
    if words.is_missing(row["expected"]):
        return amounts.tile(label, words.MISSING, "no chance can be given", about)
    share = words.percent(row["expected"] / row["customers"], row["customers"])
    return amounts.tile(label, words.count(row["expected"]), f"within {DAYS} days · {share} of all", about)


def _flagged(known: pd.Series) -> Tile:
    label = "Flagged who left"
    about = (
        "On each past day the tenth of the customers with the highest chances, made from what was known on that day. "
        f"How many of them left within {DAYS} days."
    )
    if known["flagged"] < words.FEWEST:
        return amounts.tile(label, words.MISSING, "no record on past days", about)
    said = f"{words.count(known['flagged_lost'])} of {words.count(known['flagged'])}"
    others = words.percent(known["other_rate"], known["customers"])
    return amounts.tile(label, words.percent(known["rate"], known["flagged"]), f"{said} · others {others}", about)


def _lift(known: pd.Series) -> Tile:
    label, about = "Lift", "How many times as often flagged customers left as all customers did."
    if known["flagged"] < words.FEWEST or words.is_missing(known["lift"]):
        return amounts.tile(label, words.MISSING, "no record on past days", about)
    caught = words.percent(known["caught"])
    return amounts.tile(
        label, f"{words.number(round(known['lift'], 1))} times", f"{caught} of all who left were flagged", about
    )
