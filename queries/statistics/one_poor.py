"""How many good interactions does it take to offset one poor one?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from queries.statistics.adjusting import Adjustment, adjust
from queries.statistics.cells import Cells, Factor, Flags, Numbers, read_cells
from queries.statistics.estimates import drawn_coefficients
from queries.statistics.intervals import Estimate, normal_quantile
from queries.statistics.like_with_like import CORE, NO_CONTACT, REPLICATES
from queries.statistics.refusals import Counts, Refusal, before_a_model

if TYPE_CHECKING:
    import pandas as pd

MOST_COUNTED = 5
WITHOUT = "none"
WITH = "one or more"


@dataclass(frozen=True)
class OnePoor:
    """good, poor: change of the logarithm of the odds of leaving in a month with one more such interaction (below 0:
    more stay); offset: good ones that go with as much staying as one poor one with leaving; None where it cannot be
    estimated, and its high end infinite where no number might do. with_good, with_poor: customers with at least one,
    and how many left; used, left_out: confounders. Estimates are None where refusal says why."""

    refusal: Refusal | None
    customers: int
    events: int
    with_good: Counts
    with_poor: Counts
    good: Estimate | None = None
    poor: Estimate | None = None
    offset: Estimate | None = None
    used: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_good_clear(self) -> bool:
        """Do good interactions go with clearly more staying? Only then is there an offset."""
        return self.good is not None and self.good.high < 0


def one_poor(
    frame: "pd.DataFrame",
    confounders: Sequence[str],
    *,
    good: str = "good",
    poor: str = "poor",
    exposure: str = "combination",
    apart: Sequence[str] = (NO_CONTACT,),
    core: Sequence[str] = CORE,
    horizon: int = 12,
    replicates: int = REPLICATES,
    seed: int = 1,
    confidence: float = 0.95,
) -> OnePoor:
    """What one more good and one more poor interaction go with, and how many of the one offset one of the other.

    frame: cells as for `read_cells`, with the numbers of good and poor interactions until the landmark (more than 5
    count as 5); the exposure only tells who is apart. Hazards by month, pooled logistic, straight in both numbers, with
    the confounders, among which the number of all tickets should be. offset: minus the coefficient of poor over that
    of good, with the percentiles of its replicates, where good interactions go with clearly more staying.
    Refused as `compare` is, where customers with and without poor (or good) interactions are too few.
    """
    cells = read_cells(frame, (good, poor, *confounders), exposure=exposure, horizon=horizon)
    population = _with_amounts(cells.of([level for level in cells.exposure.levels if level not in apart]), good, poor)
    amounts = dict(zip(("good", "poor"), population.confounders[:2], strict=True))
    counted = {name: _counts(population, factor, horizon=horizon) for name, factor in amounts.items()}
    found = OnePoor(
        refusal=None,
        customers=int(population.customers.sum()),
        events=int(population.customers[population.is_event].sum()),
        with_good=counted["good"][0],
        with_poor=counted["poor"][0],
        left_out=tuple(confounders),
    )
    for counts in counted.values():
        refusal = before_a_model(counts, ())
        if refusal is not None:
            return replace(found, refusal=refusal)
    adjustment = adjust(population, compared=(), core=(good, poor, *core), horizon=horizon)
    if isinstance(adjustment, Refusal):
        return replace(found, refusal=adjustment)
    names = (good, poor)
    return _estimated(found, adjustment, names, replicates=replicates, seed=seed, confidence=confidence)


def _estimated(
    found: OnePoor,
    adjustment: Adjustment,
    names: tuple[str, str],
    *,
    replicates: int,
    seed: int,
    confidence: float,
) -> OnePoor:
    fitted, draws = drawn_coefficients(adjustment, replicates=replicates, seed=seed)
    places = [int(adjustment.places[name][0]) for name in names]
    values, drawn = fitted.coefficients[places], draws[:, places]
    z = normal_quantile(confidence)
    effects = [
        Estimate(value, value - z * error, value + z * error)
        for value, error in zip(values.tolist(), drawn.std(axis=0, ddof=1).tolist(), strict=True)
    ]
    found = replace(
        found,
        good=effects[0],
        poor=effects[1],
        used=tuple(name for name in adjustment.used if name not in names),
        left_out=tuple(name for name in found.left_out if name not in adjustment.used),
    )
    return replace(found, offset=_offset(values, drawn, confidence=confidence)) if found.is_good_clear else found


def _offset(values: Numbers, drawn: Numbers, *, confidence: float) -> Estimate:
    """Poor over good with the sign turned; where a replicate has no use of good ones, no number of them would do."""
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore"):
        offsets = np.where(drawn[:, 0] < 0, -drawn[:, 1] / drawn[:, 0], np.copysign(np.inf, drawn[:, 1]))
    low, high = np.quantile(offsets, (tail, 1 - tail), method="inverted_cdf")
    value = float(-values[1] / values[0])
    return Estimate(value, min(value, float(low)), max(value, float(high)))


def _with_amounts(cells: Cells, *names: str) -> Cells:
    """The cells with the first factors read as amounts, and one level of the exposure for all."""
    amounts = [_amount(factor) for factor in cells.confounders[: len(names)]]
    everybody = Factor("everybody", ("everybody",), np.zeros(cells.months.size, dtype=np.intp))
    return replace(cells, exposure=everybody, confounders=(*amounts, *cells.confounders[len(names) :]))


def _amount(factor: Factor) -> Factor:
    numbers = [min(int(float(level or 0)), MOST_COUNTED) for level in factor.levels]
    different = sorted(set(numbers))
    place = np.array([different.index(number) for number in numbers], dtype=np.intp)
    levels = tuple(str(number) for number in different)
    return Factor(factor.name, levels, place[factor.codes], scores=tuple(float(number) for number in different))


def _counts(cells: Cells, amount: Factor, *, horizon: int) -> tuple[Counts, Counts]:
    """Customers with at least one such interaction, and without."""
    scores = np.array(amount.scores or (0.0,))[amount.codes]

    def counted(level: str, held: Flags) -> Counts:
        customers, is_event = cells.customers[held], cells.is_event[held]
        is_followed = cells.months[held] >= horizon
        numbers = (customers, customers[is_event], customers[is_followed], customers[is_followed & ~is_event])
        return Counts(level, *(int(each.sum()) for each in numbers))

    return counted(f"{amount.name} {WITH}", scores > 0), counted(f"{amount.name} {WITHOUT}", scores == 0)
