"""Which share of customers is still there month by month, to the end of a horizon that the data may not reach?

Inside the data the curve is Kaplan-Meier's. Beyond them it goes on with the shifted-beta-geometric model. Customers
are drawn anew many times, each time through the whole chain, so that what is computed from the paths has an interval.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.bootstrap import DRAWS, draw_counts
from queries.statistics.sbg import FEWEST_LOST, fit_many, sbg_survival
from queries.statistics.thin import FEWEST_AT_RISK

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Lives:
    """Customers alike in how long they were seen; one entry per kind, in whole months since their start.

    entry: since which month they are in view (0, or more for who is older than the history); months: until when they
    were seen for a whole month, or, where is_lost, the month in which they left (3: within the third). customers: how
    many, whole numbers. margin: money per month of one of them. totals: by name, money of one of them over the months
    seen, such as {"cost to serve": …, "expansion": …}.
    """

    entry: Numbers
    months: Numbers
    is_lost: NDArray[np.bool_]
    customers: Numbers
    margin: Numbers
    totals: Mapping[str, Numbers]


@dataclass(frozen=True)
class Paths:
    """Share still there after 0, 1, … months up to the horizon, with draws of it (draws x months + 1).

    months_in_data: how far Kaplan-Meier goes; beyond it is the model. margin: mean per month of one customer; rates: by
    name, money per month that a customer is there; both with one value per draw. n: customers; lost: of them, seen to
    leave.
    """

    survival: Numbers
    drawn: Numbers
    margin: float
    drawn_margin: Numbers
    rates: Mapping[str, float]
    drawn_rates: Mapping[str, Numbers]
    months_in_data: int
    n: float
    lost: float


def lives(
    months: ArrayLike,
    is_lost: ArrayLike,
    customers: ArrayLike,
    *,
    margin: ArrayLike,
    entry: ArrayLike | None = None,
    totals: Mapping[str, ArrayLike] | None = None,
) -> Lives:
    """Lives from arrays of one length (entry: default 0; totals: default none).

    A month counts only where it lies in the data as a whole, for those who stayed and for those who left alike: who
    left in a month that the data cover in part is not lost, but seen until the month before.
    Raises ValueError for arrays of different lengths, unless 0 <= entry <= months, for months or customers that are not
    whole numbers, or money that is not finite.
    """
    lasted, count, money = (np.asarray(one, dtype=float).ravel() for one in (months, customers, margin))
    left = np.asarray(is_lost, dtype=bool).ravel()
    start = np.zeros(lasted.size) if entry is None else np.asarray(entry, dtype=float).ravel()
    sums = {name: np.asarray(one, dtype=float).ravel() for name, one in (totals or {}).items()}
    if len({one.size for one in (lasted, count, money, left, start, *sums.values())}) > 1:
        raise ValueError("months, is_lost, customers, margin, entry and totals must have the same length")
    if not (np.all((start >= 0) & (start <= lasted)) and np.all(count >= 0)):
        raise ValueError("needs 0 <= entry <= months and customers >= 0")
    if not all(np.array_equal(one, np.floor(one)) for one in (start, lasted, count)):
        raise ValueError("entry, months and customers must be whole numbers")
    if not all(np.all(np.isfinite(one)) for one in (money, *sums.values())):
        raise ValueError("money must be finite")
    return Lives(start, lasted, left, count, money, sums)


def survival_paths(
    seen: Lives,
    *,
    horizon: int,
    months_per_period: int = 1,
    is_by_margin: bool = False,
    draws: int = DRAWS,
    seed: int = 0,
) -> Paths | None:
    """Paths to the horizon (months), with draws of customers through Kaplan-Meier, the model and the means of money.

    months_per_period: 1 where customers may leave every month, 12 where they leave at yearly renewals (see
    `extend_survival`). is_by_margin: customers count by their margin, so that a path says which share of the money is
    still there: where large customers stay longer, mean margin times share of customers would be too little.
    None where not even the first month has 10 at risk, or where the horizon lies beyond the data and fewer than 10 were
    lost or fewer than two whole periods were seen. Raises ValueError unless horizon and months_per_period are >= 1.
    """
    if horizon < 1 or months_per_period < 1:
        raise ValueError(f"needs horizon and months_per_period >= 1, not {horizon} and {months_per_period}")
    last = int(seen.months.max(initial=0))
    month = np.arange(1, last + 1)[:, np.newaxis]
    is_there = ((seen.entry < month) & (month <= seen.months)).astype(float)
    few = is_there @ seen.customers < FEWEST_AT_RISK
    known = int(few.argmax()) if few.any() else last
    is_there, month = is_there[:known], month[:known]
    leaves = (seen.is_lost & (seen.months == month) & (seen.entry < month)).astype(float)
    lost = float((leaves @ seen.customers).sum())
    if known == 0 or (known < horizon and (lost < FEWEST_LOST or known // months_per_period < 2)):
        return None
    weight = seen.margin if is_by_margin else np.ones(seen.customers.size)

    def path(counts: Numbers) -> Numbers:
        at_risk = (counts * weight) @ is_there.T
        rate = np.divide((counts * weight) @ leaves.T, at_risk, out=np.zeros(at_risk.shape), where=at_risk > 0)
        inside = np.concatenate([np.ones((counts.shape[0], 1)), np.cumprod(1 - rate, axis=1)], axis=1)
        return extend_survival(inside, at_risk, horizon=horizon, months_per_period=months_per_period)

    whole = seen.customers[np.newaxis]
    blocks = list(_drawn(seen, path, draws=draws, seed=seed))
    margin, rates = _means(seen, whole)
    names = list(seen.totals)
    return Paths(
        survival=path(whole)[0],
        drawn=np.concatenate([one[0] for one in blocks]),
        margin=float(margin[0]),
        drawn_margin=np.concatenate([one[1] for one in blocks]),
        rates={name: float(rates[name][0]) for name in names},
        drawn_rates={name: np.concatenate([one[2][name] for one in blocks]) for name in names},
        months_in_data=min(known, horizon),
        n=float(seen.customers.sum()),
        lost=lost,
    )


def extend_survival(survival: Numbers, at_risk: Numbers, *, horizon: int, months_per_period: int = 1) -> Numbers:
    """Paths (rows x months + 1, from month 0 on) continued to the horizon; cut where they reach beyond it.

    at_risk (rows x months): how many each month's rate of leaving was seen on, which says how much it counts in the
    fit. Any path will do, such as one that is standardised, with those who were at risk in its group.
    The model is fitted to whole periods: with months_per_period of 12, to the share of those there at the start of a
    year who are there at its end, for as many as would have lost as many in all; months of an unfinished year say
    nothing of its renewal. Beyond the data the path follows the model from where it stands. Between renewals nobody
    leaves: with 12 it goes down in steps, at months 12, 24, 36, ….
    Source: Fader and Hardie 2007, Journal of Interactive Marketing 21, 76-90. Raises ValueError for fewer than two
    whole periods where the horizon lies beyond the data.
    """
    known = survival.shape[1] - 1
    if known >= horizon:
        return survival[:, : horizon + 1]
    periods = known // months_per_period
    if periods < 2:
        raise ValueError(f"needs two whole periods of {months_per_period} months, not {known} months")
    edges = survival[:, : periods * months_per_period + 1 : months_per_period]
    kept = np.divide(edges[:, 1:], edges[:, :-1], out=np.zeros(edges[:, 1:].shape), where=edges[:, :-1] > 0)
    shape = (survival.shape[0], periods, months_per_period)
    seen = at_risk[:, : periods * months_per_period].reshape(shape)
    before, after = survival[:, : periods * months_per_period], survival[:, 1 : periods * months_per_period + 1]
    rate = 1 - np.divide(after, before, out=np.ones(before.shape), where=before > 0)
    lost = (seen * rate.reshape(shape)).sum(axis=2)
    faced = np.divide(lost, 1 - kept, out=seen.mean(axis=2), where=lost > 1e-9)
    alpha, beta, _ = fit_many(faced, np.minimum(lost, faced))
    turns = np.arange(known, horizon + 1) // months_per_period
    model = sbg_survival(alpha[:, np.newaxis], beta[:, np.newaxis], turns)
    return np.concatenate([survival[:, :-1], survival[:, -1:] * model / model[:, :1]], axis=1)


def _drawn(
    seen: Lives, path: Callable[[Numbers], Numbers], *, draws: int, seed: int
) -> Iterator[tuple[Numbers, Numbers, dict[str, Numbers]]]:
    for counts in draw_counts(seen.customers, draws=draws, seed=seed):
        yield path(counts), *_means(seen, counts)


def _means(seen: Lives, counts: Numbers) -> tuple[Numbers, dict[str, Numbers]]:
    """Mean margin of a customer, and of each kind of money the mean of a month, for each row of counts."""
    watched = counts @ (seen.months - seen.entry)
    held = np.maximum(counts.sum(axis=1), 1.0)
    rates = {
        name: np.divide(counts @ total, watched, out=np.zeros(watched.size), where=watched > 0)
        for name, total in seen.totals.items()
    }
    return (counts @ seen.margin) / held, rates
