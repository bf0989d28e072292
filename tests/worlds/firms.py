"""Made-up firms: who their customers are, what support they had, who left when; and what difference support truly made."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

LEVELS = {
    "segment": ("large", "medium", "small"),
    "plan": ("basic", "plus", "pro"),
    "region": ("east", "north", "south", "west"),
    "acquisition_channel": ("partner", "sales", "search"),
    "start_quarter": ("2023 Q1", "2023 Q2", "2023 Q3", "2023 Q4", "2024 Q1", "2024 Q2"),
    "tickets_band": ("1", "2 to 3", "4 or more"),
    "first_priority": ("high", "low", "normal"),
}
CONFOUNDERS = tuple(LEVELS)
SUPPORT = ("good", "neither", "poor")
GOOD, POOR = 0, 2
MONTHS = 12
CROWD = 10_000
_CUTS = (0.1, -0.7)

Codes = NDArray[np.intp]
Numbers = NDArray[np.float64]
People = dict[str, Codes]


@dataclass(frozen=True)
class World:
    """A kind of firm; pairs are from and to.

    customers: with contact, of one firm; effect: logarithm of how much larger the odds of leaving in a month are after
    poor than after good support; leaving: share of customers who leave in a year, about; confounding: how strongly
    segment, plan and severity go with support and with leaving; hidden: the same of something that is not recorded;
    fading: how much weaker the effect is a year later; uneven: how much weaker it is for large than for medium
    customers, and stronger for small ones.
    """

    customers: tuple[int, int] = (2500, 6000)
    effect: tuple[float, float] = (0.2, 0.8)
    leaving: tuple[float, float] = (0.12, 0.35)
    confounding: float = 1.0
    hidden: float = 0.0
    fading: float = 0.0
    uneven: float = 0.0


@dataclass(frozen=True)
class Crowd:
    """Many customers of a firm. own: what moves their leaving alone; hidden: what moves their support as well, and is
    not recorded either."""

    people: People
    own: Numbers
    hidden: Numbers

    @property
    def size(self) -> int:
        return self.own.size


class Firm:
    """One firm of a world. Its laws are drawn once: they are not those of the model, as customers differ in more than
    what is recorded, and the odds of leaving fall with the months."""

    def __init__(self, world: World, random: np.random.Generator) -> None:
        self.world, self.random = world, random
        strength = world.confounding
        self.mix = {name: random.dirichlet(np.full(len(levels), 4.0)) for name, levels in LEVELS.items()}
        self.quality = {
            "segment": strength * random.uniform(0.7, 1.3) * np.array([0.9, 0.1, -0.5]),
            "plan": strength * random.uniform(0.5, 1.5) * np.array([-0.3, 0.0, 0.4]),
            "tickets_band": strength * random.uniform(0.5, 1.5) * np.array([0.3, 0.0, -0.6]),
            "first_priority": strength * random.normal(0, 0.2, 3),
        }
        self.leaving = {
            "segment": strength * random.uniform(0.7, 1.3) * np.array([-0.9, -0.1, 0.5]),
            "plan": strength * random.uniform(0.5, 1.5) * np.array([0.3, 0.0, -0.4]),
            "tickets_band": strength * random.uniform(0.5, 1.5) * np.array([-0.2, 0.0, 0.4]),
            "first_priority": strength * random.normal(0, 0.2, 3),
            "region": random.normal(0, 0.15, 4),
            "acquisition_channel": random.normal(0, 0.2, 3),
            "start_quarter": random.normal(0, 0.1, 6),
        }
        size = random.uniform(*world.effect)
        self.effect = np.array([-size / 2, random.uniform(-size / 4, size / 4), size / 2])
        self.base = float(np.log(-np.log1p(-random.uniform(*world.leaving)) / MONTHS))
        self.slope = random.uniform(-0.06, 0.02)
        self.spread = random.uniform(0.2, 0.7)

    def crowd(self, size: int) -> Crowd:
        """That many customers of the firm."""
        people = {name: self.random.choice(share.size, size=size, p=share) for name, share in self.mix.items()}
        return Crowd(people, self.random.normal(size=size), self.world.hidden * self.random.normal(size=size))

    def chances_of_support(self, crowd: Crowd) -> Numbers:
        """Of good, neither and poor support, for each customer (customers x 3)."""
        score = _sum(self.quality, crowd.people) + crowd.hidden
        at_least = [expit(score - cut) for cut in _CUTS]
        return np.stack([at_least[0], at_least[1] - at_least[0], 1 - at_least[1]], axis=1)

    def hazards(self, crowd: Crowd, support: Codes | int, *, months: int = MONTHS) -> Numbers:
        """Chance to leave in each month (customers x months)."""
        month = np.arange(months)
        logit = self.base + _sum(self.leaving, crowd.people) + self.spread * crowd.own - crowd.hidden
        by_segment = 1 + self.world.uneven * (crowd.people["segment"] - 1)
        effect = (np.broadcast_to(self.effect[support], crowd.size) * by_segment)[:, np.newaxis]
        fading = 1 - self.world.fading * (month - 3) / MONTHS
        return expit(logit[:, np.newaxis] + effect * fading + self.slope * month)

    def kept(self, crowd: Crowd, support: int) -> Numbers:
        """Chance of each customer to be still there after 12 months with this support."""
        return np.prod(1 - self.hazards(crowd, support), axis=1)

    def truth(self) -> float:
        """Share of customers still there after 12 months, had all had good support, minus had all had poor support.

        Over a large crowd of the firm whose chances are known.
        """
        crowd = self.crowd(CROWD)
        return float((self.kept(crowd, GOOD) - self.kept(crowd, POOR)).mean())

    def size(self) -> int:
        return int(self.random.integers(*self.world.customers, endpoint=True))

    def cells(self) -> pd.DataFrame:
        """A sample of customers, as known on the day of the comparison and followed from there."""
        crowd = self.crowd(self.size())
        support = drawn(self.random, self.chances_of_support(crowd))
        leaves = month_of_leaving(self.random, self.hazards(crowd, support))
        return cells_of(crowd.people, support, leaves=leaves, seen=self.seen(crowd))

    def seen(self, crowd: Crowd) -> Codes:
        """Full months that each customer can have been seen: the newest have not been there for a year yet."""
        start = 3 * crowd.people["start_quarter"] + self.random.integers(0, 3, crowd.size)
        return np.clip(21 - start, 0, MONTHS).astype(np.intp)


def drawn(random: np.random.Generator, chances: Numbers) -> Codes:
    """One level for each row of chances."""
    return (random.random((len(chances), 1)) > np.cumsum(chances, axis=1)[:, :-1]).sum(axis=1)


def month_of_leaving(random: np.random.Generator, hazards: Numbers) -> Codes:
    """Month (from 1 on) in which each customer leaves; one more than there are for who stays."""
    leaves = random.random(hazards.shape) < hazards
    return np.where(leaves.any(axis=1), leaves.argmax(axis=1) + 1, hazards.shape[1] + 1)


def cells_of(people: People, support: Codes, *, leaves: Codes, seen: Codes) -> pd.DataFrame:
    """One row per customer: what is known, support, months at risk, left or not."""
    is_event = leaves <= seen
    columns = {name: pd.Categorical.from_codes(codes, LEVELS[name]) for name, codes in people.items()}
    return pd.DataFrame(columns).assign(
        exposure=pd.Categorical.from_codes(support, SUPPORT),
        months=np.where(is_event, leaves, seen),
        is_event=is_event,
        customers=1,
    )


def _sum(moves: dict[str, Numbers], people: People) -> Numbers:
    return np.sum([move[people[name]] for name, move in moves.items()], axis=0)
