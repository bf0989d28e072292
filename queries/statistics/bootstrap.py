"""How much would a figure vary if the firm had met other customers of the same kinds?"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.intervals import Estimate, normal_quantile

Numbers = NDArray[np.float64]
DRAWS = 500
_MOST_AT_ONCE = 2_000_000


def draw_counts(counts: ArrayLike, *, draws: int = DRAWS, seed: int = 0) -> Iterator[Numbers]:
    """Customers of each kind when as many are drawn with replacement: blocks of rows (draws x kinds).

    counts: whole customers of each kind, alike within a kind. This is the bootstrap by customer exactly, without a row
    per customer. It comes in blocks so that many kinds need little memory; the same seed gives the same draws.
    Source: Efron 1979, Annals of Statistics 7, 1-26. Raises ValueError for counts that are not whole numbers >= 0.
    """
    count = np.asarray(counts, dtype=float).ravel()
    if not np.all((count >= 0) & (count == np.floor(count)) & np.isfinite(count)):
        raise ValueError("customers of each kind must be whole numbers >= 0")
    total = count.sum()
    chance = count / total if total else np.zeros(count.size)
    random = np.random.default_rng(seed)
    block = max(1, _MOST_AT_ONCE // max(1, count.size))
    for start in range(0, draws, block):
        rows = min(block, draws - start)
        if total:
            yield random.multinomial(int(total), chance, size=rows).astype(np.float64)
        else:
            yield np.zeros((rows, count.size))


def percentile_interval(value: float, drawn: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """The value with the percentiles of its draws as limits, stretched to the value where needed; nan draws are left out.

    Source: Efron 1979; DiCiccio and Efron 1996, Statistical Science 11, 189-228. Raises ValueError without any draw.
    """
    normal_quantile(confidence)  # refuses a confidence outside 0 to 1
    draws = np.asarray(drawn, dtype=float).ravel()
    draws = draws[~np.isnan(draws)]
    if not draws.size:
        raise ValueError("an interval needs draws")
    low, high = np.quantile(draws, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(value=value, low=min(value, float(low)), high=max(value, float(high)))
