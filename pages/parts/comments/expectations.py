"""What do customers praise and blame: is support timely, empathetic, solution-oriented?"""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.parts import asking, measures, ratings, words
from pages.parts.cards import Card, Source
from pages.parts.charts import lines, sentences, stacked
from pages.parts.charts.colours import Role
from pages.parts.comments.counts import NAMES, SUBJECTS, by_expectation, row_of
from pages.parts.filters import View
from pages.parts.series import partial
from queries.statistics.intervals import newcombe_difference, wilson

RATED: dict[str, tuple[str, Role]] = {
    "good": ("Good", "good"),
    "neutral": ("Neutral", "neutral"),
    "poor": ("Poor", "poor"),
}
EXPECTATIONS = ("timely", "empathetic", "solution-oriented")
LINES = {"timely": "Timely", "empathetic": "Empathetic", "solution-oriented": "Solution"}  # short, beside the line
EXAMPLES = 2  # of the newest praise, and of the newest blame


@dataclass(frozen=True)
class Panel:
    """What customers write on one expectation: counts in words, scores of survey questions on it, newest examples."""

    name: str
    counts: str
    asked: str
    n: int
    praise: tuple[tuple[str, str], ...]  # comment, and its score and day
    blame: tuple[tuple[str, str], ...]


SURE = 1 - 0.05 / len(EXPECTATIONS)  # one comparison for each of them (Bonferroni)


@asking.remembered
def rating_card(view: View) -> Card:
    """How comments on each expectation are rated."""
    frame = by_expectation(view)
    rows = frame.assign(bucket=frame["expectation"].map(NAMES), n=frame["rated"])
    source = Source("expectations", view.parameters())
    known = rows[rows["n"] >= words.FEWEST].set_index("expectation")
    shares = {str(name): row["poor"] / row["n"] for name, row in known.iterrows() if name != "none"}
    parts = [
        f"{words.percent(share)}{' of comments' if not place else ''} on {SUBJECTS[name].removeprefix('the ')}"
        f"{' are poor' if not place else ''}"
        for place, (name, share) in enumerate(sorted(shares.items(), key=lambda pair: -pair[1]))
    ]
    title = ", ".join(parts) or "Too few comments on each expectation to judge"
    subtitle = sentences.subtitle(
        "Rated comments by what they speak of", "several possible", "grey line: 95% interval of good"
    )
    figure = stacked.stacked(rows, RATED, noun="comment") if rows["n"].sum() else None
    return Card(title, subtitle, figure, source)


@asking.remembered
def trend_card(view: View) -> Card:
    """Is the share of poor ones among the comments on each expectation changing?"""
    days = measures.trend_days(view, "month", about="answers")
    source = Source("expectations_by_month", view.parameters(period=days, by="month"))
    frame = source.ask()
    frame = frame[frame["expectation"] != "none"]
    rows = frame.assign(
        series=frame["expectation"].map(LINES), n=frame[["poor", "neutral", "good"]].sum(axis="columns")
    )
    spans = [wilson(int(poor), int(n)) if n else None for poor, n in zip(rows["poor"], rows["n"], strict=True)]
    rows = rows.assign(
        value=rows["poor"] / rows["n"].where(rows["n"] > 0),
        low=[span.low if span else math.nan for span in spans],
        high=[span.high if span else math.nan for span in spans],
    )
    complete = rows[rows["is_complete"].astype(bool)]
    is_last = rows["bucket"] == complete["bucket"].max()
    shown = rows.assign(
        low=rows["low"].where(is_last), high=rows["high"].where(is_last)
    )  # three bands hide one another
    figure = lines.trend_lines(
        shown, unit="share", by="month", noun="comment", events=measures.events(days), incomplete=partial(rows)
    )
    subtitle = sentences.subtitle(
        "Share of poor ones among rated comments, by month", "bar: 95% interval of the last complete one"
    )
    return Card(_trend_title(complete), subtitle, figure, source)


def _trend_title(rows: pd.DataFrame) -> str:
    """What the last complete month says against the one before; no change within noise."""
    months = sorted(rows["bucket"].unique())[-2:]
    if len(months) < 2:
        return "Share of poor comments by month: too few months to compare"
    before, now = (
        {row["expectation"]: row for row in rows[rows["bucket"] == month].to_dict("records")} for month in months
    )
    moved, judged = [], 0
    for name in EXPECTATIONS:
        last, earlier = now[name], before[name]
        if min(last["n"], earlier["n"]) < words.FEWEST:
            continue
        judged += 1
        found = newcombe_difference(
            last["poor"], last["n"], other_successes=earlier["poor"], other_n=earlier["n"], confidence=SURE
        )
        if found is not None and not found.low <= 0 <= found.high:
            moved.append(f"{NAMES[name]} {words.percent(earlier['value'])} to {words.percent(last['value'])}")
    ends = f"{words.bucket_text(months[0], 'month')} to {words.bucket_text(months[1], 'month')}"
    if not judged:
        return f"Poor share: too few comments to compare {ends}"
    return f"Poor share, {ends}: {words.list_text(moved) or 'no change beyond noise'}"


@asking.remembered
def panel(name: str, view: View) -> Panel:
    """The words beside the charts for one expectation."""
    row = row_of(name, view)
    n, rated = int(row["comments"]), int(row["rated"])
    parts = [f"{words.plural(n, 'comment')}, {words.percent(row['share'])} of all"]
    if rated >= words.FEWEST:
        parts.append(f"{words.percent(row['good'] / rated)} good, {words.percent(row['poor'] / rated)} poor")
        parts.append(f"mean rating {words.percent(row['mean_share'])} of its scale")
    elif rated:
        parts.append(f"{words.few_text(rated)} to judge")
    return Panel(
        name=name,
        counts=" · ".join(parts),
        asked=_asked(name, view),
        n=n,
        praise=_examples(name, "good", view),
        blame=_examples(name, "poor", view),
    )


def _asked(name: str, view: View) -> str:
    """What customers answered who were asked about it; empty where no survey asks."""
    frame = Source("aspects", view.parameters(by="all")).ask()
    rows = frame[frame["expectation"] == name]
    if rows.empty or not rows["n"].iloc[0]:
        return ""
    row = rows.iloc[0]
    n = int(row["n"])
    if n < words.FEWEST:
        return f"Asked directly: {words.few_text(n)}"
    mean = f"mean {words.percent(row['mean_share'])} of the scale"
    return f"Asked directly: {words.percent(row['satisfied'] / n, n)} satisfied, {mean} ({words.plural(n, 'answer')})"


def _examples(name: str, rating: str, view: View) -> tuple[tuple[str, str], ...]:
    """The newest comments on it with this rating: what was written, its score and day."""
    more: dict[str, Any] = {"expectation": name, "rating": rating, "limit": EXAMPLES, "order": "newest"}
    rows = Source("comments", view.parameters(**more)).ask()
    return tuple(
        (words.shorten(str(row["comment"]), 160), f"{score_text(row)}, {words.date_text(row['day'])}")
        for _, row in rows.iterrows()
    )


def score_text(row: pd.Series) -> str:
    """CSAT 2 of 5; without a score only what was asked."""
    kind = ratings.survey_text(row["kind"])
    return kind if words.is_missing(row["score"]) else f"{kind} {ratings.rating_text(row['score'], row['scale'])}"
