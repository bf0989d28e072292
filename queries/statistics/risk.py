"""How likely is each customer to leave within the next months, and how good were such predictions in the past?

Each prediction is made as it would have been on its day: from customers whose outcome was known by then.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.logistic import expit, fit_logistic
from queries.statistics.thin import FEWEST_EVENTS, model_size

RIDGE = 1.0
FEWEST_MONTHS = 3

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Snapshots:
    """What was known of customers at the beginning of past months, and what became of them; one row per kind and month.

    month: whole numbers in order (0, 1, 2 … or any count of months); features: rows x features, those of the core
    first; n: customers; left: of them, those who left within the outcome's length.
    """

    month: NDArray[np.int64]
    features: Numbers
    n: Numbers
    left: Numbers


@dataclass(frozen=True)
class RiskModel:
    """Logit of the chance to leave: intercept plus coefficients times (features - centre) / scale.

    Features that the data do not carry have a coefficient of 0; used: how many features it has, from the first on.
    """

    intercept: float
    coefficients: Numbers
    centre: Numbers
    scale: Numbers
    used: int


@dataclass(frozen=True)
class Record:
    """Predictions for past months, each from the months before whose outcome was known, and the model for today.

    probability: of each row, nan for months that were not predicted; months: those that were, spaced so that no outcome
    counts twice. model: from all months, calibrated by the record where that has 20 who left.
    """

    probability: Numbers
    months: tuple[int, ...]
    model: RiskModel
    is_calibrated: bool


def snapshots(month: ArrayLike, features: ArrayLike, n: ArrayLike, left: ArrayLike) -> Snapshots:
    """Snapshots from arrays. Raises ValueError for different lengths, features that are not finite, months that are not
    whole numbers, or unless 0 <= left <= n."""
    when, known = np.asarray(month, dtype=float).ravel(), np.asarray(features, dtype=float)
    count, gone = np.asarray(n, dtype=float).ravel(), np.asarray(left, dtype=float).ravel()
    if known.ndim != 2 or not when.size == known.shape[0] == count.size == gone.size:
        raise ValueError("month, features (rows x features), n and left must have the same length")
    if not (np.all(np.isfinite(known)) and np.array_equal(when, np.floor(when))):
        raise ValueError("features must be finite, and months whole numbers")
    if not np.all((gone >= 0) & (gone <= count)):
        raise ValueError("every row needs 0 <= left <= n")
    return Snapshots(when.astype(np.int64), known, count, gone)


def fit_risk(features: Numbers, n: Numbers, left: Numbers, *, core: int | None = None) -> RiskModel | None:
    """Logistic regression with a ridge of 1 on features of unit spread, which keeps chances away from 0 and 1.

    core: how many features to keep, from the first on, where there are not 10 who left (or stayed, whichever are fewer)
    per feature; None where there are not even 5 per feature of the core (default: all features are the core).
    Source: le Cessie and van Houwelingen 1992, Applied Statistics 41, 191-201.
    """
    size = features.shape[1]
    kept = size if core is None else min(core, size)
    rarer = min(float(left.sum()), float((n - left).sum()))
    allowed = model_size(rarer, full=size, core=kept)
    if allowed == "refuse":
        return None
    used = size if allowed == "full" else kept
    share = n / n.sum()
    centre = share @ features
    spread = np.sqrt(np.maximum(share @ (features - centre) ** 2, 0.0))
    scale = np.where(spread > 1e-12, spread, 1.0)
    basis = np.concatenate([np.ones((n.size, 1)), ((features - centre) / scale)[:, :used]], axis=1)
    found, _ = fit_logistic(basis, n, left, ridge=RIDGE)
    coefficients = np.concatenate([found[1:], np.zeros(size - used)])
    return RiskModel(float(found[0]), coefficients, centre, scale, used=used)


def probability(model: RiskModel, features: ArrayLike) -> Numbers:
    """Chance to leave (0 to 1) for each row of features."""
    return expit(_logits(model, np.asarray(features, dtype=float)))


def contributions(model: RiskModel, features: ArrayLike) -> Numbers:
    """What each feature adds to the logit of each row, above that of a customer who is average in it: rows x features.

    The largest say why a customer is on the list; they say what goes with leaving, not what leads to it.
    """
    return (np.asarray(features, dtype=float) - model.centre) / model.scale * model.coefficients


def predict_forward(
    past: Snapshots, *, outcome_months: int = 3, tested: int = 8, core: int | None = None
) -> Record | None:
    """The record of predictions in time, and the model for today.

    outcome_months: how long the outcome takes; a month is predicted from months at least that much earlier, 3 of them
    or more, and the months predicted are that far apart, counted back from the last (at most `tested`). Each is
    calibrated by the predictions before it whose outcome was known: intercept and slope of the outcome on the logit,
    where 20 or more had left and as many stayed. None where the data do not carry a model (see `fit_risk`).
    Source: Platt 1999 (calibration by a logistic); Bergmeir and Benítez 2012, Information Sciences 191, 192-213
    (evaluation forward in time). Raises ValueError unless outcome_months and tested are >= 1.
    """
    if outcome_months < 1 or tested < 1:
        raise ValueError(f"needs outcome_months and tested >= 1, not {outcome_months} and {tested}")
    final = fit_risk(past.features, past.n, past.left, core=core) if past.n.sum() else None
    if final is None:
        return None
    last, first = int(past.month.max()), int(past.month.min())
    logits, chances, predicted = np.full(past.n.size, np.nan), np.full(past.n.size, np.nan), []
    for month in sorted(range(last, first, -outcome_months)[:tested]):
        known, now = past.month <= month - outcome_months, past.month == month
        if np.unique(past.month[known]).size < FEWEST_MONTHS or not now.any():
            continue
        model = fit_risk(past.features[known], past.n[known], past.left[known], core=core)
        if model is None:
            continue
        calibrated, _ = _calibrated(model, logits, past, is_known=known)
        logits[now], chances[now] = _logits(model, past.features[now]), probability(calibrated, past.features[now])
        predicted.append(month)
    model, is_calibrated = _calibrated(final, logits, past, is_known=np.ones(past.n.size, dtype=bool))
    return Record(chances, tuple(predicted), model, is_calibrated)


def _logits(model: RiskModel, features: Numbers) -> Numbers:
    return np.asarray(model.intercept + contributions(model, features).sum(axis=1), dtype=np.float64)


def _calibrated(
    model: RiskModel, logits: Numbers, past: Snapshots, *, is_known: NDArray[np.bool_]
) -> tuple[RiskModel, bool]:
    """The model with its logit moved and stretched as the predictions so far ask for, and whether there were enough."""
    used = is_known & ~np.isnan(logits) & (past.n > 0)
    left, kept = past.left[used].sum(), (past.n - past.left)[used].sum()
    if min(left, kept) < FEWEST_EVENTS or np.unique(logits[used]).size < 2:
        return model, False
    basis = np.column_stack([np.ones(int(used.sum())), logits[used]])
    (intercept, slope), _ = fit_logistic(basis, past.n[used], past.left[used])
    if slope <= 0:  # chances that were the wrong way round say nothing
        intercept, slope = np.log(left / kept), 0.0
    moved = float(intercept) + float(slope) * model.intercept
    return replace(model, intercept=moved, coefficients=float(slope) * model.coefficients), True
