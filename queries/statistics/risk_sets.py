"""How many were still there to be lost at each time, and how many were, for which reason?

All survival statistics start from these counts. Who comes into view late (a customer older than the history) is at
risk only from then on, so that those who left before could be seen do not make the others look faithful.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class RiskSets:
    """One entry per distinct time at which anybody came into view, had an event or went out of view, ascending.

    time: in the unit given, since the start of each; at_risk: just before that time; events: for each reason how many
    had it then; censored: went out of view then, without an event. n: came into view in all.
    """

    time: Numbers
    at_risk: Numbers
    events: Mapping[str, Numbers]
    censored: Numbers
    n: float

    @property
    def all_events(self) -> Numbers:
        """Events of whatever reason at each time."""
        return np.sum([*self.events.values(), np.zeros(self.time.size)], axis=0)

    @property
    def total(self) -> float:
        """Events of whatever reason at all times together."""
        return float(self.all_events.sum())


def count_risk_sets(
    time: ArrayLike, *, entered: ArrayLike, events: Mapping[str, ArrayLike], censored: ArrayLike
) -> RiskSets:
    """Risk sets from what happened at each time, as a group-by gives it.

    time: >= 0, in any order; rows of the same time are added up. entered: came into view then; who enters at 0 is at
    risk of the events of time 0, who enters later is at risk of those after it. events: for each reason how many had
    it; censored: how many went out of view. Who goes out of view at a time is still at risk of the events of that time.
    Leave out who came and went at the same time above 0: they were never at risk.
    Source: Kalbfleisch and Prentice 2002, The Statistical Analysis of Failure Time Data, 1.4 and 3.2 (delayed entry).
    Raises ValueError for arrays of different lengths, times or counts that are negative or not finite, and where more
    left than were there.
    """
    given = [np.asarray(one, dtype=float).ravel() for one in (time, entered, censored, *events.values())]
    if len({one.size for one in given}) > 1:
        raise ValueError("time, entered, events and censored must have the same length")
    if not all(np.all(one >= 0) and np.all(np.isfinite(one)) for one in given):
        raise ValueError("times and counts must be finite and >= 0")
    times, position = np.unique(given[0], return_inverse=True)
    came, unseen, *lost = (_added(position, one, times.size) for one in given[1:])
    left = np.sum([unseen, *lost], axis=0)
    starting = np.where(times == 0, came, 0.0)
    before = np.concatenate([[0.0], np.cumsum(came - left)[:-1]])[: times.size]
    at_risk = before + starting
    if np.any(left > at_risk + 1e-9):
        raise ValueError("more left at a time than were at risk")
    counts = dict(zip(events, lost, strict=True))
    return RiskSets(times, np.maximum(at_risk, 0.0), events=counts, censored=unseen, n=float(came.sum()))


def risk_sets(
    durations: ArrayLike,
    reasons: Sequence[str | None],
    *,
    counts: ArrayLike | None = None,
    entries: ArrayLike | None = None,
) -> RiskSets:
    """Risk sets from one row per subject, or per group of subjects alike.

    durations: >= 0, until the event or until last seen. reasons: of the event; None, nan or "" for who was still there
    (censored). counts: how many subjects each row stands for (default one). entries: since when they were in view
    (default 0); a row whose entry is its duration was never at risk and is left out, unless both are 0.
    Errors as for `count_risk_sets`, and ValueError for an entry after the duration.
    """
    duration = np.asarray(durations, dtype=float).ravel()
    count = np.ones(duration.size) if counts is None else np.asarray(counts, dtype=float).ravel()
    entry = np.zeros(duration.size) if entries is None else np.asarray(entries, dtype=float).ravel()
    if not duration.size == len(reasons) == count.size == entry.size:
        raise ValueError("durations, reasons, counts and entries must have the same length")
    if not all(np.all(one >= 0) and np.all(np.isfinite(one)) for one in (duration, count, entry)):
        raise ValueError("durations, counts and entries must be finite and >= 0")
    if not np.all(entry <= duration):
        raise ValueError("an entry must not lie after the duration")
    names = np.array([reason if isinstance(reason, str) else "" for reason in reasons], dtype=object)
    is_seen = (entry < duration) | (entry == 0)
    duration, count, entry, names = duration[is_seen], count[is_seen], entry[is_seen], names[is_seen]
    none = np.zeros(duration.size)
    events = {
        reason: np.concatenate([none, np.where(names == reason, count, 0.0)])
        for reason in sorted(set(names.tolist()) - {""})
    }
    return count_risk_sets(
        np.concatenate([entry, duration]),
        entered=np.concatenate([count, none]),
        events=events,
        censored=np.concatenate([none, np.where(names == "", count, 0.0)]),
    )


def numbers_at_risk(sets: RiskSets, times: ArrayLike) -> Numbers:
    """How many were at risk just before each of the given times: the numbers under a survival curve; 0 beyond all."""
    wanted = np.asarray(times, dtype=float)
    place = np.searchsorted(sets.time, wanted, side="left")
    return np.concatenate([sets.at_risk, [0.0]])[place]


def watched_until(sets: RiskSets, fewest: float) -> float | None:
    """The last time up to which at least so many (1 or more) were at risk throughout; None if not even at the first."""
    is_few = sets.at_risk < fewest
    enough = int(is_few.argmax()) if is_few.any() else sets.time.size
    return float(sets.time[enough - 1]) if enough else None


def _added(position: NDArray[np.intp], counts: Numbers, size: int) -> Numbers:
    return np.asarray(np.bincount(position, weights=counts, minlength=size), dtype=np.float64)
