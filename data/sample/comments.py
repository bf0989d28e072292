"""What do customers write beside a rating?"""

import numpy as np

from data.sample.comment_texts import CSAT, NPS, THEMES
from data.sample.drawing import Bools, Ints

_GROUPS = (*CSAT, *NPS)
_SIZES = np.array([len(group) for group in _GROUPS], dtype=np.int64)
_STARTS = np.concatenate([[0], np.cumsum(_SIZES)[:-1]])
# How often each theme is written about: as a rule, after a late reply, and where the solution did not hold.
_USUAL, _LATE, _UNSOLVED = np.array([[0.25, 0.2, 0.35, 0.2], [0.6, 0.1, 0.2, 0.1], [0.15, 0.1, 0.65, 0.1]])

LINES: tuple[str, ...] = tuple(line for group in _GROUPS for line in group)


def for_csat(generator: np.random.Generator, scores: Ints, *, late: Bools, unsolved: Bools) -> Ints:
    """The number of a line in LINES for each score of 1 to 5, or -1: the unhappy write most often.

    late: replied after the target. unsolved: opened again after the solution. The unhappy then write about that.
    """
    ratings = np.searchsorted([3, 4], scores, side="right")
    is_blamed = scores <= 3
    chances = np.where((is_blamed & unsolved)[:, None], _UNSOLVED, _USUAL)
    chances = np.where((is_blamed & late)[:, None], _LATE, chances)
    themes = (generator.random(len(scores))[:, None] > np.cumsum(chances, axis=1)[:, :-1]).sum(axis=1)
    return _choose(generator, len(THEMES) * ratings + themes, np.array([0.58, 0.5, 0.3, 0.14, 0.22])[scores - 1])


def for_nps(generator: np.random.Generator, scores: Ints) -> Ints:
    """The number of a line in LINES for each score of 0 to 10, or -1."""
    bands = np.searchsorted([7, 9], scores, side="right")
    return _choose(generator, len(CSAT) + bands, np.array([0.5, 0.2, 0.3])[bands])


def _choose(generator: np.random.Generator, groups: Ints, chances: np.ndarray) -> Ints:
    lines = _STARTS[groups] + (generator.random(len(groups)) * _SIZES[groups]).astype(np.int64)
    return np.where(generator.random(len(groups)) < chances, lines, -1)
