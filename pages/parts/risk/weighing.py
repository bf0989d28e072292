"""What goes with leaving: how much does each sign weigh in the chances, and how many left with it?"""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card
from pages.parts.charts import bars, sentences
from pages.parts.retention.chosen import Chosen
from pages.parts.risk.today import DAYS, SIGNS, is_refused, no_chance, record
from queries.computed import risk
from queries.statistics.thin import FEWEST_EVENTS_IN_GROUP

AGAINST: Mapping[str, str] = {
    "poor": "none", "open": "none open", "reopened": "none", "rating": "no rating", "renewal": "a later one",
    "recent_poor": "none", "tickets": "none", "silence": "contact in the last 30 days",
}  # fmt: skip
ODDS = 8  # lines of odds
CLEAR = 1.05  # odds nearer to 1 are no line


@asking.remembered
def weights(one: Chosen) -> pd.DataFrame:
    """The rows of `risk_weights`."""
    return one.source("risk_weights").ask()


@asking.remembered
def card(one: Chosen) -> Card:
    """Share that left with each sign, as seen on past days."""
    source = one.source("risk_weights")
    frame, known = weights(one), record(one)
    rows = _named(frame)
    subtitle = sentences.subtitle(
        f"Share that left within {DAYS} days with each sign, as seen on past days so far apart that no loss counts twice",
        one.words(),
        "thin lines: 95% interval",
        "customers may show several signs",
        f"the {bars.MOST_ROWS} signs with most, by the lower end" if len(rows) > bars.MOST_ROWS else "",
    )
    if rows.empty:
        return Card("No past day to count losses on", subtitle, None, source, f"{no_chance(known)}.")
    overall = frame.loc[frame["sign"] == risk.INTERCEPT, "share"].iloc[0]
    surest = rows.nlargest(bars.MOST_ROWS, "share_low")  # by size, the rare signs that say most would be left out
    figure = bars.bars(
        surest.assign(bucket=[_capital(name) for name in surest["bucket"]]),
        unit="share", value="share", low="share_low", high="share_high", overall=overall, noun="customer",
    )  # fmt: skip
    return Card(_title(rows, overall), subtitle, figure, source)


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of signs that somebody showed, with their name as bucket."""
    pairs = list(zip(frame["sign"].astype(str), frame["level"].astype(str), strict=True))
    named = frame.assign(bucket=[SIGNS.get(pair, "") for pair in pairs], n=frame["customers"])
    return named[(named["bucket"] != "") & (named["n"] > 0)]


def _title(rows: pd.DataFrame, overall: float) -> str:
    known = rows[(rows["lost"] >= FEWEST_EVENTS_IN_GROUP) & (rows["share_low"] > overall)].sort_values("share")
    if known.empty:
        return "With no sign clearly more left than of all"
    row = known.iloc[-1]
    share = words.percent(row["share"], row["n"])
    return f"With {row['bucket']}, {share} left; of all, {words.percent(overall, 1000)}"


@asking.remembered
def lines(one: Chosen) -> tuple[str, ...]:
    """The odds of the model in words, the strongest first; why there are none."""
    known = record(one)
    if is_refused(known):
        return (f"{no_chance(known)}.",)
    rows = _named(weights(one))
    told = rows[rows["lost"] >= FEWEST_EVENTS_IN_GROUP]
    far = told[(told["odds"] >= CLEAR) | (told["odds"] <= 1 / CLEAR)]
    ordered = far.assign(size=far["weight"].abs()).nlargest(ODDS, "size").sort_values("weight", ascending=False)
    made = [_line(row) for row in ordered.to_dict("records")]
    few = words.list_text(sorted(rows.loc[rows["lost"] < FEWEST_EVENTS_IN_GROUP, "bucket"]))
    if few:
        made.append(f"Too few left to say it of {few}.")
    near = sorted(told.loc[~told.index.isin(far.index), "bucket"])
    if near:
        made.append(f"Hardly any weight, all else alike: {words.list_text(near)}.")
    return tuple(made) or ("No sign carries enough losses to say what it weighs.",)


def _line(row: Mapping[Hashable, Any]) -> str:
    times = words.number(round(row["odds"], 2))
    name = str(row["bucket"])
    return f"{_capital(name)}: odds of leaving {times} times those with {AGAINST[row['sign']]}, all else alike."


def _capital(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"
