"""How sure is a share when the same customer answers many times, and how much of the spread lies between customers?"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from queries.statistics.intervals import Estimate, check_share, difference, normal_quantile, wilson


@dataclass(frozen=True)
class Components:
    """Where the spread of values comes from: inside groups (within) or from one group to another (between).

    Variances in the unit of the values squared. share: the part between groups of both together, 0 to 1, which is the
    intraclass correlation of single values, ICC(1,1): how alike two values of the same group are. None for it where
    no value differs from another.
    """

    within: float
    between: float
    share: Estimate | None


def clustered_share(
    hits: float, n: float, *, squares: float, clusters: int, confidence: float = 0.95
) -> Estimate | None:
    """Share of answers (0 to 1) whose interval allows for customers who answer several times, each in their own way.

    squares: sum over customers of (hits of the customer - share * answers of the customer) squared. The variance of
    the share is squares / n² * clusters / (clusters - 1); the interval is Wilson's at the number of independent
    answers with that variance, made smaller for few customers by Student's t with clusters - 1 degrees of freedom.
    That number is never put above n: that answers of one customer are less alike than those of two would only be
    chance. Where all answers are the same, and so no spread is to be seen, every customer counts once.
    None without answers or with a single customer.
    Source: Cochran 1977, Sampling Techniques, 3rd edition, 6.3 and 11.8 (ratio estimator of clusters); Korn and
    Graubard 1998, Survey Methodology 24, 193-201 (interval). Raises ValueError unless 0 <= hits <= n, squares >= 0
    and clusters <= n.
    """
    from scipy.special import stdtrit

    check_share(hits, n)
    if not (squares >= 0 and 0 <= clusters <= n):
        raise ValueError(f"needs squares >= 0 and 0 <= clusters <= n, not {squares} and {clusters} for {n}")
    z = normal_quantile(confidence)
    if n == 0 or clusters < 2:
        return None
    share = hits / n
    variance = squares / n**2 * clusters / (clusters - 1)
    seen = share * (1 - share) / variance if variance > 0 else math.inf
    independent = float(clusters) if hits in (0, n) else seen
    independent *= (z / float(stdtrit(clusters - 1, (1 + confidence) / 2))) ** 2
    independent = min(n, independent)
    ends = wilson(share * independent, independent, confidence=confidence)
    assert ends is not None
    return Estimate(value=share, low=min(share, ends.low), high=max(share, ends.high))


@dataclass(frozen=True)
class Group:
    """A group of answers: how many, the hits among them, and what `clustered_share` needs of their customers."""

    hits: float
    n: float
    squares: float
    clusters: int

    def share(self, confidence: float = 0.95) -> Estimate | None:
        """Its share of hits, with the interval by customers."""
        return clustered_share(self.hits, self.n, squares=self.squares, clusters=self.clusters, confidence=confidence)


@dataclass(frozen=True)
class Apart:
    """Two groups by their places; difference: share of the higher minus share of the lower one, with its interval."""

    higher: int
    lower: int
    difference: Estimate


def clearest_difference(
    groups: Sequence[Group], pairs: Iterable[tuple[int, int]] | None = None, *, confidence: float = 0.95
) -> Apart | None:
    """The two groups that are surely farthest apart; None where no two can be told apart.

    pairs: the places of those that are compared, else all pairs. Of all intervals of a difference, the one whose end
    is farthest from 0. All of them together hold with the confidence (Bonferroni). Customers who are in both groups
    of a pair count as different ones: as long as they are alike in both, the intervals are wider than need be.
    Groups of a single customer are passed over.
    Source: Zou and Donner 2008, Statistics in Medicine 27, 1693-1702 (difference); Dunn 1961, Journal of the American
    Statistical Association 56, 52-64 (Bonferroni).
    """
    compared = list(itertools.combinations(range(len(groups)), 2) if pairs is None else pairs)
    level = 1 - (1 - confidence) / max(len(compared), 1)
    shares = [group.share(level) for group in groups]
    found: list[Apart] = []
    for pair in compared:
        one, other = (shares[place] for place in pair)
        if one is None or other is None:
            continue
        is_first = one.value >= other.value
        apart = difference(one, other) if is_first else difference(other, one)
        higher, lower = pair if is_first else pair[::-1]
        if apart.low > 0:
            found.append(Apart(higher, lower, apart))
    return max(found, key=lambda each: each.difference.low, default=None)


def one_way_components(
    *,
    groups: int,
    n: int,
    size_squares: float,
    within_squares: float,
    between_squares: float,
    confidence: float = 0.95,
) -> Components | None:
    """Variance within and between groups from sums over all groups; None below 2 groups or without repeated values.

    size_squares: sum of the squared numbers of values of the groups; within_squares: sum of squared distances of
    values from the mean of their group; between_squares: sum over groups of its number of values times the squared
    distance of its mean from the mean of all values. Analysis of variance; a negative part between groups is 0.
    The interval of the share is exact for normal values and groups of the same size, and an approximation by their
    effective size otherwise; for values such as 0 and 1 it is a rough guide. Groups that are more alike than chance
    would have them count as alike by chance, or else the interval would shrink to nothing there.
    Source: Searle 1971, Linear Models, 10.2 (effective size, estimator); Shrout and Fleiss 1979, Psychological
    Bulletin 86, 420-428 (ICC(1,1) and its interval). Raises ValueError for impossible sums.
    """
    from scipy.special import fdtri

    if not (0 <= groups <= n and within_squares >= 0 and between_squares >= 0 and size_squares >= n):
        raise ValueError("needs 0 <= groups <= n, no negative sum of squares, and squared sizes that are at least n")
    tail = (1 - confidence) / 2
    normal_quantile(confidence)  # refuses a confidence outside 0 to 1
    if groups < 2 or n == groups:
        return None
    inside, outside = n - groups, groups - 1
    within, mean_between = within_squares / inside, between_squares / outside
    size = (n - size_squares / n) / outside
    between = max(0.0, (mean_between - within) / size)
    if within + between == 0:
        return Components(within=0.0, between=0.0, share=None)
    value = between / (within + between)
    ratio = mean_between / within if within > 0 else math.inf
    low = _share_at(ratio / float(fdtri(outside, inside, 1 - tail)), size)
    high = _share_at(max(ratio, 1.0) * float(fdtri(inside, outside, 1 - tail)), size)
    return Components(within, between, share=Estimate(value=value, low=min(low, value), high=max(high, value)))


def _share_at(ratio: float, size: float) -> float:
    """Intraclass correlation at which the mean squares have this ratio; not below 0."""
    return 1.0 if math.isinf(ratio) else max(0.0, (ratio - 1) / (ratio + size - 1))
