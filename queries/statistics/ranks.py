"""Do two things rise and fall together, by their ranks?"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.intervals import Estimate, normal_quantile

Numbers = NDArray[np.float64]


def rank_correlation(
    first: ArrayLike, other: ArrayLike, *, counts: ArrayLike | None = None, confidence: float = 0.95
) -> Estimate | None:
    """Spearman's rank correlation (-1 to 1) with its interval; equal values share their mean rank.

    counts: how many each pair stands for (default one). None below 4 pairs or where either is the same everywhere.
    Source: Spearman 1904; Bonett and Wright 2000, Psychometrika 65, 23-28 (interval). Raises ValueError for arrays of
    different lengths, values that are not finite, or negative counts.
    """
    z = normal_quantile(confidence)
    one, two = (np.asarray(given, dtype=float).ravel() for given in (first, other))
    count = np.ones(one.size) if counts is None else np.asarray(counts, dtype=float).ravel()
    if not one.size == two.size == count.size:
        raise ValueError("both values and the counts must have the same length")
    if not (np.all(np.isfinite(one)) and np.all(np.isfinite(two)) and np.all(count >= 0)):
        raise ValueError("values must be finite, and counts >= 0")
    one, two, count = (given[count > 0] for given in (one, two, count))
    n = float(count.sum())
    if n < 4 or np.unique(one).size < 2 or np.unique(two).size < 2:
        return None
    ranks = [_ranks(given, count) - (n + 1) / 2 for given in (one, two)]
    spread = [float(count @ rank**2) for rank in ranks]
    value = float(count @ (ranks[0] * ranks[1])) / math.sqrt(spread[0] * spread[1])
    value = max(-1.0, min(1.0, value))
    if abs(value) == 1:
        return Estimate(value, value, value)
    half_width = z * math.sqrt((1 + value**2 / 2) / (n - 3))
    centre = math.atanh(value)
    return Estimate(value, low=math.tanh(centre - half_width), high=math.tanh(centre + half_width))


def _ranks(values: Numbers, counts: Numbers) -> Numbers:
    """Mean rank of each value among all that the counts stand for; the smallest is 1."""
    _, place = np.unique(values, return_inverse=True)
    held = np.bincount(place, weights=counts)
    return np.asarray((np.cumsum(held) - (held - 1) / 2)[place], dtype=np.float64)
