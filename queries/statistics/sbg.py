"""How many customers will still renew beyond the years that the data have seen? The shifted-beta-geometric model.

Each customer leaves at each renewal with a chance of their own; those with a high chance leave first, so that the
share that renews rises with time although nobody changes. Extrapolating a constant churn rate would lose too many.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.thin import FEWEST_EVENTS_PER_PARAMETER

FEWEST_LOST = 2 * FEWEST_EVENTS_PER_PARAMETER
_ROUNDS = 200
_EXACT = 1e-7  # of the log-likelihood: a step that gains less is the last
_WIDEST = 12.0  # of the log of alpha + beta: beyond, customers are so alike that all have the same chance to leave

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class SBG:
    """A fitted model: the chance to leave at a renewal is beta-distributed over customers with alpha and beta.

    log_likelihood: of each customer's last renewal; at_risk: renewals that were faced, lost: those not made.
    """

    alpha: float
    beta: float
    log_likelihood: float
    at_risk: float
    lost: float


def facing_renewal(survivors: ArrayLike) -> tuple[Numbers, Numbers]:
    """How many of one cohort faced each renewal, and how many of them left, from how many were there after each.

    survivors: the number at the start, then after the first renewal, the second and so on. Cohorts that were watched
    for different lengths are added up renewal by renewal. Raises ValueError where the numbers rise or are negative.
    """
    there = np.asarray(survivors, dtype=float).ravel()
    if there.size and not (np.all(np.diff(there) <= 0) and there[-1] >= 0):
        raise ValueError("survivors must not rise, nor be negative")
    return there[:-1], -np.diff(there)


def fit_sbg(at_risk: ArrayLike, lost: ArrayLike) -> SBG | None:
    """Maximum likelihood from how many customers faced their first, second, … renewal, and how many then left.

    These counts hold all that the data say, whatever the cohorts: who is still there is simply not at risk any more
    (censored), and who came into view at a later renewal is at risk from then on (late entry). Counts may be
    fractions. None below 10 lost (5 per parameter) or with fewer than two renewals that anybody faced.
    Source: Fader and Hardie 2007, Journal of Interactive Marketing 21, 76-90; with several cohorts, Fader and Hardie
    2010, Marketing Science 29, 85-93. Raises ValueError unless 0 <= lost <= at_risk and both are as long.
    """
    faced, left = np.asarray(at_risk, dtype=float).ravel(), np.asarray(lost, dtype=float).ravel()
    if faced.size != left.size or not np.all((left >= 0) & (left <= faced * (1 + 1e-12)) & np.isfinite(faced)):
        raise ValueError("at_risk and lost must have the same length, with 0 <= lost <= at_risk")
    if left.sum() < FEWEST_LOST or (faced > 0).sum() < 2:
        return None
    alpha, beta, likelihood = fit_many(faced[np.newaxis], left[np.newaxis])
    return SBG(
        float(alpha[0]), float(beta[0]), float(likelihood[0]), at_risk=float(faced.sum()), lost=float(left.sum())
    )


def fit_many(at_risk: Numbers, lost: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """alpha, beta and log-likelihood of each row of counts (rows x renewals), as in a bootstrap; nothing is refused.

    Newton's method for all rows at once, in the logit of the mean chance to leave and the log of alpha + beta (how
    alike customers are), damped until each step improves.
    """
    share = np.clip(lost.sum(axis=1) / np.maximum(at_risk.sum(axis=1), 1e-12), 1e-6, 1 - 1e-6)
    point = np.column_stack([np.log(share / (1 - share)), np.full(share.size, 1.0)])
    likelihood, gradient, hessian = _slopes(point, at_risk, lost)
    damping, rows = np.full(share.size, 1e-3), np.arange(share.size)
    for _ in range(_ROUNDS):
        step = _damped_step(gradient[rows], hessian[rows], damping[rows])
        tried = np.clip(point[rows] + step, -_WIDEST, _WIDEST)
        found, by_point, curved = _slopes(tried, at_risk[rows], lost[rows])
        gain = found - likelihood[rows]
        is_better = gain >= 0
        better = rows[is_better]
        point[better], likelihood[better] = tried[is_better], found[is_better]
        gradient[better], hessian[better] = by_point[is_better], curved[is_better]
        is_last = (np.abs(gain) < _EXACT) & (damping[rows] < 10)
        damping[rows] = np.where(is_better, damping[rows] / 10, damping[rows] * 10)
        rows = rows[~is_last & (damping[rows] < 1e8)]
        if not rows.size:
            break
    alpha, beta = _shapes(point)
    return alpha, beta, likelihood


def sbg_survival(alpha: ArrayLike, beta: ArrayLike, renewals: ArrayLike) -> Numbers:
    """Share still there after so many renewals (0, 1, …), 1 after none; alpha and beta may be arrays (broadcast)."""
    from scipy.special import betaln

    a, b, t = (np.asarray(one, dtype=float) for one in (alpha, beta, renewals))
    return np.asarray(np.exp(betaln(a, b + t) - betaln(a, b)), dtype=np.float64)


def retention_rates(model: SBG, renewals: ArrayLike) -> Numbers:
    """Share of those facing their first, second, … renewal who make it; rises towards 1. renewals: 1 and up."""
    turn = np.asarray(renewals, dtype=float)
    return (model.beta + turn - 1) / (model.alpha + model.beta + turn - 1)


def expected_lifetime(model: SBG, discount: float) -> float:
    """Payments expected of a new customer, the first of them now, discounted per renewal period; inf if without end.

    Source: Fader and Hardie 2007, discounted as in Fader and Hardie 2010, Marketing Science 29, 85-93. Raises
    ValueError unless discount >= 0.
    """
    return _payments(model, discount, made=0)


def expected_residual_lifetime(model: SBG, discount: float, *, renewals: int) -> float:
    """Payments still expected of a customer who has made so many renewals, just before the next one, which may fail.

    The next payment is due now; later ones are discounted per renewal period. inf where it has no end.
    Source: Fader and Hardie 2010, Marketing Science 29, 85-93. Raises ValueError unless both are >= 0.
    """
    if renewals < 0:
        raise ValueError(f"renewals must be >= 0, not {renewals}")
    return float(retention_rates(model, renewals + 1)) * _payments(model, discount, made=renewals + 1)


def _payments(model: SBG, discount: float, *, made: int) -> float:
    """Payments from one that is made now on, by somebody who has made so many renewals."""
    from scipy.special import hyp2f1

    if not discount >= 0:
        raise ValueError(f"the discount must be >= 0, not {discount}")
    if discount == 0 and model.alpha <= 1:
        return math.inf
    return float(hyp2f1(1, model.beta + made, model.alpha + model.beta + made, 1 / (1 + discount)))


def _shapes(point: Numbers) -> tuple[Numbers, Numbers]:
    """alpha and beta of each row of (logit of their mean, log of their sum)."""
    alike = np.exp(point[:, 1])
    return alike / (1 + np.exp(-point[:, 0])), alike / (1 + np.exp(point[:, 0]))


def _slopes(point: Numbers, at_risk: Numbers, lost: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Log-likelihood of each row with its first and second derivatives."""
    alpha, beta = (shape[:, np.newaxis] for shape in _shapes(point))
    turn, kept, total = np.arange(at_risk.shape[1]), at_risk - lost, lost.sum(axis=1)
    stays, both = beta + turn, alpha + beta + turn
    likelihood = total * np.log(alpha[:, 0]) + (kept * np.log(stays) - at_risk * np.log(both)).sum(axis=1)
    # First by log(alpha) and log(beta), then by the two that are searched.
    by_alpha = total - (at_risk * alpha / both).sum(axis=1)
    by_beta = (kept * beta / stays - at_risk * beta / both).sum(axis=1)
    curved = at_risk / both**2
    alpha_twice = (curved * alpha**2 - at_risk * alpha / both).sum(axis=1)
    beta_twice = by_beta + (curved * beta**2 - kept * beta**2 / stays**2).sum(axis=1)
    mixed = (curved * alpha * beta).sum(axis=1)
    mean = (alpha / (alpha + beta))[:, 0]
    rest = 1 - mean
    gradient = np.stack([rest * by_alpha - mean * by_beta, by_alpha + by_beta], axis=1)
    mean_twice = rest**2 * alpha_twice - 2 * mean * rest * mixed + mean**2 * beta_twice
    mean_twice -= mean * rest * (by_alpha + by_beta)
    across = rest * alpha_twice + (rest - mean) * mixed - mean * beta_twice
    hessian = np.stack([mean_twice, across, across, alpha_twice + 2 * mixed + beta_twice], axis=1)
    return likelihood, gradient, hessian.reshape(-1, 2, 2)


def _damped_step(gradient: Numbers, hessian: Numbers, damping: Numbers) -> Numbers:
    """Step uphill of each row: Newton's, made shorter and turned towards the gradient by the damping."""
    size = np.sqrt(np.abs(np.diagonal(hessian, axis1=1, axis2=2)) + 1e-12)
    a, d = (-hessian[:, place, place] / size[:, place] ** 2 for place in (0, 1))
    b = -hessian[:, 0, 1] / size[:, 0] / size[:, 1]
    # The smaller eigenvalue is made positive, for the likelihood need not be concave far from its top.
    smallest = (a + d) / 2 - np.hypot((a - d) / 2, b)
    lift = np.maximum(0.0, 1e-3 - smallest) + damping
    a, d = a + lift, d + lift
    slope = gradient / size
    determinant = a * d - b**2
    first = (d * slope[:, 0] - b * slope[:, 1]) / determinant
    second = (a * slope[:, 1] - b * slope[:, 0]) / determinant
    return np.clip(np.stack([first, second], axis=1) / size, -2.0, 2.0)
