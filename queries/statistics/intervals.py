"""How sure can one be of a share, a difference, a mean, a net score, a quantile or a count?

A thing that was not measured (a share of nothing, a mean of one value) has no interval: the answer is None,
never a number. Impossible input (a negative count, more successes than trials) raises ValueError.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True)
class Interval:
    """A confidence interval, in the unit of what it is about."""

    low: float
    high: float


@dataclass(frozen=True)
class Estimate:
    """A value and its confidence interval, all three in the same unit; the interval holds the value."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class QuantileRanks:
    """Ranks (1 = smallest value) whose values bound a quantile; None where the sample is too small for that bound."""

    low: int | None
    high: int | None


def wilson(successes: float, n: float, *, confidence: float = 0.95) -> Interval | None:
    """Score interval of a share (0 to 1), sane at 0 %, at 100 % and at small n; None for 0 of 0.

    Source: Wilson 1927; method 3 in Newcombe 1998, Statistics in Medicine 17, 857-872.
    Raises ValueError unless 0 <= successes <= n.
    """
    check_share(successes, n)
    if n == 0:
        return None
    z = normal_quantile(confidence)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half_width = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, min(share, centre - half_width))
    high = 1.0 if successes == n else min(1.0, max(share, centre + half_width))
    return Interval(low=low, high=high)


def newcombe_difference(
    successes: float, n: float, *, other_successes: float, other_n: float, confidence: float = 0.95
) -> Estimate | None:
    """Difference of two independent shares, first minus other, from -1 to 1; None if either is a share of nothing.

    Source: method 10 (hybrid score) in Newcombe 1998, Statistics in Medicine 17, 873-890.
    """
    first = wilson(successes, n, confidence=confidence)
    other = wilson(other_successes, other_n, confidence=confidence)
    if first is None or other is None:
        return None
    return difference(
        Estimate(successes / n, first.low, first.high),
        Estimate(other_successes / other_n, other.low, other.high),
    )


def difference(first: Estimate, other: Estimate) -> Estimate:
    """Difference of two independent estimates, first minus other, in their unit.

    The distances from each value to its own limits are squared and added, so that skewed intervals stay skewed
    and one wide interval makes the difference wide. Both must have the same confidence.
    Source: Zou and Donner 2008, Statistics in Medicine 27, 1693-1702 (MOVER).
    """
    value = first.value - other.value
    below = math.hypot(first.value - first.low, other.high - other.value)
    above = math.hypot(first.high - first.value, other.value - other.low)
    return Estimate(value=value, low=value - below, high=value + above)


def difference_interval(value: float, error: float, *, confidence: float = 0.95) -> Estimate:
    """Normal interval of a difference of two shares, from its standard error; cut at -1 and 1."""
    half_width = normal_quantile(confidence) * error
    return Estimate(value=value, low=max(-1.0, value - half_width), high=min(1.0, value + half_width))


def mean_interval(mean: float, standard_deviation: float, *, n: int, confidence: float = 0.95) -> Estimate | None:
    """Mean with Student's t interval from the sample standard deviation (divisor n - 1); None below two values.

    Source: Student 1908. For roughly symmetric scores such as customer effort, not for waiting times.
    """
    if n < 0 or not (standard_deviation >= 0 or n < 2):
        raise ValueError(f"a mean needs n >= 0 and a standard deviation >= 0, not {n} and {standard_deviation}")
    normal_quantile(confidence)  # refuses a confidence outside 0 to 1
    if n < 2:
        return None
    from scipy.special import stdtrit

    half_width = float(stdtrit(n - 1, (1 + confidence) / 2)) * standard_deviation / math.sqrt(n)
    return Estimate(value=mean, low=mean - half_width, high=mean + half_width)


def nps(*, promoters: float, passives: float, detractors: float, confidence: float = 0.95) -> Estimate | None:
    """Net promoter score, -100 to 100, with the adjusted Wald interval; None without responses.

    Three quarters of a response are added to promoters and to detractors and three to n, which keeps the interval
    from collapsing when everybody agrees. It is cut at -100 and 100 and stretched to its value where needed (n = 1).
    Source: Rocks 2016, The American Statistician 70, 365-372, after Agresti and Min 2005.
    """
    if not (promoters >= 0 and passives >= 0 and detractors >= 0):
        raise ValueError(f"counts of responses must be >= 0, not {promoters}, {passives}, {detractors}")
    z = normal_quantile(confidence)
    n = promoters + passives + detractors
    if n == 0:
        return None
    promoting, detracting = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    centre = promoting - detracting
    half_width = z * math.sqrt((promoting + detracting - centre**2) / (n + 3))
    value = (promoters - detractors) / n
    low, high = max(-1.0, min(value, centre - half_width)), min(1.0, max(value, centre + half_width))
    return Estimate(value=100 * value, low=100 * low, high=100 * high)


