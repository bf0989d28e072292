"""How are random values drawn so that they depend on the seed and the step alone?"""

import zlib

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

HOUR = 3600
DAY = 86400
MONTH = 365 * DAY // 12  # a tenure month in seconds, so that every twelfth one ends with a year
NEVER = 2**60  # an instant after the end of all data: it is written as empty


def stream(seed: int, step: str) -> np.random.Generator:
    """A generator of its own for every step, so that a change in one step leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32(step.encode())])


def pick(generator: np.random.Generator, weights: npt.ArrayLike, rows: Ints) -> Ints:
    """One column of `weights` (rows x choices, any positive scale) for each entry of `rows`, by its row's weights."""
    table = np.atleast_2d(np.asarray(weights, dtype=float))
    limits = np.cumsum(table, axis=1)
    limits /= limits[:, -1:]
    draws = generator.random(len(rows))
    chosen = np.empty(len(rows), dtype=np.int64)
    for row in range(len(table)):
        here = rows == row
        chosen[here] = np.searchsorted(limits[row, :-1], draws[here], side="right")
    return chosen


def pick_one(generator: np.random.Generator, weights: npt.ArrayLike, size: int) -> Ints:
    """`size` indexes into `weights`, drawn by them."""
    return pick(generator, weights, np.zeros(size, dtype=np.int64))


def skewed(generator: np.random.Generator, sigma: float, size: int) -> Floats:
    """Factors with median 1 and the spread `sigma` of their logarithm."""
    return np.exp(sigma * generator.standard_normal(size))


def seconds(values: Floats) -> Ints:
    """Whole seconds of a duration in seconds."""
    return np.rint(values).astype(np.int64)
