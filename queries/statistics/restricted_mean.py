"""How long are customers with the firm on average within a given time, and how much longer is one group than another?"""

import math
from dataclasses import dataclass

import numpy as np

from queries.statistics.intervals import Estimate, normal_quantile
from queries.statistics.survival import SurvivalCurve


@dataclass(frozen=True)
class RestrictedMean:
    """Mean time until the event or the horizon, whichever is first: the area under the curve up to the horizon.

    value, low, high, error (its standard error) and horizon in the unit of the durations.
    """

    value: float
    low: float
    high: float
    error: float
    horizon: float


def restricted_mean(curve: SurvivalCurve, horizon: float, *, confidence: float = 0.95) -> RestrictedMean | None:
    """Restricted mean survival time with Greenwood's error; None where the curve does not reach the horizon.

    A curve that came down to 0 reaches every horizon. The interval is symmetric, cut at 0 and at the horizon; it is a
    single point where nobody had the event.
    Source: Irwin 1949, Journal of Hygiene 47, 188-189; Kaplan and Meier 1958, 4.2; Royston and Parmar 2013, BMC
    Medical Research Methodology 13, 152. Raises ValueError unless horizon > 0.
    """
    if not horizon > 0:
        raise ValueError(f"the horizon must be above 0, not {horizon}")
    z = normal_quantile(confidence)
    has_ended = curve.survival.size > 0 and curve.survival[-1] <= 0
    if horizon > curve.until and not has_ended:
        return None
    is_within = curve.time < horizon
    time, survival = curve.time[is_within], curve.survival[is_within]
    steps = np.diff(np.concatenate([[0.0], time, [horizon]])) * np.concatenate([[1.0], survival])
    beyond = np.cumsum(steps[::-1])[::-1][1:]  # the area from each event to the horizon
    at_risk, events = curve.at_risk[is_within], curve.events[is_within]
    left = at_risk - events
    # Where all at risk have the event the area beyond is 0, and the term is.
    terms = np.divide(beyond**2 * events, at_risk * left, out=np.zeros(left.size), where=left > 0)
    value, error = float(steps.sum()), math.sqrt(float(terms.sum()))
    low, high = max(0.0, value - z * error), min(horizon, value + z * error)
    return RestrictedMean(value=value, low=low, high=high, error=error, horizon=horizon)


def restricted_mean_difference(
    first: RestrictedMean, other: RestrictedMean, *, confidence: float = 0.95
) -> Estimate | None:
    """Difference of two independent restricted means, first minus other; None where their horizons differ.

    Source: Royston and Parmar 2013, BMC Medical Research Methodology 13, 152.
    """
    if first.horizon != other.horizon:
        return None
    value = first.value - other.value
    half_width = normal_quantile(confidence) * math.hypot(first.error, other.error)
    return Estimate(value=value, low=value - half_width, high=value + half_width)
