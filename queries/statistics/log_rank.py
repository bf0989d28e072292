"""Do groups lose their customers at the same rate, over the whole time that they were watched?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queries.statistics.risk_sets import RiskSets, numbers_at_risk

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class LogRank:
    """The log-rank test: p_value of no difference at any time; observed and expected events of each group.

    statistic: chi-squared with `degrees` degrees of freedom.
    """

    statistic: float
    degrees: int
    p_value: float
    observed: Numbers
    expected: Numbers


def log_rank(groups: Sequence[RiskSets]) -> LogRank | None:
    """Whether events of all reasons together come at the same rate in every group, late entries allowed.

    Each group is compared with what it would lose if all had one rate at every time; unlike the difference at one
    time, no time need be chosen. The p-value leans on about 10 events in each group: ask `thin.can_compare` first.
    None below two groups that had anybody at risk when an event happened, or without any event that could tell them
    apart. Source: Mantel 1966, Cancer Chemotherapy Reports 50, 163-170; Peto and Peto 1972, Journal of the Royal
    Statistical Society A 135, 185-207.
    """
    from scipy.special import chdtrc

    if not groups:
        return None
    times = np.unique(np.concatenate([group.time[group.all_events > 0] for group in groups]))
    at_risk = np.stack([numbers_at_risk(group, times) for group in groups])
    events = np.stack([_events_at(group, times) for group in groups])
    total, lost = at_risk.sum(axis=0), events.sum(axis=0)
    expected = (at_risk * (lost / total)).sum(axis=1)
    # Whoever is the only one left is expected to be the one who leaves.
    rate = np.divide(lost * (total - lost), total - 1, out=np.zeros(times.size), where=total > 1)
    share = at_risk / total
    variance = np.diag((share * rate).sum(axis=1)) - (share * rate) @ share.T
    gap = events.sum(axis=1) - expected
    is_seen = np.diag(variance) > 1e-12
    degrees = int(is_seen.sum()) - 1
    if degrees < 1:
        return None
    inside = np.flatnonzero(is_seen)
    inverse = np.linalg.pinv(variance[np.ix_(inside, inside)], rcond=1e-10, hermitian=True)
    statistic = float(gap[inside] @ inverse @ gap[inside])
    return LogRank(
        statistic, degrees, float(chdtrc(degrees, statistic)), observed=events.sum(axis=1), expected=expected
    )


def _events_at(group: RiskSets, times: Numbers) -> Numbers:
    found = np.zeros(times.size)
    is_event = group.all_events > 0
    found[np.searchsorted(times, group.time[is_event])] = group.all_events[is_event]
    return found
