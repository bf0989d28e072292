"""How strong would something that nobody recorded have to be, to explain an association away?

The E-value is a risk ratio: a hidden factor would have to be that much more common in one group than in the other, and
go with that many times the risk, both at once and beyond all that is adjusted for. Anything weaker cannot explain it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.intervals import Estimate

FEWEST_IN_LEVEL = 30

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class EValue:
    """Strength (risk ratio, 1 or more) that could explain the value away, and the limit nearest to no difference.

    limit is 1 where the interval holds "no difference": nothing hidden is needed to explain it.
    """

    value: float
    limit: float


@dataclass(frozen=True)
class Strength:
    """How strong a recorded confounder is, on the scale of the E-value.

    exposure_ratio: how many times as common its most uneven level is in one group as in the other; outcome_ratio: how
    many times as high the risk is in its riskiest level as in its safest; strength: that of a factor with both ratios
    equal that could bias a risk ratio as much as this one could at most.
    """

    exposure_ratio: float
    outcome_ratio: float
    strength: float


def e_value(ratio: float) -> float:
    """E-value of a risk ratio; the same for a ratio and its inverse, 1 for 1.

    Source: VanderWeele and Ding 2017, Annals of Internal Medicine 167, 268-274. Raises ValueError unless ratio > 0.
    """
    if not ratio > 0:
        raise ValueError(f"a risk ratio must be above 0, not {ratio}")
    away = max(ratio, 1 / ratio)
    return math.inf if math.isinf(away) else away + math.sqrt(away * (away - 1))


def e_value_of_ratio(ratio: Estimate) -> EValue:
    """E-values of a risk ratio and of the end of its interval that is nearest to 1.

    Source: as for `e_value`. Raises ValueError unless 0 <= low <= value <= high and value > 0.
    """
    if not 0 <= ratio.low <= ratio.value <= ratio.high:
        raise ValueError(f"needs 0 <= low <= value <= high, not {ratio}")
    nearest = ratio.low if ratio.value > 1 else ratio.high
    holds_one = ratio.low <= 1 <= ratio.high
    return EValue(value=e_value(ratio.value), limit=1.0 if holds_one else e_value(nearest))


def e_value_of_difference(risk: Estimate, other: Estimate) -> EValue | None:
    """E-values of the difference of two risks, such as the shares lost, each standardised and with its interval.

    A hidden factor explains a difference away where it explains the ratio of the two risks away; so the ratio is taken,
    with its interval from those of the two risks as independent of each other. Where draws of both are at hand (a
    bootstrap), give the percentiles of their ratio to `e_value_of_ratio` instead: that is exact.
    None where a risk is 0. The E-value of shares lost is not that of shares kept: use that of the event.
    Source: Ding and VanderWeele 2016, Epidemiology 27, 368-377 (difference); Donner and Zou 2012, Statistical Methods
    in Medical Research 21, 347-359 (interval of a ratio). Raises ValueError unless 0 <= low <= value <= high <= 1.
    """
    for share in (risk, other):
        if not 0 <= share.low <= share.value <= share.high <= 1:
            raise ValueError(f"needs 0 <= low <= value <= high <= 1, not {share}")
    if not (risk.value > 0 and other.value > 0):
        return None
    return e_value_of_ratio(ratio_of_shares(risk, other))


def ratio_of_shares(first: Estimate, other: Estimate) -> Estimate:
    """Ratio of two independent shares, first through other (above 0), with its interval; high is inf if other.low is 0.

    Source: Donner and Zou 2012, Statistical Methods in Medical Research 21, 347-359 (MOVER-R).
    """
    value = first.value / other.value
    low = _ratio_end(first.value, other.value, end=first.low, other_end=other.high)
    high = math.inf
    if other.low > 0:  # the upper end of a ratio is one over the lower end of the inverse
        inverse = _ratio_end(other.value, first.value, end=other.low, other_end=first.high)
        high = 1 / inverse if inverse > 0 else math.inf
    return Estimate(value=value, low=min(low, value), high=max(high, value))


def bias_factor(exposure_ratio: float, outcome_ratio: float) -> float:
    """The most by which a factor of these two strengths can multiply a risk ratio.

    Source: Ding and VanderWeele 2016, Epidemiology 27, 368-377. Raises ValueError unless both are at least 1.
    """
    if not (exposure_ratio >= 1 and outcome_ratio >= 1):
        raise ValueError(f"strengths must be at least 1, not {exposure_ratio} and {outcome_ratio}")
    if math.isinf(exposure_ratio) or math.isinf(outcome_ratio):
        return min(exposure_ratio, outcome_ratio)
    return exposure_ratio * outcome_ratio / (exposure_ratio + outcome_ratio - 1)


def confounder_strength(n: ArrayLike, lost: ArrayLike, other_n: ArrayLike, other_lost: ArrayLike) -> Strength | None:
    """Strength of one recorded confounder between two groups, to set the E-value beside.

    Per level of the confounder, in the same order: customers and those lost, of the one group and of the other.
    Levels with fewer than 30 customers in either group are put together into one, for small ones differ by chance.
    The risk of a level is averaged over both groups with weights that are the same at every level, so that what the
    groups differ by does not count for the confounder. None below two levels, or where a level has nobody lost.
    Source: VanderWeele and Ding 2017, Annals of Internal Medicine 167, 268-274 (comparison with what was measured).
    Raises ValueError for arrays of different lengths or unless 0 <= lost <= n at every level.
    """
    number, event, other_number, other_event = (
        np.asarray(one, dtype=float).ravel() for one in (n, lost, other_n, other_lost)
    )
    if not number.size == event.size == other_number.size == other_event.size:
        raise ValueError("n, lost, other_n and other_lost must have the same length")
    if not np.all((event >= 0) & (event <= number) & (other_event >= 0) & (other_event <= other_number)):
        raise ValueError("every level needs 0 <= lost <= n in both groups")
    is_large = np.minimum(number, other_number) >= FEWEST_IN_LEVEL
    number, event, other_number, other_event = (
        _small_together(one, is_large) for one in (number, event, other_number, other_event)
    )
    is_seen = (number > 0) & (other_number > 0)
    if is_seen.sum() < 2:
        return None
    number, event, other_number, other_event = (one[is_seen] for one in (number, event, other_number, other_event))
    uneven = (number / number.sum()) / (other_number / other_number.sum())
    weight = number.sum() / (number.sum() + other_number.sum())
    risk = weight * event / number + (1 - weight) * other_event / other_number
    if risk.min() <= 0:
        return None
    exposure, outcome = float(max(uneven.max(), 1 / uneven.min())), float(risk.max() / risk.min())
    return Strength(exposure, outcome, strength=e_value(bias_factor(exposure, outcome)))


def strength_by_leaving_out(with_it: float, without: float) -> float:
    """Strength of a recorded confounder by what leaving it out does to the adjusted risk ratio, as an E-value.

    with_it, without: risk ratio with all confounders and with all but this one. It asks nothing of how the confounder
    works, but is as unsure as the two ratios are.
    Source: D'Agostino McGowan and Greevy 2020, arXiv 2011.07030 (observed covariate E-value). Raises ValueError unless
    both are above 0.
    """
    if not (with_it > 0 and without > 0):
        raise ValueError(f"risk ratios must be above 0, not {with_it} and {without}")
    return e_value(without / with_it)


def strongest(strengths: Sequence[tuple[str, Strength | None]]) -> tuple[str, Strength] | None:
    """The strongest of named confounders; None where none could be measured."""
    known = [(name, one) for name, one in strengths if one is not None]
    return max(known, key=lambda pair: pair[1].strength) if known else None


def _ratio_end(value: float, other: float, *, end: float, other_end: float) -> float:
    """Lower end of value / other: where value minus the ratio times other has a lower end of 0."""
    if end <= 0:
        return 0.0
    product = value * other
    inner = product**2 - end * other_end * (2 * value - end) * (2 * other - other_end)
    return end * (2 * value - end) / (product + math.sqrt(max(inner, 0.0)))


def _small_together(counts: Numbers, is_large: NDArray[np.bool_]) -> Numbers:
    return np.append(counts[is_large], counts[~is_large].sum())
