"""How many comments are there, how are they rated, and what share of them speaks of what?"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.parts import asking, measures, words
from pages.parts.cards import Source
from pages.parts.filters import View, everything
from pages.parts.tiles import SPARK_WEEKS, Tile
from queries.periods import Period
from queries.statistics.intervals import newcombe_difference, wilson

NAMES = {
    "timely": "Timely",
    "empathetic": "Empathetic",
    "solution-oriented": "Solution-oriented",
    "none": "None of these",
}
SUBJECTS = {"timely": "time", "empathetic": "tone", "solution-oriented": "the solution", "none": "none of these"}
RATINGS = ("poor", "neutral", "good")
HELP = {
    "comments": "Surveys with a comment, dated by the response.",
    "answers": "Answers with a comment among all answers; an answer is a survey with a score or a comment.",
    "poor": "Comments beside a poor rating: CSAT and Effort (CES) as the settings say, NPS detractors.",
    "good": "Comments beside a good rating: CSAT and Effort (CES) as the settings say, NPS promoters.",
    "none_of_these": "Comments in which no word of the three lists was found.",
}


@dataclass(frozen=True)
class Part:
    """A tile that shows how many of n there are: the column that is counted, the column of n, and what n is called."""

    label: str
    column: str
    of: str
    noun: str
    is_share: bool = False  # the share is the headline, the count stands below


PARTS = (
    Part("Answers with a comment", "comments", "answers", "answers", is_share=True),
    Part("Poor comments", "poor", "comments", "comments"),
    Part("Good comments", "good", "comments", "comments"),
    Part("Speak of none", "none_of_these", "comments", "comments", is_share=True),
)


def is_in_data() -> bool:
    """Whether the data holds any comment at all, inside or outside of the filters."""
    days = everything()
    found = asking.ask("comment_counts", from_=days.start, to_=days.end)
    return bool(len(found)) and int(found["comments"].sum()) > 0


def whole(view: View, period: Period | None = None) -> pd.Series:
    """Counts of the period: answers, comments, poor, neutral, good, none_of_these."""
    found = Source("comment_counts", view.parameters(period=period, by="all")).ask()
    return found.iloc[0]


def by_expectation(view: View) -> pd.DataFrame:
    """One row per expectation and one for none, with the rated ones among its comments."""
    frame = Source("expectations", view.parameters()).ask()
    return frame.assign(rated=frame[list(RATINGS)].sum(axis="columns"))


def row_of(name: str, view: View) -> dict[Hashable, Any]:
    """The counts of one expectation, or of none."""
    return next(row for row in by_expectation(view).to_dict("records") if row["expectation"] == name)


def shares(view: View) -> dict[str, str]:
    """How many comments speak of each expectation, in words; for the settings, which can change that."""
    frame = by_expectation(view)
    rows = zip(frame["expectation"], frame["share"], frame["comments"], strict=True)
    return {
        f"Comments on {SUBJECTS[name]}": f"{words.percent(share)} ({words.plural(n, 'comment')})"
        for name, share, n in rows
    }


def sentence(view: View) -> str:
    """Of 238 poor comments 46% speak of time, 38% of the solution and 15% of tone; 25% of none of these."""
    counts, frame = whole(view), by_expectation(view)
    said = words.plural(int(counts["comments"]), "comment")
    poor = int(counts["poor"])
    if poor < words.FEWEST:
        return f"{said}, too few poor ones ({words.count(poor)}) to say what they speak of"
    rows = frame.set_index("expectation")["poor"].sort_values(ascending=False, kind="stable")
    parts = [
        f"{words.percent(n / poor, poor)}{' speak' if place == 0 else ''} of {SUBJECTS[str(name)]}"
        for place, (name, n) in enumerate(rows.drop("none").items())
    ]
    rest = f"{words.percent(rows['none'] / poor, poor)} of none of these"
    return f"{said}: of the {words.count(poor)} poor ones {words.list_text(parts)}; {rest}"


LEADS: tuple[dict[str, str], ...] = (
    {},
    {},
    {"rating": "poor"},
    {"rating": "good"},
    {"speaks_of": "none"},
)  # what each tile lists


@asking.remembered
def tiles_of(view: View) -> tuple[Tile, ...]:
    """The tiles on top: comments, the share of answers that have one, poor, good, and those on no expectation."""
    now, weeks = whole(view), _weeks(view)
    before = whole(view, view.before) if view.can_compare("answers") else None
    return (_comments(now, before, weeks), *(_tile(part, now, before, weeks) for part in PARTS))


def _comments(now: pd.Series, before: pd.Series | None, weeks: pd.DataFrame) -> Tile:
    n = int(now["comments"])
    change = None if before is None else n - int(before["comments"])
    unrated = n - sum(int(now[rating]) for rating in RATINGS)
    return Tile(
        label="Comments",
        value=words.count(n),
        delta=None if change is None else words.change("count", change),
        arrow=_arrow(change),
        colour="gray",
        description="" if change is None else "vs before",
        spark=_spark(weeks["comments"].astype(float)),
        caption=f"{words.count(unrated)} without a rating" if unrated else "all beside a rating",
        help=HELP["comments"],
        link_label=words.plural(n, "comment"),
    )


def _tile(part: Part, now: pd.Series, before: pd.Series | None, weeks: pd.DataFrame) -> Tile:
    count, n = int(now[part.column]), int(now[part.of])
    count_before, n_before = (0, 0) if before is None else (int(before[part.column]), int(before[part.of]))
    share = count / n if n >= words.FEWEST else None
    share_before = count_before / n_before if n_before >= words.FEWEST else None
    change = None if share is None or share_before is None else share - share_before
    span = wilson(count, n) if share is not None else None
    caption = [f"{words.count(count)} of {words.plural(n, part.noun.removesuffix('s'))}"]
    if not part.is_share:
        said = "" if share is None else f"{words.percent(share, n)} "
        caption = [f"{said}of {words.plural(n, part.noun.removesuffix('s'))}"]
    if span:
        caption.append(words.interval_text(span.low, span.high, unit="share", n=n))
    least = weeks[part.of].where(weeks[part.of] >= words.FEWEST)
    return Tile(
        label=part.label,
        value=words.value("share", share, n=n) if part.is_share else words.count(count),
        delta=None if change is None else words.points(change),
        arrow=_arrow(change),
        colour=_colour(part, change, (count, n, count_before, n_before)),
        description="" if change is None else "vs before" if part.is_share else "in share",
        spark=_spark(weeks[part.column] / least),
        caption=" · ".join(caption),
        help=HELP["answers" if part.column == "comments" else part.column],
        link_label=words.plural(count, "comment") if count else "",
    )


def _colour(part: Part, change: float | None, counts: tuple[int, int, int, int]) -> str:
    """Grey within noise; else green for the better, red for the worse, blue where neither is better."""
    if not change:
        return "gray"
    count, n, count_before, n_before = counts
    found = newcombe_difference(count, n, other_successes=count_before, other_n=n_before)
    if found is None or found.low <= 0 <= found.high:
        return "gray"
    if part.column not in ("poor", "good"):
        return "blue"
    return "green" if (change > 0) == (part.column == "good") else "red"


def _weeks(view: View) -> pd.DataFrame:
    """Counts of the complete weeks up to the end of the period."""
    frame = Source(
        "comment_counts", view.parameters(period=measures.trend_days(view, about="answers"), by="week")
    ).ask()
    return frame[frame["is_complete"].astype(bool)].tail(SPARK_WEEKS)


def _spark(values: pd.Series) -> list[float]:
    known = values.dropna().tolist()
    return known if len(known) > 1 else []


def _arrow(change: float | None) -> str:
    return "off" if not change else "up" if change > 0 else "down"
