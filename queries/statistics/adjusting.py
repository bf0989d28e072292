"""What can be adjusted for with this many events, and what is the model then?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from queries.statistics.cells import Cells, Levels, Numbers, put_together
from queries.statistics.hazards import Model, over_time
from queries.statistics.kinds import Kinds, blocks, contrasts, crossed_blocks, group_kinds
from queries.statistics.refusals import Reason, Refusal
from queries.statistics.thin import EVENTS_PER_PARAMETER, FEWEST_EVENTS_PER_PARAMETER

EVENTS_FOR_MORE = 100


@dataclass(frozen=True)
class Adjustment:
    """The kinds of customers by the confounders that are used, and what the model of leaving may say.

    usual: number of the level of the exposure that the others are set against; has_trend: differences between levels
    may grow or fade over the months; crossed: confounders with which these differences may differ.
    """

    kinds: Kinds
    usual: int
    has_trend: bool = False
    crossed: tuple[str, ...] = ()

    @property
    def used(self) -> tuple[str, ...]:
        """Names of the confounders."""
        return tuple(factor.name for factor in self.kinds.factors)

    @cached_property
    def model(self) -> Model:
        """With all these confounders."""
        return self.model_without(None)

    def model_without(self, without: str | None) -> Model:
        """Without one of the confounders."""
        factors = [factor for factor in self.kinds.factors if factor.name != without]
        crossed = [factor for factor in factors if factor.name in self.crossed]
        parts = blocks(factors, self.kinds.customers), crossed_blocks(self.kinds, crossed, usual=self.usual)
        time, free = self._over_time
        return Model(time, self.kinds.exposure.codes, (*parts[0], *parts[1]), free)

    @cached_property
    def places(self) -> dict[str, Levels]:
        """Where the parameters of each confounder are: its own ones, then those of its crossing with the exposure."""
        widths = {factor.name: contrasts(factor, self.kinds.customers).shape[1] for factor in self.kinds.factors}
        others = len(self.kinds.exposure.levels) - 1
        runs = [*widths.items(), *((name, others * widths[name]) for name in self.used if name in self.crossed)]
        start, places = self._over_time[0].shape[2], {name: np.zeros(0, dtype=np.intp) for name in widths}
        for name, width in runs:
            places[name] = np.append(places[name], np.arange(start, start + width, dtype=np.intp))
            start += width
        return places

    @property
    def parameters(self) -> int:
        """Of the model."""
        return int(self._over_time[0].shape[2]) + sum(place.size for place in self.places.values())

    @cached_property
    def _over_time(self) -> tuple[Numbers, int]:
        return over_time(self.kinds, usual=self.usual, has_trend=self.has_trend)


def adjust(cells: Cells, *, compared: tuple[str, ...], core: Sequence[str], horizon: int) -> Adjustment | Refusal:
    """The model that so many events can bear: 10 of them per parameter, or at least 5 with the core confounders alone.

    compared: levels of the exposure, the last one as the baseline. The core confounders come first, then the others in
    their order, each that leaves 10 events per parameter: give the most telling first. Confounders with one level are
    left out; rare levels are put together before. Where all levels compared have 100 events, and there are still 10 per
    parameter, differences between levels may also grow or fade over the months, and then differ with the core ones.
    """
    events = float(cells.customers[cells.is_event].sum())
    rate = events / float(cells.customers.sum())
    factors = [put_together(factor, cells.customers, rate=rate) for factor in cells.confounders]
    factors = [factor for factor in factors if len(factor.levels) > 1]
    usual = cells.exposure.code(compared[-1]) if compared else 0
    assert usual is not None
    first = [factor for factor in factors if factor.name in core]
    found = Adjustment(group_kinds(cells, first, horizon=horizon), usual)
    per_parameter = events / found.parameters
    if per_parameter < FEWEST_EVENTS_PER_PARAMETER:
        return Refusal(Reason.TOO_FEW_EVENTS, None, value=per_parameter, needed=FEWEST_EVENTS_PER_PARAMETER)
    names, spent = {factor.name for factor in first}, found.parameters
    for factor in factors:
        more = 0 if factor.name in names else len(factor.levels) - 1
        if more and events >= EVENTS_PER_PARAMETER * (spent + more):
            names, spent = names | {factor.name}, spent + more
    if len(names) > len(first):
        kept = [factor for factor in factors if factor.name in names]
        found = Adjustment(group_kinds(cells, kept, horizon=horizon), usual)
    return _richer(found, compared, core=core, events=events)


def _richer(found: Adjustment, compared: tuple[str, ...], *, core: Sequence[str], events: float) -> Adjustment:
    """With differences that change over the months, and with the core confounders, where there are events for it."""
    if not compared or min(_events(found.kinds, level) for level in compared) < EVENTS_FOR_MORE:
        return found
    crossed = tuple(name for name in found.used if name in core)
    for richer in (replace(found, has_trend=True), replace(found, has_trend=True, crossed=crossed)):
        if events >= EVENTS_PER_PARAMETER * richer.parameters:
            found = richer
    return found


def _events(kinds: Kinds, level: str) -> float:
    code = kinds.exposure.code(level)
    return 0.0 if code is None else float(kinds.events[kinds.rows(code)].sum())
