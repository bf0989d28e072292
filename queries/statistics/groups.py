"""How many customers had each level of support, how many left, and how many were still there, as they are?"""

import numpy as np

from queries.statistics.cells import Cells, Flags
from queries.statistics.comparison import Group
from queries.statistics.intervals import Estimate, wilson
from queries.statistics.refusals import Counts
from queries.statistics.survival import kaplan_meier
from queries.statistics.thin import FEWEST_AT_RISK


def crude_groups(cells: Cells, *, horizon: int, is_event_good: bool, confidence: float) -> tuple[Group, ...]:
    """One group per level of the exposure, the largest first, with its Kaplan-Meier share at the horizon.

    No share where fewer than 10 are at risk in the last month.
    """
    levels = enumerate(cells.exposure.levels)
    found = [
        _group(cells, level, cells.exposure.codes == code, horizon=horizon, confidence=confidence)
        for code, level in levels
    ]
    ranked = sorted(found, key=lambda group: (-group.counts.customers, group.counts.level is None, group.counts.level))
    return tuple(
        Group(one.counts, good_share(one.crude, is_event_good=is_event_good), standardised=None) for one in ranked
    )


def good_share(kept: Estimate | None, *, is_event_good: bool) -> Estimate | None:
    """The share with the good outcome: without the event, or with it."""
    if kept is None or not is_event_good:
        return kept
    return Estimate(1 - kept.value, 1 - kept.high, 1 - kept.low)


def _group(cells: Cells, level: str | None, held: Flags, *, horizon: int, confidence: float) -> Group:
    months, is_event, customers = cells.months[held], cells.is_event[held], cells.customers[held]
    counts = Counts(
        level=level,
        customers=int(customers.sum()),
        events=int(customers[is_event].sum()),
        at_risk=int(customers[months >= horizon].sum()),
        kept=int(customers[(months >= horizon) & ~is_event].sum()),
    )
    if counts.at_risk < FEWEST_AT_RISK:
        return Group(counts, crude=None, standardised=None)
    curve = kaplan_meier(months, is_event, counts=customers, confidence=confidence)
    if not curve.time.size or np.isnan(curve.low[-1]):  # nobody or everybody had the event
        share = 0.0 if curve.time.size else 1.0
        ends = wilson(share * counts.at_risk, counts.at_risk, confidence=confidence)
        assert ends is not None
        return Group(counts, Estimate(share, ends.low, ends.high), standardised=None)
    kept = Estimate(*(float(limit[-1]) for limit in (curve.survival, curve.low, curve.high)))
    return Group(counts, kept, standardised=None)
