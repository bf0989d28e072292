"""Firms whose records mislead: leavers who complain on the way out, and ratings that the unhappy do not give."""

import numpy as np
import pandas as pd

from tests.worlds.firms import (
    CROWD,
    GOOD,
    MONTHS,
    POOR,
    Codes,
    Crowd,
    Firm,
    Numbers,
    World,
    cells_of,
    drawn,
    month_of_leaving,
)

_BEFORE = 3  # months until the landmark
_COMPLAINS = 0.5
_ANNOUNCES = 0.5
_DAYS_AHEAD = 10.0
_DAYS_A_MONTH = 365 / 12
_TOLD = np.array([0.5, 0.35, 0.2])  # share who rate a good, a middling and a poor experience
_FACTS = np.array([[0.75, 0.15, 0.10], [0.30, 0.40, 0.30], [0.15, 0.25, 0.60]])  # what the facts say of each experience


class LeavingComplainers(Firm):
    """Half of those who leave complain on the way out, about 10 days before; such a complaint counts as poor support.

    Half of these complaints say that the customer leaves; the queries leave such tickets out, and cannot know the rest.
    Until the landmark all leave as after middling support. The comparison is on those who are there on that day, by
    what was known then; the naive one takes everybody from the start, by any complaint until they left.
    """

    def __init__(self, world: World, random: np.random.Generator) -> None:
        super().__init__(world, random)
        self._everybody: tuple[Crowd, Codes, Numbers, Numbers] | None = None

    def lives(self) -> tuple[Crowd, Codes, Numbers, Numbers]:
        """The customers, their support, and the months after the start when they leave and when they complain of it."""
        if self._everybody is None:
            crowd = self.crowd(self.size())
            support = drawn(self.random, self.chances_of_support(crowd))
            before, after = self._before(crowd), self.hazards(crowd, support)
            leaves = month_of_leaving(self.random, np.hstack([before, after])) - self.random.random(crowd.size)
            ahead = self.random.exponential(_DAYS_AHEAD / _DAYS_A_MONTH, crowd.size)
            complains = np.where(self.random.random(crowd.size) < _COMPLAINS, leaves - ahead, np.inf)
            self._everybody = crowd, support, leaves, complains
        return self._everybody

    def cells(self) -> pd.DataFrame:
        crowd, support, leaves, complains = self.lives()
        there = leaves > _BEFORE
        is_left_in = self.random.random(crowd.size) >= _ANNOUNCES
        recorded = np.where(is_left_in & (complains > 0) & (complains <= _BEFORE), POOR, support)[there]
        after = np.ceil(leaves[there] - _BEFORE).astype(np.intp)
        people = {name: codes[there] for name, codes in crowd.people.items()}
        return cells_of(people, recorded, leaves=after, seen=self.seen(crowd)[there])

    def naive_cells(self) -> pd.DataFrame:
        crowd, support, leaves, complains = self.lives()
        recorded = np.where((complains > 0) & (leaves <= MONTHS), POOR, support)
        seen = np.minimum(self.seen(crowd) + _BEFORE, MONTHS)
        return cells_of(crowd.people, recorded, leaves=np.ceil(leaves).astype(np.intp), seen=seen)

    def truth(self, *, months_later: int = 0) -> float:
        """As for every firm; or from some months after the landmark on until 12 months after it."""
        crowd = self.crowd(CROWD)
        there = np.prod(1 - self._before(crowd), axis=1)
        there = there * np.prod(1 - self.hazards(crowd, 1, months=months_later), axis=1)
        good, poor = (np.prod(1 - self.hazards(crowd, one)[:, months_later:], axis=1) for one in (GOOD, POOR))
        return float(np.average(good - poor, weights=there))

    def _before(self, crowd: Crowd) -> Numbers:
        """Hazards until the landmark, the same whatever the support."""
        return self.hazards(crowd, 1, months=_BEFORE)


class SilentUnhappy(Firm):
    """Support is judged by the rating where there is one, and by the facts (late, reopened) where there is none.

    The worse the experience, the rarer the rating. Leaving goes with the experience, which the records show blurred. The
    true difference is between customers recorded as good and as poor who are alike in the rest: no record can tell more.
    """

    def recorded_given_experience(self, crowd: Crowd) -> Numbers:
        """Chance of each record (last axis) for each experience (middle), per customer."""
        told = np.clip(_TOLD[np.newaxis] * (1.2 - 0.2 * crowd.people["segment"][:, np.newaxis]), 0, 1)[..., np.newaxis]
        return told * np.eye(3) + (1 - told) * _FACTS

    def cells(self) -> pd.DataFrame:
        crowd = self.crowd(self.size())
        experience = drawn(self.random, self.chances_of_support(crowd))
        given = self.recorded_given_experience(crowd)[np.arange(crowd.size), experience]
        recorded = drawn(self.random, given)
        leaves = month_of_leaving(self.random, self.hazards(crowd, experience))
        return cells_of(crowd.people, recorded, leaves=leaves, seen=self.seen(crowd))

    def truth(self) -> float:
        crowd = self.crowd(CROWD)
        joint = self.chances_of_support(crowd)[..., np.newaxis] * self.recorded_given_experience(crowd)
        kept = np.stack([self.kept(crowd, experience) for experience in range(3)], axis=1)
        by_record = np.einsum("cer,ce->cr", joint, kept) / joint.sum(axis=1)
        return float((by_record[:, GOOD] - by_record[:, POOR]).mean())

    def of_experience(self) -> float:
        """The true difference between good and poor experiences, which the records show blurred."""
        return super().truth()
