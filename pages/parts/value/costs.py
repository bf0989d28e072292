"""What does a customer bring and cost, part by part, and how much hangs on the largest?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import bars, effects, sentences
from pages.parts.retention.chosen import Chosen
from pages.parts.value import amounts
from pages.parts.value.whole import costs, whole

PARTS = {
    "margin": "Margin",
    "cost to serve": "Cost to serve",
    "expansion": "Expansion",
    "contraction": "Contraction",
    "refunds": "Refunds",
    "referrals": "Referrals",
}


@asking.remembered
def parts_card(one: Chosen) -> Card:
    """What the value consists of, and what comes beside it."""
    source = one.source("value_parts")
    frame = source.ask()
    row = whole(one)
    horizon = words.count(row["horizon"]) if row is not None else ""
    subtitle = sentences.subtitle(
        f"Money of a customer over {horizon} months, discounted, {amounts.unit_words('a customer')}",
        "in colour: the value; grey: by itself, no part of it",
        one.words(),
        "bars: 95% interval",
    )
    if frame.empty:
        return Card("Too few customers to look so far ahead", subtitle, None, source)
    named = pd.DataFrame(
        {
            "label": [PARTS[part] for part in frame["part"]],
            "value": frame["value"].to_numpy(),
            "low": frame["value_low"].to_numpy(),
            "high": frame["value_high"].to_numpy(),
            "n": frame["n"].to_numpy(),
            "role": ["main" if is_in else "context" for is_in in frame["is_in_value"]],
            "said": [f"seen of {words.plural(seen, 'customer')}" for seen in frame["seen"]],
        }
    )
    told = frame.set_index("part")["value"]
    title = f"Margin {amounts.said(told['margin'])} less {amounts.said(-told['cost to serve'])} to serve"
    if "expansion" in told.index:
        title += f"; expansion {amounts.said(told['expansion'])} beside it"
    return Card(title, subtitle, effects.effects(named, unit="money", none="nothing"), source)


def missing_words(one: Chosen) -> str:
    """Which parts nobody was seen to have; empty when all are there."""
    frame = one.source("value_parts").ask()
    absent = [
        PARTS[part] for part in ("expansion", "contraction", "refunds", "referrals") if part not in set(frame["part"])
    ]
    if frame.empty or not absent:
        return ""
    return f"Not in this data: {words.list_text(absent).lower()}. They come from the kinds of orders, and from referred_by of customers."


@asking.remembered
def concentration_card(one: Chosen) -> Card:
    """How much of the revenue the largest customers pay."""
    source = one.source("value_concentration")
    frame = source.ask()
    subtitle = sentences.subtitle(
        "Share of what all present customers pay that comes from the largest", one.words(), "thin lines: 95% interval"
    )
    if frame.empty:
        return Card("Too few customers with a revenue are there", subtitle, None, source)
    named = pd.DataFrame(
        {
            "bucket": [f"Largest {words.percent(top)}" for top in frame["top"]],
            "n": frame["customers"].to_numpy(),
            "value": frame["share"].to_numpy(),
            "low": frame["share_low"].to_numpy(),
            "high": frame["share_high"].to_numpy(),
        }
    )
    first, tenth = frame.iloc[0], frame[frame["top"] == 0.1].iloc[0]
    title = f"The largest 1% pay {words.percent(first['share'], first['n'])}, the largest 10% {words.percent(tenth['share'], tenth['n'])}"
    return Card(title, subtitle, bars.bars(named, unit="share", low="low", high="high", noun="customer"), source)


def lines(one: Chosen) -> tuple[str, ...]:
    """Winning against keeping, and what 5 points more retention would do, one line each."""
    row = costs(one)
    said = []
    if row is not None:
        said.append(_winning(row))
    frame = one.source("retention_lift").ask()
    if len(frame) and not words.is_missing(frame["change"].iloc[0]):
        first = frame.iloc[0]
        ends = words.interval_text(first["change_low"], first["change_high"], unit="share")
        said.append(
            f"If {words.count(first['points'])} points more stayed each year, the lifetime value would be {words.percent(first['change'])} "
            f"higher ({ends}). The often quoted {words.percent(first['quoted_low'])} to {words.percent(first['quoted_high'])} "
            "(Reichheld 1996) are about profit and retention, not about support."
        )
    return tuple(filter(None, [*said, missing_words(one)]))


def _winning(row: pd.Series) -> str:
    if words.is_missing(row["acquiring"]):
        return (
            "What winning a customer costs is not known: neither acquisition_cost of customers nor a setting tells it."
        )
    won = f"Winning a customer costs {amounts.said(row['acquiring'])}"
    if row["acquiring_by"] == "customers":
        won += f" ({amounts.interval(row, 'acquiring')}, {words.plural(row['known'], 'customer')})"
    if row["keeping_by"] == "settings" and not words.is_missing(row["ratio"]):
        return (
            f"{won}, keeping one {amounts.said(row['keeping'])} a year: {words.number(round(row['ratio'], 1))} times as much. "
            f"Quoted: {words.count(row['quoted_low'])} to {words.count(row['quoted_high'])} times."
        )
    served = "" if words.is_missing(row["keeping"]) else f" Support alone is {amounts.said(row['keeping'])} a year."
    return f"{won}. What keeping one costs in all is not set, so the two are not compared; Settings takes it.{served}"
