"""Which share was lost by each time for each reason, when a customer can be lost for one reason only?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queries.statistics.intervals import Estimate, normal_quantile, wilson
from queries.statistics.risk_sets import RiskSets, watched_until
from queries.statistics.thin import FEWEST_AT_RISK

_ROUNDING = 1e-12

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class CumulativeIncidence:
    """Share lost up to each time (one entry per time with an event, ascending), for each reason; 0 before the first.

    At every time the shares of all reasons and the survival add up to 1. share, low, high, error (standard error) by
    reason, 0 to 1; the limits are nan as long as the share is 0. at_risk: just before each time. until: the time to
    which the curves may be drawn. n: came into view in all.
    """

    time: Numbers
    at_risk: Numbers
    survival: Numbers
    share: Mapping[str, Numbers]
    error: Mapping[str, Numbers]
    low: Mapping[str, Numbers]
    high: Mapping[str, Numbers]
    until: float
    n: float


def cumulative_incidence(
    sets: RiskSets, *, fewest: float = FEWEST_AT_RISK, confidence: float = 0.95
) -> CumulativeIncidence:
    """Shares lost to each reason, the others being no censoring but ends of their own (Aalen-Johansen).

    A curve per reason from Kaplan-Meier, with the other reasons censored, would be too high: who has left for one
    reason cannot leave for another. The curves end where fewer than `fewest` are at risk for the first time. Limits
    are log-log with the delta-method variance, which without censoring is that of a plain share.
    Source: Aalen and Johansen 1978, Scandinavian Journal of Statistics 5, 141-150; Choudhury 2002, Statistics in
    Medicine 21, 1129-1144 (interval). Raises ValueError for fewest below 1.
    """
    if not fewest >= 1:
        raise ValueError(f"curves need at least one at risk, not {fewest}")
    z = normal_quantile(confidence)
    until = watched_until(sets, fewest)
    happened = (sets.all_events > 0) & (sets.time <= (-1.0 if until is None else until))
    at_risk, lost = sets.at_risk[happened], sets.all_events[happened]
    survival = np.cumprod(1 - lost / at_risk, dtype=float)
    before = np.concatenate([[1.0], survival[:-1]])[: survival.size]
    events = {reason: counts[happened] for reason, counts in sets.events.items()}
    share = {reason: np.cumsum(before * counts / at_risk) for reason, counts in events.items()}
    error = {
        reason: _error(share[reason], before, at_risk=at_risk, lost=lost, events=counts)
        for reason, counts in events.items()
    }
    limits = {reason: _log_log(share[reason], error[reason], z) for reason in events}
    return CumulativeIncidence(
        time=sets.time[happened],
        at_risk=at_risk,
        survival=survival,
        share=share,
        error=error,
        low={reason: low for reason, (low, _) in limits.items()},
        high={reason: high for reason, (_, high) in limits.items()},
        until=until or 0.0,
        n=sets.n,
    )


def lost_at(
    incidence: CumulativeIncidence, times: Sequence[float], *, confidence: float = 0.95
) -> dict[str, list[Estimate | None]]:
    """Share lost for each reason by each of the times; None beyond the end of the curves.

    confidence: that of the curves. As long as nobody was lost for a reason, or once all were, the interval is the
    score interval of as many as were at risk at the last event of any reason, or of n where there was none.
    """
    found: dict[str, list[Estimate | None]] = {}
    for reason, share in incidence.share.items():
        found[reason] = []
        for time in times:
            place = int(np.searchsorted(incidence.time, time, side="right")) - 1
            if not 0 <= time <= incidence.until or not incidence.n:
                found[reason].append(None)
                continue
            value = float(share[place]) if place >= 0 else 0.0
            if 0 < value < 1 - _ROUNDING:
                ends = (float(side[reason][place]) for side in (incidence.low, incidence.high))
                found[reason].append(Estimate(value, *ends))
                continue
            seen = float(incidence.at_risk[place]) if place >= 0 else incidence.n
            edge = wilson(round(value) * seen, seen, confidence=confidence)
            assert edge is not None
            found[reason].append(Estimate(float(round(value)), edge.low, edge.high))
    return found


def _error(share: Numbers, before: Numbers, *, at_risk: Numbers, lost: Numbers, events: Numbers) -> Numbers:
    """Standard error of the share at each time, by running sums of the three parts of its variance."""
    left = at_risk - lost
    rate = np.divide(lost, at_risk * left, out=np.zeros(left.size), where=left > 0)
    own = before**2 * events * (at_risk - events) / at_risk**3
    both = before * events / at_risk**2
    spread = share**2 * np.cumsum(rate) - 2 * share * np.cumsum(rate * share) + np.cumsum(rate * share**2)
    variance = spread + np.cumsum(own) - 2 * (share * np.cumsum(both) - np.cumsum(both * share))
    return np.sqrt(np.maximum(variance, 0.0))


def _log_log(share: Numbers, error: Numbers, z: float) -> tuple[Numbers, Numbers]:
    is_defined = (share > 0) & (share < 1 - _ROUNDING)
    inner = np.where(is_defined, share, 0.5)
    factor = np.exp(z * error / (inner * np.abs(np.log(inner))))
    low, high = inner**factor, inner ** (1 / factor)
    edge = np.where(share > 0, 1.0, np.nan)  # all were lost for this reason: the upper limit is 1, the lower not known
    return np.where(is_defined, low, np.nan), np.where(is_defined, high, edge)
