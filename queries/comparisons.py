"""Which groups differ from the rest, and which only seem to? Values shrunken toward the usual, with their intervals."""

import math

import numpy as np
import pandas as pd

from queries.metrics.metric import Metric
from queries.statistics.shrinkage import Shrunken, groups_that_differ, shrink_means, shrink_rates

FEWEST = 5
_WIDTH = 2 * 1.959964  # standard errors in a 95 % interval


def compare(metric: Metric, groups: pd.DataFrame, *, overall: float, value: str = "") -> pd.DataFrame:
    """One row per group with at least 5: bucket, n, raw, value (shrunken), low, high, standing; in the metric's unit.

    groups: the answer to the metric by a dimension. Shares are shrunken by the beta-binomial, durations by their log
    median (or the quantile named by `value`) with the error that its order-statistics interval gives.
    standing: above, below or not distinguishable from `overall`.
    """
    column = value or metric.value
    rows = groups[(groups["n"] >= FEWEST) & groups[column].notna()].reset_index(drop=True)
    empty = pd.DataFrame(columns=["bucket", "n", "raw", "value", "low", "high", "standing"])
    if rows.empty:
        return empty
    raw = rows[column].to_numpy(dtype="float64")
    shrunken: Shrunken | None
    if metric.unit == "share":
        shrunken = shrink_rates(rows["numerator"].to_numpy(), rows["n"].to_numpy())
        found = None if shrunken is None else (shrunken.value, shrunken.low, shrunken.high)
    else:
        found = _durations(raw, rows[f"{column}_low"], rows[f"{column}_high"])
    if found is None:
        return empty
    middle, low, high = found
    standing = groups_that_differ(low, high, overall=overall)
    columns = {"raw": raw, "value": middle, "low": low, "high": high, "standing": standing}
    return pd.DataFrame({"bucket": rows["bucket"], "n": rows["n"], **columns})


def _durations(raw: np.ndarray, low: pd.Series, high: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    ends = [np.log1p(end.to_numpy(dtype="float64")) for end in (low, high)]
    errors = (ends[1] - ends[0]) / _WIDTH
    is_known = np.isfinite(errors) & (errors > 0)
    shrunken = shrink_means(np.where(is_known, np.log1p(raw), math.nan), np.where(is_known, errors, math.nan))
    if shrunken is None:
        return None
    return np.expm1(shrunken.value), np.expm1(shrunken.low), np.expm1(shrunken.high)
