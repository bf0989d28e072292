"""What is known after two groups of customers were compared like with like: everything that a sentence or a chart needs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.statistics.cells import Numbers
from queries.statistics.intervals import Estimate, difference_interval
from queries.statistics.refusals import Counts, Refusal

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Group:
    """One level of the exposure. counts: customers, events, at risk in the last month; crude: Kaplan-Meier share with
    the good outcome at the horizon; standardised: the same if all customers had this level. None where not estimated."""

    counts: Counts
    crude: Estimate | None
    standardised: Estimate | None


@dataclass(frozen=True)
class MeasuredConfounder:
    """The confounder whose leaving out moves the answer most. risk_ratio_without: the risk ratio then; shift: by how
    much it moved the ratio, as a factor of at least 1 (to be read like a risk ratio: its E-value is its strength)."""

    name: str
    risk_ratio_without: float
    shift: float


@dataclass(frozen=True)
class Overlap:
    """share_without: of all customers, those for whom one of the two levels is hardly possible; effective_n: of the first
    and the second group after weighting; largest_weight, share_trimmed: of the weights."""

    share_without: float
    effective_n: tuple[float, float]
    largest_weight: float
    share_trimmed: float


@dataclass(frozen=True)
class Comparison:
    """First minus second level of the exposure, in shares (-1 to 1) of customers with the good outcome at the horizon.

    The good outcome is still being there, or, with is_event_good, having had the event. All estimates are None and all
    frames too where refusal says why. groups: every level, those apart as well. customers, events: of all levels but
    those apart. difference: standardised over these customers; crude: of Kaplan-Meier; weighted: of weighted
    Kaplan-Meier; p_value: two-sided, below 0.05 exactly where the 95 % interval leaves out 0. risk_ratio: of the bad
    outcome, second over first. smallest_detectable: difference that such data show with 80 % power. balance: see
    `queries.statistics.balance`. curves: level, month (0 to the horizon), value, low, high: standardised, share with
    the good outcome. draws: replicates x (first, second) x months 1 to the horizon: what these curves might as well
    have been, share with the good outcome. used, left_out: confounders, the latter for want of events or for having
    one level only.
    """

    first: str
    second: str
    horizon: int
    is_event_good: bool
    confidence: float
    lost_before: int
    refusal: Refusal | None
    groups: tuple[Group, ...]
    customers: int
    events: int
    difference: Estimate | None = None
    crude: Estimate | None = None
    weighted: float | None = None
    p_value: float | None = None
    risk_ratio: Estimate | None = None
    smallest_detectable: float | None = None
    overlap: Overlap | None = None
    balance: "pd.DataFrame | None" = None
    strongest: MeasuredConfounder | None = None
    used: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    parameters: int = 0
    levels: tuple[str | None, ...] = ()
    curves: "pd.DataFrame | None" = None
    draws: Numbers | None = None

    @property
    def per_1000(self) -> Estimate | None:
        """The difference in customers of every 1,000."""
        found = self.difference
        return found and Estimate(1000 * found.value, 1000 * found.low, 1000 * found.high)

    @property
    def events_per_parameter(self) -> float | None:
        """Of the model; None where there was none."""
        return self.events / self.parameters if self.parameters else None

    @property
    def is_clear(self) -> bool:
        """Does the interval leave out 0?"""
        return self.difference is not None and not self.difference.low <= 0 <= self.difference.high

    @property
    def is_model_dependent(self) -> bool:
        """Do model and weights differ by more than half the width of the interval?"""
        if self.difference is None or self.weighted is None:
            return False
        return abs(self.weighted - self.difference.value) > (self.difference.high - self.difference.low) / 2

    def between(self, first: str | None, second: str | None) -> Estimate | None:
        """Standardised difference of any two levels at the horizon, first minus second; None where one is not among them."""
        if self.draws is None or self.curves is None or not {first, second} <= set(self.levels):
            return None
        places = [self.levels.index(level) for level in (first, second)]
        one, other = (self.draws[:, place, -1] for place in places)
        ends = self.curves.loc[self.curves["month"] == self.horizon, "value"].to_numpy(dtype=float)
        value = float(ends[places[0]] - ends[places[1]])
        return difference_interval(value, float((one - other).std(ddof=1)), confidence=self.confidence)

    def group(self, level: str | None) -> Group | None:
        """The group with this level of the exposure; None where no customer has it."""
        return next((group for group in self.groups if group.counts.level == level), None)
