"""What would a difference in retention be worth if it held for so many customers, and what would pay for its cost?

The difference is an association. Each scenario therefore has three lines, the ends of the interval and its centre, and
a fourth in case only half of the association is causal. Where the interval holds 0 there is no detectable effect, and
what can be said is the smallest that the data could have shown.
"""

import math
from dataclasses import dataclass

from queries.statistics.intervals import Estimate, normal_quantile, power_quantile

HALF = 0.5


@dataclass(frozen=True)
class Scenario:
    """Customers kept in all, and their money, at the low end, the centre and the high end of the interval.

    half_kept, half_money: the centre if only half of the association is causal. is_detectable: the interval of the
    difference does not hold 0. smallest: the smallest difference (share) that such data would show in four of five
    cases.
    """

    kept: Estimate
    money: Estimate
    half_kept: float
    half_money: float
    is_detectable: bool
    smallest: float


def scenario(effect: Estimate, *, customers: float, value: Estimate, confidence: float = 0.95) -> Scenario:
    """The scenario in which `customers` customers are kept more by `effect` each, and each kept is worth `value`.

    effect: difference in the share kept, -1 to 1 (0.042: 42 of 1,000); value: money of one customer kept instead of
    lost; confidence: that of both intervals. The ends of the money hold the uncertainty of both, as independent of each
    other: distances of the ends from the centre are added as squares.
    Source: Goodman 1960, Journal of the American Statistical Association 55, 708-713 (product, to the first order);
    Zou and Donner 2008 (distances of limits). Raises ValueError unless customers >= 0 and low <= value <= high.
    """
    if not customers >= 0:
        raise ValueError(f"customers must be >= 0, not {customers}")
    for one in (effect, value):
        if not one.low <= one.value <= one.high:
            raise ValueError(f"needs low <= value <= high, not {one}")
    money = _product(effect, value)
    return Scenario(
        kept=_times(effect, customers),
        money=_times(money, customers),
        half_kept=HALF * effect.value * customers,
        half_money=HALF * money.value * customers,
        is_detectable=not effect.low <= 0 <= effect.high,
        smallest=smallest_shown(effect, confidence=confidence),
    )


def smallest_shown(effect: Estimate, *, power: float = 0.8, confidence: float = 0.95) -> float:
    """The smallest difference that data with an interval as wide as this one show with the given chance (power).

    Source: Bloom 1995, Evaluation Review 19, 547-556 (minimum detectable effect: 2.8 standard errors). Raises ValueError
    unless 0.5 <= power < 1.
    """
    z = normal_quantile(confidence)
    error = (effect.high - effect.low) / (2 * z)
    return (z + power_quantile(power)) * error


def break_even(cost: float, *, customers: float, value: Estimate) -> Estimate | None:
    """Points of retention (percentage points) that customers must be kept more by to pay for a cost, with its interval.

    value: of one customer kept. More than 100 points means that no retention can pay for it. None where a customer kept
    is worth nothing; the high end is inf where that cannot be excluded. Raises ValueError unless cost >= 0 and
    customers > 0.
    """
    if not (cost >= 0 and customers > 0):
        raise ValueError(f"needs cost >= 0 and customers > 0, not {cost} and {customers}")
    if value.value <= 0:
        return None
    each = 100 * cost / customers
    return Estimate(each / value.value, each / value.high, each / value.low if value.low > 0 else math.inf)


def _product(effect: Estimate, value: Estimate) -> Estimate:
    centre = effect.value * value.value
    ends = []
    for side in (-1, 1):
        by_effect = max(side * (end - effect.value) * value.value for end in (effect.low, effect.high))
        by_value = max(side * (end - value.value) * effect.value for end in (value.low, value.high))
        ends.append(centre + side * math.hypot(by_effect, by_value))
    return Estimate(centre, min(ends), max(ends))


def _times(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(estimate.value * factor, estimate.low * factor, estimate.high * factor)
