"""What are customers worth who have no contract, from when, how often and for how much they bought?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.bgnbd import BGNBD, Buyers, discounted_purchases, drawn_bgnbd, fit_bgnbd, probability_alive
from queries.statistics.bootstrap import draw_counts, percentile_interval
from queries.statistics.gamma_gamma import (
    GammaGamma,
    Relation,
    drawn_gamma_gamma,
    expected_value,
    fit_gamma_gamma,
    spending,
    value_and_frequency,
)
from queries.statistics.intervals import Estimate

ORDER_DRAWS = 200
_STEP = 1e-3

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class OrdersValue:
    """Value still to come from customers without contracts, in money, discounted, within the horizon.

    value: mean of the customers that there are, with its interval; purchases: expected of them on average, discounted;
    alive: share of them (0 to 1) that has not left, expected; new: of a customer who has just bought for the first time,
    that purchase not counted. each: value of one customer of each kind. relation: of frequency and value.
    None for value, new and each where frequency and value are related, so that the model would mislead.
    """

    value: Estimate | None
    new: Estimate | None
    purchases: Estimate
    alive: float
    each: Numbers | None
    relation: Relation
    buying: BGNBD
    worth: GammaGamma
    n: float


@dataclass(frozen=True)
class Reach:
    """How far the value looks: horizon in the unit of time of the data, and the discount per unit (0.1: 10 %).

    margin: share of an order that is kept, 0 to 1; cost_per_purchase: cost to serve that goes with one purchase.
    """

    horizon: float
    discount: float
    margin: float = 1.0
    cost_per_purchase: float = 0.0


def value_of_orders(
    seen: Buyers, mean: ArrayLike, reach: Reach, *, draws: int = ORDER_DRAWS, seed: int = 0, confidence: float = 0.95
) -> OrdersValue | None:
    """Value of customers by kind: purchases still expected times the expected value of one, less the cost to serve.

    seen: kinds of customers (alike in frequency, recency, age and mean, up to some ten thousands of kinds); mean: value
    of one of their purchases after the first, where there are any. None below 20 who bought again, or 15 with a value.
    Interval: customers are drawn anew, the models follow by one step of Newton's method and the values by their slopes
    in the parameters; so it holds what the parameters do to everybody, and who happens to be a customer.
    Source: Fader, Hardie and Lee 2005, Journal of Marketing Research 42, 415-430. Raises ValueError for arrays of
    different lengths or what `gamma_gamma.spending` and `bgnbd.discounted_purchases` refuse.
    """
    means = np.asarray(mean, dtype=float).ravel()
    if means.size != seen.frequency.size:
        raise ValueError("needs a mean for every kind of customer")
    means = np.where(seen.frequency > 0, means, 0.0)
    spent = spending(seen.frequency, means, seen.customers)
    buying, worth = fit_bgnbd(seen), fit_gamma_gamma(spent)
    if buying is None or worth is None:
        return None
    relation = value_and_frequency(spent, confidence=confidence)
    point = np.log([buying.r, buying.alpha, buying.a, buying.b, worth.p, worth.q, worth.v])
    now = _figures(point, seen, means, reach)
    slopes = [
        (_figures(point + move, seen, means, reach) - _figures(point - move, seen, means, reach)) / (2 * _STEP)
        for move in _STEP * np.eye(point.size)
    ]
    drawn = np.concatenate(
        [
            _drawn(counts, now, slopes, seen=seen, point=point, models=(buying, worth), means=means)
            for counts in draw_counts(seen.customers, draws=draws, seed=seed)
        ]
    )
    counted = seen.customers / seen.customers.sum()
    value, purchases = float(counted @ now[0, :-1]), float(counted @ now[1, :-1])
    is_usable = relation.verdict != "related" and bool(np.isfinite(now[0]).all())
    return OrdersValue(
        value=percentile_interval(value, drawn[:, 0], confidence=confidence) if is_usable else None,
        new=percentile_interval(float(now[0, -1]), drawn[:, 2], confidence=confidence) if is_usable else None,
        purchases=percentile_interval(purchases, drawn[:, 1], confidence=confidence),
        alive=float(counted @ probability_alive(buying, seen)),
        each=now[0, :-1] if is_usable else None,
        relation=relation,
        buying=buying,
        worth=worth,
        n=float(seen.customers.sum()),
    )


def _figures(point: Numbers, seen: Buyers, means: Numbers, reach: Reach) -> Numbers:
    """Value and purchases (two rows) of one customer of each kind, and last of a new one, for logs of all parameters."""
    r, alpha, a, b, p, q, v = (float(one) for one in np.exp(point))
    with_new = Buyers(*(np.append(one, 0.0) for one in (seen.frequency, seen.recency, seen.age, seen.customers)))
    buying, worth = BGNBD(r, alpha, a, b, 0.0, 0.0, 0.0), GammaGamma(p, q, v, 0.0, 0.0)
    purchases = discounted_purchases(buying, with_new, horizon=reach.horizon, discount=reach.discount)
    each = expected_value(worth, with_new.frequency, np.append(means, 0.0))
    return np.stack([purchases * (reach.margin * each - reach.cost_per_purchase), purchases])


def _drawn(
    counts: Numbers,
    now: Numbers,
    slopes: list[Numbers],
    *,
    seen: Buyers,
    point: Numbers,
    models: tuple[BGNBD, GammaGamma],
    means: Numbers,
) -> Numbers:
    """Mean value, mean purchases and value of a new customer (columns) for each draw of customers (row)."""
    is_valued = (seen.frequency > 0) & (means > 0)
    spent = spending(seen.frequency, means, seen.customers)
    buying = [[one.r, one.alpha, one.a, one.b] for one in drawn_bgnbd(models[0], seen, counts)]
    worth = [[one.p, one.q, one.v] for one in drawn_gamma_gamma(models[1], spent, counts[:, is_valued])]
    moves = np.log(np.concatenate([buying, worth], axis=1)) - point
    held = counts / counts.sum(axis=1, keepdims=True)
    found = np.stack([held @ now[0, :-1], held @ now[1, :-1], np.full(held.shape[0], now[0, -1])], axis=1)
    for move, slope in zip(moves.T, slopes, strict=True):
        steps = np.stack([held @ slope[0, :-1], held @ slope[1, :-1], np.full(held.shape[0], slope[0, -1])], axis=1)
        found += move[:, np.newaxis] * steps
    return found
