"""What is the support of the first days worth in money, if customers with good and with poor support differ only in how long they stay?

Both groups are followed for the year that is compared, by their standardised survival. After it nothing is known of a
difference: both go on like all customers of that tenure. Margins and costs are the same for all. A
scenario moves those whose support would be another, and counts whoever is kept at the margin of those who left: where
small customers leave most, they are the ones who can be kept.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.computed.money import MONTH, Money, Numbers, ends, kinds, lives_of, margin_of_lost, money, paths_of
from queries.computed.support import compared
from queries.statistics.bootstrap import percentile_interval
from queries.statistics.comparison import Comparison
from queries.statistics.intervals import Estimate
from queries.statistics.lifetime_value import COST, discounted_months, value_of_survival
from queries.statistics.scenario import break_even, scenario
from queries.statistics.survival_paths import Paths

PARTS = {"replies": "fast_reply", "resolutions": "resolved_in_target", "csat": "csat"}  # of support, by scenario
LINES = ("low end", "centre", "high end", "half")
FEWEST_RATED = 30  # in a group of which the share of satisfied customers counts as seen
NO_REVENUE, TOO_SHORT, NOTHING_TO_GAIN = "no revenue known", "too few to look so far ahead", "nothing to gain"
_HALF_YEAR = 6


@dataclass(frozen=True)
class After:
    """What customers are worth from the landmark on: paths since their start, and the month of the landmark.

    lost: monthly margin of those who left, with its draws: whoever is kept is one of those who would have left.
    """

    paths: Paths
    lost: tuple[float, Numbers]
    start: int
    horizon: int
    settings: Money

    def curves(self, survival: Numbers, paths: Numbers) -> Numbers:
        """Paths from the landmark to the horizon (rows): the year compared, then like all customers of that tenure."""
        year = survival.shape[-1] - 1
        if self.horizon <= year:
            return survival[..., : self.horizon + 1]
        later = paths[..., self.start + year : self.start + self.horizon + 1]
        on = later[..., 1:] / np.maximum(later[..., :1], 1e-12)
        return np.concatenate([survival, survival[..., -1:] * on], axis=-1)

    def kept_one(self) -> Estimate:
        """Money of one customer like those who left, if kept instead of lost in the middle of the year compared."""
        first = min(_HALF_YEAR, self.horizon - 1)

        def months(paths: Numbers) -> Numbers:
            there = paths[..., self.start + first : self.start + self.horizon + 1]
            there = there / np.maximum(there[..., :1], 1e-12)
            later = (1 + self.settings.discount) ** (-first / 12)
            return later * discounted_months(there, yearly_discount=self.settings.discount)

        net, drawn_net = self.lost[0] - self.paths.rates[COST], self.lost[1] - self.paths.drawn_rates[COST]
        return percentile_interval(float(net * months(self.paths.survival)), drawn_net * months(self.paths.drawn))


def after_landmark(ask: Ask, parameters: Parameters) -> After | str:
    """What follows on the landmark, for all customers asked for; or why that is not known."""
    settings, rows = money(ask), kinds(ask, {**parameters, "customers_by": "all"})
    if rows.empty:
        return NO_REVENUE
    start = round(int(parameters["landmark"]) / MONTH)
    seen = lives_of(rows, settings)
    paths = paths_of(seen, start + settings.horizon, is_by_margin=False)
    if paths is None:
        return TOO_SHORT
    lost = margin_of_lost(seen) or (paths.margin, paths.drawn_margin)
    return After(paths, lost, start, settings.horizon, settings)


def by_support(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Value of a customer from the landmark on by support before it, and the difference (first less second)."""
    found, after = compared(ask, parameters), after_landmark(ask, parameters)
    names = (found.first, found.second, f"{found.first} less {found.second}")
    values, beyond = _values(found, after) if isinstance(after, After) and found.refusal is None else ({}, math.nan)
    refusal = str(found.refusal.reason) if found.refusal else after if isinstance(after, str) else None
    rows = []
    for name in names:
        group = found.group(name)
        row: dict[str, Any] = {"support": name, "customers": group.counts.customers if group else found.customers}
        row |= {"lost": group.counts.events if group else found.events}
        row |= ends("kept", found.difference if name == names[2] else group.standardised if group else None)
        rows.append(row | ends("value", values.get(name)) | {"beyond": beyond, "refusal": refusal})
    return pd.DataFrame(rows)


def _values(found: Comparison, after: After) -> tuple[dict[str, Estimate], float]:
    """Value by group and of the difference, from draws of both chains, and the share of it after the year compared."""
    assert found.curves is not None and found.draws is not None
    paths, discount = after.paths, after.settings.discount
    draws = min(len(found.draws), len(paths.drawn))
    net, drawn_net = paths.margin - paths.rates[COST], (paths.drawn_margin - paths.drawn_rates[COST])[:draws]
    now, drawn, beyond = [], [], 0.0
    for place, level in enumerate((found.first, found.second)):
        curve = found.curves.loc[found.curves["level"] == level].sort_values("month")["value"].to_numpy(dtype=float)
        path = after.curves(curve, paths.survival)
        again = np.concatenate([np.ones((draws, 1)), found.draws[:draws, place]], axis=1)
        now.append(float(value_of_survival(path, margin=net, cost=0, yearly_discount=discount)))
        drawn.append(
            value_of_survival(
                after.curves(again, paths.drawn[:draws]), margin=drawn_net, cost=0, yearly_discount=discount
            )
        )
        inside = discounted_months(path[: found.horizon + 1], yearly_discount=discount)
        beyond = max(beyond, 1 - float(inside / discounted_months(path, yearly_discount=discount)))
    estimates = [percentile_interval(*pair) for pair in zip(now, drawn, strict=True)]
    difference = percentile_interval(now[0] - now[1], drawn[0] - drawn[1])
    names = (found.first, found.second, f"{found.first} less {found.second}")
    return dict(zip(names, (*estimates, difference), strict=True)), beyond


