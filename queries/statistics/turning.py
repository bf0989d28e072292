"""Beyond which amount of something, such as the wait, does the share of satisfied answers fall?

What is found goes with the amount; whether it comes from it is not for these figures to say. Bins and design effect as
in queries.statistics.dose.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from queries.statistics.dose import POINTS, DoseCurve
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
)

CLEAR = 0.01


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


def turning_point(
    dose: ArrayLike,
    n: ArrayLike,
    hits: ArrayLike,
    *,
    is_log: bool,
    design_effect: float = 1.0,
    confidence: float = 0.95,
) -> TurningPoint | None:
    """The dose beyond which the share of hits falls, where the data show one; else None.

    Input and errors as for `dose_curve`. Logistic model: flat up to the point, then straight along the dose (is_log:
    along log(1 + dose)). The point is the most likely one; its interval holds every point of a fine grid whose
    deviance is within the chi-squared quantile (one degree of freedom) of the best.
    A point is given only when all of this holds: the share falls beyond it; p < 0.01, where the likelihood ratio
    against a constant is corrected for the search over all points by Davies' upper bound; it lies inside the 5th to
    95th percentile of the answers; its interval begins above the lowest dose and above that 5th percentile, so that a
    fall that is straight from the start fits worse; and so does one that is straight along the dose itself, of the
    logit and of the share; nor does it fit clearly better that the share falls already before the point, if less.
    None also below 30 answers or where all or none are hits.
    A share that falls ever faster has no such point, but may be given one about where it becomes steep.
    Source: Muggeo 2003, Statistics in Medicine 22, 3055-3071 (model); Hinkley 1971, Journal of the American
    Statistical Association 66, 736-743 (interval).
    """
    z = normal_quantile(confidence)
    doses = read_doses(dose, n, hits, is_log=is_log, design_effect=design_effect)
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
    if _falls_before(doses, point, clearly_below=float(finer.deviance[best]) - z**2):
        return None
    far = doses.at(0.9, beyond=point)
    at, low, high, after_at = (float(doses.to_dose(place)) for place in (point, min(low, point), max(high, point), far))
    before, after = expit(np.array([level, level + slope * (far - point)]))
    return TurningPoint(at, low, high, before=float(before), after=float(after), after_at=after_at, p_value=p_value)


def bent_line(
    dose: ArrayLike,
    n: ArrayLike,
    hits: ArrayLike,
    *,
    is_log: bool,
    turning: TurningPoint,
    design_effect: float = 1.0,
    confidence: float = 0.95,
) -> DoseCurve | None:
    """The model behind a turning point as a curve: flat up to it, then falling; its band allows for where the point is.

    Input as for `turning_point`, which gave `turning`; the point is one of the 60. None where nothing can be fitted.
    The band by the delta method, with the step at the point smoothed by the point's own error.
    Source: Muggeo 2003, Statistics in Medicine 22, 3055-3071 (covariance); Muggeo 2017, Australian & New Zealand
    Journal of Statistics 59, 311-322 (smoothing).
    """
    z = normal_quantile(confidence)
    doses = read_doses(dose, n, hits, is_log=is_log, design_effect=design_effect)
    if doses is None:
        return None
    point, low, high = (doses.to_place(at) for at in (turning.at, turning.low, turning.high))
    fitted = fit_hinges(doses, np.array([point]))
    level, slope = float(fitted.level[0]), float(fitted.slope[0])
    error = max((high - low) / (2 * z), 1e-9)

    def gradient(place: Numbers) -> Numbers:
        step = np.array([0.5 * math.erfc(-(each - point) / error / math.sqrt(2)) for each in place])
        return np.column_stack([np.ones_like(place), np.maximum(place - point, 0.0), -slope * step])

    share = expit(level + slope * np.maximum(doses.place - point, 0.0))
    basis = gradient(doses.place)
    covariance = np.linalg.pinv(basis.T @ (basis * (doses.n * share * (1 - share))[:, np.newaxis]), hermitian=True)
    place = np.linspace(doses.at(0.02), doses.at(0.98), POINTS)
    place[np.abs(place - point).argmin()] = point
    along = gradient(place)
    logit = level + slope * np.maximum(place - point, 0.0)
    width = z * np.sqrt(np.maximum(((along @ covariance) * along).sum(axis=1), 0.0))
    return DoseCurve(
        x=doses.to_dose(place),
        value=expit(logit),
        low=expit(logit - width),
        high=expit(logit + width),
        p_value=turning.p_value,
        n=round(float(doses.n.sum()) * design_effect),
    )


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


def _falls_before(doses: Doses, point: float, *, clearly_below: float) -> bool:
    """Does a line that may change before the point, too, fall there, and fit with a smaller deviance than that?"""
    basis = np.column_stack(
        [np.ones_like(doses.place), np.maximum(doses.place - point, 0.0), np.minimum(doses.place - point, 0.0)]
    )
    coefficients, _ = fit_logistic(basis, doses.n, doses.hits)
    return bool(coefficients[2] < 0 and float(share_deviance(basis @ coefficients, doses)) < clearly_below)


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
