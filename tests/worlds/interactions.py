"""Firms where it is known how many good interactions offset one poor one."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import expit

from queries.statistics.intervals import Estimate
from queries.statistics.one_poor import OnePoor, one_poor

GOOD, POOR = -0.15, 0.45  # of the log odds of leaving in a month: three good ones offset one poor one
OFFSET = -POOR / GOOD
CONFOUNDERS = ("segment", "tickets_band")


def cells(random: np.random.Generator, *, customers: int, good: float = GOOD, poor: float = POOR) -> pd.DataFrame:
    """Large customers have more good and fewer poor interactions, and leave less whatever they had."""
    large = random.random(customers) < 0.4
    numbers = {
        "good": random.poisson(np.where(large, 2.0, 1.0)),
        "poor": random.poisson(np.where(large, 0.4, 0.8)),
        "others": random.poisson(0.7, customers),
    }
    counted = {name: np.minimum(number, 5) for name, number in numbers.items()}
    logit = -3.6 - 0.8 * large + good * counted["good"] + poor * counted["poor"] + random.normal(0, 0.3, customers)
    leaves, seen = random.geometric(expit(logit)), random.integers(6, 13, customers)
    total = np.sum(list(numbers.values()), axis=0)
    frame = pd.DataFrame(
        {
            "combination": np.where(total == 0, "no contact", "some"),
            "good": numbers["good"],
            "poor": numbers["poor"],
            "segment": np.where(large, "large", "small"),
            "tickets_band": np.select([total <= 1, total <= 3], ["1", "2 to 3"], "4 or more"),
            "months": np.minimum(leaves, seen),
            "is_event": leaves <= seen,
        }
    )
    return frame.groupby(list(frame.columns), as_index=False).size().rename(columns={"size": "customers"})


def found(*, firms: int, seed: int = 1, customers: int = 8000, replicates: int = 200) -> Iterator[OnePoor]:
    """What is found in firm after firm; the same numbers give the same firms."""
    for number in range(firms):
        random = np.random.default_rng([seed, number])
        yield one_poor(cells(random, customers=customers), CONFOUNDERS, replicates=replicates)


def held(told: list[OnePoor]) -> dict[str, float]:
    """Share of the intervals of each figure that hold its truth; and of firms that have an offset at all."""
    figures = {
        "good": [one.good for one in told],
        "poor": [one.poor for one in told],
        "offset": [one.offset for one in told],
    }
    truth = {"good": GOOD, "poor": POOR, "offset": OFFSET}
    shares = {name: _share(estimates, truth[name]) for name, estimates in figures.items()}
    return {**shares, "estimated": float(np.mean([one.offset is not None for one in told]))}


def _share(estimates: list[Estimate | None], truth: float) -> float:
    return float(np.mean([one.low <= truth <= one.high for one in estimates if one is not None]))
