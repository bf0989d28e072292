"""How would the answer vary if the customers were drawn again? Every customer is one draw, however many months he was seen."""

from collections.abc import Iterator, Sequence

import numpy as np

from queries.statistics.hazards import Fit, Model
from queries.statistics.kinds import Kinds, Numbers, at_risk

MOST_KINDS = 1_200
_CELLS_AT_ONCE = 1_500_000
_ROUNDS = 12
_FRESH = (0, 1, 4, 7, 10)
_EXACT = 1e-3
_LONGEST_STEP = 3.0


def drawn_again(kinds: Kinds, *, replicates: int, seed: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Events (replicates x kinds x months) and censored (x months + 1) of as many customers, drawn with replacement.

    Customers who are alike and were seen alike are interchangeable, so that drawing them one by one is drawing the
    counts from a multinomial distribution. A few replicates at a time, as many as fit a small memory.
    Source: Efron 1979, Annals of Statistics 7, 1-26.
    """
    size, months = kinds.events.shape
    counts = np.concatenate([kinds.events.ravel(), kinds.censored.ravel()])
    held = np.flatnonzero(counts)
    share = counts[held] / counts.sum()
    random = np.random.default_rng(seed)
    at_once = max(1, _CELLS_AT_ONCE // (size * months))
    for start in range(0, replicates, at_once):
        drawn = np.zeros((min(at_once, replicates - start), counts.size))
        drawn[:, held] = random.multinomial(round(counts.sum()), share, size=len(drawn))
        events, censored = np.split(drawn, [size * months], axis=1)
        yield events.reshape(-1, size, months), censored.reshape(-1, size, months + 1)


def refitted(found: Fit, kinds: Kinds, *, levels: Sequence[int], replicates: int, seed: int) -> tuple[Numbers, Numbers]:
    """Standardised shares still there (replicates x levels x months), and the coefficients (replicates x parameters).

    The model is fitted anew to every replicate.
    """
    batch = _Batch(found.model)
    kept, fitted = [], []
    for events, censored in drawn_again(kinds, replicates=replicates, seed=seed):
        coefficients = batch.fit(found.coefficients, at_risk=at_risk(events, censored), events=events)
        customers = events.sum(axis=2) + censored.sum(axis=2)
        kept.append(batch.standardise(coefficients, customers=customers, levels=levels))
        fitted.append(coefficients)
    return np.concatenate(kept), np.concatenate(fitted)


class _Batch:
    """The same model fitted to many replicates at once (first axis of all arrays)."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.everybody = slice(0, model.exposure.size)
        self.fixed = model.fixed(self.everybody)
        self.pairs = np.triu_indices(self.fixed.shape[1])
        self.products = self.fixed[:, self.pairs[0]] * self.fixed[:, self.pairs[1]]

    def fit(self, start: Numbers, *, at_risk: Numbers, events: Numbers) -> Numbers:
        """Coefficients (replicates x parameters) by Newton's steps from the fit to all customers."""
        coefficients = np.repeat(start[np.newaxis], len(events), axis=0)
        for number in range(_ROUNDS):
            hazard = self._hazards(coefficients)
            expected = at_risk * hazard
            score = self._times(events - expected) - self.model.ridge * coefficients
            if number in _FRESH:
                information = self._gram(expected * (1 - hazard)) + np.diag(self.model.ridge)
            direction = np.linalg.solve(information, score[..., np.newaxis])[..., 0]
            longest = np.abs(direction).max(axis=1, keepdims=True)
            coefficients += direction * np.minimum(1.0, _LONGEST_STEP / np.maximum(longest, _LONGEST_STEP))
            if float((score * direction).sum(axis=1).max()) < _EXACT:
                break
        return coefficients

    def standardise(self, coefficients: Numbers, *, customers: Numbers, levels: Sequence[int]) -> Numbers:
        """Shares still there (replicates x levels x months)."""
        kept = np.empty((len(coefficients), len(levels), self.model.time.shape[1]))
        for row, level in enumerate(levels):
            over_months, own = self._odds(coefficients, self.model.fixed(self.everybody, level))
            survival = customers / customers.sum(axis=1, keepdims=True)
            for month in range(kept.shape[2]):
                survival = survival / (1 + own * over_months[:, level, month, np.newaxis])
                kept[:, row, month] = survival.sum(axis=1)
        return kept

    def _odds(self, coefficients: Numbers, fixed: Numbers) -> tuple[Numbers, Numbers]:
        time = self.model.slices[0]
        over_months = np.einsum("amk,bk->bam", self.model.time, coefficients[:, time])
        own = coefficients[:, time.stop :] @ fixed.T
        return np.exp(np.clip(over_months, -30, 30)), np.exp(np.clip(own, -30, 30))

    def _hazards(self, coefficients: Numbers) -> Numbers:
        over_months, own = self._odds(coefficients, self.fixed)
        odds = over_months[:, self.model.exposure]
        odds *= own[..., np.newaxis]
        odds /= 1 + odds
        return np.asarray(odds, dtype=np.float64)

    def _times(self, summed: Numbers) -> Numbers:
        by_level = self._by_level(summed)
        over_time = np.einsum("bam,amk->bk", by_level, self.model.time)
        return np.hstack([over_time, summed.sum(axis=2) @ self.fixed])

    def _gram(self, weight: Numbers) -> Numbers:
        time, parameters = self.model.slices[0], self.model.parameters
        found = np.zeros((len(weight), parameters, parameters))
        found[:, time, time] = np.einsum(
            "bam,amk,aml->bkl", self._by_level(weight), self.model.time, self.model.time, optimize=True
        )
        for level, rows in self.model.chunks:
            crossed = np.matmul(weight[:, rows].transpose(0, 2, 1), self.fixed[rows])
            found[:, time, time.stop :] += np.einsum("mk,bml->bkl", self.model.time[level], crossed, optimize=True)
        found[:, time.stop :, time] = found[:, time, time.stop :].transpose(0, 2, 1)
        own = weight.sum(axis=2) @ self.products
        found[:, time.stop + self.pairs[0], time.stop + self.pairs[1]] = own
        found[:, time.stop + self.pairs[1], time.stop + self.pairs[0]] = own
        return found

    def _by_level(self, summed: Numbers) -> Numbers:
        found = np.zeros((len(summed), *self.model.time.shape[:2]))
        for level, rows in self.model.chunks:
            found[:, level] += summed[:, rows].sum(axis=1)
        return found
