"""How long does it take when some are still waiting: Kaplan-Meier curves, their quantiles, the share still there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.intervals import Estimate, normal_quantile, wilson
from queries.statistics.risk_sets import RiskSets, numbers_at_risk, risk_sets, watched_until
from queries.statistics.thin import FEWEST_AT_RISK

_ROUNDING = 1e-12  # a survival of exactly one half is a product of fractions, and may miss it by a rounding error


@dataclass(frozen=True)
class SurvivalCurve:
    """One entry per distinct time at which something happened, ascending; survival is 1 before the first.

    time in the unit of the durations; at_risk just before and events at that time; survival after it, with the
    limits low and high (nan once survival is 0, where the log-log interval is not defined); n counted in all.
    until: the time to which the curve may be drawn; beyond it too few are left, or nobody.
    """

    time: NDArray[np.float64]
    at_risk: NDArray[np.float64]
    events: NDArray[np.float64]
    survival: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: float
    until: float


@dataclass(frozen=True)
class QuantileInterval:
    """Limits of a survival quantile, in the unit of the durations; None where the data do not reach that limit."""

    low: float | None
    high: float | None


def kaplan_meier(
    durations: ArrayLike, is_observed: ArrayLike, *, counts: ArrayLike | None = None, confidence: float = 0.95
) -> SurvivalCurve:
    """Share that has not yet had the event, by time since the start.

    durations: one per subject, >= 0, until the event or, where is_observed is false, until it was last seen
    (censored). counts: how many subjects each entry stands for (default one), so that grouped data need not be
    spread out. Who is censored at a time is still at risk of the events of that time. Without any event the arrays
    are empty. Intervals are log-log with Greenwood's variance.
    Source: Kaplan and Meier 1958; Kalbfleisch and Prentice 1980. Raises ValueError for nan, negative durations
    or arrays of different lengths.
    """
    observed = np.asarray(is_observed, dtype=bool).ravel()
    reasons = ["event" if one else None for one in observed.tolist()]
    return survival_curve(risk_sets(durations, reasons, counts=counts), fewest=1, confidence=confidence)


def survival_curve(sets: RiskSets, *, fewest: float = FEWEST_AT_RISK, confidence: float = 0.95) -> SurvivalCurve:
    """The same from risk sets, events of all reasons together, for who came into view late too.

    The curve ends where fewer than `fewest` (1 or more) are at risk for the first time, also where that is at its
    beginning, as it may be where all came into view late: then there is no curve (empty arrays, until 0).
    Source: as for `kaplan_meier`; Tsai, Jewell and Wang 1987, Biometrika 74, 883-886 (late entry). Raises ValueError
    for fewest below 1.
    """
    if not fewest >= 1:
        raise ValueError(f"a curve needs at least one at risk, not {fewest}")
    until = watched_until(sets, fewest)
    happened = sets.all_events > 0
    happened &= sets.time <= (-1.0 if until is None else until)
    time, events, at_risk = sets.time[happened], sets.all_events[happened], sets.at_risk[happened]
    survival = np.cumprod(1 - events / at_risk, dtype=float)
    low, high = _log_log_interval(survival, at_risk, events, normal_quantile(confidence))
    return SurvivalCurve(time, at_risk, events, survival, low, high, n=sets.n, until=until or 0.0)


def survival_at(
    sets: RiskSets, times: Sequence[float], *, fewest: float = FEWEST_AT_RISK, confidence: float = 0.95
) -> list[Estimate | None]:
    """Share still there (0 to 1) after each of the times, such as retention at 12 and 24 months, with its interval.

    None where fewer than `fewest` were at risk at that time or at any before. Log-log limits; where all are still
    there, or nobody is, they are not defined, and the score interval of as many as were at risk then takes their place.
    Source: as for `survival_curve`; Wilson 1927. Raises ValueError for negative times.
    """
    if not all(time >= 0 for time in times):
        raise ValueError("times must be >= 0")
    curve = survival_curve(sets, fewest=fewest, confidence=confidence)
    known = watched_until(sets, fewest)
    found: list[Estimate | None] = []
    for time in times:
        if known is None or time > known:
            found.append(None)
            continue
        place = int(np.searchsorted(curve.time, time, side="right")) - 1
        share = float(curve.survival[place]) if place >= 0 else 1.0
        if _ROUNDING < share < 1:
            found.append(Estimate(share, float(curve.low[place]), float(curve.high[place])))
            continue
        n = float(numbers_at_risk(sets, time)) if share else float(curve.at_risk[place])
        ends = wilson(round(share) * n, n, confidence=confidence)
        assert ends is not None
        found.append(Estimate(float(round(share)), ends.low, ends.high))
    return found


def quantile(curve: SurvivalCurve, q: float) -> float | None:
    """Time by which a share q has had the event (0.5: median), the first time at which survival is at most 1 - q.

    None where the curve does not come down that far: "not reached". Raises ValueError unless 0 < q < 1.
    """
    _check_quantile(q)
    return _first_time_at_most(curve.time, curve.survival, 1 - q)


def quantile_interval(curve: SurvivalCurve, q: float) -> QuantileInterval:
    """Confidence interval of `quantile`, at the confidence of the curve's own limits.

    It holds the times whose limits of survival hold 1 - q. Either end may be None: not reached.
    Source: Brookmeyer and Crowley 1982, Biometrics 38, 29-41, with the log-log limits of the curve.
    """
    _check_quantile(q)
    # Where survival is 0 its limits are not defined, but everybody has had the event: both limits are 0 at the latest.
    has_ended = curve.survival <= _ROUNDING
    low = _first_time_at_most(curve.time, np.where(has_ended, 0.0, curve.low), 1 - q)
    high = _first_time_at_most(curve.time, np.where(has_ended, 1.0, curve.high), 1 - q)
    return QuantileInterval(low=low, high=high)


def _log_log_interval(
    survival: NDArray[np.float64], at_risk: NDArray[np.float64], events: NDArray[np.float64], z: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
        factor = np.exp(z * np.sqrt(greenwood) / np.abs(np.log(survival)))
        low, high = survival**factor, survival ** (1 / factor)
    is_defined = survival > _ROUNDING
    return np.where(is_defined, low, np.nan), np.where(is_defined, high, np.nan)


def _first_time_at_most(time: NDArray[np.float64], share: NDArray[np.float64], level: float) -> float | None:
    reached = np.flatnonzero(share <= level + _ROUNDING)
    return float(time[reached[0]]) if reached.size else None


def _check_quantile(q: float) -> None:
    if not 0 < q < 1:
        raise ValueError(f"a quantile must lie between 0 and 1, not {q}")
