"""Who is still a customer where nobody says goodbye, and how often will they buy? The BG/NBD model.

Each customer buys at a rate of their own and may leave after any purchase with a chance of their own. A long silence
tells more of a customer who used to buy often. Who bought only once has not had the chance to leave: for the model
they are still there.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.likelihood import drawn_maxima, maximise
from queries.statistics.thin import FEWEST_EVENTS_PER_PARAMETER

FEWEST_REPEATING = 4 * FEWEST_EVENTS_PER_PARAMETER
_NODES = 8

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Buyers:
    """Customers alike in what they bought; one entry per kind, times in one unit (weeks or months) throughout.

    frequency: purchases after the first (x); recency: time from the first to the last purchase (t_x), 0 where there
    was only one; age: time from the first purchase to the end of the data (T); customers: how many.
    """

    frequency: Numbers
    recency: Numbers
    age: Numbers
    customers: Numbers


@dataclass(frozen=True)
class BGNBD:
    """Fitted: purchase rates are gamma-distributed (r, alpha), chances to leave beta-distributed (a, b).

    log_likelihood in the unit of time of the data. n: customers; repeating: those who bought again.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    n: float
    repeating: float


def buyers(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, customers: ArrayLike | None = None) -> Buyers:
    """Buyers from arrays (customers: default one each).

    Raises ValueError for arrays of different lengths, numbers that are not finite or negative, or unless
    recency <= age, and recency is 0 exactly where frequency is.
    """
    x, t_x, t = (np.asarray(one, dtype=float).ravel() for one in (frequency, recency, age))
    n = np.ones(x.size) if customers is None else np.asarray(customers, dtype=float).ravel()
    if not x.size == t_x.size == t.size == n.size:
        raise ValueError("frequency, recency, age and customers must have the same length")
    if not all(np.all(np.isfinite(one)) and np.all(one >= 0) for one in (x, t_x, t, n)):
        raise ValueError("frequency, recency, age and customers must be finite and >= 0")
    if not (np.all(t_x <= t) and np.array_equal(t_x > 0, x > 0)):
        raise ValueError("the last purchase must lie within the age, and after the first where there were several")
    return Buyers(x, t_x, t, n)


def fit_bgnbd(seen: Buyers) -> BGNBD | None:
    """Maximum likelihood; None below 20 customers who bought again (5 per parameter).

    Source: Fader, Hardie and Lee 2005, Marketing Science 24, 275-284.
    """
    repeating = float(seen.customers[seen.frequency > 0].sum())
    if repeating < FEWEST_REPEATING:
        return None
    start = np.array([0.0, np.log(np.average(seen.age, weights=seen.customers) / 4 + 1e-9), 0.0, 0.5])
    found = maximise(lambda point: _scores(point, seen), seen.customers, start)
    r, alpha, a, b = (float(one) for one in np.exp(found.point))
    return BGNBD(r, alpha, a, b, log_likelihood=found.value, n=float(seen.customers.sum()), repeating=repeating)


def drawn_bgnbd(model: BGNBD, seen: Buyers, draws: Numbers) -> list[BGNBD]:
    """The model for each draw of customers (draws x kinds, from `bootstrap.draw_counts`), by one Newton step."""
    point = np.log([model.r, model.alpha, model.a, model.b])
    points = drawn_maxima(lambda one: _scores(one, seen), seen.customers, point, draws)
    return [replace(model, r=float(r), alpha=float(alpha), a=float(a), b=float(b)) for r, alpha, a, b in np.exp(points)]


def log_likelihood(model: BGNBD, seen: Buyers) -> float:
    """Log-likelihood of these customers under the model."""
    return float(seen.customers @ _scores(np.log([model.r, model.alpha, model.a, model.b]), seen)[0])


def probability_alive(model: BGNBD, seen: Buyers) -> Numbers:
    """Chance (0 to 1) that a customer of each kind has not left; 1 for those who bought only once.

    Source: Fader, Hardie and Lee 2008, Computing P(alive) using the BG/NBD model.
    """
    odds = model.a / (model.b + np.maximum(seen.frequency, 1.0) - 1)
    silence = ((model.alpha + seen.age) / (model.alpha + seen.recency)) ** (model.r + seen.frequency)
    return np.asarray(1 / (1 + np.where(seen.frequency > 0, odds * silence, 0.0)), dtype=np.float64)


