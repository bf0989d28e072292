"""What does the firm reckon with: its margin, discount, horizon and costs, and what its customers were seen to pay?"""

import functools
import hashlib
import json
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.settings import DEFAULTS
from queries.computed.computed import Ask, Parameters
from queries.statistics.bootstrap import DRAWS, draw_counts
from queries.statistics.intervals import Estimate
from queries.statistics.lifetime_value import COST
from queries.statistics.sbg import FEWEST_LOST
from queries.statistics.survival_paths import Lives, Paths, lives, survival_paths

MONTH = 365 / 12  # days
Numbers = NDArray[np.float64]
EXPANSION, CONTRACTION, REFUNDS, REFERRALS = "expansion", "contraction", "refunds", "referrals"
_MANY_KINDS, _FEWER_DRAWS = 20_000, 200


@dataclass(frozen=True)
class Money:
    """The settings about money. margin and discount (a year): 0 to 1; horizon: months; costs: None where not set."""

    margin: float
    discount: float
    horizon: int
    cost_per_ticket: float
    cost_of_keeping: float | None
    cost_of_acquiring: float | None


def money(ask: Ask) -> Money:
    """The settings about money, as they are set or by default."""
    frame = ask("money_settings")
    stored = DEFAULTS | {row["key"]: json.loads(row["value"]) for row in frame.to_dict("records")}

    def cost(key: str) -> float | None:
        return None if stored[key] is None else float(stored[key])

    return Money(
        margin=float(stored["margin"]),
        discount=float(stored["discount_rate"]),
        horizon=max(1, round(stored["horizon_months"])),
        cost_per_ticket=float(stored["cost_per_ticket"]),
        cost_of_keeping=cost("cost_of_keeping"),
        cost_of_acquiring=cost("cost_of_acquiring"),
    )


def kinds(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The kinds of customers of `value_lives` whose revenue is known."""
    frame = ask("value_lives", **parameters)
    return frame[frame["monthly_revenue"].notna()]


def lives_of(rows: pd.DataFrame, settings: Money) -> Lives:
    """The lives of these kinds, with their margin and the money that goes with the months seen.

    Tickets and orders may be told of fewer days than losses are: what they came to is scaled to all months seen, alike
    for everybody, so that a month costs what a month that is told of does. Referrals are counted, not money.
    """
    customers = rows["customers"].to_numpy(dtype=float)
    seen = float(((rows["months"] - rows["entry_month"]) * customers).sum())

    def scale(months: str) -> float:
        told = float((rows[months] * customers).sum())
        return seen / told if told else 0.0

    by_support, by_orders = scale("supported_months"), scale("ordered_months") * settings.margin
    return lives(
        rows["months"],
        rows["is_event"],
        customers,
        entry=rows["entry_month"],
        margin=settings.margin * rows["monthly_revenue"],
        totals={
            COST: settings.cost_per_ticket * by_support * rows["tickets"],
            EXPANSION: by_orders * rows[EXPANSION],
            CONTRACTION: by_orders * rows[CONTRACTION],
            REFUNDS: by_orders * rows[REFUNDS],
            REFERRALS: rows[REFERRALS],
        },
    )


class _Known:
    """Lives that are equal when all their numbers are."""

    def __init__(self, seen: Lives) -> None:
        self.seen = seen
        digest = hashlib.blake2b()
        for part in (seen.entry, seen.months, seen.is_lost, seen.customers, seen.margin, *seen.totals.values()):
            digest.update(part.tobytes())
        self.digest = digest.digest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.digest == other.digest


def paths_of(seen: Lives, horizon: int, *, is_by_margin: bool = True) -> Paths | None:
    """Paths to the horizon; remembered, since several answers rest on the same. is_by_margin: customers count by their
    margin, so that a path says how much of the money is still there; else each counts alike.
    """
    return _paths(_Known(seen), horizon, is_by_margin)


@functools.lru_cache(maxsize=16)
def _paths(known: _Known, horizon: int, is_by_margin: bool) -> Paths | None:
    seen = known.seen
    has_margin = bool(np.all(seen.margin >= 0) and np.any(seen.margin > 0))
    return survival_paths(seen, horizon=horizon, is_by_margin=is_by_margin and has_margin, draws=draws_of(seen))


def draws_of(seen: Lives) -> int:
    """How often these customers are drawn."""
    return DRAWS if seen.customers.size <= _MANY_KINDS else _FEWER_DRAWS


def margin_of_lost(seen: Lives) -> tuple[float, Numbers] | None:
    """Mean monthly margin of the customers who left, and the same for every draw of `paths_of`; None below 10."""
    lost = seen.customers * seen.is_lost
    if lost.sum() < FEWEST_LOST:
        return None
    drawn = [
        (block * seen.is_lost) @ seen.margin / np.maximum(block @ seen.is_lost, 1.0)
        for block in draw_counts(seen.customers, draws=draws_of(seen))
    ]
    return float(lost @ seen.margin / lost.sum()), np.concatenate(drawn)


def ends(name: str, found: Estimate | None) -> dict[str, float]:
    """The columns of an estimate: its value, and both ends of its interval."""
    told = (math.nan,) * 3 if found is None else (found.value, found.low, found.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), told, strict=True))


def ratio(first: Estimate, other: Estimate) -> Estimate | None:
    """Ratio of two independent estimates above 0, its ends by the distances of their logarithms; None for others.

    Source: Zou and Donner 2008, Statistics in Medicine 27, 1693-1702 (distances of limits, on logarithms).
    """
    if min(first.low, other.low) <= 0:
        return None
    value = first.value / other.value
    below = math.hypot(math.log(first.value / first.low), math.log(other.high / other.value))
    above = math.hypot(math.log(first.high / first.value), math.log(other.value / other.low))
    return Estimate(value, value * math.exp(-below), value * math.exp(above))
