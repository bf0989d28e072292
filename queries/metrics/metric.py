"""What has to be said about a metric before anybody can read its number?"""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["minutes", "share", "count", "score", "points", "mean"]
Better = Literal["lower", "higher", "neutral"]
Target = Literal["first_reply", "resolution"]

TICKETS_LEFT_OUT = "Tickets that are spam, deleted, merged into another or tests are left out, and counted apart."
SURVEYS_LEFT_OUT = "Surveys about tickets that are spam, deleted, merged into another or tests are left out."

CREATED = "the day the ticket was created"
SOLVED = "the day the ticket was last solved"
RESPONDED = "the day of the response"
SENT = "the day the survey was sent"


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One metric, in words that can be read on a page.

    key: its name everywhere. question: the relation (.sql file) that it counts, one row per thing counted. shape: how
    the relation is aggregated. value: the column of that shape that is the headline. unit: minutes, share (0 to 1),
    count, score (0 to 100), points (-100 to 100) or mean (a small number with decimals); unit_words are said after
    it. has_clock: business or calendar minutes can be chosen. date_basis: the day a row counts on. denominator: what
    the shape's n is. needs: columns of the canonical tables without which the metric is "not in this data"; "a|b"
    means that either will do. target: which promise of the settings it is judged by.
    """

    key: str
    label: str
    question: str
    shape: str
    value: str
    unit: Unit
    better: Better
    date_basis: str
    denominator: str
    formula: str
    needs: tuple[str, ...]
    exclusions: str = TICKETS_LEFT_OUT
    unit_words: str = ""
    has_clock: bool = False
    target: Target | None = None
    note: str = ""
