"""How much is a customer's next purchase worth, when a mean of few purchases says little? The gamma-gamma model.

Values of one customer's purchases vary around a mean of their own, and the means vary between customers. The expected
value lies between the customer's own mean and that of all, nearer to their own the more they have bought.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.intervals import Estimate
from queries.statistics.likelihood import drawn_maxima, maximise
from queries.statistics.ranks import rank_correlation
from queries.statistics.thin import FEWEST_EVENTS_PER_PARAMETER

FEWEST_VALUED = 3 * FEWEST_EVENTS_PER_PARAMETER
RELATED = 0.3

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Spending:
    """Customers alike in how often and for how much they bought; one entry per kind.

    purchases: how many the mean is over, 1 or more (x); mean: value of one of them (above 0); customers: how many.
    """

    purchases: Numbers
    mean: Numbers
    customers: Numbers


@dataclass(frozen=True)
class GammaGamma:
    """Fitted: values of purchases are gamma (p) around a customer's own mean, spread over customers by q and v."""

    p: float
    q: float
    v: float
    log_likelihood: float
    n: float


@dataclass(frozen=True)
class Relation:
    """Rank correlation (-1 to 1) of how often customers buy and for how much, with its interval.

    verdict: "unrelated", or "related" where it is 0.3 or more either way: then the model does not hold, because it
    takes the value as independent of the frequency. "unknown" where there is no correlation to be had.
    """

    correlation: Estimate | None
    verdict: Literal["unrelated", "related", "unknown"]


def spending(purchases: ArrayLike, mean: ArrayLike, customers: ArrayLike | None = None) -> Spending:
    """Spending from arrays (customers: default one each); kinds without purchases or with a mean of 0 are left out.

    Raises ValueError for arrays of different lengths, or numbers that are not finite or negative: refunds belong taken
    off the purchases before.
    """
    x, z = np.asarray(purchases, dtype=float).ravel(), np.asarray(mean, dtype=float).ravel()
    n = np.ones(x.size) if customers is None else np.asarray(customers, dtype=float).ravel()
    if not x.size == z.size == n.size:
        raise ValueError("purchases, mean and customers must have the same length")
    if not all(np.all(np.isfinite(one)) and np.all(one >= 0) for one in (x, z, n)):
        raise ValueError("purchases, mean and customers must be finite and >= 0")
    is_valued = (x > 0) & (z > 0)
    return Spending(x[is_valued], z[is_valued], n[is_valued])


def value_and_frequency(seen: Spending, *, confidence: float = 0.95) -> Relation:
    """Whether customers who buy often spend more or less each time; to be asked before the model is used.

    Source: Fader, Hardie and Lee 2005, Journal of Marketing Research 42, 415-430 (the assumption and its check by
    correlation); Cohen 1988, Statistical Power Analysis, 3.2 (0.3: medium).
    """
    found = rank_correlation(seen.purchases, seen.mean, counts=seen.customers, confidence=confidence)
    if found is None:
        return Relation(None, "unknown")
    return Relation(found, "related" if abs(found.value) >= RELATED else "unrelated")


def fit_gamma_gamma(seen: Spending) -> GammaGamma | None:
    """Maximum likelihood; None below 15 customers with a value (5 per parameter), or where all means are the same.

    Source: Fader and Hardie 2013, The gamma-gamma model of monetary value; Colombo and Jiang 1999, Journal of
    Interactive Marketing 13 (3), 2-12.
    """
    n = float(seen.customers.sum())
    if n < FEWEST_VALUED or np.unique(seen.mean[seen.customers > 0]).size < 2:
        return None
    centre = float(np.average(seen.mean, weights=seen.customers))
    found = maximise(lambda point: _scores(point, seen), seen.customers, np.log([2.0, 3.0, centre]))
    p, q, v = (float(one) for one in np.exp(found.point))
    return GammaGamma(p, q, v, log_likelihood=found.value, n=n)


def drawn_gamma_gamma(model: GammaGamma, seen: Spending, draws: Numbers) -> list[GammaGamma]:
    """The model for each draw of customers (draws x kinds, from `bootstrap.draw_counts`), by one Newton step."""
    point = np.log([model.p, model.q, model.v])
    points = drawn_maxima(lambda one: _scores(one, seen), seen.customers, point, draws)
    return [replace(model, p=float(p), q=float(q), v=float(v)) for p, q, v in np.exp(points)]


def expected_value(model: GammaGamma, purchases: ArrayLike, mean: ArrayLike) -> Numbers:
    """Expected value of one purchase of customers with so many purchases of this mean; of a new one with 0 and any mean.

    nan where it has no end (a heavy tail: p * purchases + q <= 1).
    Source: Fader and Hardie 2013, equation 5. Raises ValueError for negative purchases or means.
    """
    x, z = np.asarray(purchases, dtype=float), np.asarray(mean, dtype=float)
    if not (np.all(x >= 0) and np.all(z >= 0)):
        raise ValueError("purchases and mean must be >= 0")
    weight = model.p * x + model.q - 1
    total = model.p * (model.v + x * z)
    return np.divide(total, weight, out=np.full(np.broadcast(x, z).shape, np.nan), where=np.asarray(weight > 0))


def _scores(point: Numbers, seen: Spending) -> tuple[Numbers, Numbers]:
    """Log-likelihood of one customer of each kind and its slopes in the logarithms of p, q and v."""
    from scipy.special import gammaln, psi

    p, q, v = np.exp(point)
    x, total = seen.purchases, seen.purchases * seen.mean
    shape = p * x
    spread = np.log(v + total)
    value = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * point[2]
    value += shape * np.log(total) - np.log(seen.mean) - (shape + q) * spread
    slopes = [
        x * (psi(shape + q) - psi(shape) + np.log(total) - spread),
        psi(shape + q) - psi(q) + point[2] - spread,
        q / v - (shape + q) / (v + total),
    ]
    return value, np.stack(slopes, axis=1) * np.exp(point)
