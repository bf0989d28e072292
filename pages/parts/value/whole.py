"""What is a customer worth: what do the sentence, the tiles and the first chart of the lifetime value page say?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import growth, sentences
from pages.parts.retention.chosen import Chosen
from pages.parts.tiles import Tile
from pages.parts.value import amounts
from queries.statistics.thin import FEWEST_AT_RISK


@asking.remembered
def whole(one: Chosen) -> pd.Series | None:
    """Lifetime value of all chosen customers with a contract, as one row of `lifetime_value`; None without any."""
    frame = one.source("lifetime_value").ask()
    return None if frame.empty else frame.iloc[0]


@asking.remembered
def known(one: Chosen) -> int:
    """How many chosen customers there are, however long they were seen."""
    return int(one.source("acquisition_costs").ask()["customers"].sum())


@asking.remembered
def costs(one: Chosen) -> pd.Series | None:
    """Costs of winning and keeping, as one row; None without customers."""
    frame = one.source("cost_of_acquiring_and_keeping").ask()
    return None if frame.empty else frame.iloc[0]


def sentence(row: pd.Series) -> str:
    """The answer of the page: what a customer with a contract is worth."""
    n = words.plural(row["n"], "customer")
    if not row["n"]:
        return f"What {words.plural(row['without_revenue'], 'customer')} with a contract pay is not in this data."
    if row["refusal"]:
        return (
            f"Too few customers to say what one is worth over {words.count(row['horizon'])} months: of {n} with a contract, "
            f"{words.count(row['lost'])} left. At least {FEWEST_AT_RISK} have to be seen from their start, and "
            f"{FEWEST_AT_RISK} lost where the data do not reach so far."
        )
    return (
        f"A customer is worth {amounts.said(row['value'])} ({amounts.interval(row)}) over {words.count(row['horizon'])} months, "
        f"on average{_beyond(row['beyond'])}."
    )


def _beyond(share: float) -> str:
    if share <= 0:
        return ", all of it inside the time that the data cover"
    return f"; {words.percent(share)} of it lies beyond the data, by a model"


def tiles(one: Chosen) -> list[Tile]:
    """Value, share beyond the data, concentration, cost to serve, payback, and 5 points more retention."""
    row = whole(one)
    assert row is not None
    return [_value(row), _share_beyond(row), _top(one), _served(row), _paid_back(one), _lifted(one)]


def _value(row: pd.Series) -> Tile:
    return amounts.tile(
        "Lifetime value",
        amounts.said(row["value"]),
        f"{_interval(row, 'value')} · {words.count(row['horizon'])} months, {words.plural(row['n'], 'customer')}",
        "Margin times the share still there, month by month, discounted, less the cost to serve. Interval by drawing customers.",
    )


def _share_beyond(row: pd.Series) -> Tile:
    reach = words.plural(row["months_in_data"], "month") + (
        " or more" if row["months_in_data"] >= row["horizon"] else ""
    )
    return amounts.tile(
        "Beyond the data",
        words.percent(row["beyond"]),
        f"the data follow customers for {reach if not row['refusal'] else 'too short a time'}",
        "Share of the value after the last month in which 10 customers are at risk. There a shifted-beta-geometric model goes on.",
    )


def _top(one: Chosen) -> Tile:
    frame = one.source("value_concentration").ask()
    known = frame[frame["top"] == 0.01]
    value, said = words.MISSING, "no customer with a revenue is there"
    if len(known):
        first = known.iloc[0]
        value = words.percent(first["share"], first["n"])
        ends = words.interval_text(first["share_low"], first["share_high"], unit="share", n=first["n"])
        said = f"{ends} · {words.count(first['customers'])} of {words.plural(first['n'], 'customer')}"
    return amounts.tile(
        "Held by the top 1%", value, said, "Share of what all present customers pay that the largest 1% pay."
    )


def _served(row: pd.Series) -> Tile:
    is_known = not words.is_missing(row["yearly_cost"]) and row["yearly_cost"] > 0
    return amounts.tile(
        "Cost to serve a year",
        amounts.said(row["yearly_cost"]) if is_known else words.MISSING,
        f"{_interval(row, 'yearly_cost')} · a customer" if is_known else "no tickets of these customers in the data",
        "Tickets of a customer in a year, those opened by the firm counted as well, times the cost per ticket of the settings.",
    )


def _paid_back(one: Chosen) -> Tile:
    found = costs(one)
    label, help_text = "Payback", "Months until the value of a customer has reached the cost of winning one."
    if found is None or words.is_missing(found["acquiring"]):
        return amounts.tile(label, words.MISSING, "no cost of winning customers in data or settings", help_text)
    cost = f"winning one costs {amounts.said(found['acquiring'])}"
    if not words.is_missing(found["payback"]):
        high = "beyond" if words.is_missing(found["payback_high"]) else words.number(round(found["payback_high"], 1))
        ends = f"95% interval {words.number(round(found['payback_low'], 1))} to {high}"
        return amounts.tile(label, f"{words.number(round(found['payback'], 1))} months", f"{ends} · {cost}", help_text)
    return amounts.tile(label, words.MISSING, f"not within the horizon · {cost}", help_text)


def _lifted(one: Chosen) -> Tile:
    frame = one.source("retention_lift").ask()
    value, said = words.MISSING, "not known without a value"
    if len(frame) and not words.is_missing(frame["change"].iloc[0]):
        first = frame.iloc[0]
        value = f"+{words.percent(first['change'])}"
        ends = words.interval_text(first["change_low"], first["change_high"], unit="share")
        quoted = f"{words.percent(first['quoted_low'])} to {words.percent(first['quoted_high'])}"
        said = f"{ends} · quoted: {quoted}, about profit"
    return amounts.tile(
        "5 points more stay", value, said,
        "This firm's own change in lifetime value for 5 points more retention a year, beside the quoted range of Reichheld "
        "(1996), which is about profit and retention, not about support.",
    )  # fmt: skip


def _interval(row: pd.Series, name: str) -> str:
    return amounts.interval(row, name) if not words.is_missing(row[name]) else "too few to look so far ahead"


@asking.remembered
def growth_card(one: Chosen) -> Card:
    """The value of a customer, building up over the months."""
    row, found = whole(one), costs(one)
    assert row is not None
    source = one.source("value_by_month")
    frame = source.ask()
    settings = asking.settings().numbers
    subtitle = sentences.subtitle(
        f"Margin less cost to serve, added up, discounted {words.percent(settings['discount_rate'])} a year, "
        f"{amounts.unit_words('a customer')}",
        one.words(),
        "dashed: beyond the data" if row["beyond"] > 0 else "",
        has_band=True,
    )
    if frame.empty:
        return Card("Too few customers to look so far ahead", subtitle, None, source)
    cost = None if found is None or words.is_missing(found["acquiring"]) else float(found["acquiring"])
    figure = growth.growth(frame, currency=amounts.currency(), target=cost, target_name="Cost of winning")
    title = f"A customer brings {amounts.said(row['value'])} in {words.count(row['horizon'])} months"
    if cost is not None and found is not None and not words.is_missing(found["payback"]):
        title += f"; the cost of winning one is back after {words.number(round(found['payback'], 1))}"
    return Card(title, subtitle, figure, source)
