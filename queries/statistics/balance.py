"""How unlike are two groups of customers in what is known of them, before and after weighting?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from queries.statistics.cells import Factor, Flags, Levels, Numbers, added

if TYPE_CHECKING:
    import pandas as pd

LARGE = 0.1


def balance(
    factors: Sequence[Factor], customers: Numbers, weight: Numbers, *, in_first: Flags, in_second: Flags
) -> "pd.DataFrame":
    """One row per level of every factor, in their order, with the standardised difference of its share in two groups.

    customers, weight (of one customer), in_first and in_second (is the cell in that group): one entry per cell. Gives
    confounder, level, share_first, share_second (0 to 1, unweighted), before, after (differences first - second in
    standard deviations of the unweighted groups, so that both can be compared), was_flagged, is_flagged (more than 0.1
    either way). A level that everybody or nobody has differs by 0.
    Source: Austin and Stuart 2015, Statistics in Medicine 34, 3661-3679.
    """
    import pandas as pd

    groups = [np.flatnonzero(in_group) for in_group in (in_first, in_second)]
    parts = []
    for factor in factors:
        first, second = (_shares(factor, customers, rows) for rows in groups)
        weighted_first, weighted_second = (_shares(factor, customers * weight, rows) for rows in groups)
        deviation = np.sqrt((first * (1 - first) + second * (1 - second)) / 2)
        parts.append(
            {
                "confounder": [factor.name] * len(factor.levels),
                "level": list(factor.levels),
                "share_first": first,
                "share_second": second,
                "before": _standardised(first - second, deviation),
                "after": _standardised(weighted_first - weighted_second, deviation),
            }
        )
    columns = ("confounder", "level", "share_first", "share_second", "before", "after")
    empty: list[Numbers] = [np.zeros(0)]
    found = pd.DataFrame({name: np.concatenate([part[name] for part in parts] or empty) for name in columns})
    return found.astype({"confounder": "str", "level": "str"}).assign(
        was_flagged=found["before"].abs() > LARGE, is_flagged=found["after"].abs() > LARGE
    )


def _shares(factor: Factor, customers: Numbers, rows: Levels) -> Numbers:
    count = added(customers[rows], factor.codes[rows], len(factor.levels))
    return np.asarray(count / max(count.sum(), 1e-12), dtype=np.float64)


def _standardised(difference: Numbers, deviation: Numbers) -> Numbers:
    return np.divide(difference, deviation, out=np.zeros_like(difference), where=deviation > 0)
