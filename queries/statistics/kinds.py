"""Which customers are alike in support and in all that is adjusted for; and how many of each kind were at risk and left?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from queries.statistics.cells import Cells, Factor, Levels, Numbers, added

_LARGEST_KEY = 2**62
_LARGEST_BLOCK = 256
_LARGEST_CROSSED = 1024


@dataclass(frozen=True)
class Block:
    """A part of the linear predictor. place: for each kind its row in columns, which holds what it is there; if_level:
    its row if it had another level of the exposure, for each level, where the exposure is a part of this."""

    place: Levels
    columns: Numbers
    if_level: tuple[Levels, ...] = ()

    def thinned(self, every: int) -> "Block":
        """Of every second, third or later kind only."""
        return Block(self.place[::every], self.columns, tuple(place[::every] for place in self.if_level))

    def rows_at(self, level: int | None) -> Levels:
        """Row of each kind, as it is or if all had this level of the exposure."""
        return self.place if level is None or not self.if_level else self.if_level[level]


@dataclass(frozen=True)
class Kinds:
    """One entry per kind of customers, those of one exposure side by side, in an order that does not depend on the cells'.

    place: for each cell the number of its kind; exposure, factors: levels, with one code per kind; events: how many had
    the event in each month (kinds x months); censored: how many were seen for that many full months without it (kinds x
    months + 1, from 0 on).
    """

    place: Levels
    exposure: Factor
    factors: tuple[Factor, ...]
    events: Numbers
    censored: Numbers

    @cached_property
    def customers(self) -> Numbers:
        """Of each kind."""
        return np.asarray(self.events.sum(axis=1) + self.censored.sum(axis=1), dtype=np.float64)

    def rows(self, level: int) -> slice:
        """The kinds with this level of the exposure."""
        start, end = np.searchsorted(self.exposure.codes, (level, level + 1))
        return slice(int(start), int(end))

    @cached_property
    def at_risk(self) -> Numbers:
        """In each month (kinds x months)."""
        return at_risk(self.events, self.censored)


def at_risk(events: Numbers, censored: Numbers) -> Numbers:
    """How many were at risk in each month (last axis): all who had the event in it or later, or were seen as long."""
    leaving = events + censored[..., 1:]
    return np.asarray(np.cumsum(leaving[..., ::-1], axis=-1)[..., ::-1], dtype=np.float64)


def group_kinds(cells: Cells, factors: Sequence[Factor], *, horizon: int) -> Kinds:
    """Customers with the same exposure and the same level of every factor put together. horizon: months."""
    place, first = _same((cells.exposure, *factors))
    size, months, is_event, customers = first.size, cells.months, cells.is_event, cells.customers
    events = added(customers[is_event], place[is_event] * horizon + months[is_event] - 1, size * horizon)
    seen = horizon + 1
    censored = added(customers[~is_event], place[~is_event] * seen + months[~is_event], size * seen)
    exposure, *others = (replace(one, codes=one.codes[first]) for one in (cells.exposure, *factors))
    return Kinds(place, exposure, tuple(others), events.reshape(size, horizon), censored.reshape(size, seen))


def whatever_exposure(kinds: Kinds) -> tuple[Levels, Levels]:
    """For each kind the number of its group of kinds that differ in the exposure only; and one kind of each group."""
    if not kinds.factors:
        return np.zeros(kinds.exposure.codes.size, dtype=np.intp), np.zeros(1, dtype=np.intp)
    return _same(kinds.factors)


def blocks(factors: Sequence[Factor], customers: Numbers) -> tuple[Block, ...]:
    """The factors as few blocks, each of combinations of some of them, their parameters in the order of the factors."""
    made: list[Block] = []
    waiting: list[tuple[Factor, Numbers]] = []
    size = 1
    for factor in factors:
        contrast = contrasts(factor, customers)
        if waiting and size * contrast.shape[0] > _LARGEST_BLOCK:
            made.append(_block(waiting))
            waiting, size = [], 1
        waiting.append((factor, contrast))
        size *= contrast.shape[0]
    return (*made, _block(waiting)) if waiting else tuple(made)


def contrasts(factor: Factor, customers: Numbers) -> Numbers:
    """Levels x parameters: the score of an amount; else 1 for each level but the one with most customers, and else 0."""
    if factor.scores is not None:
        return np.array(factor.scores, dtype=float)[:, np.newaxis]
    usual = int(added(customers, factor.codes, len(factor.levels)).argmax())
    return np.delete(np.eye(len(factor.levels)), usual, axis=1)


def crossed_blocks(kinds: Kinds, factors: Sequence[Factor], *, usual: int) -> tuple[Block, ...]:
    """How differences between levels of the exposure differ with each of these factors (interactions), in their order."""
    size = len(kinds.exposure.levels) * math.prod(len(factor.levels) for factor in factors)
    together = [factors] if size <= _LARGEST_CROSSED else [[factor] for factor in factors]
    return tuple(_crossed_block(kinds, members, usual=usual) for members in together if members)


def _crossed_block(kinds: Kinds, factors: Sequence[Factor], *, usual: int) -> Block:
    sizes = [len(kinds.exposure.levels), *(len(factor.levels) for factor in factors)]
    level, *cells = np.unravel_index(np.arange(int(np.prod(sizes))), sizes)
    others = np.delete(np.eye(sizes[0]), usual, axis=1)[level]
    parts = [
        (others[:, :, np.newaxis] * contrasts(factor, kinds.customers)[cell][:, np.newaxis]).reshape(len(cell), -1)
        for factor, cell in zip(factors, cells, strict=True)
    ]
    codes = [factor.codes for factor in factors]
    at = [np.full(kinds.exposure.codes.size, one) for one in range(sizes[0])]
    actual, *if_level = (
        np.asarray(np.ravel_multi_index([one, *codes], sizes), dtype=np.intp) for one in (kinds.exposure.codes, *at)
    )
    return Block(place=actual, columns=np.hstack(parts), if_level=tuple(if_level))


def _block(members: Sequence[tuple[Factor, Numbers]]) -> Block:
    sizes = [contrast.shape[0] for _, contrast in members]
    cells = np.unravel_index(np.arange(int(np.prod(sizes))), sizes)
    columns = np.hstack([contrast[cell] for (_, contrast), cell in zip(members, cells, strict=True)])
    place = np.ravel_multi_index([factor.codes for factor, _ in members], sizes)
    return Block(place=np.asarray(place, dtype=np.intp), columns=columns)


def _same(factors: Sequence[Factor]) -> tuple[Levels, Levels]:
    """Number of the combination of each entry, and the first entry of each combination."""
    key, largest = np.zeros(factors[0].codes.size, dtype=np.int64), 1
    for factor in factors:
        if largest * len(factor.levels) > _LARGEST_KEY:
            different, key = np.unique(key, return_inverse=True)
            largest = different.size
        key = key * len(factor.levels) + factor.codes
        largest *= len(factor.levels)
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    return place.astype(np.intp, copy=False), first.astype(np.intp, copy=False)
