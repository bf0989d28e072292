"""In which months, for which customers, and after which contacts is a step of the journey taken more or less often?"""

from typing import Any

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.computed.value import by_bucket
from queries.statistics.intervals import newcombe_difference, wilson
from queries.statistics.multiplicity import benjamini_hochberg, two_proportions_p
from queries.statistics.shrinkage import groups_that_differ, shrink_rates

FEWEST = 5
LEVEL = 0.05
MONTHS = (
    "cohort_month",
    "position",
    "stage",
    "n",
    "value",
    "low",
    "high",
    "is_mature",
    "overall",
    "p_value",
    "is_apart",
)
GROUPS = ("bucket", "position", "stage", "n", "raw", "value", "low", "high", "standing", "overall")


def journey_months(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Every month of entry and step: its share with its interval, and whether it differs from that of all other months.

    Only complete months that have had the window are compared; p-values are adjusted for all of them
    (Benjamini-Hochberg). Others, and those on fewer than 5, have no value.
    """
    found = ask("journey_cohorts", **parameters)
    rows = found[found["is_mature"].notna()].reset_index(drop=True)  # not the last stage, which has no step
    if rows.empty:
        return pd.DataFrame(columns=list(MONTHS))
    n, hits = rows["mature"].astype(float), rows["mature_converted"].astype(float)
    is_judged = rows["is_mature"].astype(bool) & rows["is_complete"].astype(bool) & (n >= FEWEST)
    judged_n, judged_hits = n.where(is_judged, 0), hits.where(is_judged, 0)
    all_n, all_hits = (each.groupby(rows["stage"]).transform("sum") for each in (judged_n, judged_hits))
    tests = [
        _p(hit, number, all_hit - hit, all_number - number) if judged else np.nan
        for hit, number, all_hit, all_number, judged in zip(hits, n, all_hits, all_n, is_judged, strict=True)
    ]
    adjusted = benjamini_hochberg(tests)
    spans = [wilson(hit, number) if judged else None for hit, number, judged in zip(hits, n, is_judged, strict=True)]
    return rows.assign(
        n=n,
        value=(hits / n.where(n > 0)).where(is_judged),
        low=[np.nan if span is None else span.low for span in spans],
        high=[np.nan if span is None else span.high for span in spans],
        is_mature=rows["is_mature"].astype(bool) & rows["is_complete"].astype(bool),
        overall=all_hits / all_n.where(all_n > 0),
        p_value=adjusted,
        is_apart=adjusted <= LEVEL,
    )[list(MONTHS)]


def journey_groups(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Every group of $customers_by and step: its share among customers who have had the window, shrunken toward the
    usual one, and whether it stands apart from that of all. Groups below 5 are left out."""
    found = ask("journey_funnel", **parameters)
    rows = found[found["mature"].notna() & (found["mature"] >= FEWEST)]
    parts = [_standing(step) for _, step in rows.groupby("position", sort=True)]
    if not parts:
        return pd.DataFrame(columns=list(GROUPS))
    return pd.concat(parts, ignore_index=True)[list(GROUPS)]


def journey_acting(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Every step and category of poor contacts, those first where most did not move on beyond the share of the others:
    the difference of the two shares with its interval, and whether it is beyond noise (p-values adjusted for all rows).

    value: lifetime value of one of these customers (see `lifetime_value`), at_stake: that of the customers beyond the
    others' share, as if all of them were lost; empty where there are none, or no value is known."""
    rows = ask("journey_troubles", **parameters)
    rows = rows[rows["customers"] > 0].reset_index(drop=True)
    known = rows[["compared_dropped", "compared", "others_dropped", "others"]].fillna(0).astype(float)
    found, tests = [], []
    for hits, n, other_hits, other_n in known.itertuples(index=False, name=None):
        is_enough = n >= FEWEST and other_n >= FEWEST
        apart = newcombe_difference(hits, n, other_successes=other_hits, other_n=other_n) if is_enough else None
        found.append((np.nan, np.nan, np.nan) if apart is None else (apart.value, apart.low, apart.high))
        tests.append(_p(hits, n, other_hits, other_n) if is_enough else np.nan)
    adjusted = benjamini_hochberg(tests)
    columns = dict(zip(("difference", "low", "high"), np.array(found, dtype="float64").reshape(-1, 3).T, strict=True))
    worth = by_bucket(ask, {**parameters, "customers_by": "all"}) if len(rows) else rows.head(0)
    value = float(worth["value"].iloc[0]) if len(worth) else np.nan
    beyond = rows["excess"].astype("float64")
    stake = (beyond * value).where((beyond > 0) & (rows["compared"] >= FEWEST))
    rows = rows.assign(**columns, p_value=adjusted, is_apart=adjusted <= LEVEL, value=value, at_stake=stake)
    return rows.sort_values(
        ["excess", "dropped", "customers"], ascending=False, na_position="last", kind="stable", ignore_index=True
    )


def _standing(step: pd.DataFrame) -> pd.DataFrame:
    hits, n = (step[name].to_numpy(dtype="float64") for name in ("mature_converted", "mature"))
    shrunken = shrink_rates(hits, n)
    assert shrunken is not None  # every n is at least 5
    standing = groups_that_differ(shrunken.low, shrunken.high, overall=shrunken.overall)
    columns: dict[str, Any] = {
        "n": n, "raw": shrunken.raw, "value": shrunken.value, "low": shrunken.low, "high": shrunken.high,
        "standing": standing, "overall": shrunken.overall,
    }  # fmt: skip
    return step[["bucket", "position", "stage"]].assign(**columns)


def _p(hits: float, n: float, other_hits: float, other_n: float) -> float:
    found = two_proportions_p(hits, n, other_successes=other_hits, other_n=other_n)
    return np.nan if found is None else found


JOURNEY_COMPARISONS = (
    Computed(
        "journey_months",
        "One row per month of entry and step: the share that moved on, and if it differs from that of the other months.",
        ("journey_cohorts",),
        journey_months,
    ),
    Computed(
        "journey_groups",
        "One row per group of $customers_by and step: the share that moved on, shrunken, and if the group stands apart.",
        ("journey_funnel",),
        journey_groups,
    ),
    Computed(
        "journey_acting",
        "One row per step and category of poor contacts: who did not move on, against the others, and if beyond noise.",
        ("journey_troubles", "value_lives", "money_settings"),
        journey_acting,
        sets=("customers_by",),
    ),
)
