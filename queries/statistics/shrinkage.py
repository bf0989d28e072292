"""Which teams or agents really differ, once those with few tickets are drawn toward what is usual?

Groups are seen as drawn from one distribution, whose centre and spread are estimated from the groups themselves.
The spread is not fixed at one best value, which makes intervals too short and breaks down when that value is 0, but
averaged over all possible values in proportion to how well they fit.
Source: Efron and Morris 1975, Journal of the American Statistical Association 70, 311-319; Morris 1983, the same 78,
47-65; Gelman et al. 2013, Bayesian Data Analysis, 3rd edition, chapter 5.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.intervals import normal_quantile

Standing = Literal["above", "below", "not distinguishable"]
_GRID_POINTS = 200


@dataclass(frozen=True)
class Shrunken:
    """Groups drawn toward what is usual; arrays with one entry per group in the order given.

    raw: the group's own value, nan where it has none; value: shrunken, with its interval low to high;
    own_weight: how far the group is trusted, 0 (only the usual) to 1 (only its own value).
    overall: what all groups have together (for rates successes over n, the number on the tile);
    usual: the centre toward which groups are drawn, where every group counts, not only the large ones;
    spread: standard deviation between true values of groups. All but own_weight in the unit of the values.
    """

    raw: NDArray[np.float64]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    own_weight: NDArray[np.float64]
    overall: float
    usual: float
    spread: float


def shrink_rates(successes: ArrayLike, n: ArrayLike, *, confidence: float = 0.95) -> Shrunken | None:
    """Rates (0 to 1) of groups, shrunken toward the usual rate, with posterior intervals; None if every n is 0.

    Beta-binomial model; beforehand every variance between groups is equally likely, as in Morris and Tang 2011,
    Statistical Science 26, 271-287, so that the intervals hold the truth as often as they say.
    A group with n = 0 has the usual rate and the interval of a group not yet seen.
    Raises ValueError for arrays of different lengths or unless 0 <= successes <= n everywhere.
    """
    from scipy.special import betaincinv

    normal_quantile(confidence)
    success, number = np.asarray(successes, dtype=float).ravel(), np.asarray(n, dtype=float).ravel()
    if success.size != number.size or not np.all((success >= 0) & (success <= number)):
        raise ValueError("successes and n must have the same length, with 0 <= successes <= n")
    if number.sum() == 0:
        return None
    overall = float(success.sum() / number.sum())
    precision, usual, usual_variance, posterior = _spread_of_rates(success, number)
    own_weight = number / (number + precision)
    mean_given = (success + precision * usual) / (number + precision)
    variance_given = mean_given * (1 - mean_given) / (number + precision + 1) + (1 - own_weight) ** 2 * usual_variance
    value = posterior @ mean_given
    variance = posterior @ (variance_given + (mean_given - value) ** 2)
    size = value * (1 - value) / variance - 1  # of the beta distribution with this mean and variance
    low, high = (betaincinv(value * size, (1 - value) * size, p) for p in ((1 - confidence) / 2, (1 + confidence) / 2))
    # Where no group has any success (failure), nothing speaks against a rate of 0 (1).
    return Shrunken(
        raw=_divide(success, number),
        value=value,
        low=np.minimum(low, value) if overall > 0 else np.zeros_like(value),
        high=np.maximum(high, value) if overall < 1 else np.ones_like(value),
        own_weight=posterior @ own_weight,
        overall=overall,
        usual=float((posterior @ usual)[0]),
        spread=float((posterior @ np.sqrt(usual * (1 - usual) / (precision + 1)))[0]),
    )


def shrink_means(estimates: ArrayLike, standard_errors: ArrayLike, *, confidence: float = 0.95) -> Shrunken | None:
    """Estimates of groups with known standard errors, shrunken toward the usual value; None if there is none at all.

    Normal model, for estimates that are roughly normal on some scale, such as means or logarithms of medians;
    beforehand every standard deviation between groups is equally likely (Gelman 2006, Bayesian Analysis 1, 515-534).
    A group whose estimate or standard error is nan has the usual value and the interval of a group not yet seen.
    overall is the mean weighted by 1 / standard error squared (no difference between groups).
    Raises ValueError for arrays of different lengths or a standard error that is not above 0.
    """
    tail = (1 - confidence) / 2
    normal_quantile(confidence)
    estimate = np.asarray(estimates, dtype=float).ravel()
    error = np.asarray(standard_errors, dtype=float).ravel()
    if estimate.size != error.size:
        raise ValueError("estimates and standard_errors must have the same length")
    is_known = np.isfinite(estimate) & np.isfinite(error)
    if np.any(error[is_known] <= 0):
        raise ValueError("standard errors must be above 0; give nan for an estimate without one")
    if not is_known.any():
        return None
    y, variance = np.where(is_known, estimate, 0.0), np.where(is_known, error**2, np.inf)
    spread, weight, posterior = _spread_of_means(y, variance)
    total_weight = weight.sum(axis=1, keepdims=True)
    usual = (weight * y).sum(axis=1, keepdims=True) / total_weight
    own_weight = spread**2 * weight
    mean_given = own_weight * y + (1 - own_weight) * usual
    deviation_given = np.sqrt((1 - own_weight) * spread**2 + (1 - own_weight) ** 2 / total_weight)
    return Shrunken(
        raw=np.where(is_known, estimate, np.nan),
        value=posterior @ mean_given,
        low=_mixture_quantile(tail, posterior, mean_given, deviation_given),
        high=_mixture_quantile(1 - tail, posterior, mean_given, deviation_given),
        own_weight=posterior @ own_weight,
        overall=float((y / variance).sum() / (1 / variance).sum()),
        usual=float((posterior @ usual)[0]),
        spread=float((posterior @ spread)[0]),
    )


def groups_that_differ(low: ArrayLike, high: ArrayLike, *, overall: float) -> list[Standing]:
    """Whether each group's interval lies wholly above or below the overall value; nan is not distinguishable.

    With shrunken intervals no further correction for many groups is needed.
    Source: Gelman, Hill and Yajima 2012, Journal of Research on Educational Effectiveness 5, 189-211.
    """
    lows, highs = np.asarray(low, dtype=float).ravel(), np.asarray(high, dtype=float).ravel()
    standings: list[Standing] = []
    for group_low, group_high in zip(lows, highs, strict=True):
        is_above, is_below = group_low > overall, group_high < overall
        standings.append("above" if is_above else "below" if is_below else "not distinguishable")
    return standings


def _spread_of_rates(
    success: NDArray[np.float64], number: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """A grid of possible spreads as columns: precision (alpha + beta), centre and its variance; and their posterior."""
    from scipy.special import betaln

    # Relative to the standard deviation of a single trial: from well below what the largest group could show, to all.
    spread = np.geomspace(min(1e-3, 0.1 / np.sqrt(number.max())), 1.0, _GRID_POINTS)[:, np.newaxis]
    precision = 1 / spread**2
    weight = number / (1 + (number - 1).clip(0) / (precision + 1))
    total_weight = weight.sum(axis=1, keepdims=True)
    # Half a success and half a failure keep the centre off 0 and 1.
    rate = np.nan_to_num(_divide(success, number))
    usual = ((weight * rate).sum(axis=1, keepdims=True) + 0.5) / (total_weight + 1)
    usual_variance = usual * (1 - usual) / (total_weight + 1)
    alpha, beta = precision * usual, precision * (1 - usual)
    log_likelihood = (betaln(alpha + success, beta + number - success) - betaln(alpha, beta)).sum(axis=1)
    # The grid is even in log(spread), hence spread squared for equal steps of the variance.
    log_posterior = log_likelihood + np.log(usual_variance)[:, 0] / 2 + 2 * np.log(spread)[:, 0]
    return precision, usual, usual_variance, _normalised(log_posterior)


def _spread_of_means(
    y: NDArray[np.float64], variance: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """A grid of possible spreads as a column; each group's precision at each of them (columns); and their posterior."""
    is_known = np.isfinite(variance)
    error = np.sqrt(variance[is_known])
    smallest = 0.01 * float(error.min())
    largest = 10 * float(np.std(y[is_known]) + np.median(error))
    spread = np.geomspace(smallest, largest, _GRID_POINTS)[:, np.newaxis]
    weight = 1 / (variance + spread**2)
    total_weight = weight.sum(axis=1)
    usual = (weight @ y / total_weight)[:, np.newaxis]
    squares = (weight * (y - usual) ** 2).sum(axis=1)
    log_weights = np.log(weight[:, is_known]).sum(axis=1)
    # The grid is even in log(spread), hence one spread for equal steps of the standard deviation.
    log_posterior = (log_weights - squares - np.log(total_weight)) / 2 + np.log(spread)[:, 0]
    return spread, weight, _normalised(log_posterior)


def _divide(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan)


def _normalised(log_density: NDArray[np.float64]) -> NDArray[np.float64]:
    density = np.exp(log_density - log_density.max())
    return density / density.sum()


def _mixture_quantile(
    probability: float,
    posterior: NDArray[np.float64],
    mean: NDArray[np.float64],
    deviation: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Quantile of each group's mixture of normals over the spreads (rows), by bisection."""
    from scipy.special import ndtr

    matters = posterior > 1e-7 * posterior.max()
    share, mean, deviation = posterior[matters], mean[matters], deviation[matters]
    low, high = (mean - 9 * deviation).min(axis=0), (mean + 9 * deviation).max(axis=0)
    for _ in range(50):
        middle = (low + high) / 2
        is_below = share @ ndtr((middle - mean) / deviation) < probability
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return (low + high) / 2
