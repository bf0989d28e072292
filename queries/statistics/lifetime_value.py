"""What is a customer worth over the years to come, and how would that change if more of them stayed?

The value is the sum of each month's margin times the share still there, discounted, less the cost to serve; never
revenue divided by churn. A month is paid for at its beginning, by who is there then: the first by everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.bootstrap import percentile_interval
from queries.statistics.intervals import Estimate
from queries.statistics.survival_paths import Paths

COST = "cost to serve"
QUOTED_LIFT = (0.25, 0.95)  # Reichheld 1996: what 5 points more retention are said to do to profit
_MONTHS = 12

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class LifetimeValue:
    """Value of one customer over the horizon, on average, with intervals from draws of customers; all in money.

    value: margin less cost to serve. margin, cost: the two by themselves, discounted. terms: further money by name
    (expansion, contraction, referrals), each by itself and not part of the value. months: payments expected, discounted.
    beyond: share of the margin (0 to 1) that lies beyond the data; months_in_data: how far these reach.
    """

    value: Estimate
    margin: Estimate
    cost: Estimate
    terms: Mapping[str, Estimate]
    months: Estimate
    beyond: float
    months_in_data: int
    horizon: int
    n: float
    lost: float


@dataclass(frozen=True)
class Lift:
    """Value of a customer as things are and with so many points more retention a year; change: as a share (0.3: 30 %)."""

    points: float
    value: Estimate
    lifted: Estimate
    change: Estimate | None


def discounted_months(survival: ArrayLike, *, yearly_discount: float) -> Numbers:
    """Monthly payments expected over the horizon, discounted: the sum over the last axis (months 0 to horizon).

    Σ survival ÷ (1 + discount)^t with t in years; the share at the horizon itself pays nothing any more.
    Source: Berger and Nasr 1998, Journal of Interactive Marketing 12 (1), 17-30; payments in advance as in Fader and
    Hardie 2010, Marketing Science 29, 85-93. Raises ValueError unless the discount is >= 0.
    """
    if not yearly_discount >= 0:
        raise ValueError(f"the discount must be >= 0, not {yearly_discount}")
    there = np.asarray(survival, dtype=float)[..., :-1]
    return there @ (1 + yearly_discount) ** (-np.arange(there.shape[-1]) / _MONTHS)


def value_of_survival(survival: ArrayLike, *, margin: ArrayLike, cost: ArrayLike, yearly_discount: float) -> Numbers:
    """Value of a customer from paths of survival (… x months 0 to horizon), margin and cost per month.

    For groups that are compared give each group's own path, standardised, and the same margin and cost to all: then
    the difference is retention, and not who their customers are. Errors as for `discounted_months`.
    """
    net = np.asarray(margin, dtype=float) - np.asarray(cost, dtype=float)
    return np.asarray(net * discounted_months(survival, yearly_discount=yearly_discount), dtype=np.float64)


def lifetime_value(paths: Paths, *, yearly_discount: float, confidence: float = 0.95) -> LifetimeValue:
    """Value of a customer with its interval, from paths whose totals may hold "cost to serve" and other money by name.

    Raises ValueError unless the discount is >= 0.
    """
    months = float(discounted_months(paths.survival, yearly_discount=yearly_discount))
    drawn = discounted_months(paths.drawn, yearly_discount=yearly_discount)
    cost, drawn_cost = paths.rates.get(COST, 0.0), paths.drawn_rates.get(COST, np.zeros(drawn.size))
    inside = paths.survival[: paths.months_in_data + 2]

    def estimate(rate: float, drawn_rate: Numbers) -> Estimate:
        return percentile_interval(rate * months, drawn_rate * drawn, confidence=confidence)

    return LifetimeValue(
        value=estimate(paths.margin - cost, paths.drawn_margin - drawn_cost),
        margin=estimate(paths.margin, paths.drawn_margin),
        cost=estimate(cost, drawn_cost),
        terms={name: estimate(rate, paths.drawn_rates[name]) for name, rate in paths.rates.items() if name != COST},
        months=percentile_interval(months, drawn, confidence=confidence),
        beyond=max(0.0, 1 - float(discounted_months(inside, yearly_discount=yearly_discount)) / months),
        months_in_data=paths.months_in_data,
        horizon=paths.survival.size - 1,
        n=paths.n,
        lost=paths.lost,
    )


def lifted_survival(survival: ArrayLike, points: float) -> Numbers:
    """Paths (… x months 0 to horizon) with so many points more of each year's customers kept, never above all.

    Within a year those who leave do so at the same times as before, in smaller numbers. A last year that is not whole
    counts as if it went on as it began. Raises ValueError unless 0 <= points <= 100.
    """
    if not 0 <= points <= 100:
        raise ValueError(f"points must lie between 0 and 100, not {points}")
    there = np.asarray(survival, dtype=float)
    horizon = there.shape[-1] - 1
    lifted = np.ones(there.shape)
    for start in range(0, horizon, _MONTHS):
        end = min(start + _MONTHS, horizon)
        within = there[..., start + 1 : end + 1] / np.maximum(there[..., start : start + 1], 1e-12)
        kept = np.clip(within[..., -1:] ** (_MONTHS / (end - start)), 1e-9, 1)
        wanted = np.minimum(kept + points / 100, 1)
        stays = kept == 1
        power = np.where(stays, 1.0, np.log(wanted) / np.where(stays, -1.0, np.log(kept)))
        lifted[..., start + 1 : end + 1] = lifted[..., start : start + 1] * np.clip(within, 1e-9, 1) ** power
    return lifted


def retention_lift(paths: Paths, *, yearly_discount: float, points: float = 5, confidence: float = 0.95) -> Lift:
    """What so many points more retention a year would do to the value, in the same draws; no claim how to get them.

    change is None where the value is not above 0 in the data or in any draw. To be set beside the quoted 25 to 95 %
    (`QUOTED_LIFT`), which is about profit and retention, not about support.
    Source: Reichheld 1996, The Loyalty Effect (the quoted range). Errors as for `lifted_survival`.
    """
    cost, drawn_cost = paths.rates.get(COST, 0.0), paths.drawn_rates.get(COST, np.zeros(paths.drawn_margin.size))

    def values(there: Numbers, drawn: Numbers) -> tuple[float, Numbers]:
        value = value_of_survival(there, margin=paths.margin, cost=cost, yearly_discount=yearly_discount)
        draws = value_of_survival(drawn, margin=paths.drawn_margin, cost=drawn_cost, yearly_discount=yearly_discount)
        return float(value), draws

    value, draws = values(paths.survival, paths.drawn)
    lifted, lifted_draws = values(*(lifted_survival(one, points) for one in (paths.survival, paths.drawn)))
    change = None
    if value > 0 and np.all(draws > 0):
        change = percentile_interval(lifted / value - 1, lifted_draws / draws - 1, confidence=confidence)
    return Lift(
        points=points,
        value=percentile_interval(value, draws, confidence=confidence),
        lifted=percentile_interval(lifted, lifted_draws, confidence=confidence),
        change=change,
    )


def share_of_top(values: ArrayLike, customers: ArrayLike, *, top: float = 0.01) -> float | None:
    """Share of all value (0 to 1) held by the most valuable customers, a share `top` of them.

    values: of one customer of each kind; customers: how many, the last kind counting in part where it is split. None
    where all value together is not above 0. Raises ValueError for arrays of different lengths, negative customers, or
    unless 0 < top <= 1.
    """
    value, count = np.asarray(values, dtype=float).ravel(), np.asarray(customers, dtype=float).ravel()
    if value.size != count.size or not np.all(count >= 0) or not 0 < top <= 1:
        raise ValueError("needs as many values as customers, customers >= 0 and 0 < top <= 1")
    total = float(value @ count)
    if not total > 0:
        return None
    order = np.argsort(-value)
    before = np.concatenate([[0.0], np.cumsum(count[order])[:-1]])
    taken = np.clip(top * count.sum() - before, 0.0, count[order])
    return float(taken @ value[order]) / total
