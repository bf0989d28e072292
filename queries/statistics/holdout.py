"""Did it matter to be on the list? A fair experiment, in which chance decided who was contacted and who was held out.

Everybody counts where they were assigned, whether the contact took place or not: who could not be reached differs from
who could, and to compare those would bring the unfairness back.
"""

import math
from dataclasses import dataclass

from queries.statistics.intervals import Estimate, check_share, newcombe_difference, normal_quantile, power_quantile
from queries.statistics.scenario import smallest_shown
from queries.statistics.thin import can_compare


@dataclass(frozen=True)
class ByAssignment:
    """Shares kept (0 to 1) of those assigned to be contacted and of those held out.

    difference: first minus other, None where too few were lost to compare (counts only) or an arm is empty.
    smallest: the smallest difference that such numbers show in four of five cases, None with it. share_contacted: how
    many of those assigned to it were contacted, None where not told.
    """

    kept: float
    n: float
    held_out_kept: float
    held_out_n: float
    difference: Estimate | None
    smallest: float | None
    share_contacted: float | None


def by_assignment(
    kept: float,
    n: float,
    *,
    held_out_kept: float,
    held_out_n: float,
    contacted: float | None = None,
    confidence: float = 0.95,
) -> ByAssignment:
    """Intention-to-treat comparison of an experiment; contacted: how many of the n were reached, if known.

    Below 20 events in all or 10 in either arm only the counts (events: lost, or kept where that is rarer).
    Source: method 10 in Newcombe 1998, Statistics in Medicine 17, 873-890; Hollis and Campbell 1999, BMJ 319, 670-674
    (intention to treat). Raises ValueError unless 0 <= kept <= n and 0 <= contacted <= n.
    """
    check_share(kept, n)
    check_share(held_out_kept, held_out_n)
    if contacted is not None:
        check_share(contacted, n)
    lost, other_lost = n - kept, held_out_n - held_out_kept
    is_enough = can_compare(lost, other_lost) and can_compare(kept, held_out_kept)
    difference = None
    if is_enough:
        difference = newcombe_difference(
            kept, n, other_successes=held_out_kept, other_n=held_out_n, confidence=confidence
        )
    return ByAssignment(
        kept=kept,
        n=n,
        held_out_kept=held_out_kept,
        held_out_n=held_out_n,
        difference=difference,
        smallest=None if difference is None else smallest_shown(difference, confidence=confidence),
        share_contacted=contacted / n if contacted is not None and n > 0 else None,
    )


def sample_size(
    base: float, difference: float, *, share_held_out: float = 0.5, power: float = 0.8, confidence: float = 0.95
) -> int | None:
    """Customers needed in both arms together to show a difference from a base rate with the given chance (power).

    base: share kept without the contact; difference: what it is to add, not 0, so that both shares lie within 0 to 1
    (None otherwise); share_held_out: of all, 0 to 1. Without continuity correction.
    Source: Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, 4.3 (unequal arms); as in R's
    power.prop.test. Raises ValueError unless 0 < base < 1, difference is not 0, and 0 < share_held_out < 1,
    0.5 <= power < 1.
    """
    _check_plan(base, share_held_out=share_held_out, power=power)
    if difference == 0:
        raise ValueError("a difference of 0 cannot be shown by any number of customers")
    if not 0 <= base + difference <= 1:
        return None
    return math.ceil(_needed(base, difference, held_out=share_held_out, power=power, z=normal_quantile(confidence)))


def smallest_difference(
    base: float, n: float, *, share_held_out: float = 0.5, power: float = 0.8, confidence: float = 0.95
) -> float | None:
    """The smallest gain over a base rate (share kept) that n customers in both arms show with the given chance.

    None where not even a gain to 100 % would be shown. Source and errors as for `sample_size`; ValueError for n < 0.
    """
    _check_plan(base, share_held_out=share_held_out, power=power)
    if not n >= 0:
        raise ValueError(f"n must be >= 0, not {n}")
    z = normal_quantile(confidence)
    low, high = 0.0, 1 - base
    if _needed(base, high, held_out=share_held_out, power=power, z=z) > n:
        return None
    for _ in range(60):
        middle = (low + high) / 2
        is_shown = middle > 0 and _needed(base, middle, held_out=share_held_out, power=power, z=z) <= n
        low, high = (low, middle) if is_shown else (middle, high)
    return high


def _needed(base: float, difference: float, *, held_out: float, power: float, z: float) -> float:
    other, contacted = base + difference, 1 - held_out
    pooled = held_out * base + contacted * other
    none = z * math.sqrt(pooled * (1 - pooled) / (held_out * contacted))
    some = power_quantile(power) * math.sqrt(base * (1 - base) / held_out + other * (1 - other) / contacted)
    return ((none + some) / difference) ** 2


def _check_plan(base: float, *, share_held_out: float, power: float) -> None:
    power_quantile(power)  # refuses a power outside 0.5 to 1
    if not (0 < base < 1 and 0 < share_held_out < 1):
        raise ValueError(f"base and share_held_out must lie between 0 and 1, not {base} and {share_held_out}")
