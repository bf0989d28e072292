"""How are amounts of this firm said: in which currency, with their interval, and on whose count?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.tiles import Tile


@asking.remembered
def currency() -> str:
    """The three letters of the currency that all orders and subscriptions are in; empty where none or several are told."""
    frame = Source("currencies").ask()
    return str(frame["currency"].iloc[0]) if len(frame) == 1 else ""


@asking.remembered
def currencies_words() -> str:
    """What has to be said of the currencies; empty where there is one at most."""
    names = Source("currencies").ask()["currency"].astype(str).tolist()
    if len(names) < 2:
        return ""
    return f"Amounts are in {words.list_text(names, limit=4)}, and are added as they stand: nothing is converted."


def said(amount: float | None) -> str:
    """EUR 1,234"""
    return words.money(amount, currency())


def signed(amount: float) -> str:
    """EUR +1,234; none without a sign."""
    text = said(amount)
    name = currency()
    return text if amount <= 0 else f"{name} +{text.removeprefix(name).strip()}".strip()


def interval(row: pd.Series, name: str = "value") -> str:
    """95% interval EUR 1,100 to EUR 1,300"""
    return f"95% interval {said(row[f'{name}_low'])} to {said(row[f'{name}_high'])}"


def unit_words(per: str = "per customer") -> str:
    """EUR per customer"""
    return f"{currency()} {per}".strip()


def tile(label: str, value: str, caption: str, help_text: str) -> Tile:
    """A tile without a change: what is known of all time."""
    return Tile(
        label=label, value=value, delta=None, arrow="off", colour="gray", description="", spark=[],
        caption=caption, help=help_text,
    )  # fmt: skip
