"""Is a customer's experience the same from contact to contact, and what follows a poor one?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import colours, findings, ranges, sentences, stacked
from pages.parts.filters import View

PATTERNS: dict[str, tuple[str, colours.Role]] = {
    "always": ("Always satisfied", "good"),
    "mixed": ("At times", "neutral"),
    "never": ("Never satisfied", "poor"),
}
PAGE = 100  # customers shown at once


@asking.remembered
def patterns_card(view: View) -> Card:
    """Of customers who rated more than once: how many were always, at times and never satisfied."""
    source = Source("contact_patterns", view.parameters())
    frame = source.ask()
    subtitle = sentences.subtitle(
        "Customers by number of ratings in the period",
        view.words(),
        "mark: always satisfied, if every rating were chance",
        has_band=True,
    )
    if frame.empty:
        return Card("Too few customers have rated more than once", subtitle, None, source)
    rows = frame.assign(
        n=frame["customers"],
        chance=frame["chance_always"] / frame["customers"],
        bucket=frame["bucket"].astype(str) + " ratings",
    )
    n = float(frame["customers"].sum())
    always, never = (words.percent(float(frame[part].sum()) / n, n) for part in ("always", "never"))
    title = f"Of {words.plural(n, 'customer')} who rated repeatedly, {always} were always satisfied, {never} never"
    if n < words.FEWEST:
        title = "Too few customers have rated more than once"
    figure = stacked.stacked(rows, PATTERNS, noun="customer", ticks="chance")
    return Card(title, subtitle, figure, source, frame=frame)


def spread_source(view: View) -> Source:
    """The question behind the spread within and between customers."""
    return Source("experience_components", view.parameters())


def spread_words(view: View) -> str:
    """The spread within a customer in plain sentences; empty where nothing can be said."""
    row = spread_source(view).ask().iloc[0]
    parts = []
    if not words.is_missing(row["within"]):
        parts.append(
            f"From one contact to the next of the same customer the quality score (0 to 100) differs by about "
            f"{words.number(row['within'])} (standard deviation); between customers by {words.number(row['between'])} "
            f"({words.plural(int(row['customers']), 'customer')} with two or more tickets)."
        )
    if not words.is_missing(row["share_between"]):
        low, high = float(row["low"]), float(row["high"])
        ends = f"{words.percent(low)} to {words.percent(high)}"
        parts.append(
            f"{words.percent(float(row['share_between']))} (95% interval {ends}) of all variation lies between "
            f"customers, the rest between contacts of the same customer{_told(low, high)}."
        )
    if row["customers3"] >= words.FEWEST:
        met = words.percent(float(row["with_poor"]) / float(row["customers3"]), float(row["customers3"]))
        parts.append(
            f"{met} of {words.plural(int(row['customers3']), 'customer')} with three or more tickets met at least one "
            "poor interaction."
        )
    return " ".join(parts)


def _told(low: float, high: float) -> str:
    """How much that is, where both ends of the interval agree."""
    said = {_amount(end) for end in (low, high)}
    return f": who somebody is tells {said.pop()} of how they fare" if len(said) == 1 else ""


def _amount(share: float) -> str:
    return "little" if share < 0.1 else "something" if share < 0.3 else "much"


@asking.remembered
def next_card(view: View) -> Card:
    """How the next rating follows a good one, a poor one, and a poor one that was made good."""
    source = Source("next_rating_shares", view.parameters())
    frame = source.ask()
    known = frame[(frame["n"] >= words.FEWEST) & frame["value_low"].notna()]
    subtitle = sentences.subtitle(
        "Share satisfied with the next contact they rated",
        view.words(),
        "bars: 95% interval, by customers",
        findings.apart(known),
    )
    if known.empty:
        return Card("Too few customers rated one contact after another", subtitle, None, source)
    rows = known.rename(columns={"value_low": "low", "value_high": "high"}).assign(
        key=known["bucket"],
        label=[f"{bucket[:1].upper()}{bucket[1:]}" for bucket in known["bucket"]],
        said=[
            f"95% interval · {words.plural(n, 'rating')} of {words.plural(customers, 'customer')}"
            for n, customers in zip(known["n"], known["customers"], strict=True)
        ],
    )
    figure = ranges.ranges(rows, unit="share", ends=(0.0, 1.0), noun="rating")
    return Card(_next_title(known), subtitle, figure, source)


def _next_title(known: pd.DataFrame) -> str:
    """Which two histories are clearest apart, the larger share first."""
    if (pair := findings.clearest(known)) is not None:
        first, second = findings.pair_shares(pair)
        return f"{first} are satisfied next {pair[0]['bucket']}, {second} {pair[1]['bucket']}"
    if not {"after a poor one", "after a good one"} <= set(known["bucket"]):
        return "Too few ratings after poor ones to compare"
    return "The next rating after good and poor ones: no difference beyond noise"


def last_poor_source(view: View, search: str | None, *, limit: int | None = PAGE) -> Source:
    """Customers still with us whose last contact of the period was poor."""
    return Source("last_contact_poor", view.parameters(search=search, limit=limit))


def last_poor_sentence(frame: pd.DataFrame, view: View) -> str:
    """For 312 of 2,310 customers in contact the last contact was poor."""
    if frame.empty:
        return "No customer's last contact of these days was poor"
    total, contacted = int(frame["total"].iloc[0]), int(frame["contacted"].iloc[0])
    share = words.percent(total / contacted, contacted) if contacted >= words.FEWEST else ""
    said = f"For {words.count(total)} of {words.plural(contacted, 'customer')} in contact the last one was poor"
    return f"{said}{f', {share}' if share else ''}"
