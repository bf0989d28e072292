"""Who is compared: customers counted by what they are, what support they had, how long they were seen and whether they left.

Customers of one cell are alike in all that is known of them. Months count from the day of the comparison (the
landmark): month 1 is the first one after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Levels = NDArray[np.intp]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_CUSTOMERS = 20
FEWEST_EXPECTED = 5.0


@dataclass(frozen=True)
class Factor:
    """Something known of every customer. levels: its different values in the order of the alphabet, null last; codes:
    the number of its level for each cell; scores: of each level, where it is an amount and not a kind."""

    name: str
    levels: tuple[str | None, ...]
    codes: Levels
    scores: tuple[float, ...] | None = None

    def code(self, level: str | None) -> int | None:
        """Number of a level; None where no cell has it."""
        return self.levels.index(level) if level in self.levels else None


@dataclass(frozen=True)
class Cells:
    """Arrays with one entry per cell. months: at risk; is_event: what is waited for fell into the last of them."""

    exposure: Factor
    confounders: tuple[Factor, ...]
    months: Levels
    is_event: Flags
    customers: Numbers

    def of(self, levels: Sequence[str | None]) -> "Cells":
        """Only the cells with one of these levels of the exposure."""
        codes = [code for code in map(self.exposure.code, levels) if code is not None]
        held = np.isin(self.exposure.codes, codes)
        exposure, *confounders = (_taken(factor, held) for factor in (self.exposure, *self.confounders))
        return Cells(exposure, tuple(confounders), self.months[held], self.is_event[held], self.customers[held])


def read_cells(frame: "pd.DataFrame", confounders: Sequence[str], *, exposure: str, horizon: int) -> Cells:
    """The cells as arrays, cut at the horizon: an event after it has not happened within it.

    frame: one row per combination with the exposure, the confounders (null is a level like any other), months (whole,
    at least 0), is_event and customers (how many; cells without any are passed over). With an event the customer was
    at risk in month 1 to `months` and had it in that month; without one, month 1 to `months` were seen in full.
    Raises ValueError for other months or counts, an event in month 0, or a confounder that is also the exposure.
    """
    if exposure in confounders:
        raise ValueError(f"{exposure} cannot be both the exposure and a confounder")
    months = frame["months"].to_numpy(dtype=float)
    customers = frame["customers"].to_numpy(dtype=float)
    is_event = frame["is_event"].to_numpy(dtype=bool)
    if not (
        np.all(months >= is_event) and np.all(months % 1 == 0) and np.all(np.isfinite(customers) & (customers >= 0))
    ):
        raise ValueError(
            "cells need whole months of at least 0, events in month 1 or later, and customers of at least 0"
        )
    held = customers > 0
    factors = [_factor(frame[name], held) for name in (exposure, *confounders)]
    return Cells(
        exposure=factors[0],
        confounders=tuple(factors[1:]),
        months=np.minimum(months, horizon).astype(np.intp)[held],
        is_event=(is_event & (months <= horizon))[held],
        customers=customers[held],
    )


def later_start(frame: "pd.DataFrame", months: int = 1) -> "pd.DataFrame":
    """The same cells as seen from some months later on: only customers who were still there and were seen until then.

    For the question whether the comparison rests on those who left right after the landmark, some of whom may have
    complained because they were leaving.
    """
    held = frame["months"] > months if months else frame["months"] >= 0
    return frame.loc[held].assign(months=frame.loc[held, "months"] - months).reset_index(drop=True)


def added(values: Numbers, place: Levels, size: int) -> Numbers:
    """Sums of the values by place, from 0 to size - 1."""
    return np.asarray(np.bincount(place, values, size), dtype=np.float64)


def put_together(factor: Factor, customers: Numbers, *, rate: float) -> Factor:
    """A factor of kinds with its rare levels as one: those below 20 customers, or 5 events at the rate of all customers.

    Where the rare ones together are still that few, they go with the level of most customers. The name of the level
    of all others is null, as they may be anything.
    """
    count = added(customers, factor.codes, len(factor.levels))
    is_few = (count < FEWEST_CUSTOMERS) | (count * rate < FEWEST_EXPECTED)
    if factor.scores is not None or not is_few.any():
        return factor
    kept = [level for level, few in zip(factor.levels, is_few, strict=True) if not few]
    new = np.cumsum(~is_few) - 1
    together = float(count[is_few].sum())
    is_enough = together >= FEWEST_CUSTOMERS and together * rate >= FEWEST_EXPECTED
    if is_enough or not kept:
        new[is_few] = len(kept)
        return Factor(factor.name, (*kept, None), new[factor.codes])
    new[is_few] = new[int(np.where(is_few, -1.0, count).argmax())]
    return Factor(factor.name, tuple(kept), new[factor.codes])


def _factor(column: "pd.Series", held: Flags) -> Factor:
    codes, found = (column if held.all() else column[held]).factorize(use_na_sentinel=False)
    texts = [None if value is None or value != value else str(value) for value in found.tolist()]
    levels = sorted(set(texts), key=lambda text: (text is None, text or ""))
    place = np.array([levels.index(text) for text in texts], dtype=np.intp)
    return Factor(str(column.name), tuple(levels), place[codes] if len(texts) else np.zeros(0, dtype=np.intp))


def _taken(factor: Factor, held: Flags) -> Factor:
    """Only some cells of a factor of kinds, and only the levels that are among them."""
    codes = factor.codes[held]
    if factor.scores is not None:
        return replace(factor, codes=codes)
    is_there = np.bincount(codes, minlength=len(factor.levels)) > 0
    levels = tuple(level for level, there in zip(factor.levels, is_there, strict=True) if there)
    return Factor(factor.name, levels, (np.cumsum(is_there) - 1)[codes])
