"""What are customers without a contract still worth, and are they customers at all?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import bars, ranges, sentences
from pages.parts.retention.chosen import Chosen
from pages.parts.value import amounts
from queries.computed import orders
from queries.statistics.bgnbd import FEWEST_REPEATING

NAMES = {
    "who is there": "A customer of today, still to come",
    "who has just come": "A new customer, after the first order",
}


@asking.remembered
def found(one: Chosen) -> pd.DataFrame:
    """The rows of `value_of_orders`."""
    return one.source("value_of_orders").ask()


def has_any(one: Chosen) -> bool:
    """Whether any customer without a contract has orders."""
    return bool(found(one)["n"].iloc[0])


def sentence(one: Chosen) -> str:
    """What a customer without a contract is worth, or why that is not said."""
    row = found(one).iloc[0]
    n = words.plural(row["n"], "customer")
    if row["refusal"] == orders.NO_ORDERS:
        return "All customers of this data have a contract: the value of the others, by their orders, is not asked for."
    if row["refusal"] == orders.TOO_FEW:
        return (
            f"Too few customers bought again to say what one is worth: {words.count(row['repeating'])} of {n}; at least "
            f"{FEWEST_REPEATING} are needed."
        )
    if row["refusal"] == orders.RELATED:
        return (
            f"No value by orders: how often customers buy and for how much are related (rank correlation "
            f"{words.number(round(row['correlation'], 2))}), and the model takes them as unrelated. "
            f"{words.percent(row['alive'], row['n'])} of {n} are probably still there."
        )
    return (
        f"A customer without a contract is still worth {amounts.said(row['value'])} ({amounts.interval(row)}) over "
        f"{words.count(row['horizon'])} months; {words.percent(row['alive'], row['n'])} of {n} are probably still there."
    )


@asking.remembered
def value_card(one: Chosen) -> Card:
    """Value of a customer of today, and of a new one."""
    source = one.source("value_of_orders")
    frame = found(one)
    row = frame.iloc[0]
    subtitle = sentences.subtitle(
        f"Margin of orders still expected over {words.count(row['horizon'])} months, less cost to serve, discounted, "
        f"{amounts.unit_words('a customer')}",
        one.words(),
        words.plural(row["n"], "customer"),
        has_band=True,
    )
    known = frame[frame["value"].notna()]
    if known.empty:
        return Card("No value by orders", subtitle, None, source, sentence(one))
    named = pd.DataFrame(
        {
            "label": [NAMES[name] for name in known["customer"]],
            "value": known["value"].to_numpy(),
            "low": known["value_low"].to_numpy(),
            "high": known["value_high"].to_numpy(),
            "n": known["n"].to_numpy(),
            "said": "95% interval",
        }
    )
    title = f"Still worth {amounts.said(row['value'])} a customer, the top 1% hold {words.percent(row['top_share'])}"
    ends = (min(0.0, float(known["value_low"].min())), float(known["value_high"].max()))
    return Card(title, subtitle, ranges.ranges(named, unit="money", ends=ends, noun="customer"), source)


@asking.remembered
def alive_card(one: Chosen) -> Card:
    """How probable it is that customers are still there, by how often they bought and their silence."""
    source = one.source("probability_alive")
    frame = source.ask()
    subtitle = sentences.subtitle(
        "Probability of still being a customer (BG/NBD), by times bought and silence since", one.words()
    )
    told = frame[(frame["customers"] >= words.FEWEST) & frame["alive"].notna()].nlargest(11, "customers")
    if told.empty:
        return Card("Too few customers bought again", subtitle, None, source)
    named = pd.DataFrame(
        {
            "bucket": [f"{row['often']}, silent {row['silence']}" for row in told.to_dict("records")],
            "n": told["customers"].to_numpy(),
            "value": told["alive"].to_numpy(),
        }
    )
    whole = float((frame["alive"] * frame["customers"]).sum() / frame["customers"].sum())
    figure = bars.bars(named, unit="share", overall=whole, noun="customer")
    return Card(f"{words.percent(whole)} are probably still customers", subtitle, figure, source)


def lines(one: Chosen) -> tuple[str, ...]:
    """What the models were asked first, one line each."""
    row = found(one).iloc[0]
    if words.is_missing(row["correlation"]):
        return ()
    ends = f"{words.number(round(row['correlation_low'], 2))} to {words.number(round(row['correlation_high'], 2))}"
    return (
        f"How often and for how much go together by {words.number(round(row['correlation'], 2))} (rank correlation, 95% interval "
        f"{ends}); from 0.3 on, either way, the value is refused.",
        f"{words.count(row['repeating'])} of {words.plural(row['n'], 'customer')} bought again. Customers older than the orders "
        "of this data are left out: their first order is not in it.",
    )
