"""What does the model say of each level of support if all customers had it, and how sure is that?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queries.statistics.adjusting import Adjustment
from queries.statistics.hazards import Fit, fit
from queries.statistics.intervals import Estimate, normal_quantile
from queries.statistics.kinds import Numbers
from queries.statistics.resampling import MOST_KINDS, refitted
from queries.statistics.standardised import covariance_of_coefficients, standardise, with_covariance

_NEAR_ONE = 1e-9


@dataclass(frozen=True)
class Sampled:
    """Standardised shares still there after each month, and how they vary as customers are drawn again.

    kept: levels x months; covariance: of these shares, row after row as one vector; draws: replicates x levels x months.
    """

    fit: Fit
    kept: Numbers
    covariance: Numbers
    draws: Numbers

    def error(self, weights: Numbers) -> float:
        """Standard error of a sum of the shares with these weights (levels x months)."""
        flat = weights.ravel()
        return math.sqrt(max(0.0, float(flat @ self.covariance @ flat)))


def sample(adjustment: Adjustment, levels: Sequence[int], *, replicates: int, seed: int) -> Sampled:
    """Fits the model and draws the customers again, one by one.

    With up to 1,200 kinds of customers the model is fitted anew to every replicate, and errors are the standard
    deviations of the replicates. With more of them, errors come from the influence of each customer, which then is
    the same, and the draws from the normal distribution that has these errors.
    """
    kinds = adjustment.kinds
    found = fit(adjustment.model, at_risk=kinds.at_risk, events=kinds.events)
    if kinds.customers.size <= MOST_KINDS:
        draws, _ = refitted(found, kinds, levels=levels, replicates=replicates, seed=seed)
        covariance = np.atleast_2d(np.cov(draws.reshape(replicates, -1), rowvar=False))
        kept = standardise(found.model, found.coefficients, customers=kinds.customers, levels=levels)
        return Sampled(found, kept, covariance, draws)
    sure = with_covariance(found, kinds, levels=levels)
    random = np.random.default_rng(seed)
    drawn = random.multivariate_normal(sure.kept.ravel(), sure.covariance, size=replicates, check_valid="ignore")
    draws = np.clip(drawn, 0.0, 1.0).reshape(replicates, *sure.kept.shape)
    return Sampled(found, sure.kept, sure.covariance, draws)


def drawn_coefficients(adjustment: Adjustment, *, replicates: int, seed: int) -> tuple[Fit, Numbers]:
    """The fitted model, and what its coefficients (replicates x parameters) might as well have been; as in `sample`."""
    kinds = adjustment.kinds
    found = fit(adjustment.model, at_risk=kinds.at_risk, events=kinds.events)
    if kinds.customers.size <= MOST_KINDS:
        return found, refitted(found, kinds, levels=(), replicates=replicates, seed=seed)[1]
    covariance = covariance_of_coefficients(found, kinds)
    random = np.random.default_rng(seed)
    drawn = random.multivariate_normal(found.coefficients, covariance, size=replicates, check_valid="ignore")
    return found, drawn


def share_interval(kept: float, error: float, *, confidence: float) -> Estimate:
    """Interval of a share still there, on the log-log scale, which stays between 0 and 1."""
    inside = min(max(kept, _NEAR_ONE), 1 - _NEAR_ONE)
    bend = math.exp(normal_quantile(confidence) * error / (inside * abs(math.log(inside))))
    return Estimate(kept, min(kept, inside**bend), max(kept, inside ** (1 / bend)))


def ratio_interval(first: float, other: float, *, difference_error: float, confidence: float) -> Estimate | None:
    """Risk ratio other / first with limits that leave out 1 exactly where the difference leaves out 0.

    Test-based: the logarithm of the ratio has as many standard errors as the difference.
    Source: Miettinen 1976, American Journal of Epidemiology 103, 226-235. None where nobody of the first is expected
    to have the outcome.
    """
    if first <= 0 or other <= 0:
        return None
    value = math.log(other / first)
    slope = value / (other - first) if abs(other - first) > 1e-12 else 1 / first
    half = normal_quantile(confidence) * difference_error * slope
    return Estimate(*(math.exp(end) for end in (value, value - half, value + half)))
