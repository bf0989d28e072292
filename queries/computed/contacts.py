"""Do customers whom support contacted by itself stay more often, and what did an experiment by lot show?"""

import math
from typing import Any

import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.computed.support import CONFOUNDERS, ends_of, groups_of, readings
from queries.statistics.comparison import Comparison
from queries.statistics.holdout import by_assignment
from queries.statistics.like_with_like import compare

LANDMARKS = (90, 180, 365)
CONTACTED, NOT_CONTACTED, HELD_BACK = "contacted", "not contacted", "held back"


def compared(ask: Ask, parameters: Parameters) -> Comparison:
    """Customers contacted within their first $landmark days against those not contacted by then, like with like."""
    cells = ask("proactive_cells", **parameters)
    return compare(cells, CONFOUNDERS, first=CONTACTED, second=NOT_CONTACTED, apart=())


def by_day(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The same comparison on other days of the relation, like with like, with the counts of both groups."""
    rows = []
    for landmark in sorted({*LANDMARKS, int(parameters["landmark"])}):
        found = compared(ask, {**parameters, "landmark": landmark})
        row: dict[str, Any] = {"landmark": landmark} | ends_of("value", found.difference)
        for name, level in (("contacted", CONTACTED), ("not_contacted", NOT_CONTACTED)):
            group = found.group(level)
            row |= {name: group.counts.customers if group else 0, f"{name}_lost": group.counts.events if group else 0}
        smallest = math.nan if found.smallest_detectable is None else found.smallest_detectable
        rows.append(row | {"smallest": smallest, "refusal": str(found.refusal.reason) if found.refusal else None})
    return pd.DataFrame(rows)


def of_experiment(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """One row: both sides of an experiment as the lot made them, and the difference in the share kept.

    difference: missing where too few were lost (20 in all, 10 on each side); smallest: what such numbers show in four of
    five cases.
    """
    sides = ask("holdout_outcome", **parameters).set_index("side")

    def of(side: str, name: str) -> float:
        return float(sides[name].get(side, 0))

    n, held = of(CONTACTED, "customers"), of(HELD_BACK, "customers")
    lost, held_lost = of(CONTACTED, "lost"), of(HELD_BACK, "lost")
    found = by_assignment(
        n - lost, n, held_out_kept=held - held_lost, held_out_n=held, contacted=of(CONTACTED, "reached")
    )
    row: dict[str, Any] = {
        "days": float(sides["days"].min()) if len(sides) else math.nan,
        "customers": n,
        "lost": lost,
        "reached": of(CONTACTED, "reached"),
        "held_back": held,
        "held_back_lost": held_lost,
        "held_back_reached": of(HELD_BACK, "reached"),
        "kept": (n - lost) / n if n else math.nan,
        "held_back_kept": (held - held_lost) / held if held else math.nan,
    }
    row |= ends_of("difference", found.difference)
    return pd.DataFrame([row | {"smallest": math.nan if found.smallest is None else found.smallest}])


CONTACTS = (
    Computed(
        "proactive_and_retention",
        "One row per way of reckoning: share kept 12 months later where support had got in touch in the first $landmark days, less where not yet.",
        ("proactive_cells",),
        lambda ask, parameters: readings(compared(ask, parameters)),
    ),
    Computed(
        "proactive_groups",
        "One row per group, contacted by support in the first $landmark days or not yet: customers, lost, and share kept.",
        ("proactive_cells",),
        lambda ask, parameters: groups_of(compared(ask, parameters)),
    ),
    Computed(
        "proactive_by_day",
        "One row per day of comparison: customers whom support had contacted by then and others, lost, difference in share kept.",
        ("proactive_cells",),
        by_day,
    ),
    Computed(
        "holdout_difference",
        "One row: share kept of those whom the lot sent to be contacted, less of those held back, whoever was reached.",
        ("holdout_outcome",),
        of_experiment,
    ),
)
