"""Which groups differ from the rest, and which only seem to? Values shrunken toward the usual, with their intervals."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from queries.metrics.metric import Metric
from queries.statistics.shrinkage import Shrunken, groups_that_differ, shrink_means, shrink_rates

Numbers = NDArray[np.float64]
Found = tuple[Numbers, Numbers, Numbers]

FEWEST = 5
_JOINING = 5.0
_WIDTH = 2 * 1.959964  # standard errors in a 95 % interval


def compare(metric: Metric, groups: pd.DataFrame, *, overall: float, value: str = "") -> pd.DataFrame:
    """One row per group with at least 5: bucket, n, raw, value (shrunken), low, high, standing; in the metric's unit.

    groups: the answer to the metric by a dimension. Shares are shrunken by the beta-binomial, means and net scores
    (shapes mean and score) by the normal model with their standard errors, durations by their log median (or the
    quantile named by `value`) with the error that its order-statistics interval gives. No rows where there is no
    group, or no group whose error can be told.
    standing: above, below or not distinguishable from `overall`.
    """
    column = value or metric.value
    rows = groups[(groups["n"] >= FEWEST) & groups[column].notna()].reset_index(drop=True)
    empty = pd.DataFrame(columns=["bucket", "n", "raw", "value", "low", "high", "standing"])
    if rows.empty:
        return empty
    raw = rows[column].to_numpy(dtype="float64")
    found: Found | None
    if metric.unit == "share":
        found = _limits(shrink_rates(rows["numerator"].to_numpy(), rows["n"].to_numpy()))
    elif metric.shape == "mean":
        found = _limits(shrink_means(raw, _errors_of_means(rows)))
    elif metric.shape == "score":
        found = _limits(shrink_means(raw, _errors_of_scores(rows)), lowest=-100.0, highest=100.0)
    else:
        found = _durations(raw, rows[f"{column}_low"], rows[f"{column}_high"])
    if found is None:
        return empty
    middle, low, high = found
    standing = groups_that_differ(low, high, overall=overall)
    columns = {"raw": raw, "value": middle, "low": low, "high": high, "standing": standing}
    return pd.DataFrame({"bucket": rows["bucket"], "n": rows["n"], **columns})


def _limits(shrunken: Shrunken | None, *, lowest: float = -math.inf, highest: float = math.inf) -> Found | None:
    if shrunken is None:
        return None
    middle, low, high = (np.clip(found, lowest, highest) for found in (shrunken.value, shrunken.low, shrunken.high))
    return middle, low, high


def _errors_of_means(rows: pd.DataFrame) -> Numbers:
    """Standard errors; nan where no group's values differ."""
    n, deviation = (rows[name].to_numpy(dtype="float64") for name in ("n", "standard_deviation"))
    return np.asarray(np.sqrt(moderated(np.nan_to_num(deviation) ** 2, n - 1) / n), dtype=np.float64)


def _errors_of_scores(rows: pd.DataFrame) -> Numbers:
    """Standard errors of net scores in points; three answers added, as in `nps`, keep them above 0 where all agree.

    Source: Rocks 2016, The American Statistician 70, 365-372.
    """
    promoters, detractors, n = (rows[name].to_numpy(dtype="float64") for name in ("promoters", "detractors", "n"))
    promoting, detracting = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    variance = moderated(promoting + detracting - (promoting - detracting) ** 2, n)
    return np.asarray(100 * np.sqrt(variance / n), dtype=np.float64)


def moderated(variances: Numbers, weights: Numbers) -> Numbers:
    """Each group's variance, joined by the one usual within groups as if from 5 more of its values.

    Without it a few values that happen to be alike, or all the same, pass for certainty. nan where all are 0.
    Source: Smyth 2004, Statistical Applications in Genetics and Molecular Biology 3, article 3.
    """
    usual = (variances * weights).sum() / weights.sum()
    joined = (variances * weights + _JOINING * usual) / (weights + _JOINING)
    return np.asarray(joined if usual > 0 else np.full(variances.size, math.nan), dtype=np.float64)


def _durations(raw: Numbers, low: pd.Series, high: pd.Series) -> Found | None:
    ends = [np.log1p(end.to_numpy(dtype="float64")) for end in (low, high)]
    errors = (ends[1] - ends[0]) / _WIDTH
    is_known = np.isfinite(errors) & (errors > 0)
    shrunken = shrink_means(np.where(is_known, np.log1p(raw), math.nan), np.where(is_known, errors, math.nan))
    if shrunken is None:
        return None
    return np.expm1(shrunken.value), np.expm1(shrunken.low), np.expm1(shrunken.high)
