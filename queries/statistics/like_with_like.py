"""How many more of 1,000 customers were still there after a year where support was good than where it was poor?

Compared like with like: on the same customers, with the same plan, segment, size and whatever else was known on the day
of the comparison (the landmark). Customers without contact are another population, for whom nobody knows how support
would have been: they get a line of their own and are never the baseline of a difference.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from queries.statistics.adjusting import Adjustment, adjust
from queries.statistics.balance import balance
from queries.statistics.cells import Cells, read_cells
from queries.statistics.comparison import Comparison, Group, Overlap
from queries.statistics.estimates import Sampled, ratio_interval, sample, share_interval
from queries.statistics.groups import crude_groups, good_share
from queries.statistics.intervals import Estimate, difference, difference_interval
from queries.statistics.refusals import Counts, Refusal, before_a_model, by_overlap
from queries.statistics.sensitivity import smallest_detectable, strongest_confounder
from queries.statistics.thin import FEWEST_EVENTS_IN_GROUP
from queries.statistics.weighting import weigh

if TYPE_CHECKING:
    import pandas as pd

CORE = ("segment", "plan", "tickets_band")
NO_CONTACT = "no contact"
REPLICATES = 400


def compare(
    frame: "pd.DataFrame",
    confounders: Sequence[str],
    *,
    first: str = "good",
    second: str = "poor",
    exposure: str = "exposure",
    apart: Sequence[str] = (NO_CONTACT,),
    core: Sequence[str] = CORE,
    horizon: int = 12,
    is_event_good: bool = False,
    lost_before: int = 0,
    replicates: int = REPLICATES,
    seed: int = 1,
    confidence: float = 0.95,
) -> Comparison:
    """The share of customers with the good outcome at the horizon, first minus second level of the exposure, like with like.

    frame: cells as for `read_cells`. apart: levels of another population, which are counted and drawn but neither
    compared nor adjusted. core: the confounders that are kept where events are few. horizon: in months. is_event_good:
    the event is what one hopes for (a conversion). lost_before: customers lost before the landmark, to be handed on.
    Same cells and seed, same result, in whatever order the cells come.

    Hazards by month, pooled logistic, with main effects of exposure and confounders; standardised over all customers
    of the levels that are not apart; errors by drawing customers again (see `sample`), interval normal, p-value from
    the same error. Refused, with the reason, where data are thin, leak, or groups are too unlike (see `refusals`).
    Raises ValueError for impossible cells (see `read_cells`), or where first and second are one level or apart.
    """
    if first == second or {first, second} & set(apart):
        raise ValueError(f"{first} and {second} must be two levels of the same population")
    cells = read_cells(frame, confounders, exposure=exposure, horizon=horizon)
    population = cells.of([level for level in cells.exposure.levels if level not in apart])
    found = Comparison(
        first=first,
        second=second,
        horizon=horizon,
        is_event_good=is_event_good,
        confidence=confidence,
        lost_before=lost_before,
        refusal=None,
        groups=crude_groups(cells, horizon=horizon, is_event_good=is_event_good, confidence=confidence),
        customers=int(population.customers.sum()),
        events=int(population.customers[population.is_event].sum()),
        left_out=tuple(confounders),
    )
    refusal = _at_first_sight(found, population)
    if refusal is not None:
        return replace(found, refusal=refusal)
    adjustment = adjust(population, compared=(first, second), core=core, horizon=horizon)
    if isinstance(adjustment, Refusal):
        return replace(found, refusal=adjustment)
    found = _weighted(found, population, adjustment)
    return found if found.refusal else _estimated(found, adjustment, replicates=replicates, seed=seed)


def _at_first_sight(found: Comparison, population: Cells) -> Refusal | None:
    counts = {group.counts.level: group.counts for group in found.groups}
    two = [counts.get(level, Counts(level, customers=0, events=0, at_risk=0)) for level in (found.first, found.second)]
    others = [counts[level] for level in population.exposure.levels if level not in (found.first, found.second)]
    return before_a_model(two, others)


def _weighted(found: Comparison, population: Cells, adjustment: Adjustment) -> Comparison:
    """What weighting says, how unlike the groups are before and after it, and whether they are too unlike."""
    kinds = adjustment.kinds
    codes = _codes(found, adjustment)
    weighted = weigh(kinds, levels=codes)
    sign = -1 if found.is_event_good else 1
    refusal = by_overlap(weighted.share_without)
    return replace(
        found,
        refusal=refusal,
        used=adjustment.used,
        left_out=tuple(name for name in found.left_out if name not in adjustment.used),
        parameters=adjustment.parameters,
        weighted=None if refusal else sign * (weighted.kept[0] - weighted.kept[1]),
        overlap=Overlap(weighted.share_without, weighted.effective_n, weighted.largest_weight, weighted.share_trimmed),
        balance=balance(
            population.confounders,
            population.customers,
            weighted.weight[kinds.place],
            in_first=population.exposure.codes == codes[0],
            in_second=population.exposure.codes == codes[1],
        ),
    )


def _estimated(found: Comparison, adjustment: Adjustment, *, replicates: int, seed: int) -> Comparison:
    """What the model says, with its errors."""
    names, codes = _levels(found, adjustment)
    sampled = sample(adjustment, codes, replicates=replicates, seed=seed)
    confidence, sign = found.confidence, -1 if found.is_event_good else 1
    contrast = np.zeros_like(sampled.kept)
    contrast[:2, -1] = sign, -sign
    value, error = float((contrast * sampled.kept).sum()), sampled.error(contrast)
    good = sampled.kept if sign > 0 else 1 - sampled.kept
    curves = _curves(names, sampled, found)
    ends = curves.loc[curves["month"] == found.horizon].set_index("level")
    crude = [one.crude for one in (found.group(found.first), found.group(found.second)) if one and one.crude]
    return replace(
        found,
        groups=tuple(_standardised(group, ends) for group in found.groups),
        difference=difference_interval(value, error, confidence=confidence),
        crude=difference(*crude) if len(crude) == 2 else None,
        p_value=math.erfc(abs(value) / error / math.sqrt(2)) if error > 0 else float(value == 0),
        risk_ratio=ratio_interval(
            float(1 - good[0, -1]), float(1 - good[1, -1]), difference_error=error, confidence=confidence
        ),
        smallest_detectable=smallest_detectable(error, confidence=confidence),
        strongest=strongest_confounder(
            sampled.fit, adjustment, levels=(codes[0], codes[1]), is_event_good=found.is_event_good
        ),
        levels=tuple(names),
        curves=curves,
        draws=sampled.draws if sign > 0 else 1 - sampled.draws,
    )


def _codes(found: Comparison, adjustment: Adjustment) -> tuple[int, int]:
    first, second = (adjustment.kinds.exposure.code(level) for level in (found.first, found.second))
    assert first is not None and second is not None
    return first, second


def _levels(found: Comparison, adjustment: Adjustment) -> tuple[list[str | None], list[int]]:
    """Names and codes of the levels that are standardised: the two compared, then the others with events enough."""
    exposure = adjustment.kinds.exposure
    names: list[str | None] = [found.first, found.second]
    for group in found.groups:
        is_known = exposure.code(group.counts.level) is not None
        if is_known and group.counts.level not in names and group.counts.events >= FEWEST_EVENTS_IN_GROUP:
            names.append(group.counts.level)
    return names, [exposure.levels.index(name) for name in names]


def _curves(names: Sequence[str | None], sampled: Sampled, found: Comparison) -> "pd.DataFrame":
    """One row per level and month from 0 on, with the share that has the good outcome by then."""
    import pandas as pd

    start = Estimate(1.0, 1.0, 1.0)
    rows: list[tuple[str | None, int, float, float, float]] = []
    for number, name in enumerate(names):
        kept = [start]
        for month, share in enumerate(sampled.kept[number]):
            weights = np.zeros_like(sampled.kept)
            weights[number, month] = 1
            kept.append(share_interval(float(share), sampled.error(weights), confidence=found.confidence))
        for month, one in enumerate(kept):
            good = good_share(one, is_event_good=found.is_event_good)
            assert good is not None
            rows.append((name, month, good.value, good.low, good.high))
    return pd.DataFrame(rows, columns=["level", "month", "value", "low", "high"])


def _standardised(group: Group, ends: "pd.DataFrame") -> Group:
    if group.counts.level not in ends.index:
        return group
    value, low, high = ends.loc[[group.counts.level], ["value", "low", "high"]].to_numpy(dtype=float)[0]
    return replace(group, standardised=Estimate(float(value), float(low), float(high)))
