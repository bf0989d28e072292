"""Did the number move because the groups did better or worse, or because there was more of some group than before?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class RateChange:
    """Change of a ratio of sums between two periods, and the part of it that belongs to each group.

    Arrays have one entry per group in the order given. weight: the group's share of the denominator (0 to 1);
    rate: its own ratio, nan where it has no denominator; mix and performance: parts of the change, in the rate's
    unit. before, after and change are those of all groups together:
    change = mix.sum() + performance.sum().
    """

    weight_before: NDArray[np.float64]
    weight_after: NDArray[np.float64]
    rate_before: NDArray[np.float64]
    rate_after: NDArray[np.float64]
    mix: NDArray[np.float64]
    performance: NDArray[np.float64]
    before: float
    after: float
    change: float

    @property
    def total_mix(self) -> float:
        """The part of the change that comes from a changed mix of groups."""
        return float(self.mix.sum())

    @property
    def total_performance(self) -> float:
        """The part of the change that comes from changed rates within groups."""
        return float(self.performance.sum())


@dataclass(frozen=True)
class CountChanges:
    """Change of a count between two periods by group, arrays in the order given.

    share_of_change: the group's difference over the total difference; it may be negative or above 1 when groups
    move against each other, and is nan when the total did not change.
    """

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    difference: NDArray[np.float64]
    share_of_change: NDArray[np.float64]
    total: float


def rate_change(
    *,
    numerator_before: ArrayLike,
    denominator_before: ArrayLike,
    numerator_after: ArrayLike,
    denominator_after: ArrayLike,
) -> RateChange | None:
    """Splits the change of sum(numerator) / sum(denominator) exactly into mix and performance of each group.

    performance = change of the group's rate x its average weight; mix = change of its weight x (its average rate
    - the average overall rate), so that growth of a group counts as good or bad by whether that group is above or
    below the whole. A group that exists in one period only has no change of its own rate: all of it is mix.
    Numerators may be any sums (hits, minutes, promoters minus detractors). None when a period has no denominator.
    Source: Kitagawa 1955, Journal of the American Statistical Association 50, 1168-1194; Marshall-Edgeworth weights.
    Raises ValueError for arrays of different lengths, values that are not finite, negative denominators, or a
    numerator where the denominator is 0.
    """
    numerators = _same_length(numerator_before, numerator_after)
    denominators = _same_length(denominator_before, denominator_after)
    if numerators.shape != denominators.shape or np.any(denominators < 0):
        raise ValueError("numerators and denominators must have the same length, and denominators be >= 0")
    if np.any((denominators == 0) & (numerators != 0)):
        raise ValueError("a group without denominator cannot have a numerator")
    totals = denominators.sum(axis=1)
    if np.any(totals == 0):
        return None
    overall = numerators.sum(axis=1) / totals
    weight = denominators / totals[:, np.newaxis]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(denominators > 0, numerators / denominators, np.nan)
    # A group that is absent in one period is given its rate of the other, so that it has no performance part.
    known = np.where(np.isnan(rate), np.where(np.isnan(rate[::-1]), overall.mean(), rate[::-1]), rate)
    mix = (weight[1] - weight[0]) * (known.mean(axis=0) - overall.mean())
    performance = (known[1] - known[0]) * weight.mean(axis=0)
    return RateChange(
        weight_before=weight[0],
        weight_after=weight[1],
        rate_before=rate[0],
        rate_after=rate[1],
        mix=mix,
        performance=performance,
        before=float(overall[0]),
        after=float(overall[1]),
        change=float(overall[1] - overall[0]),
    )


def mix_p_values(
    change: RateChange, *, n_before: ArrayLike, n_after: ArrayLike, error_before: ArrayLike, error_after: ArrayLike
) -> NDArray[np.float64]:
    """Two-sided p-values that each group's mix is 0: its weight did not change, or the group is no unlike the whole.

    n: what the weights are shares of; error: the standard error of each group's rate, nan where it has none. The mix is a
    product of two estimates, with the variance of Goodman 1960, Journal of the American Statistical Association 55,
    708-713; the error of the whole's own rate is left out, which is small beside that of a group. nan for a group
    without any error. Raises ValueError for arrays of different lengths.
    """
    from scipy.special import ndtr

    counts = np.stack([np.asarray(n_before, dtype=float).ravel(), np.asarray(n_after, dtype=float).ravel()])
    errors = np.stack([np.asarray(error_before, dtype=float).ravel(), np.asarray(error_after, dtype=float).ravel()])
    if counts.shape != errors.shape or counts.shape[1] != change.mix.size:
        raise ValueError("counts and errors need one value per group and period")
    weight = np.stack([change.weight_before, change.weight_after])
    of_weights = (weight * (1 - weight) / counts.sum(axis=1, keepdims=True)).sum(axis=0)
    known = np.where(np.isnan(errors), errors[::-1], errors)  # absent in a period: known by its rate of the other
    is_in_both = ~np.isnan(errors).any(axis=0)
    of_rates = np.where(is_in_both, (known**2).sum(axis=0) / 4, known[0] ** 2)
    moved = weight[1] - weight[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.where(moved != 0, change.mix / moved, 0.0)
        variance = apart**2 * of_weights + moved**2 * of_rates + of_weights * of_rates
        return np.asarray(2 * ndtr(-np.abs(change.mix) / np.sqrt(variance)), dtype=np.float64)


def count_changes(before: ArrayLike, after: ArrayLike) -> CountChanges:
    """Difference after - before of each group's count, and its share of the total difference.

    Give 0 for a group that is absent in a period. Raises ValueError for arrays of different lengths or values
    that are not finite.
    """
    counts = _same_length(before, after)
    difference = counts[1] - counts[0]
    total = float(difference.sum())
    share = difference / total if total != 0 else np.full(difference.shape, np.nan)
    return CountChanges(counts[0], counts[1], difference, share, total)


def _same_length(before: ArrayLike, after: ArrayLike) -> NDArray[np.float64]:
    first, second = np.asarray(before, dtype=float).ravel(), np.asarray(after, dtype=float).ravel()
    if first.size != second.size:
        raise ValueError(f"both periods need one value per group, not {first.size} and {second.size}")
    both = np.stack([first, second])
    if not np.all(np.isfinite(both)):
        raise ValueError("values must be finite; give 0 for a group that is absent in a period")
    return both
