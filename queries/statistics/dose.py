"""How does the share of satisfied answers go with an amount, such as the wait?

What is found goes with the amount; whether it comes from it is not for these figures to say. Every answer of a bin
counts as if it had the dose in the middle of the bin. Where customers answer several times, `design_effect` says how
many times as large variances are as if they were all different ones: that many answers then count as one (Rao and
Scott 1984, Annals of Statistics 12, 46-60, first-order correction).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from queries.statistics.intervals import normal_quantile
from queries.statistics.logistic import (
    Numbers,
    constant_deviance,
    expit,
    fit_logistic,
    read_doses,
    share_deviance,
    spline,
)

POINTS = 60
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


def dose_curve(
    dose: ArrayLike,
    n: ArrayLike,
    hits: ArrayLike,
    *,
    is_log: bool,
    design_effect: float = 1.0,
    confidence: float = 0.95,
) -> DoseCurve | None:
    """Smooth curve of the share of hits along the dose, with its band.

    dose, n, hits: per bin its middle, its answers and the satisfied ones; is_log: the curve bends along log(1 + dose).
    Logistic regression on a restricted cubic spline with knots at the 5th, 35th, 65th and 95th percentile of the
    answers; a straight line where fewer than three of them differ. p_value by the likelihood ratio against a constant.
    None below 30 answers, where all or none are hits, or where the 2nd to the 98th percentile is a single dose.
    Source: Harrell 2001, Regression Modeling Strategies, 2.4.4-2.4.5 (spline, knots) and 10 (logistic); band by the
    delta method on the logit scale. Raises ValueError for arrays of different lengths, doses that are not finite
    (is_log: or not above -1), a design effect below 1, or unless 0 <= hits <= n.
    """
    z = normal_quantile(confidence)
    doses = read_doses(dose, n, hits, is_log=is_log, design_effect=design_effect)
    if doses is None or doses.at(0.02) == doses.at(0.98):
        return None
    knots = np.unique([doses.at(share) for share in _KNOTS])
    basis = spline(doses.place, knots)
    coefficients, covariance = fit_logistic(basis, doses.n, doses.hits)
    ratio = constant_deviance(doses) - float(share_deviance(basis @ coefficients, doses))
    place = np.linspace(doses.at(0.02), doses.at(0.98), POINTS)
    along = spline(place, knots)
    logit = along @ coefficients
    error = np.sqrt(np.maximum(((along @ covariance) * along).sum(axis=1), 0.0))
    return DoseCurve(
        x=doses.to_dose(place),
        value=expit(logit),
        low=expit(logit - z * error),
        high=expit(logit + z * error),
        p_value=_chi_squared_p(max(ratio, 0.0), basis.shape[1] - 1),
        n=round(float(doses.n.sum()) * design_effect),
    )


def _chi_squared_p(statistic: float, degrees: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(degrees, statistic))
