"""Which of many comparisons still count after allowing for how many were made?"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.intervals import check_share


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p-values in the order given: call those at most 0.05 and the expected share of false calls is 5 %.

    Valid for independent and for positively dependent tests. nan (a test that could not be made) stays nan and is
    not counted among the tests. An empty array gives an empty array.
    Source: Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57, 289-300.
    Raises ValueError for values outside 0 to 1.
    """
    given = np.asarray(p_values, dtype=float).ravel()
    is_tested = ~np.isnan(given)
    tested = given[is_tested]
    if np.any((tested < 0) | (tested > 1)):
        raise ValueError("p-values must lie between 0 and 1")
    order = np.argsort(tested)
    stepped = tested[order] * (tested.size / np.arange(1, tested.size + 1))
    smallest_from_here = np.minimum.accumulate(stepped[::-1])[::-1]
    adjusted = np.empty_like(tested)
    adjusted[order] = smallest_from_here
    result = np.full(given.shape, np.nan)
    result[is_tested] = adjusted
    return result


def two_proportions_p(successes: float, n: float, *, other_successes: float, other_n: float) -> float | None:
    """Two-sided p-value of the score test that two independent shares are equal; None if either is of nothing.

    Pooled variance, no continuity correction: the same as Pearson's chi-squared of the two by two table. 1 when
    every trial in both had the same outcome. Too small where fewer than about 5 successes or failures are expected.
    Source: Pearson 1900; Agresti 2013, Categorical Data Analysis, 3.2. Raises ValueError unless 0 <= successes <= n.
    """
    check_share(successes, n)
    check_share(other_successes, other_n)
    if n == 0 or other_n == 0:
        return None
    pooled = (successes + other_successes) / (n + other_n)
    variance = pooled * (1 - pooled) * (1 / n + 1 / other_n)
    if variance <= 0:
        return 1.0
    z = (successes / n - other_successes / other_n) / math.sqrt(variance)
    return math.erfc(abs(z) / math.sqrt(2))


def groups_differ_p(successes: ArrayLike, n: ArrayLike) -> float | None:
    """p-value of Pearson's chi-squared test that all independent groups have one share; None below two groups.

    Groups without trials are passed over; 1 when every trial had the same outcome. For two groups it is that of
    `two_proportions_p`. Too small where fewer than about 5 successes or failures are expected in a group.
    Source: Pearson 1900; Agresti 2013, Categorical Data Analysis, 3.2. Raises ValueError unless 0 <= successes <= n.
    """
    from scipy.special import chdtrc

    hits, number = np.asarray(successes, dtype=float).ravel(), np.asarray(n, dtype=float).ravel()
    if hits.size != number.size or not np.all((hits >= 0) & (hits <= number)):
        raise ValueError("successes and n must have the same length, with 0 <= successes <= n")
    hits, number = hits[number > 0], number[number > 0]
    if number.size < 2:
        return None
    share = hits.sum() / number.sum()
    if share in (0, 1):
        return 1.0
    statistic = float(((hits - share * number) ** 2 / (number * share * (1 - share))).sum())
    return float(chdtrc(number.size - 1, statistic))
