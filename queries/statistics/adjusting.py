"""What can be adjusted for with this many events, and what is the model then?"""

from collections.abc import Sequence
from dataclasses import dataclass

from queries.statistics.cells import Cells, put_together
from queries.statistics.hazards import Model, over_time
from queries.statistics.kinds import Kinds, blocks, contrasts, group_kinds
from queries.statistics.refusals import EVENTS_PER_PARAMETER, FEWEST_EVENTS_PER_PARAMETER, Reason, Refusal

EVENTS_FOR_TREND = 100


@dataclass(frozen=True)
class Adjustment:
    """The kinds of customers by the confounders that are used, and the model of leaving."""

    kinds: Kinds
    model: Model

    @property
    def used(self) -> tuple[str, ...]:
        """Names of the confounders."""
        return tuple(factor.name for factor in self.kinds.factors)

    @property
    def places(self) -> dict[str, slice]:
        """Where the parameters of each confounder are."""
        start, places = self.model.slices[0].stop, {}
        for factor in self.kinds.factors:
            width = contrasts(factor, self.kinds.customers).shape[1]
            places[factor.name] = slice(start, start + width)
            start += width
        return places


def adjust(cells: Cells, *, compared: tuple[str, ...], core: Sequence[str], horizon: int) -> Adjustment | Refusal:
    """The model with all confounders where there are 10 events per parameter, else with the core ones, from 5 on.

    compared: levels of the exposure, the last one as the baseline. Confounders with one level are left out; rare
    levels are put together before. Where all levels compared have 100 events, the difference between them may grow or
    fade over the months, if that leaves 10 events per parameter.
    """
    events = float(cells.customers[cells.is_event].sum())
    rate = events / float(cells.customers.sum())
    factors = [put_together(factor, cells.customers, rate=rate) for factor in cells.confounders]
    factors = [factor for factor in factors if len(factor.levels) > 1]
    found = _adjustment(group_kinds(cells, factors, horizon=horizon), compared)
    if events < EVENTS_PER_PARAMETER * found.model.parameters:
        kept = [factor for factor in factors if factor.name in core]
        found = _adjustment(group_kinds(cells, kept, horizon=horizon), compared)
    per_parameter = events / found.model.parameters
    if per_parameter < FEWEST_EVENTS_PER_PARAMETER:
        return Refusal(Reason.TOO_FEW_EVENTS, None, value=per_parameter, needed=FEWEST_EVENTS_PER_PARAMETER)
    if not compared or min(_events(found.kinds, level) for level in compared) < EVENTS_FOR_TREND:
        return found
    with_trend = _adjustment(found.kinds, compared, has_trend=True)
    return with_trend if events >= EVENTS_PER_PARAMETER * with_trend.model.parameters else found


def _adjustment(kinds: Kinds, compared: tuple[str, ...], *, has_trend: bool = False) -> Adjustment:
    usual = kinds.exposure.code(compared[-1]) if compared else 0
    assert usual is not None
    time, free = over_time(kinds, usual=usual, has_trend=has_trend)
    return Adjustment(kinds, Model(time, kinds.exposure.codes, blocks(kinds.factors, kinds.customers), free))


def _events(kinds: Kinds, level: str) -> float:
    code = kinds.exposure.code(level)
    return 0.0 if code is None else float(kinds.events[kinds.rows(code)].sum())
