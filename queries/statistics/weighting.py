"""Does weighting the customers until the groups are alike say the same as the model; and are they alike enough at all?

Each customer counts as many times as the level of support that he had was unlikely for customers like him. The weighted
groups then look like all customers in what is known, and their Kaplan-Meier retention can be set side by side.
Source: Rosenbaum 1987, Journal of the American Statistical Association 82, 387-394; Cole and Hernán 2004, Computer
Methods and Programs in Biomedicine 75, 45-49 (weighted survival curves) and 2008, American Journal of Epidemiology 168,
656-664 (stabilised, trimmed); Kish 1965, Survey Sampling, 11.7 (effective n).
"""

from dataclasses import dataclass, replace

import numpy as np

from queries.statistics.cells import Levels, added
from queries.statistics.hazards import Model, fit
from queries.statistics.kinds import Kinds, Numbers, blocks, whatever_exposure

TRIMMED_AT = 10.0
HARDLY = 0.05


@dataclass(frozen=True)
class Weighted:
    """weight: of one customer of each kind, about 1 on average, 0 in other levels than the two compared. kept: weighted
    share still there at the horizon, for both. effective_n: as many equally weighted customers would be as sure.
    largest_weight; share_trimmed: of customers, whose weight was cut. share_without: of all customers, those for whom
    one of the two levels is less than a twentieth as likely as for all together: nobody to compare them with."""

    weight: Numbers
    kept: tuple[float, float]
    effective_n: tuple[float, float]
    largest_weight: float
    share_trimmed: float
    share_without: float


def weigh(kinds: Kinds, *, levels: tuple[int, int]) -> Weighted:
    """Weights by the inverse of the chance of the own level, by a logistic model for each of the two levels.

    The chances are relative to the share of the level (stabilised); no weight is above 10.
    """
    place, first = whatever_exposure(kinds)
    customers = kinds.customers
    weight, without = np.zeros(customers.size), np.zeros(customers.size, dtype=bool)
    kept, effective, trimmed = [], [], 0.0
    for level in levels:
        relative = _relative_chances(kinds, level, place=place, first=first)
        own = kinds.rows(level)
        without |= relative < HARDLY
        weight[own] = np.minimum(1 / relative[own], TRIMMED_AT)
        trimmed += float(customers[own] @ (relative[own] < 1 / TRIMMED_AT))
        kept.append(weighted_kept(kinds.events[own], kinds.at_risk[own], weight[own]))
        effective.append(float((customers[own] @ weight[own]) ** 2 / (customers[own] @ weight[own] ** 2)))
    return Weighted(
        weight=weight,
        kept=(kept[0], kept[1]),
        effective_n=(effective[0], effective[1]),
        largest_weight=float(weight.max()),
        share_trimmed=trimmed / float(customers @ (weight > 0)),
        share_without=float(customers @ without / customers.sum()),
    )


def weighted_kept(events: Numbers, at_risk: Numbers, weight: Numbers) -> float:
    """Kaplan-Meier share still there after the last month; all arguments per kind (and month)."""
    left, there = weight @ events, weight @ at_risk
    return float(np.prod(1 - np.divide(left, there, out=np.zeros_like(left), where=there > 0)))


def _relative_chances(kinds: Kinds, level: int, *, place: Levels, first: Levels) -> Numbers:
    """Chance of each kind to have the level, given all but the exposure, over the share of the level."""
    hits = added(kinds.customers * (kinds.exposure.codes == level), place, first.size)
    number = added(kinds.customers, place, first.size)
    factors = [replace(factor, codes=factor.codes[first]) for factor in kinds.factors]
    model = Model(
        time=np.ones((1, 1, 1)),
        exposure=np.zeros(first.size, dtype=np.intp),
        blocks=blocks(factors, number),
        free=1,
    )
    found = fit(model, at_risk=number[:, np.newaxis], events=hits[:, np.newaxis])
    over_time, own = model.odds(found.coefficients)
    odds = over_time[0, 0] * own
    return (odds / (1 + odds) / (hits.sum() / number.sum()))[place]
