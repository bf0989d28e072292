"""How heavily must each answer count so that the answers together look like everybody who was asked?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_ROUNDS = 200
TOLERANCE = 1e-6
TRIMMED_AT = 5.0

Levels = NDArray[np.intp]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Margin:
    """One thing known of everybody who was asked. levels: number of its level for each cell, from 0 on; targets: how
    many were asked in each level. Every level needs a cell with answers and a target above 0."""

    levels: Levels
    targets: Numbers


@dataclass(frozen=True)
class Raked:
    """weight: of one answer in each cell; gap: how far a weighted margin is from its target at most, as a share."""

    weight: Numbers
    gap: float
    rounds: int


def rake(counts: Numbers, margins: Sequence[Margin], *, start: Numbers | None = None) -> Raked:
    """Weights by which the counts of the cells add up to the targets of every margin.

    Each margin in turn is scaled to its targets until all of them hold, at most 200 rounds. Of all weights that hold
    them, these are the nearest to `start` (else: all equal) by the entropy distance. Where combinations are missing
    there may be none at all; the gap then stays above 0. Margins must agree on their sum.
    Source: Deming and Stephan 1940, Annals of Mathematical Statistics 11, 427-444; Deville and Särndal 1992, Journal
    of the American Statistical Association 87, 376-382 (raking ratio as calibration).
    """
    asked = float(margins[0].targets.sum())
    weight = np.full(counts.size, asked / counts.sum()) if start is None else np.asarray(start, dtype=float).copy()
    gap, rounds = np.inf, 0
    while gap > TOLERANCE and rounds < MOST_ROUNDS:
        # Each margin's distance is seen before it is scaled: all 0 in one round means that all hold at once.
        gap, rounds = 0.0, rounds + 1
        for margin in margins:
            factor = margin.targets / np.bincount(margin.levels, weight * counts, margin.targets.size)
            gap = max(gap, float(np.abs(1 / factor - 1).max()))
            weight *= factor[margin.levels]
    return Raked(weight=weight, gap=gap, rounds=rounds)


def rake_and_trim(counts: Numbers, margins: Sequence[Margin]) -> Raked:
    """Raked weights, of which none is above 5 times the mean weight where the margins allow it.

    Heavier ones are cut to that and all are raked once more. The margins have the last word: where a level itself is
    answered that rarely, its weights stay heavy, and the effective number of answers tells.
    Source: Potter 1990, Proceedings of the Survey Research Methods Section of the ASA, 225-230 (trimming).
    """
    first = rake(counts, margins)
    limit = TRIMMED_AT * float(margins[0].targets.sum() / counts.sum())
    if not np.any(first.weight[counts > 0] > limit):
        return first
    return rake(counts, margins, start=np.minimum(first.weight, limit))


def main_effects(weight: Numbers, total: Numbers, margins: Sequence[Margin]) -> tuple[Numbers, Numbers]:
    """Weighted least-squares fit of one additive part per level: each cell's fitted mean, and its leverage.

    weight: of one answer times the answers of the cell; total: sum of y times the weight of one answer. The leverage
    is that of a weight of 1; times the weight of an answer it says how far this answer pulls its own fitted value.
    Source: Belsley, Kuh and Welsch 1980, Regression Diagnostics, 2.1.
    """
    sizes = [margin.targets.size for margin in margins]
    edges = np.cumsum([0, *sizes])
    gram, right = np.zeros((edges[-1], edges[-1])), np.zeros(edges[-1])
    places = [edge + margin.levels for edge, margin in zip(edges, margins, strict=False)]
    for row, margin in enumerate(margins):
        rows = slice(edges[row], edges[row + 1])
        right[rows] = np.bincount(margin.levels, total, sizes[row])
        for column, other in enumerate(margins):
            pairs = np.bincount(margin.levels * sizes[column] + other.levels, weight, sizes[row] * sizes[column])
            gram[rows, edges[column] : edges[column + 1]] = pairs.reshape(sizes[row], sizes[column])
    # The levels of every margin add up to 1, so that the parts are not unique; the fit and the leverages are.
    inverse = np.linalg.pinv(gram, rcond=1e-10, hermitian=True)
    parts = inverse @ right
    fitted = np.sum([parts[place] for place in places], axis=0)
    leverage = np.sum([inverse[one, other] for one in places for other in places], axis=0)
    return fitted, leverage