def worth(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The scenario by line: customers kept of 1,000 and in a year, and their money; what is said of all lines beside.

    affected: customers of 1,000 at the landmark whose support would be another; most_points: how far CSAT can go inside
    what some group of these customers has shown. break_even: points of retention, among the affected, that pay for
    $investment a year.
    """
    asked = str(parameters["scenario"])
    at_part = {**parameters, "exposure_of": PARTS[asked]}
    found, after = compared(ask, at_part), after_landmark(ask, parameters)
    counts = {group.counts.level: group.counts.customers for group in found.groups}
    everybody, worse = sum(counts.values()), counts.get(found.second, 0)
    points, most = _points(ask, at_part, parameters, counts) if asked == "csat" else (math.nan, math.nan)
    moved = min(worse, points / 100 * (worse + counts.get(found.first, 0))) if asked == "csat" else worse
    share = moved / everybody if everybody else 0.0
    started = int(ask("acquisition_costs", **{**parameters, "customers_by": "all"})["started_last_year"].sum())
    a_year = started * share * everybody / max(1, everybody + found.lost_before)
    refusal = str(found.refusal.reason) if found.refusal else after if isinstance(after, str) else None
    rest: dict[str, Any] = {"affected": 1000 * share, "affected_a_year": a_year, "points": points, "most_points": most}
    rest |= {
        "customers": found.customers,
        "lost": found.events,
        "refusal": refusal or (None if moved else NOTHING_TO_GAIN),
    }
    if rest["refusal"] or found.difference is None or isinstance(after, str):
        return pd.DataFrame([{"line": line} | _nothing() | rest for line in LINES])
    return _lines(found.difference, after.kept_one(), rest, investment=parameters["investment"])


def _lines(effect: Estimate, one: Estimate, rest: dict[str, Any], *, investment: Any) -> pd.DataFrame:
    a_year = rest["affected_a_year"]
    whole, part = scenario(effect, customers=a_year, value=one), scenario(effect, customers=rest["affected"], value=one)
    paid = break_even(float(investment), customers=a_year, value=one) if investment is not None and a_year > 0 else None
    rest = rest | {"is_detectable": whole.is_detectable, "smallest": whole.smallest} | ends("value_of_one", one)
    rest |= ends("effect", effect) | ends("break_even", paid)
    kept = (part.kept.low, part.kept.value, part.kept.high, part.half_kept)
    yearly = (whole.kept.low, whole.kept.value, whole.kept.high, whole.half_kept)
    amounts = (whole.money.low, whole.money.value, whole.money.high, whole.half_money)
    return pd.DataFrame(
        {"line": line, "kept_of_1000": of_1000, "kept_a_year": kept_a_year, "money_a_year": amount} | rest
        for line, of_1000, kept_a_year, amount in zip(LINES, kept, yearly, amounts, strict=True)
    )


def _nothing() -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(("kept_of_1000", "kept_a_year", "money_a_year", "smallest"), math.nan)
    row |= {"is_detectable": False} | ends("value_of_one", None) | ends("effect", None)
    return row | ends("break_even", None)


def _points(ask: Ask, at_part: Parameters, parameters: Parameters, counts: dict[Any, int]) -> tuple[float, float]:
    """By how many points CSAT goes up (of those rated by the landmark), and by how many it can inside what was seen."""
    cells = ask("landmark_cells", **at_part)
    rated = cells[cells["exposure"].isin(("yes", "no"))]
    yes = rated["customers"].where(rated["exposure"] == "yes", 0)
    n = float(rated["customers"].sum())
    best = 0.0
    for name in ("segment", "plan", "region", "industry", "acquisition_channel", "start_quarter", "first_category"):
        summed = rated.assign(yes=yes).groupby(name)[["yes", "customers"]].sum()
        known = summed[summed["customers"] >= FEWEST_RATED]
        best = max(best, float((known["yes"] / known["customers"]).max()) if len(known) else 0.0)
    most = 100 * max(0.0, best - counts.get("yes", 0) / n) if n else 0.0
    return min(float(parameters["csat_points"]), most), most


_READ = ("landmark_cells", "landmark_groups", "value_lives", "money_settings")
WORTH = (
    Computed(
        "value_by_support",
        "One row per support in the first $landmark days, and their difference: value of a customer, the same margins for all.",
        _READ,
        by_support,
        sets=("customers_by",),
    ),
    Computed(
        "worth_of_support",
        "One row per line of a $scenario (ends, centre, half): customers kept and money a year if support were another.",
        (*_READ, "acquisition_costs"),
        worth,
        takes=("scenario", "csat_points", "investment"),
        sets=("customers_by", "exposure_of"),
    ),
)
