"""Is a customer's experience the same from contact to contact, and what follows a poor one?"""

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Card, Source
from pages.parts.charts import colours, ranges, sentences, stacked
from pages.parts.filters import View
from queries.statistics.clusters import Components, clustered_share, one_way_components
from queries.statistics.intervals import Estimate, difference

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
    return Source("experience_spread", view.parameters())


@asking.remembered
def spread(view: View) -> tuple[Components | None, pd.Series]:
    """How much the quality score differs within customers and between them, and the row it comes from."""
    row = spread_source(view).ask().iloc[0]
    if row["customers"] < words.FEWEST or row["tickets"] <= row["customers"]:
        return None, row
    found = one_way_components(
        groups=int(row["customers"]),
        n=int(row["tickets"]),
        size_squares=float(row["sum_sizes_squared"]),
        within_squares=float(row["within_squares"]),
        between_squares=float(row["between_squares"]),
    )
    return found, row


def spread_words(view: View) -> str:
    """The spread within a customer in plain sentences; empty where nothing can be said."""
    found, row = spread(view)
    parts = []
    if found is not None:
        within, between = found.within**0.5, found.between**0.5
        parts.append(
            f"From one contact to the next of the same customer the quality score (0 to 100) differs by about "
            f"{words.number(within)} (standard deviation); between customers by {words.number(between)} "
            f"({words.plural(int(row['customers']), 'customer')} with two or more tickets)."
        )
        if found.share is not None:
            share = found.share.value
            ends = f"{words.percent(max(found.share.low, 0.0))} to {words.percent(found.share.high)}"
            parts.append(
                f"{words.percent(share)} (95% interval {ends}) of all variation lies between customers, the rest between "
                f"contacts of the same customer{_told(found.share)}."
            )
    if row["customers3"] >= words.FEWEST:
        met = words.percent(float(row["with_poor"]) / float(row["customers3"]), float(row["customers3"]))
        parts.append(
            f"{met} of {words.plural(int(row['customers3']), 'customer')} with three or more tickets met at least one "
            "poor interaction."
        )
    return " ".join(parts)


def _told(share: Estimate) -> str:
    """How much that is, where both ends of the interval agree."""
    said = {_amount(end) for end in (max(share.low, 0.0), share.high)}
    return f": who somebody is tells {said.pop()} of how they fare" if len(said) == 1 else ""


def _amount(share: float) -> str:
    return "little" if share < 0.1 else "something" if share < 0.3 else "much"


@asking.remembered
def next_card(view: View) -> Card:
    """How the next rating follows a good one, a poor one, and a poor one that was made good."""
    source = Source("next_ratings", view.parameters())
    frame = source.ask()
    rows = []
    for row in frame.to_dict("records"):
        found = clustered_share(
            float(row["hits"]), float(row["n"]), squares=float(row["squares"]), clusters=int(row["customers"])
        )
        if row["n"] >= words.FEWEST and found is not None:
            who = f"{words.plural(row['n'], 'rating')} of {words.plural(row['customers'], 'customer')}"
            rows.append(
                {"label": f"{row['bucket'][:1].upper()}{row['bucket'][1:]}", "bucket": row["bucket"], "n": row["n"],
                 "value": found.value, "low": found.low, "high": found.high, "said": f"95% interval · {who}"}
            )  # fmt: skip
    subtitle = sentences.subtitle(
        "Share satisfied with the next contact they rated", view.words(), "bars: 95% interval, by customers"
    )
    if not rows:
        return Card("Too few customers rated one contact after another", subtitle, None, source)
    table = pd.DataFrame(rows)
    figure = ranges.ranges(table.assign(key=table["bucket"]), unit="share", ends=(0.0, 1.0), noun="rating")
    return Card(_next_title(table), subtitle, figure, source, frame=frame)


def _next_title(table: pd.DataFrame) -> str:
    known = {str(row["bucket"]): row for row in table.to_dict("records")}
    pair = [known.get(name) for name in ("after a poor one", "after a good one")]
    if pair[0] is None or pair[1] is None:
        return "Too few ratings after poor ones to compare"
    poor, good = (Estimate(row["value"], row["low"], row["high"]) for row in pair if row is not None)
    apart = difference(good, poor)
    if apart.low <= 0 <= apart.high:
        return "The next rating after a poor one: no different beyond noise"
    return f"{words.percent(poor.value)} are satisfied next after a poor rating, {words.percent(good.value)} after a good one"


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
