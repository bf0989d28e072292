"""What does the comparison say in firm after firm of one world, and how often, and how far, is it wrong?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from queries.statistics.cells import later_start
from queries.statistics.comparison import Comparison
from queries.statistics.like_with_like import compare
from tests.worlds.firms import CONFOUNDERS, MONTHS, Firm, World
from tests.worlds.odd_firms import LeavingComplainers, SilentUnhappy


@dataclass(frozen=True)
class Kind:
    """A world and the firms in it. is_recorded: is all that matters recorded? Else nothing in the data can tell."""

    about: str
    world: World
    firm: type[Firm] = Firm
    is_recorded: bool = True


WORLDS: dict[str, Kind] = {
    "confounding": Kind("large customers get faster support, and stay anyway", World()),
    "no effect": Kind("the same, but support makes no difference", World(effect=(0.0, 0.0))),
    "complaining": Kind("leavers complain on the way out", World(), LeavingComplainers),
    "complaining, no effect": Kind(
        "the same, but support makes no difference", World(effect=(0.0, 0.0)), LeavingComplainers
    ),
    "silent": Kind("the worse the experience, the rarer the rating", World(effect=(0.5, 1.2)), SilentUnhappy),
    "fading": Kind("the difference is gone within the year", World(effect=(0.4, 0.9), fading=1.2)),
    "uneven": Kind(
        "support makes all the difference to small customers and hardly any to large ones",
        World(effect=(0.4, 0.9), uneven=0.8),
    ),
    "small": Kind("300 to 700 customers", World(customers=(300, 700), effect=(0.0, 1.2))),
    "small, no effect": Kind("300 to 700 customers, no difference", World(customers=(300, 700), effect=(0.0, 0.0))),
    "few leave": Kind(
        "2 to 5 % leave in a year", World(customers=(1500, 4000), leaving=(0.02, 0.05), effect=(0.0, 1.2))
    ),
    "large": Kind("40,000 customers", World(customers=(40_000, 40_000))),
    "hidden": Kind("what moves support and leaving most is not recorded", World(hidden=0.5), is_recorded=False),
}


@dataclass(frozen=True)
class Trial:
    """One firm: the truth, and what was found (refused: nothing)."""

    truth: float
    found: Comparison
    naive: float | None = None
    later: "Trial | None" = None
    blurred: float | None = None


def trials(kind: Kind, *, firms: int, seed: int = 1, replicates: int = 200) -> Iterator[Trial]:
    """Firm after firm; the same numbers give the same firms."""
    for number in range(firms):
        yield trial(kind, number=number, seed=seed, replicates=replicates)


def trial(kind: Kind, *, number: int, seed: int = 1, replicates: int = 200) -> Trial:
    """The firm of that number."""
    firm = kind.firm(kind.world, np.random.default_rng([seed, number]))
    cells = firm.cells()
    found = compare(cells, CONFOUNDERS, replicates=replicates)
    if isinstance(firm, LeavingComplainers):
        naive = compare(firm.naive_cells(), CONFOUNDERS, replicates=2)
        later = compare(later_start(cells), CONFOUNDERS, horizon=MONTHS - 1, replicates=replicates)
        at_first = naive.crude.value if naive.crude else None
        return Trial(firm.truth(), found, naive=at_first, later=Trial(firm.truth(months_later=1), later))
    if isinstance(firm, SilentUnhappy):
        return Trial(firm.truth(), found, blurred=firm.of_experience())
    return Trial(firm.truth(), found)


@dataclass(frozen=True)
class Summary:
    """Of many firms of one world; differences in customers of 1,000.

    told: firms that were not refused, and all that follows is about them. truth: mean; crude_bias, bias (with its
    standard error), weighted_bias: mean distance from the truth; held: share of firms whose interval holds the truth;
    supported: share with clearly more retention where support was good; width: median of the intervals; depends: share
    where model and weights disagree."""

    firms: int
    told: int
    truth: float
    crude_bias: float
    bias: float
    bias_error: float
    weighted_bias: float
    held: float
    supported: float
    width: float
    depends: float

    @property
    def gone(self) -> float:
        """Share of the crude bias that adjusting took away."""
        return 1 - abs(self.bias / self.crude_bias)


def summarise(tried: list[Trial]) -> Summary:
    """Over the firms that were not refused."""
    told = [one for one in tried if one.found.difference is not None]
    truth, crude, value, low, high, weighted = np.array([_figures(one) for one in told]).T * 1000
    clear = np.array([one.found.is_clear for one in told])
    return Summary(
        firms=len(tried),
        told=len(told),
        truth=float(truth.mean()),
        crude_bias=float((crude - truth).mean()),
        bias=float((value - truth).mean()),
        bias_error=float((value - truth).std() / np.sqrt(len(told))),
        weighted_bias=float((weighted - truth).mean()),
        held=float(((low <= truth) & (truth <= high)).mean()),
        supported=float((clear & (value > 0)).mean()),
        width=float(np.median(high - low)),
        depends=float(np.mean([one.found.is_model_dependent for one in told])),
    )


def _figures(one: Trial) -> tuple[float, ...]:
    found = one.found
    assert found.difference is not None and found.crude is not None and found.weighted is not None
    ends = (found.difference.value, found.difference.low, found.difference.high)
    return (one.truth, found.crude.value, *ends, found.weighted)
