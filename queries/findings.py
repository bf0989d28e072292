"""What is the one thing to look at this week? The group whose share of good outcomes fell most, beyond chance."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from queries.metrics.metric import Metric
from queries.statistics.intervals import newcombe_difference
from queries.statistics.multiplicity import benjamini_hochberg, two_proportions_p

FEWEST = 20  # groups with fewer in the week are not compared: they would win by chance
CHANCE = 0.05


@dataclass(frozen=True)
class Finding:
    """A group that got worse: its share now and before, the difference with its 95 % interval, and what it amounts to.

    extra: tickets (or ratings) of these weeks that went worse than they would have at the earlier share.
    """

    metric: Metric
    dimension: str
    group: str | None
    share: float
    usual: float
    n: int
    low: float
    high: float
    extra: float
    is_hit_bad: bool
    weeks: int


def one_thing(changes: Mapping[tuple[Metric, str, int], pd.DataFrame]) -> Finding | None:
    """The group with the most tickets a week gone worse than before, beyond chance; None when nothing stands apart.

    changes: for (metric with a share, dimension, weeks that are compared with those before) the answer to its shape `changes`: bucket, n_before, n_after,
    numerator_before, numerator_after. The p-values of all comparisons together are corrected by Benjamini-Hochberg.
    """
    candidates: list[Finding] = []
    p_values: list[float] = []
    for (metric, dimension, weeks), frame in changes.items():
        for row in frame[(frame["n_after"] >= FEWEST) & (frame["n_before"] >= FEWEST)].itertuples():
            found, p = _compare(metric, dimension, weeks, row)
            candidates.append(found)
            p_values.append(p)
    if not candidates:
        return None
    adjusted = benjamini_hochberg(np.array(p_values))
    worse = [one for one, p in zip(candidates, adjusted, strict=True) if p <= CHANCE and one.extra > 0]
    return max(worse, key=lambda one: one.extra / one.weeks, default=None)


def _compare(metric: Metric, dimension: str, weeks: int, row: object) -> tuple[Finding, float]:
    after, n_after = int(row.numerator_after), int(row.n_after)  # type: ignore[attr-defined]
    before, n_before = int(row.numerator_before), int(row.n_before)  # type: ignore[attr-defined]
    difference = newcombe_difference(after, n_after, other_successes=before, other_n=n_before)
    p = two_proportions_p(after, n_after, other_successes=before, other_n=n_before)
    assert difference is not None
    is_hit_bad = metric.better == "lower"
    lost = difference.value if is_hit_bad else -difference.value
    group = row.bucket  # type: ignore[attr-defined]
    finding = Finding(
        metric=metric,
        dimension=dimension,
        group=None if pd.isna(group) else str(group),
        share=after / n_after,
        usual=before / n_before,
        n=n_after,
        low=difference.low,
        high=difference.high,
        extra=lost * n_after,
        is_hit_bad=is_hit_bad,
        weeks=weeks,
    )
    return finding, 1.0 if p is None else p
