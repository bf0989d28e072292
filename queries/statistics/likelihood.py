"""Which parameters make grouped observations most likely, and how do they vary when customers are drawn anew?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Scores = Callable[[Numbers], tuple[Numbers, Numbers]]
_WIDEST = 10.0  # of the logarithm of a parameter
_STEP = 1e-4


@dataclass(frozen=True)
class Maximum:
    """The most likely parameters, as logarithms; value: log-likelihood there; is_found: the search came to an end."""

    point: Numbers
    value: float
    is_found: bool


def maximise(scores: Scores, counts: Numbers, start: Numbers) -> Maximum:
    """Maximum likelihood of positive parameters.

    scores: for logarithms of the parameters, the log-likelihood of one customer of each kind and its slopes (kinds x
    parameters); counts: customers of each kind; start: where the search begins (logarithms).
    Source: Byrd et al. 1995, SIAM Journal on Scientific Computing 16, 1190-1208 (L-BFGS-B).
    """
    from scipy.optimize import minimize

    n = float(counts.sum())

    def falling(point: Numbers) -> tuple[float, Numbers]:
        value, slopes = scores(point)
        return -float(counts @ value) / n, -(counts @ slopes) / n

    bounds = [(one - _WIDEST, one + _WIDEST) for one in start]
    found = minimize(
        falling,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-13, "gtol": 1e-7, "maxiter": 500},
    )
    return Maximum(
        point=np.asarray(found.x, dtype=np.float64), value=-float(found.fun) * n, is_found=bool(found.success)
    )


def drawn_maxima(scores: Scores, counts: Numbers, point: Numbers, draws: Numbers) -> Numbers:
    """The maxima (logarithms; draws x parameters) for counts drawn anew, by one step of Newton's method from the first.

    draws: draws x kinds, as from `bootstrap.draw_counts`. One step from the maximum of the data is as good as a search
    for each draw up to terms of order 1 / customers, at the cost of a product of matrices.
    Source: Davidson and MacKinnon 1999, International Economic Review 40, 487-508.
    """
    curvature = np.stack(
        [
            (counts @ scores(point + move)[1] - counts @ scores(point - move)[1]) / (2 * _STEP)
            for move in _STEP * np.eye(point.size)
        ]
    )
    information = -(curvature + curvature.T) / 2
    slopes = draws @ scores(point)[1]
    steps = slopes @ np.linalg.pinv(information, rcond=1e-10, hermitian=True)
    return point + np.clip(steps, -3.0, 3.0)
