"""How does retention go with the support of a customer's first days, compared like with like?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.statistics.comparison import Comparison
from queries.statistics.evalue import EValue, e_value, e_value_of_ratio
from queries.statistics.intervals import Estimate
from queries.statistics.like_with_like import compare

CONFOUNDERS = (
    *("segment", "plan", "tickets_band", "revenue_band", "first_priority", "first_category"),
    *("region", "industry", "acquisition_channel", "start_quarter"),
)
LEVELS = {"overall": ("good", "poor")}  # others are yes and no
APART = ("no contact", "not known")
MODEL, WEIGHTS, CRUDE = "like with like", "by weights", "crude"
LANDMARKS = (30, 60, 90, 180)
COMPONENTS = ("fast_reply", "resolved_in_target", "not_reopened", "csat")


def compared(ask: Ask, parameters: Parameters) -> Comparison:
    """The comparison of `landmark_cells` at $landmark days: good against poor support, or a part of it against its lack."""
    part = str(parameters["exposure_of"])
    cells = ask("landmark_cells", **parameters)
    groups = ask("landmark_groups", **parameters)
    first, second = LEVELS.get(part, ("yes", "no"))
    lost_before = int(groups["lost_before"].iloc[0]) if len(groups) else 0
    return compare(cells, CONFOUNDERS, first=first, second=second, apart=APART, lost_before=lost_before)


def sensitivity(found: Comparison) -> EValue | None:
    """How strong a hidden factor would have to be to explain the difference (E-value); None without a ratio."""
    return None if found.risk_ratio is None else e_value_of_ratio(found.risk_ratio)


def readings(found: Comparison) -> pd.DataFrame:
    """One row per way of reckoning: the difference in shares kept (first minus second), its interval, and refusals.

    evalue and evalue_limit: of the model's ratio; strongest: the measured confounder that moves the answer most, and
    the strength (E-value) of what it moves.
    """
    hidden, named = sensitivity(found), found.strongest
    rest: dict[str, Any] = {
        "first": found.first,
        "second": found.second,
        "customers": found.customers,
        "events": found.events,
        "lost_before": found.lost_before,
        "p_value": found.p_value,
        "evalue": hidden.value if hidden else np.nan,
        "evalue_limit": hidden.limit if hidden else np.nan,
        "strongest": named.name if named else None,
        "strength": e_value(named.shift) if named else np.nan,
        "smallest_detectable": found.smallest_detectable,
        "is_model_dependent": found.is_model_dependent,
        "adjusted_for": ", ".join(found.used),
        "refusal": str(found.refusal.reason) if found.refusal else None,
    }
    by_weights = None if found.weighted is None else Estimate(found.weighted, np.nan, np.nan)
    ways = ((MODEL, found.difference), (WEIGHTS, by_weights), (CRUDE, found.crude))
    return pd.DataFrame([{"reading": name} | ends_of("value", estimate) | rest for name, estimate in ways])


def groups_of(found: Comparison) -> pd.DataFrame:
    """One row per level of the exposure: customers, lost within 12 months, share kept as seen and like with like."""
    rows = [
        {"exposure": group.counts.level, "customers": group.counts.customers, "lost": group.counts.events}
        | ends_of("kept", group.crude)
        | ends_of("standardised", group.standardised)
        for group in found.groups
    ]
    return pd.DataFrame(rows)


def balance_of(found: Comparison) -> pd.DataFrame:
    """One row per level of a confounder: its share in both groups, how unlike before and after (standardised)."""
    names = ["confounder", "level", "share_first", "share_second", "before", "after"]
    return pd.DataFrame(columns=names) if found.balance is None else found.balance


def sensitivities(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The same comparison at other landmarks, and for each part of support at this one."""
    days = sorted({*LANDMARKS, int(parameters["landmark"])})
    asked = [{**parameters, "landmark": landmark, "exposure_of": "overall"} for landmark in days]
    asked += [{**parameters, "exposure_of": part} for part in COMPONENTS]
    rows = []
    for one in asked:
        found = readings(compared(ask, one))
        rows.append(found[found["reading"] == MODEL].assign(landmark=one["landmark"], exposure_of=one["exposure_of"]))
    return pd.concat(rows, ignore_index=True)


def ends_of(name: str, found: Estimate | None) -> dict[str, Any]:
    """The three columns of an estimate: its name, and that with _low and _high; missing where there is none."""
    ends: Sequence[float] = (np.nan,) * 3 if found is None else (found.value, found.low, found.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))


_READ = ("landmark_cells", "landmark_groups")
SUPPORT = (
    Computed(
        "support_and_retention",
        "One row per way of reckoning: share kept 12 months after the landmark with good less with poor support (or yes less no).",
        _READ,
        lambda ask, parameters: readings(compared(ask, parameters)),
    ),
    Computed(
        "support_groups",
        "One row per support in the first $landmark days: customers, lost within 12 months after them, and share kept.",
        _READ,
        lambda ask, parameters: groups_of(compared(ask, parameters)),
    ),
    Computed(
        "support_balance",
        "One row per level of what is adjusted for: how unlike customers with good and poor support are, before and after.",
        _READ,
        lambda ask, parameters: balance_of(compared(ask, parameters)),
    ),
    Computed(
        "support_sensitivity",
        "One row per landmark and part of support: share kept with good less with poor support, like with like.",
        _READ,
        sensitivities,
    ),
)
