"""When is there too little, or too much that is odd, to compare two groups: why no figure is given, and what it would take."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from queries.statistics.thin import FEWEST_AT_RISK, FEWEST_EVENTS, FEWEST_EVENTS_IN_GROUP

FEWEST_FOR_LEAK = 20
MOST_SEEN = 0.9
MOST_WITHOUT_OVERLAP = 0.20


class Reason(StrEnum):
    """Why there is no comparison."""

    NOTHING = "nothing to compare"
    LEAK = "recorded after leaving"
    COUNTS_ONLY = "counts only"
    NOT_FOLLOWED = "not followed long enough"
    TOO_FEW_EVENTS = "too few events for the model"
    NO_OVERLAP = "groups too unlike"


@dataclass(frozen=True)
class Refusal:
    """What is missing. level: of the exposure that it is about, where it is about one; value: what there is; needed:
    what there would have to be (LEAK: the share that had the event, which must be neither 0 nor 1; NO_OVERLAP: shares,
    value may be at most needed; TOO_FEW_EVENTS: events per parameter; NOTHING: customers; NOT_FOLLOWED: at risk in the
    last month; COUNTS_ONLY: events, of one level or, where level is null, of both)."""

    reason: Reason
    level: str | None
    value: float
    needed: float


@dataclass(frozen=True)
class Counts:
    """Of one level of the exposure. at_risk: at the start of the last month before the horizon; kept: followed to the
    horizon without the event (None: not told apart from those who could not be followed so long)."""

    level: str | None
    customers: int
    events: int
    at_risk: int
    kept: int | None = None

    @property
    def has_lost_everybody(self) -> bool:
        """Whether all had the event, or all but a tenth at most who could not be followed to the end."""
        if self.kept is None:
            return self.events == self.customers
        return not self.kept and self.events >= MOST_SEEN * self.customers


def before_a_model(compared: Sequence[Counts], others: Sequence[Counts]) -> Refusal | None:
    """The first thing that speaks against comparing two levels; None where a model may be tried.

    others: levels that are not compared but belong to the same customers. A level of 20 customers or more of whom
    nobody or everybody left looks as if it had been recorded after, or because of, their leaving, and stops all. Where
    hardly anybody left at all, that nobody of one level did says nothing: then it is only too few.
    """
    together = sum(one.events for one in compared)
    for one in compared:
        if not one.customers:
            return Refusal(Reason.NOTHING, one.level, value=0, needed=1)
    for one in (*compared, *others):
        if one.customers < FEWEST_FOR_LEAK:
            continue
        if one.has_lost_everybody:
            return Refusal(Reason.LEAK, one.level, value=1, needed=0)
        if not one.events and together >= FEWEST_EVENTS:
            return Refusal(Reason.LEAK, one.level, value=0, needed=0)
    for one in compared:
        if one.events < FEWEST_EVENTS_IN_GROUP:
            return Refusal(Reason.COUNTS_ONLY, one.level, value=one.events, needed=FEWEST_EVENTS_IN_GROUP)
    if together < FEWEST_EVENTS:
        return Refusal(Reason.COUNTS_ONLY, None, value=together, needed=FEWEST_EVENTS)
    for one in compared:
        if one.at_risk < FEWEST_AT_RISK:
            return Refusal(Reason.NOT_FOLLOWED, one.level, value=one.at_risk, needed=FEWEST_AT_RISK)
    return None


def by_overlap(share_without: float) -> Refusal | None:
    """Against groups of which more than 20 % of all customers could hardly have been in one of them."""
    if share_without > MOST_WITHOUT_OVERLAP:
        return Refusal(Reason.NO_OVERLAP, None, value=share_without, needed=MOST_WITHOUT_OVERLAP)
    return None
