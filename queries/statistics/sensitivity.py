"""How much would it take to overturn a comparison: measured confounders left out, effects too small to be seen, controls?"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from queries.statistics.adjusting import Adjustment
from queries.statistics.cells import Levels, Numbers
from queries.statistics.comparison import Comparison, MeasuredConfounder
from queries.statistics.hazards import EVERY, MANY, Fit, Model, fit
from queries.statistics.standardised import standardise

POWER = 0.8


@dataclass(frozen=True)
class NegativeControl:
    """A comparison that can only come out as nothing, of an outcome or an exposure that support cannot have touched.

    is_alarming: it came out as a clear difference all the same, so that something else sets the groups apart; None
    where there was too little to compare."""

    comparison: Comparison
    is_alarming: bool | None


def negative_control(comparison: Comparison) -> NegativeControl:
    """What a comparison says when it is made as a control."""
    return NegativeControl(comparison, None if comparison.refusal else comparison.is_clear)


def smallest_detectable(error: float, *, confidence: float = 0.95) -> float:
    """The true difference that 80 % of such samples would show as clear, from the standard error.

    Source: Bloom 1995, Evaluation Review 19, 547-556 (minimum detectable effect).
    """
    normal = NormalDist()
    return (normal.inv_cdf((1 + confidence) / 2) + normal.inv_cdf(POWER)) * error


def strongest_confounder(
    found: Fit, adjustment: Adjustment, *, levels: tuple[int, int], is_event_good: bool
) -> MeasuredConfounder | None:
    """The confounder that moves the risk ratio most when it is left out; None without confounders or a ratio.

    It is found by one Newton step without each of them (with very many kinds of customers, on some of them), and the
    model is then fitted in full without that one.
    Source: D'Agostino McGowan and Greevy 2020, arXiv:2011.07030 (observed covariate E-value).
    """
    kinds, every = adjustment.kinds, EVERY if adjustment.kinds.customers.size > MANY else 1

    def ratio_of(model: Model, coefficients: Numbers, customers: Numbers) -> float | None:
        """Of the bad outcome at the horizon, second level over first."""
        kept = standardise(model, coefficients, customers=customers, levels=levels)[:, -1]
        first, second = kept if is_event_good else 1 - kept
        return float(second / first) if first > 0 and second > 0 else None

    some, customers = found.model.thinned(every), kinds.customers[::every]
    near = {name: _without(found, place) for name, place in adjustment.places.items()}
    moved = {
        name: ratio_of(some, np.insert(near[name], place - np.arange(place.size), 0.0), customers)
        for name, place in adjustment.places.items()
    }
    before = ratio_of(some, found.coefficients, customers)
    shifts = {name: abs(math.log(ratio / before)) for name, ratio in moved.items() if ratio and before}
    if not shifts:
        return None
    name = max(shifts, key=lambda one: shifts[one])
    smaller = adjustment.model_without(name)
    coefficients = fit(smaller, at_risk=kinds.at_risk, events=kinds.events, start=near[name]).coefficients
    ratio = ratio_of(smaller, coefficients, kinds.customers)
    whole = ratio_of(found.model, found.coefficients, kinds.customers)
    if ratio is None or whole is None:
        return None
    return MeasuredConfounder(name, risk_ratio_without=ratio, shift=max(ratio / whole, whole / ratio))


def _without(found: Fit, place: Levels) -> Numbers:
    """The other coefficients after one step with these held at 0."""
    kept = np.delete(np.arange(found.coefficients.size), place)
    inside, across = found.information[np.ix_(kept, kept)], found.information[np.ix_(kept, place)]
    moved = np.linalg.solve(inside, across @ found.coefficients[place])
    return np.asarray(found.coefficients[kept] + moved, dtype=np.float64)
