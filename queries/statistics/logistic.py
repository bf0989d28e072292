"""What do logistic models of a share along a dose have to say: smooth curves, and lines that bend at one point?"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEWEST_ANSWERS = 30
_RIDGE = 1e-4
_ROUNDS = 60
_EXACT = 1e-6
_HALVINGS = 12
_GRID = 200
_FINER = 20

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Doses:
    """Bins that hold answers, by rising dose. place: the dose, or log(1 + dose), from 0 (lowest) to 1 (highest).

    n, hits: as many as are independent of each other.
    """

    dose: Numbers
    n: Numbers
    hits: Numbers
    place: Numbers
    to_dose: Callable[[ArrayLike], Numbers]
    to_place: Callable[[float], float]

    def at(self, share: float, *, beyond: float = -1.0) -> float:
        """Place of the dose that this share of the answers (of those beyond a place) do not exceed."""
        is_meant = self.place > beyond
        reached = np.cumsum(self.n[is_meant]) >= share * self.n[is_meant].sum() * (1 - 1e-12)
        return float(self.place[is_meant][reached.argmax()])


@dataclass(frozen=True)
class Hinges:
    """Best fit for each possible point: logit of the share up to it, slope beyond it, minus twice log-likelihood."""

    point: Numbers
    level: Numbers
    slope: Numbers
    deviance: Numbers


def read_doses(
    dose: ArrayLike, n: ArrayLike, hits: ArrayLike, *, is_log: bool, design_effect: float = 1.0
) -> Doses | None:
    """The bins that hold answers, those of the same dose put together; None where there is nothing to fit.

    design_effect: how many answers count as one, where customers answer several times.
    """
    amounts, number, hit = (np.asarray(given, dtype=float).ravel() for given in (dose, n, hits))
    if not amounts.size == number.size == hit.size or not np.all((hit >= 0) & (hit <= number)):
        raise ValueError("dose, n and hits must have the same length, with 0 <= hits <= n")
    if not design_effect >= 1:
        raise ValueError(f"a design effect is at least 1, not {design_effect}")
    if not np.all(np.isfinite(amounts) & (amounts > (-1 if is_log else -np.inf))):
        raise ValueError("doses must be finite, and above -1 for a logarithmic scale")
    different, which = np.unique(amounts[number > 0], return_inverse=True)
    number, hit = (
        np.asarray(np.bincount(which, given[number > 0], different.size), dtype=np.float64) / design_effect
        for given in (number, hit)
    )
    if different.size < 2 or number.sum() < FEWEST_ANSWERS or not 0 < hit.sum() < number.sum():
        return None
    scaled = np.log1p(different) if is_log else different
    lowest, width = scaled[0], scaled[-1] - scaled[0]

    def to_dose(place: ArrayLike) -> Numbers:
        back = lowest + width * np.asarray(place, dtype=float)
        return np.clip(np.expm1(back) if is_log else back, different[0], different[-1])

    def to_place(dose: float) -> float:
        return float(((math.log1p(dose) if is_log else dose) - lowest) / width)

    place = (scaled - lowest) / width
    return Doses(dose=different, n=number, hits=hit, place=place, to_dose=to_dose, to_place=to_place)


def spline(place: Numbers, knots: Numbers) -> Numbers:
    """Columns of the restricted cubic spline: 1, the place, and for each knot but the last two a cubic.

    The cubics are 0 below their knot and straight beyond the last, scaled by the square of the width of the knots.
    With fewer than three knots there is none. Source: Harrell 2001, Regression Modeling Strategies, 2.4.4.
    """
    columns = [np.ones_like(place), place]
    if knots.size >= 3:
        last, before = knots[-1], knots[-2]
        for knot in knots[:-2]:
            bent = _cubed(place - knot)
            bent -= _cubed(place - before) * (last - knot) / (last - before)
            bent += _cubed(place - last) * (before - knot) / (last - before)
            columns.append(bent / (last - knots[0]) ** 2)
    return np.column_stack(columns)


def fit_logistic(basis: Numbers, n: Numbers, hits: Numbers, *, ridge: float = _RIDGE) -> tuple[Numbers, Numbers]:
    """Coefficients and their covariance by iteratively reweighted least squares.

    basis: one row per bin, the constant first. All other columns carry a ridge of so many times their variance. That of
    1e-4 changes nothing visible but keeps them finite where a dose parts hits from misses without exception; that of 1
    expects effects of about 1 in the logit for a change of one standard deviation, and draws larger ones in.
    Source: McCullagh and Nelder 1989, Generalized Linear Models, 4.4; le Cessie and van Houwelingen 1992 (ridge).
    """
    share = n / n.sum()
    penalty = np.diag(ridge * (share @ basis**2 - (share @ basis) ** 2))
    overall = hits.sum() / n.sum()
    coefficients = np.zeros(basis.shape[1])
    coefficients[0] = math.log(overall / (1 - overall))

    def penalised(given: Numbers) -> float:
        logit = basis @ given
        return float(hits @ logit - n @ np.logaddexp(0.0, logit) - given @ penalty @ given / 2)

    best = penalised(coefficients)
    for _ in range(_ROUNDS):
        fitted = expit(basis @ coefficients)
        information = basis.T @ (basis * (n * fitted * (1 - fitted))[:, np.newaxis]) + penalty
        step = np.linalg.lstsq(information, basis.T @ (hits - n * fitted) - penalty @ coefficients, rcond=None)[0]
        while penalised(coefficients + step) < best - 1e-9 and np.abs(step).max() > 1e-9:
            step = step / 2
        coefficients = coefficients + step
        best = penalised(coefficients)
        if np.abs(step).max() < 1e-9:
            break
    fitted = expit(basis @ coefficients)
    information = basis.T @ (basis * (n * fitted * (1 - fitted))[:, np.newaxis]) + penalty
    return coefficients, np.asarray(np.linalg.pinv(information, hermitian=True), dtype=np.float64)


def share_deviance(logit: Numbers, doses: Doses) -> Numbers:
    """Minus twice the log-likelihood of the shares with these logits (last axis: bins), without its constant part."""
    return np.asarray(-2 * (logit @ doses.hits - np.logaddexp(0.0, logit) @ doses.n), dtype=np.float64)


def constant_deviance(doses: Doses) -> float:
    """The same of one share for all doses."""
    overall = doses.hits.sum() / doses.n.sum()
    return float(share_deviance(np.full(doses.n.size, math.log(overall / (1 - overall))), doses))


def expit(logit: Numbers) -> Numbers:
    """Shares with these logits."""
    return np.asarray(0.5 * (1 + np.tanh(logit / 2)), dtype=np.float64)


def fit_hinges(doses: Doses, points: Numbers) -> Hinges:
    """Shares that are flat up to a point and straight along the dose beyond it, for every point given (0 to 1).

    Newton's method for all points at once; a step that does not improve is halved.
    """
    beyond = np.maximum(doses.place - points[:, np.newaxis], 0.0)
    overall = doses.hits.sum() / doses.n.sum()
    both = np.zeros((points.size, 2))
    both[:, 0] = math.log(overall / (1 - overall))
    deviance = np.full(points.size, constant_deviance(doses))
    open_rows = np.arange(points.size)
    for _ in range(_ROUNDS):
        rows, now = beyond[open_rows], both[open_rows]
        step = _newton_step(doses, rows, _line(now, rows))
        for _ in range(_HALVINGS):
            new = share_deviance(_line(now + step, rows), doses)
            is_worse = new > deviance[open_rows]
            if not is_worse.any():
                break
            step = np.where(is_worse[:, np.newaxis], step / 2, step)
        gain = np.where(is_worse, 0.0, deviance[open_rows] - new)
        both[open_rows] = np.where(is_worse[:, np.newaxis], now, now + step)
        deviance[open_rows] -= gain
        open_rows = open_rows[gain >= _EXACT]
        if not open_rows.size:
            break
    return Hinges(point=points, level=both[:, 0], slope=both[:, 1], deviance=deviance)


def hinges_along(doses: Doses) -> tuple[Hinges, Hinges]:
    """Fits for a grid of points from the lowest dose to the highest; and for ever finer points around the best."""
    grid = fit_hinges(doses, np.linspace(0, 1, _GRID, endpoint=False))
    finer, step = grid, 1 / _GRID
    for _ in range(2):
        middle = float(finer.point[finer.deviance.argmin()])
        finer = fit_hinges(doses, np.linspace(max(0.0, middle - step), min(1 - step / 9, middle + step), _FINER + 1))
        step /= _FINER / 2
    return grid, finer


def _newton_step(doses: Doses, beyond: Numbers, logit: Numbers) -> Numbers:
    """Change of level and slope for each point (row)."""
    fitted = expit(logit)
    weight, left = doses.n * fitted * (1 - fitted), doses.hits - doses.n * fitted
    tilted = weight * beyond
    a, b, c = weight.sum(axis=1) + 1e-9, tilted.sum(axis=1), (tilted * beyond).sum(axis=1) + 1e-9
    first, second = left.sum(axis=1), (left * beyond).sum(axis=1)
    return np.column_stack([c * first - b * second, a * second - b * first]) / (a * c - b**2)[:, np.newaxis]


def _line(both: Numbers, beyond: Numbers) -> Numbers:
    return np.asarray(both[:, :1] + both[:, 1:] * beyond, dtype=np.float64)


def _cubed(values: Numbers) -> Numbers:
    return np.maximum(values, 0.0) ** 3
