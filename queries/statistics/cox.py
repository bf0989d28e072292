"""How does the rate of leaving go with what changes over a customer's time, such as the quality of recent support?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.intervals import Estimate, normal_quantile
from queries.statistics.thin import model_size

_JUST_AFTER = 1e-6

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class CoxTerm:
    """One covariate: its log hazard ratio per unit with its standard error, the hazard ratio, and p of no association."""

    name: str
    coefficient: float
    error: float
    ratio: Estimate
    p_value: float


@dataclass(frozen=True)
class Cox:
    """A fitted proportional hazards model. events: customers lost; customers, rows: with anybody at risk at an event."""

    terms: tuple[CoxTerm, ...]
    log_likelihood: float
    events: int
    customers: int
    rows: int

    def term(self, name: str) -> CoxTerm:
        """The term of this name. Raises KeyError where there is none."""
        return {term.name: term for term in self.terms}[name]


def cox(
    entry: ArrayLike,
    exit: ArrayLike,
    is_lost: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    *,
    customer: ArrayLike | None = None,
    ties: Literal["efron", "breslow"] = "efron",
    confidence: float = 0.95,
) -> Cox | None:
    """Proportional hazards model of start-stop rows, with late entry, and errors clustered by customer.

    One row per customer and stretch of time with the same covariates: at risk after entry, up to and with exit; is_lost
    at its end. A covariate may only say what was known at the entry of the row; give a customer's later state rows of
    its own. Taken as if known from the start ("ever had …"), it would reward those who lived to have it.
    customer: whose row it is; with it the errors allow for rows of one customer being alike (sandwich), without it they
    are those of the model. Keep rows to some 100,000: of more customers, draw some.
    None below 5 events per covariate, or where covariates are constant or follow from each other.
    Source: Cox 1972, Journal of the Royal Statistical Society B 34, 187-220; Andersen and Gill 1982, Annals of
    Statistics 10, 1100-1120 (start-stop); Efron 1977 (ties); Lin and Wei 1989, Journal of the American Statistical
    Association 84, 1074-1078 (sandwich, with Breslow's increments). Raises ValueError for arrays of different lengths,
    values that are not finite, rows without length, or no covariate.
    """
    z = normal_quantile(confidence)
    start, end = np.asarray(entry, dtype=float).ravel(), np.asarray(exit, dtype=float).ravel()
    lost = np.asarray(is_lost, dtype=bool).ravel()
    if not covariates:
        raise ValueError("a model needs at least one covariate")
    x = np.column_stack([np.asarray(one, dtype=float).ravel() for one in covariates.values()])
    who = np.arange(start.size) if customer is None else np.unique(np.asarray(customer), return_inverse=True)[1]
    if not start.size == end.size == lost.size == x.shape[0] == who.size:
        raise ValueError("entry, exit, is_lost, customer and covariates must have the same length")
    if not (np.all(np.isfinite(start)) and np.all(np.isfinite(end)) and np.all(np.isfinite(x)) and np.all(end > start)):
        raise ValueError("rows must be finite and end after they begin")
    # Rows that were at risk at no event say nothing, and would make the clustered errors nan.
    times = np.unique(end[lost])
    says = np.searchsorted(times, end, side="right") > np.searchsorted(times, start, side="right")
    start, end, lost, x, who = start[says], end[says], lost[says], x[says], who[says]
    events, size = int(lost.sum()), x.shape[1]
    if model_size(events, full=size, core=size) == "refuse" or np.linalg.matrix_rank(x - x.mean(axis=0)) < size:
        return None
    coefficients, covariance, likelihood = _fit(start, end, lost, x, ties=ties)
    if customer is not None:
        scores = _score_residuals(start, end, lost, x, coefficients)
        clusters = np.zeros((int(who.max()) + 1, size))
        np.add.at(clusters, who, scores)
        covariance = covariance @ (clusters.T @ clusters) @ covariance
    errors = np.sqrt(np.diag(covariance))
    terms = [_term(name, float(b), float(e), z) for name, b, e in zip(covariates, coefficients, errors, strict=True)]
    return Cox(tuple(terms), likelihood, events, customers=np.unique(who).size, rows=start.size)


def _fit(
    start: Numbers, end: Numbers, lost: NDArray[np.bool_], x: Numbers, *, ties: str
) -> tuple[Numbers, Numbers, float]:
    """Coefficients, their covariance and the log-likelihood, by statsmodels.

    It takes who enters at a time as at risk at that time; so entries are moved to just after it.
    """
    from statsmodels.duration.hazard_regression import PHReg

    entry = np.minimum(start + _JUST_AFTER, (start + end) / 2)
    scale = x.std(axis=0)  # of unit spread, for Newton's method to arrive from 0
    found = PHReg(end, (x - x.mean(axis=0)) / scale, status=lost.astype(int), entry=entry, ties=ties).fit()
    covariance = np.asarray(found.cov_params(), dtype=np.float64) / np.outer(scale, scale)
    return np.asarray(found.params, dtype=np.float64) / scale, covariance, float(found.llf)


def _score_residuals(
    start: Numbers, end: Numbers, lost: NDArray[np.bool_], x: Numbers, coefficients: Numbers
) -> Numbers:
    """What each row adds to the slope of the log-likelihood: its event, less the events expected of it meanwhile."""
    times, events = np.unique(end[lost], return_counts=True)
    first = np.searchsorted(times, start, side="right")  # the first event that the row is at risk of, and the one after
    after = np.searchsorted(times, end, side="right")  # its last
    weight = np.exp((x - x.mean(axis=0)) @ coefficients)[:, np.newaxis]
    sums = []
    for values in (weight, weight * x):
        change = np.zeros((times.size + 1, values.shape[1]))
        np.add.at(change, first, values)
        np.add.at(change, after, -values)
        sums.append(np.cumsum(change, axis=0)[:-1])
    mean = sums[1] / sums[0]
    increment = events[:, np.newaxis] / sums[0]
    hazard, moved = (
        np.concatenate([np.zeros((1, one.shape[1])), np.cumsum(one, axis=0)]) for one in (increment, mean * increment)
    )
    expected = weight * (x * (hazard[after] - hazard[first]) - (moved[after] - moved[first]))
    own = np.where(lost[:, np.newaxis], x - mean[np.minimum(after - 1, times.size - 1)], 0.0)
    return np.asarray(own - expected, dtype=np.float64)


def _term(name: str, coefficient: float, error: float, z: float) -> CoxTerm:
    ends = (float(np.exp(np.clip(coefficient + side * z * error, -700, 700))) for side in (0, -1, 1))
    p_value = math.erfc(abs(coefficient) / error / math.sqrt(2)) if error > 0 else math.nan
    return CoxTerm(name, coefficient, error, ratio=Estimate(*ends), p_value=p_value)