def nps_difference(first: Estimate, other: Estimate) -> Estimate:
    """Difference of two independent net promoter scores as given by `nps`, first minus other, -200 to 200 points.

    Source: adjusted Wald intervals (Rocks 2016) combined as in Zou and Donner 2008.
    """
    return difference(first, other)


def quantile_ranks(n: int, q: float = 0.5, *, confidence: float = 0.95) -> QuantileRanks:
    """Ranks of the order statistics that bound quantile q with at least the stated confidence, for any distribution.

    A bound is None where even the smallest (largest) of n values is not sure enough: below 6 values for both
    bounds of a median at 95 %, below 36 for the upper bound of the 90th percentile.
    Source: Conover 1999, Practical Nonparametric Statistics, 3.2 (exact binomial). Raises ValueError unless 0 < q < 1.
    """
    if n < 0 or not 0 < q < 1:
        raise ValueError(f"quantile_ranks needs n >= 0 and 0 < q < 1, not {n} and {q}")
    tail = (1 - confidence) / 2
    normal_quantile(confidence)
    low = _first_count_reaching(tail, n, q)  # P(at most low - 1 values below the quantile) <= tail
    high = _first_count_reaching(1 - tail, n, q) + 1
    return QuantileRanks(low=low if low > 0 else None, high=high if high <= n else None)


def poisson_interval(count: float, *, confidence: float = 0.95) -> Interval:
    """Exact interval for the expected number behind a count of independent happenings.

    Tickets come in bursts and with the season, so weeks differ by more than this: for a weekly series use
    the limits of `queries.statistics.limits`.
    Source: Garwood 1936, Biometrika 28, 437-442. Raises ValueError for a negative count.
    """
    if not count >= 0:
        raise ValueError(f"a count must be >= 0, not {count}")
    normal_quantile(confidence)
    from scipy.special import gammaincinv

    tail = (1 - confidence) / 2
    low = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return Interval(low=low, high=float(gammaincinv(count + 1, 1 - tail)))


def poisson_ratio(count: float, other: float, *, confidence: float = 0.95) -> Estimate | None:
    """Ratio count / other of two independent counts over equal lengths of time, with its exact interval.

    Given their sum, the first count is binomial with share ratio / (1 + ratio). None when `other` is 0, because
    there is no ratio to nothing. Source: Przyborowski and Wilenski 1940, Biometrika 31, 313-323;
    Clopper and Pearson 1934. Raises ValueError for a negative count.
    """
    if not (count >= 0 and other >= 0):
        raise ValueError(f"counts must be >= 0, not {count} and {other}")
    normal_quantile(confidence)
    if other == 0:
        return None
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low_share = float(betaincinv(count, other + 1, tail)) if count > 0 else 0.0
    high_share = float(betaincinv(count + 1, other, 1 - tail))
    return Estimate(value=count / other, low=low_share / (1 - low_share), high=high_share / (1 - high_share))


def normal_quantile(confidence: float) -> float:
    """Two-sided normal quantile: 1.96 for a confidence of 0.95. Raises ValueError unless 0 < confidence < 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def power_quantile(power: float) -> float:
    """Normal quantile of the chance to show a difference: 0.84 for 0.8. Raises ValueError unless 0.5 <= power < 1."""
    if not 0.5 <= power < 1:
        raise ValueError(f"power must lie between 0.5 and 1, not {power}")
    return NormalDist().inv_cdf(power)


def check_share(successes: float, n: float) -> None:
    """Raises ValueError unless 0 <= successes <= n."""
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and n, not {successes} of {n}")


def _first_count_reaching(probability: float, n: int, q: float) -> int:
    """Smallest count whose cumulative binomial(n, q) probability exceeds the given one; at most n."""
    from scipy.special import bdtr

    smallest, largest = 0, n
    while smallest < largest:
        middle = (smallest + largest) // 2
        if bdtr(middle, n, q) > probability:
            largest = middle
        else:
            smallest = middle + 1
    return smallest
