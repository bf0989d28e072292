"""How much of a change is each group's own, and how much is that the groups have changed in weight?"""

import pandas as pd

from queries.metrics.metric import Metric
from queries.periods import Period
from queries.statistics.mix import count_changes, rate_change

COLUMNS = ("bucket", "n", "performance", "mix")


def split(metric: Metric, frame: pd.DataFrame, *, now: Period, before: Period) -> pd.DataFrame:
    """The answer to the shape `changes` with two columns more: performance and mix, in the metric's own unit.

    Their sum over all groups is the whole change. Counts: the difference per group, with the earlier days brought to
    the length of the later ones, and no mix. Others: Kitagawa's symmetric split of a ratio of sums. No rows when there
    is nothing to compare.
    """
    table = frame.assign(n=frame["n_after"])
    if metric.unit == "count":
        found = count_changes(frame["n_before"] * now.days / before.days, frame["n_after"])
        return table.assign(performance=found.difference, mix=0.0)
    change = rate_change(
        numerator_before=frame["numerator_before"].fillna(0),
        denominator_before=frame["n_before"],
        numerator_after=frame["numerator_after"].fillna(0),
        denominator_after=frame["n_after"],
    )
    if change is None:
        return table.assign(performance=0.0, mix=0.0).head(0)
    return table.assign(performance=change.performance, mix=change.mix)