def expected_purchases(model: BGNBD, time: ArrayLike) -> Numbers:
    """Purchases expected of a new customer within each time from the first purchase on, that one not counted.

    Source: Fader, Hardie and Lee 2005, equation 9. Raises ValueError for negative times.
    """
    return _expected(model, np.zeros(1), np.zeros(1), _times(time))


def expected_further_purchases(model: BGNBD, seen: Buyers, time: ArrayLike) -> Numbers:
    """Purchases expected of a customer of each kind within each time from the end of the data on.

    time: one for all, or an array that broadcasts with the kinds (kinds x 1 by times, for several).
    Source: Fader, Hardie and Lee 2005, equation 10. Raises ValueError for negative times.
    """
    further = _expected(model, seen.frequency, seen.age, _times(time))
    return probability_alive(model, seen) * further


def discounted_purchases(model: BGNBD, seen: Buyers, *, horizon: float, discount: float) -> Numbers:
    """Purchases expected of each kind within the horizon from now, each discounted to now (continuously).

    horizon: in the unit of time of the data; discount: per unit of time, as 0.1 for 10 % (a yearly one is
    (1 + yearly) ** (1 / units in a year) - 1). Without a horizon there may be no end to them.
    Source: Fader, Hardie and Lee 2005, Journal of Marketing Research 42, 415-430 (discounted expected residual
    transactions), cut at the horizon. Raises ValueError unless horizon > 0 and discount >= 0.
    """
    if not (horizon > 0 and discount >= 0):
        raise ValueError(f"needs horizon > 0 and discount >= 0, not {horizon} and {discount}")
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    force, time = np.log1p(discount), horizon * (nodes + 1) / 2
    total = np.exp(-force * horizon) * expected_further_purchases(model, seen, horizon)
    if force == 0:
        return np.asarray(total, dtype=np.float64)
    for at, weight in zip(
        time, weights * horizon / 2, strict=True
    ):  # by parts: the sum of purchases times the discount
        total = total + force * weight * np.exp(-force * at) * expected_further_purchases(model, seen, at)
    return np.asarray(total, dtype=np.float64)


def _expected(model: BGNBD, frequency: Numbers, age: Numbers, time: Numbers) -> Numbers:
    """Purchases within the time after an age, of who is still there then."""
    from scipy.special import hyp2f1

    a = model.a if abs(model.a - 1) > 1e-6 else 1 + 1e-6  # the formula has a gap at 1, its value does not
    r, alpha, b = model.r + frequency, model.alpha + age, model.b + frequency
    reach = time / (alpha + time)
    left = (1 - reach) ** r * hyp2f1(r, b, a + b - 1, reach)
    return np.asarray((a + b - 1) / (a - 1) * (1 - left), dtype=np.float64)


def _times(time: ArrayLike) -> Numbers:
    times = np.asarray(time, dtype=float)
    if not np.all(times >= 0):
        raise ValueError("times must be >= 0")
    return times


def _scores(point: Numbers, seen: Buyers) -> tuple[Numbers, Numbers]:
    """Log-likelihood of one customer of each kind and its slopes in the logarithms of r, alpha, a and b."""
    from scipy.special import gammaln, psi

    r, alpha, a, b = np.exp(point)
    x, is_repeat = seen.frequency, seen.frequency > 0
    later, last = np.log(alpha + seen.age), np.log(alpha + seen.recency)
    places = b + np.maximum(x, 1.0) - 1
    stays = -(r + x) * later
    leaves = np.where(is_repeat, np.log(a) - np.log(places) - (r + x) * last, -np.inf)
    either = np.logaddexp(stays, leaves)
    left = np.exp(leaves - either)
    value = gammaln(r + x) - gammaln(r) + r * point[1] + either
    value += gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    both = psi(a + b) - psi(a + b + x)
    slopes = [
        psi(r + x) - psi(r) + point[1] - (1 - left) * later - left * last,
        r / alpha - (r + x) * ((1 - left) / (alpha + seen.age) + left / (alpha + seen.recency)),
        both + left / a,
        both + psi(b + x) - psi(b) - left / places,
    ]
    return value, np.stack(slopes, axis=1) * np.exp(point)
