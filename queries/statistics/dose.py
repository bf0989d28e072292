"""How does the share of satisfied answers go with an amount, such as the wait; and beyond which amount does it fall?

What is found goes with the amount; whether it comes from it is not for these figures to say. Answers count as
independent of each other, and every answer of a bin as if it had the dose in the middle of the bin.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from queries.statistics.intervals import normal_quantile
from queries.statistics.logistic import (
    Doses,
    Hinges,
    Numbers,
    constant_deviance,
    expit,
    fit_hinges,
    fit_logistic,
    hinges_along,
    read_doses,
    share_deviance,
    spline,
)

CLEAR = 0.01
_POINTS = 60
_KNOTS = (0.05, 0.35, 0.65, 0.95)


@dataclass(frozen=True)
class DoseCurve:
    """The fitted share (0 to 1) along the dose; arrays of 60 points from the 2nd to the 98th percentile of it.

    x: in the unit of the dose; value with low and high: of the curve, not of single answers. p_value: of no
    association at all. n: answers.
    """

    x: Numbers
    value: Numbers
    low: Numbers
    high: Numbers
    p_value: float
    n: int


@dataclass(frozen=True)
class TurningPoint:
    """Where the share starts to fall, with its interval, in the unit of the dose.

    before: the share (0 to 1) up to there. after: the fitted share at the dose `after_at`, the 90th percentile of the
    doses beyond the point. p_value: of no association, corrected for the search.
    """

    at: float
    low: float
    high: float
    before: float
    after: float
    after_at: float
    p_value: float


def dose_curve(
    dose: ArrayLike, n: ArrayLike, hits: ArrayLike, *, is_log: bool, confidence: float = 0.95
) -> DoseCurve | None:
    """Smooth curve of the share of hits along the dose, with its band.

    dose, n, hits: per bin its middle, its answers and the satisfied ones; is_log: the curve bends along log(1 + dose).
    Logistic regression on a restricted cubic spline with knots at the 5th, 35th, 65th and 95th percentile of the
    answers; a straight line where fewer than three of them differ. p_value by the likelihood ratio against a constant.
    None below 30 answers, where all or none are hits, or where the 2nd to the 98th percentile is a single dose.
    Source: Harrell 2001, Regression Modeling Strategies, 2.4.4-2.4.5 (spline, knots) and 10 (logistic); band by the
    delta method on the logit scale. Raises ValueError for arrays of different lengths, doses that are not finite
    (is_log: or not above -1), or unless 0 <= hits <= n.
    """
    z = normal_quantile(confidence)
    doses = read_doses(dose, n, hits, is_log=is_log)
    if doses is None or doses.at(0.02) == doses.at(0.98):
        return None
    knots = np.unique([doses.at(share) for share in _KNOTS])
    basis = spline(doses.place, knots)
    coefficients, covariance = fit_logistic(basis, doses.n, doses.hits)
    ratio = constant_deviance(doses) - float(share_deviance(basis @ coefficients, doses))
    place = np.linspace(doses.at(0.02), doses.at(0.98), _POINTS)
    along = spline(place, knots)
    logit = along @ coefficients
    error = np.sqrt(np.maximum(((along @ covariance) * along).sum(axis=1), 0.0))
    return DoseCurve(
        x=doses.to_dose(place),
        value=expit(logit),
        low=expit(logit - z * error),
        high=expit(logit + z * error),
        p_value=_chi_squared_p(max(ratio, 0.0), basis.shape[1] - 1),
        n=int(doses.n.sum()),
    )


def turning_point(
    dose: ArrayLike, n: ArrayLike, hits: ArrayLike, *, is_log: bool, confidence: float = 0.95
) -> TurningPoint | None:
    """The dose beyond which the share of hits falls, where the data show one; else None.

    Input and errors as for `dose_curve`. Logistic model: flat up to the point, then straight along the dose (is_log:
    along log(1 + dose)). The point is the most likely one; its interval holds every point of a fine grid whose
    deviance is within the chi-squared quantile (one degree of freedom) of the best.
    A point is given only when all of this holds: the share falls beyond it; p < 0.01, where the likelihood ratio
    against a constant is corrected for the search over all points by Davies' upper bound; it lies inside the 5th to
    95th percentile of the answers; its interval begins above the lowest dose and above that 5th percentile, so that a
    fall that is straight from the start fits worse; and so does one that is straight along the dose itself, of the
    logit and of the share.
    None also below 30 answers or where all or none are hits.
    A share that falls ever faster has no such point, but may be given one about where it becomes steep.
    Source: Muggeo 2003, Statistics in Medicine 22, 3055-3071 (model); Hinkley 1971, Journal of the American
    Statistical Association 66, 736-743 (interval).
    """
    z = normal_quantile(confidence)
    doses = read_doses(dose, n, hits, is_log=is_log)
    if doses is None:
        return None
    grid, finer = hinges_along(doses)
    p_value = search_p(constant_deviance(doses) - grid.deviance)
    best = int(finer.deviance.argmin())
    point, level, slope = (float(found[best]) for found in (finer.point, finer.level, finer.slope))
    limit = float(finer.deviance[best]) + z**2
    low, high = _within(grid, limit)
    is_shown = slope < 0 and p_value < CLEAR and doses.at(0.05) < min(low, point) and point < doses.at(0.95)
    if not is_shown or min(_straight_deviance(doses), _straight_share_deviance(doses)) <= limit:
        return None
    far = doses.at(0.9, beyond=point)
    at, low, high, after_at = (float(doses.to_dose(place)) for place in (point, min(low, point), max(high, point), far))
    before, after = expit(np.array([level, level + slope * (far - point)]))
    return TurningPoint(at, low, high, before=float(before), after=float(after), after_at=after_at, p_value=p_value)


def search_p(ratios: ArrayLike) -> float:
    """Upper bound of the p-value of the largest of many likelihood ratios (one degree of freedom each).

    They belong to neighbouring models along a grid. To the p-value of a single one is added what the ups and downs of
    its root along the grid allow. Source: Davies 1987, Biometrika 74, 33-43, equation 3.4.
    """
    roots = np.sqrt(np.maximum(np.asarray(ratios, dtype=float), 0.0))
    largest = float(roots.max())
    ups_and_downs = float(np.abs(np.diff(roots)).sum())
    single = math.erfc(largest / math.sqrt(2))
    return min(1.0, single + ups_and_downs * math.exp(-(largest**2) / 2) / math.sqrt(2 * math.pi))


def _within(grid: Hinges, limit: float) -> tuple[float, float]:
    """First and last point whose deviance is within the limit, interpolated between the points of the grid."""
    is_in = np.flatnonzero(grid.deviance <= limit)
    if not is_in.size:  # so sharp that it lies between two points
        best, step = int(grid.deviance.argmin()), float(grid.point[1] - grid.point[0])
        return float(grid.point[best]) - step, float(grid.point[best]) + step
    ends = []
    for inside, outside in ((int(is_in[0]), int(is_in[0]) - 1), (int(is_in[-1]), int(is_in[-1]) + 1)):
        end = float(grid.point[inside])
        if 0 <= outside < grid.point.size:
            rise = float(grid.deviance[outside] - grid.deviance[inside])
            end += (float(grid.point[outside]) - end) * (limit - float(grid.deviance[inside])) / rise
        ends.append(end)
    return ends[0], ends[1]


def _straight_deviance(doses: Doses) -> float:
    """Of a change that is straight along the dose itself, from the lowest on."""
    scaled = (doses.dose - doses.dose[0]) / (doses.dose[-1] - doses.dose[0])
    return float(fit_hinges(replace(doses, place=scaled), np.zeros(1)).deviance[0])


def _straight_share_deviance(doses: Doses) -> float:
    """That of a share that changes straight along the dose itself, by weighted least squares in a few rounds."""
    basis = np.stack([np.ones(doses.n.size), np.asarray(doses.to_dose(doses.place), dtype=float)], axis=1)
    share = np.full(doses.n.size, doses.hits.sum() / doses.n.sum())
    for _ in range(8):
        weight = doses.n / (share * (1 - share))
        right = basis.T @ (weight * doses.hits / doses.n)
        share = np.clip(basis @ (np.linalg.pinv(basis.T @ (basis * weight[:, np.newaxis])) @ right), 1e-4, 1 - 1e-4)
    return float(share_deviance(np.log(share / (1 - share)), doses))


def _chi_squared_p(statistic: float, degrees: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(degrees, statistic))
