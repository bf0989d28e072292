"""Did predicted chances come true: of those given 20 %, did one in five leave, and were those flagged the right ones?

Rows may stand for many customers alike: n of them, of whom `left` left. Rows without a prediction (nan) are left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.intervals import Estimate, wilson

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class CalibrationBin:
    """Customers with similar chances: n, how many left, the mean chance they were given, and the share that left."""

    n: float
    left: float
    predicted: float
    observed: Estimate


@dataclass(frozen=True)
class Brier:
    """Mean squared distance of chance and outcome: 0 is perfect. score: of the predictions; plain: of giving everybody
    the share that left in all; skill: how much of the plain score is gone, 1 at best, below 0 if worse than plain (None
    where nobody or everybody left)."""

    score: float
    plain: float
    skill: float | None


@dataclass(frozen=True)
class Flagged:
    """Those with the highest chances against the others. n, left: flagged customers and those of them who left.

    rate, other_rate: share that left among the flagged and among the others (None where there are none); lift: rate of
    the flagged through that of all; caught: share of all who left that had been flagged; both None where nobody left.
    """

    n: float
    left: float
    rate: Estimate | None
    other_rate: Estimate | None
    lift: float | None
    caught: float | None


def calibration_table(
    probability: ArrayLike, n: ArrayLike, left: ArrayLike, *, bins: int = 10, confidence: float = 0.95
) -> list[CalibrationBin]:
    """Customers by rising chance in about equal parts (deciles), predicted beside observed with Wilson intervals.

    Rows with the same chance stay together, so that there may be fewer bins. Each customer should count once per
    outcome: predictions less than the outcome's length apart share outcomes and make the intervals too narrow.
    Source: Hosmer and Lemeshow 1980, Communications in Statistics A 9, 1043-1069; Wilson 1927. Raises ValueError for
    arrays of different lengths, chances outside 0 to 1, unless 0 <= left <= n, or bins < 1.
    """
    if bins < 1:
        raise ValueError(f"needs at least one bin, not {bins}")
    chance, count, gone = _read(probability, n, left)
    if not count.sum():
        return []
    levels, place = np.unique(chance, return_inverse=True)
    held, lost = (np.bincount(place, weights=one, minlength=levels.size) for one in (count, gone))
    middle = (np.cumsum(held) - held / 2) / held.sum()
    which = np.minimum((middle * bins).astype(int), bins - 1)
    table = []
    for number in np.unique(which):
        inside = which == number
        size, out = float(held[inside].sum()), float(lost[inside].sum())
        ends = wilson(out, size, confidence=confidence)
        assert ends is not None
        observed = Estimate(out / size, ends.low, ends.high)
        table.append(CalibrationBin(size, out, float(levels[inside] @ held[inside]) / size, observed))
    return table


def brier(probability: ArrayLike, n: ArrayLike, left: ArrayLike) -> Brier | None:
    """The Brier score beside that of one chance for all; None without predictions.

    Source: Brier 1950, Monthly Weather Review 78, 1-3; Murphy 1973 (skill). Errors as for `calibration_table`.
    """
    chance, count, gone = _read(probability, n, left)
    total = float(count.sum())
    if not total:
        return None
    score = float(gone @ (1 - chance) ** 2 + (count - gone) @ chance**2) / total
    share = float(gone.sum()) / total
    plain = share * (1 - share)
    return Brier(score, plain, skill=1 - score / plain if plain > 0 else None)


def flagged(
    probability: ArrayLike,
    n: ArrayLike,
    left: ArrayLike,
    *,
    share: float = 0.1,
    period: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Flagged:
    """What became of the share of customers with the highest chances, flagged in each period (default: one for all).

    A row that is flagged in part (the last within the share, or one of several with its chance) counts in part.
    Source: Wilson 1927 (intervals). Errors as for `calibration_table`, and ValueError unless 0 < share < 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"the share to flag must lie between 0 and 1, not {share}")
    given = np.asarray(probability, dtype=float).ravel()
    chance, count, gone = _read(given, n, left)
    when = np.zeros(given.size) if period is None else np.asarray(period).ravel()
    if when.size != given.size:
        raise ValueError("probability, n, left and period must have the same length")
    when = when[~np.isnan(given)]
    picked = np.zeros(chance.size)
    for one in np.unique(when):
        rows = np.flatnonzero(when == one)
        levels, place = np.unique(-chance[rows], return_inverse=True)
        held = np.bincount(place, weights=count[rows], minlength=levels.size)
        wanted = np.clip(share * held.sum() - (np.cumsum(held) - held), 0.0, held)
        picked[rows] = np.divide(wanted, held, out=np.zeros(held.size), where=held > 0)[place]
    size, out, total, all_out = (float(one) for one in (picked @ count, picked @ gone, count.sum(), gone.sum()))
    return Flagged(
        n=size,
        left=out,
        rate=_rate(out, size, confidence),
        other_rate=_rate(all_out - out, total - size, confidence),
        lift=(out / size) / (all_out / total) if all_out > 0 and size > 0 else None,
        caught=out / all_out if all_out > 0 else None,
    )


def _rate(out: float, size: float, confidence: float) -> Estimate | None:
    out = min(out, size)  # parts of rows may miss by a rounding error
    ends = wilson(out, size, confidence=confidence)
    return None if ends is None else Estimate(out / size, ends.low, ends.high)


def _read(probability: ArrayLike, n: ArrayLike, left: ArrayLike) -> tuple[Numbers, Numbers, Numbers]:
    """Chances, customers and those who left, of the rows that have a prediction."""
    chance, count, gone = (np.asarray(one, dtype=float).ravel() for one in (probability, n, left))
    if not chance.size == count.size == gone.size:
        raise ValueError("probability, n and left must have the same length")
    is_known = ~np.isnan(chance)
    chance, count, gone = chance[is_known], count[is_known], gone[is_known]
    if not (np.all((chance >= 0) & (chance <= 1)) and np.all((gone >= 0) & (gone <= count))):
        raise ValueError("needs chances from 0 to 1, and 0 <= left <= n")
    return chance, count, gone
