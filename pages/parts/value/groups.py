"""Which customers are worth most, and what does each cost to win?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import bars, sentences
from pages.parts.retention.chosen import DIMENSIONS, Chosen
from pages.parts.value import amounts


@asking.remembered
def value_card(one: Chosen, by: str) -> Card:
    """Lifetime value of every group of a dimension."""
    source = one.source("lifetime_value", customers_by=by)
    frame = source.ask()
    known = frame[frame["value"].notna()]
    left_out = frame[frame["value"].isna()]
    noun = DIMENSIONS[by].lower()
    horizon = f"over {words.count(frame['horizon'].iloc[0])} months" if len(frame) else ""
    reasons = words.list_text(sorted({f"{row['bucket']} ({row['refusal'] or 'no revenue'})" for row in left_out.to_dict("records")}), limit=3)  # fmt: skip
    subtitle = sentences.subtitle(
        f"Value of a customer {horizon}, by {noun}, {amounts.unit_words('a customer')}",
        one.words(),
        "thin lines: 95% interval",
        f"not told: {reasons}" if reasons else "",
    )
    if known.empty:
        return Card(f"No {noun} has enough customers to look so far ahead", subtitle, None, source)
    figure = bars.bars(known, unit="money", low="value_low", high="value_high", noun="customer")
    return Card(_title(known, noun), subtitle, figure, source)


def _title(known: pd.DataFrame, noun: str) -> str:
    ordered = known[known["n"] >= words.FEW].sort_values("value")
    if len(ordered) < 2:
        return f"Only one {noun} has enough customers to compare" if len(ordered) else f"Few customers by {noun}"
    worst, best = ordered.iloc[0], ordered.iloc[-1]
    if best["value_low"] <= worst["value_high"]:
        return f"No {noun} can be told apart in value"
    return f"{sentences.short_name(best['bucket'])} {amounts.said(best['value'])}, {sentences.short_name(worst['bucket'])} {amounts.said(worst['value'])}"


@asking.remembered
def acquiring_card(one: Chosen, by: str) -> Card:
    """What customers of every group cost to win, and how soon they pay it back."""
    source = one.source("cost_of_acquiring_and_keeping", customers_by=by)
    frame = source.ask()
    noun = DIMENSIONS[by].lower()
    subtitle = sentences.subtitle(
        f"Cost of winning a customer, by {noun}, {amounts.unit_words('a customer')}",
        one.words(),
        "thin lines: 95% interval",
    )
    known = frame[frame["acquiring"].notna()] if len(frame) else frame
    if known.empty:
        return Card(f"What customers cost to win is not known by {noun}", subtitle, None, source,
                    "Not in this data: acquisition_cost of customers, or a cost of acquiring in the settings.")  # fmt: skip
    named = known.assign(n=known["known"].where(known["acquiring_by"] == "customers", known["customers"]))
    figure = bars.bars(
        named, unit="money", value="acquiring", low="acquiring_low", high="acquiring_high", noun="customer"
    )
    return Card(_payback_title(known, noun), subtitle, figure, source)


def _payback_title(known: pd.DataFrame, noun: str) -> str:
    paid = known[known["payback"].notna()].sort_values("payback")
    late = int((known["is_paid_back"] == False).sum())  # noqa: E712 # null is not known
    if late:
        return f"{words.plural(late, noun)} not paid back within the horizon"
    if paid.empty:
        return f"What customers cost to win, by {noun}"
    first, last = paid.iloc[0], paid.iloc[-1]
    if len(paid) == 1:
        return (
            f"{sentences.short_name(first['bucket'])} is paid back in {words.number(round(first['payback'], 1))} months"
        )
    return (
        f"{sentences.short_name(first['bucket'])} paid back in {words.number(round(first['payback'], 1))} months, "
        f"{sentences.short_name(last['bucket'])} in {words.number(round(last['payback'], 1))}"
    )
