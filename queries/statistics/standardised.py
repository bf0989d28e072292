"""How many customers would have stayed, had all of them had the same support: what a model of leaving says about everybody.

The fitted hazards are applied to all customers as if each had the level of support in question, and their retention is
averaged. Differences between levels then cannot come from what is in the model: all are compared on the same customers.
Source: Robins 1986, Mathematical Modelling 7, 1393-1512 (g-formula); Hernán and Robins 2020, Causal Inference: What
If, 17.4 (discrete-time hazards).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queries.statistics.hazards import Fit, Model, mirrored
from queries.statistics.kinds import Kinds, Numbers


@dataclass(frozen=True)
class Standardised:
    """kept: share still there after each month (levels x months), one row for each level asked for. covariance: of
    these shares, row after row as one vector, as customers are drawn at random."""

    kept: Numbers
    covariance: Numbers


def standardise(model: Model, coefficients: Numbers, *, customers: Numbers, levels: Sequence[int]) -> Numbers:
    """Share still there after each month (levels x months) if all these customers had this level of the exposure."""
    kept = np.zeros((len(levels), model.time.shape[1]))
    for row, level in enumerate(levels):
        over_months, own = model.odds(coefficients, level)
        survival, total = np.ones(own.size), customers.sum()
        for month, odds in enumerate(over_months[level]):
            survival /= 1 + odds * own
            kept[row, month] = customers @ survival / total
    return kept


def with_covariance(found: Fit, kinds: Kinds, *, levels: Sequence[int]) -> Standardised:
    """The standardised shares of all kinds of customers, and how they would vary from one sample of customers to another.

    The influence of a customer has two parts: that the own chance of staying differs from the mean, and that the own
    leaving or staying moves the coefficients. The covariance is the sum over customers of the products of their
    influences (infinitesimal jackknife, robust to a model that is not quite right), which is what the bootstrap by
    customer comes to where samples are large.
    Source: Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, 6; Williamson et al. 2014, Statistics
    in Medicine 33, 721-737 (standardisation).
    """
    months, total = kinds.events.shape[1], float(kinds.customers.sum())
    sums = _summed(found, kinds, levels)
    kept = sums.kept / total
    pull = np.linalg.solve(found.information, sums.slopes.T).T / total  # of a customer's score on each share
    together = pull @ (sums.joint - np.outer(sums.score, kept)) / total
    spread = sums.squares / total**2 - np.outer(kept, kept) / total
    covariance = spread + together + together.T + pull @ mirrored(sums.meat) @ pull.T
    return Standardised(kept.reshape(len(levels), months), covariance)


def covariance_of_coefficients(found: Fit, kinds: Kinds) -> Numbers:
    """Parameters x parameters, as customers are drawn at random; by the influence of each customer ("sandwich").

    Source: White 1982, Econometrica 50, 1-25.
    """
    inverse = np.linalg.inv(found.information)
    return np.asarray(inverse @ mirrored(_summed(found, kinds, ()).meat) @ inverse, dtype=np.float64)


def _summed(found: Fit, kinds: Kinds, levels: Sequence[int]) -> "_Sums":
    model = found.model
    sums = _Sums(model.parameters, len(levels) * kinds.events.shape[1])
    over_months, own = model.odds(found.coefficients)
    if_all = {level: model.odds(found.coefficients, level)[1] for level in levels}
    for level, rows in model.chunks:
        hazards, fixed = [_hazards(if_all[one][rows], over_months[one]) for one in levels], model.fixed(rows)
        sums.add_chances(kinds.customers[rows], hazards)
        sums.add_scores(model, kinds, rows, level=level, hazard=_hazards(own[rows], over_months[level]), fixed=fixed)
        sums.add_slopes(model, kinds.customers[rows], rows, levels=levels, hazards=hazards, fixed=fixed)
    return sums


class _Sums:
    """What `with_covariance` adds up over chunks of kinds. All shares of one kind are one row, level after level."""

    def __init__(self, parameters: int, shares: int) -> None:
        self.kept, self.squares = np.zeros(shares), np.zeros((shares, shares))
        self.slopes = np.zeros((shares, parameters))
        self.score, self.joint = np.zeros(parameters), np.zeros((parameters, shares))
        self.meat = np.zeros((parameters, parameters))

    def add_chances(self, customers: Numbers, hazards: Sequence[Numbers]) -> None:
        """Chances to be still there at each level, and their squares."""
        none = np.zeros((len(customers), 0))
        self.chances = np.hstack([none, *(np.cumprod(1 - hazard, axis=1) for hazard in hazards)])
        weighted = self.chances * customers[:, np.newaxis]
        self.kept += weighted.sum(axis=0)
        self.squares += weighted.T @ self.chances

    def add_slopes(
        self,
        model: Model,
        customers: Numbers,
        rows: slice,
        *,
        levels: Sequence[int],
        hazards: Sequence[Numbers],
        fixed: Numbers,
    ) -> None:
        """How the sums of the chances move with the coefficients; what is fixed is changed to each level in turn."""
        time, months = model.slices[0], model.time.shape[1]
        for row, (level, hazard) in enumerate(zip(levels, hazards, strict=True)):
            place = slice(row * months, (row + 1) * months)
            weighted = self.chances[:, place] * customers[:, np.newaxis]
            self.slopes[place, time] -= np.tril(weighted.T @ hazard) @ model.time[level]
            model.fill_fixed(fixed, rows, level, only_changing=True)
            self.slopes[place, time.stop :] -= (weighted * np.cumsum(hazard, axis=1)).T @ fixed

    def add_scores(
        self, model: Model, kinds: Kinds, rows: slice, *, level: int, hazard: Numbers, fixed: Numbers
    ) -> None:
        """Scores, their products with each other, and with the chances of the same customers.

        The score of a customer in a month is what happened (1 or 0) minus the hazard, up to the last month seen. Of
        two months both count only for who was seen in the later one, and was there for all of the earlier one.
        """
        time, events = model.slices[0].stop, kinds.events[rows]
        columns = model.time[level]
        surprise = events - kinds.at_risk[rows] * hazard
        whole = surprise.sum(axis=1)
        self.score[:time] += surprise.sum(axis=0) @ columns
        self.score[time:] += whole @ fixed
        self.joint[:time] += columns.T @ (surprise.T @ self.chances)
        self.joint[time:] += fixed.T @ (self.chances * whole[:, np.newaxis])
        both = -np.triu(hazard.T @ surprise) + np.diag((events * (1 - hazard)).sum(axis=0))
        self.meat[:time, :time] += columns.T @ mirrored(both) @ columns
        leaving, total = events + kinds.censored[rows, 1:], np.cumsum(hazard, axis=1)
        later = np.cumsum((events - leaving * total)[:, ::-1], axis=1)[:, ::-1]
        self.meat[:time, time:] += columns.T @ ((events * (1 - total) - hazard * later).T @ fixed)
        squares = (events * (1 - 2 * total) + leaving * total**2).sum(axis=1)
        self.meat[time:, time:] += (fixed * squares[:, np.newaxis]).T @ fixed


def _hazards(own: Numbers, over_months: Numbers) -> Numbers:
    """Of each kind (rows) in each month."""
    odds = np.multiply.outer(own, over_months)
    odds /= 1 + odds
    return np.asarray(odds, dtype=np.float64)
