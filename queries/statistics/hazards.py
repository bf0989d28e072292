"""How does the chance of leaving in a month go with support, the month, and what else is known of a customer?"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from queries.statistics.kinds import Block, Kinds, Levels, Numbers

RIDGE = 0.01
EVENTS_PER_PIECE = 40.0
MANY = 20_000  # kinds; with more of them every eighth will do where nothing is estimated yet
EVERY = 8
_ROUNDS = 50
_EXACT = 1e-6
_ROUGH = 1e-2
_LONGEST_STEP = 4.0
_LARGEST_LOGIT = 30.0
_NEXT_TO_NOTHING = 1e-8
_CHUNK = 4096


@dataclass(frozen=True)
class Model:
    """The parts of the linear predictor, time first.

    time: exposure levels x months x parameters; exposure: of each kind, ascending; blocks: what does not change with
    time; free: how many of the first parameters carry no ridge (the baseline); penalty: the ridge of the others.
    """

    time: Numbers
    exposure: Levels
    blocks: tuple[Block, ...]
    free: int
    penalty: float = RIDGE

    @property
    def parameters(self) -> int:
        return int(self.time.shape[2] + sum(block.columns.shape[1] for block in self.blocks))

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """Places of the parameters of time and of each block."""
        ends = np.cumsum([self.time.shape[2], *(block.columns.shape[1] for block in self.blocks)])
        return tuple(slice(int(start), int(end)) for start, end in zip((0, *ends[:-1]), ends, strict=True))

    @cached_property
    def ridge(self) -> Numbers:
        """Diagonal of the penalty."""
        return np.where(np.arange(self.parameters) < self.free, _NEXT_TO_NOTHING, self.penalty)

    @cached_property
    def sorters(self) -> tuple[Any, ...]:
        """For each block a sparse 0/1 matrix that adds kinds up by exposure and place in the block."""
        from scipy.sparse import csr_array

        kinds, levels = self.exposure.size, self.time.shape[0]
        ones, ends = np.ones(kinds), np.arange(kinds + 1)
        sizes = [len(block.columns) for block in self.blocks]
        places = [self.exposure * size + block.place for block, size in zip(self.blocks, sizes, strict=True)]
        return tuple(
            csr_array((ones, place, ends), shape=(kinds, levels * size)).T
            for place, size in zip(places, sizes, strict=True)
        )

    @cached_property
    def chunks(self) -> tuple[tuple[int, slice], ...]:
        """Runs of kinds of one level of the exposure that are short enough to be quick, with that level."""
        ends = np.searchsorted(self.exposure, np.arange(self.time.shape[0] + 1))
        return tuple(
            (level, slice(start, min(start + _CHUNK, int(end))))
            for level, end in enumerate(ends[1:])
            for start in range(int(ends[level]), int(end), _CHUNK)
        )

    def thinned(self, every: int) -> "Model":
        """Of every second, third or later kind only."""
        blocks = tuple(block.thinned(every) for block in self.blocks)
        return replace(self, exposure=self.exposure[::every], blocks=blocks)

    def fixed(self, rows: slice, level: int | None = None) -> Numbers:
        """What does not change with time, of some kinds (kinds x parameters); if all had a level of the exposure."""
        found = np.empty((rows.stop - rows.start, self.parameters - self.time.shape[2]))
        self.fill_fixed(found, rows, level)
        return found

    def fill_fixed(self, fixed: Numbers, rows: slice, level: int | None, *, only_changing: bool = False) -> None:
        """Puts into it what `fixed` gives; only_changing: nothing but what depends on the level of the exposure."""
        for block, place in zip(self.blocks, self.slices[1:], strict=True):
            if block.if_level or not only_changing:
                columns = slice(place.start - self.time.shape[2], place.stop - self.time.shape[2])
                fixed[:, columns] = block.columns[block.rows_at(level)[rows]]

    def odds(self, coefficients: Numbers, level: int | None = None) -> tuple[Numbers, Numbers]:
        """Factors of the odds of the event: by exposure and month; and of each kind, if all had a level of the exposure."""
        first, *rest = self.slices
        over_time = np.exp(np.clip(self.time @ coefficients[first], -_LARGEST_LOGIT, _LARGEST_LOGIT))
        logit = np.zeros(self.exposure.size)
        for block, part in zip(self.blocks, rest, strict=True):
            logit += (block.columns @ coefficients[part])[block.rows_at(level)]
        return over_time, np.exp(np.clip(logit, -_LARGEST_LOGIT, _LARGEST_LOGIT))

    def times(self, summed: Numbers) -> Numbers:
        """Design transposed x something of each kind in each month (kinds x months)."""
        by_level = np.zeros(self.time.shape[:2])
        for level, rows in self.chunks:
            by_level[level] += summed[rows].sum(axis=0)
        overall = summed.sum(axis=1)
        parts = [np.einsum("am,amk->k", by_level, self.time)]
        parts.extend(block.columns.T @ np.bincount(block.place, overall, len(block.columns)) for block in self.blocks)
        return np.concatenate(parts)

    def gram(self, weight: Numbers) -> Numbers:
        """Design transposed x weight (kinds x months) x design."""
        levels, months, _ = self.time.shape
        first, *rest = self.slices
        found = np.zeros((self.parameters, self.parameters))
        by_exposure = np.zeros((levels, months))
        for level, rows in self.chunks:
            by_exposure[level] += weight[rows].sum(axis=0)
        found[first, first] = np.einsum("am,amk,aml->kl", by_exposure, self.time, self.time, optimize=True)
        self.fill_blocks(found, weight.sum(axis=1))
        for block, part, sorter in zip(self.blocks, rest, self.sorters, strict=True):
            sums = (sorter @ weight).reshape(levels, block.columns.shape[0], months)
            found[first, part] = np.einsum("asm,amk,sl->kl", sums, self.time, block.columns, optimize=True)
        return mirrored(found)

    def fill_blocks(self, found: Numbers, weight: Numbers) -> None:
        """Puts design transposed x weight (per kind) x design into the part above the diagonal, for blocks only."""
        for number, (block, part) in enumerate(zip(self.blocks, self.slices[1:], strict=True)):
            size = block.columns.shape[0]
            sums = np.bincount(block.place, weight, size)
            found[part, part] = (block.columns * sums[:, np.newaxis]).T @ block.columns
            for other, place in zip(self.blocks[:number], self.slices[1 : number + 1], strict=True):
                other_size = other.columns.shape[0]
                pairs = np.bincount(other.place * size + block.place, weight, other_size * size)
                found[place, part] = other.columns.T @ pairs.reshape(other_size, size) @ block.columns


@dataclass(frozen=True)
class Fit:
    """coefficients, and the information on them (of the penalised likelihood)."""

    model: Model
    coefficients: Numbers
    information: Numbers


def pieces(kinds: Kinds) -> Numbers:
    """Months x pieces: each month's piece of time, in which the baseline is level. Each holds at least 40 events.

    Months are put together from the first on; the last ones go with the piece before where they are too few.
    """
    events = kinds.events.sum(axis=0)
    total = np.cumsum(events)
    number, piece, reached = np.zeros(events.size, dtype=np.intp), 0, 0.0
    for month in range(events.size):
        number[month] = piece
        enough = total[month] - reached >= EVENTS_PER_PIECE
        if enough and total[-1] - total[month] >= EVENTS_PER_PIECE:
            piece, reached = piece + 1, float(total[month])
    return np.eye(piece + 1)[number]


def over_time(kinds: Kinds, *, usual: int, has_trend: bool) -> tuple[Numbers, int]:
    """Exposure levels x months x parameters: pieces of time, then each exposure level but the usual one.

    has_trend: the odds of each of these levels against the usual one may rise or fall from piece to piece, so that
    which level is the usual one makes no difference. Gives the number of pieces too.
    """
    baseline = pieces(kinds)
    months, levels = baseline.shape[0], len(kinds.exposure.levels)
    others = np.delete(np.eye(levels), usual, axis=1)
    parts = [
        np.broadcast_to(baseline, (levels, *baseline.shape)),
        np.broadcast_to(others[:, np.newaxis], (levels, months, levels - 1)),
    ]
    if has_trend and baseline.shape[1] > 1:
        middle = baseline @ ((baseline.T @ np.arange(months)) / baseline.sum(axis=0))  # of each month's piece
        parts.append(parts[1] * (2 * middle / months - 1)[:, np.newaxis])
    return np.concatenate(parts, axis=2), baseline.shape[1]


def fit(model: Model, *, at_risk: Numbers, events: Numbers, start: Numbers | None = None) -> Fit:
    """Most likely coefficients of a logistic model of the event in a month, by Newton's method.

    at_risk, events: kinds x months; start: coefficients that are near, where some are known. All parameters but the
    baseline carry a ridge of 0.01, as much as a hundredth of an observation, which keeps levels finite in which nobody
    or everybody had the event. With very many kinds the first steps are taken on some of them.
    Source: Allison 1982, Sociological Methodology 13, 61-98 (person-periods); McCullagh and Nelder 1989, 4.4;
    le Cessie and van Houwelingen 1992, Applied Statistics 41, 191-201 (ridge).
    """
    if start is not None:
        return _climb(model, start, at_risk=at_risk, events=events, exact=_EXACT)
    total = min(max(float(events.sum() / at_risk.sum()), _NEXT_TO_NOTHING), 1 - _NEXT_TO_NOTHING)
    start = np.where(np.arange(model.parameters) < model.free, np.log(total / (1 - total)), 0.0)
    if at_risk.shape[0] > MANY and events[::EVERY].sum() > 10 * model.parameters:
        smaller, some = model.thinned(EVERY), slice(None, None, EVERY)
        start = _climb(smaller, start, at_risk=at_risk[some], events=events[some], exact=_ROUGH).coefficients
    return _climb(model, start, at_risk=at_risk, events=events, exact=_EXACT)


def _climb(model: Model, start: Numbers, *, at_risk: Numbers, events: Numbers, exact: float) -> Fit:
    """Newton's steps until the next would be this short, by its squared length in standard errors; that one is taken."""
    coefficients, best = start, np.inf
    step: Numbers = np.zeros_like(start)
    observed = model.times(events)
    for _ in range(_ROUNDS):
        expected, weight = _expected(model, coefficients + step, at_risk)
        score = observed - model.times(expected)
        score -= model.ridge * (coefficients + step)
        information = model.gram(weight) + np.diag(model.ridge)
        direction = np.linalg.solve(information, score)
        distance = float(score @ direction)
        if distance > best and distance > exact:  # too far, as the curve bends: back half of the way
            step = step / 2
            continue
        coefficients, best = coefficients + step, distance
        step = np.asarray(direction * min(1.0, _LONGEST_STEP / max(float(np.abs(direction).max()), _LONGEST_STEP)))
        if distance <= exact:
            break
    return Fit(model, coefficients + step, information)


def _expected(model: Model, coefficients: Numbers, at_risk: Numbers) -> tuple[Numbers, Numbers]:
    """Expected events and their variance (kinds x months)."""
    over_months, own = model.odds(coefficients)
    expected, weight = np.empty_like(at_risk), np.empty_like(at_risk)
    for level, rows in model.chunks:
        hazard = np.multiply.outer(own[rows], over_months[level])
        hazard /= 1 + hazard
        np.multiply(at_risk[rows], hazard, out=expected[rows])
        np.multiply(hazard, expected[rows], out=hazard)
        np.subtract(expected[rows], hazard, out=weight[rows])
    return expected, weight


def mirrored(upper: Numbers) -> Numbers:
    """The symmetric matrix with this upper part."""
    above = np.triu(upper, 1)
    return np.asarray(above + above.T + np.diag(np.diag(upper)), dtype=np.float64)
