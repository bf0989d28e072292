"""How much of a change is each group's own, and how much is that groups changed in weight? Which can be told from noise?"""

import math
from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from queries.comparisons import Numbers, moderated
from queries.metrics.metric import Metric
from queries.periods import Period
from queries.statistics.mix import RateChange, count_changes, mix_p_values, rate_change
from queries.statistics.multiplicity import benjamini_hochberg
from queries.statistics.shrinkage import shrink_means

FEWEST = 5
CHANCE = 0.05
CHANGED, WITHIN_NOISE, TOO_FEW = "changed", "within noise", "too few"
MOST_WITHIN_NOISE = 8  # groups that stand by themselves
_TOLD = (
    *("bucket", "n", "n_before", "performance", "low", "high", "mix", "is_mix_apart", "standing"),
    *("groups", "names"),
)
_PARTS = ("performance", "mix", "own", "own_low", "own_high", "weight")


def split(metric: Metric, frame: pd.DataFrame, *, now: Period, before: Period) -> pd.DataFrame:
    """The answer to the shape `changes` with what is each group's own, in the metric's own unit.

    performance and mix: their sum over all groups is the whole change. Counts: the difference per group, with the
    earlier days brought to the length of the later ones, and no mix. Others: Kitagawa's symmetric split of a ratio of
    sums. own: the change of the group's own figure, shrunken toward that of the others, with its 95 % interval; weight:
    of the group, on average. standing: changed (the interval leaves zero out), within noise, or too few (fewer than 5 in
    a period); counts are no estimates, and have none. is_mix_apart: is the part of a changed weight beyond noise?
    No rows when there is nothing to compare.
    """
    table = frame.assign(n=frame["n_after"])
    if metric.unit == "count":
        found = count_changes(frame["n_before"] * now.days / before.days, frame["n_after"])
        known: dict[str, Any] = dict.fromkeys(_PARTS, np.nan) | {"performance": found.difference, "mix": 0.0}
        return table.assign(**known, standing=None, is_mix_apart=False)
    change = rate_change(
        numerator_before=frame["numerator_before"].fillna(0),
        denominator_before=frame["n_before"],
        numerator_after=frame["numerator_after"].fillna(0),
        denominator_after=frame["n_after"],
    )
    if change is None:
        return table.assign(**dict.fromkeys(_PARTS, 0.0), standing=None, is_mix_apart=False).head(0)
    return table.assign(performance=change.performance, mix=change.mix, **_told_from_noise(frame, change))


def told(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a split as far as they can be told: what changed beyond noise, the largest first, then the others.

    performance is now the part of the shrunken own change, low to high its interval (missing for counts). standing: a
    group whose weight changed beyond noise is changed, too. Groups within noise stand by n, and as one (groups > 1) where
    they are more than 8; those with fewer than 5 are one without a value. Columns: bucket (null for several groups or an
    unknown one), n, n_before, performance, low, high, mix, is_mix_apart, standing, groups, names (of several).
    """
    is_count = frame["standing"].isna()
    parts = {end: frame[f"own_{end}"] * frame["weight"] for end in ("low", "high")}
    own = (frame["own"] * frame["weight"]).mask(is_count, frame["performance"])
    standing = frame["standing"].mask(frame["is_mix_apart"].astype(bool), CHANGED)
    rows = frame.assign(performance=own, **parts, standing=standing, groups=1, names="")[list(_TOLD)]
    rows["size"] = rows["performance"].abs().fillna(0) + rows["mix"].abs()
    first = rows[is_count | standing.eq(CHANGED)].sort_values("size", ascending=False, kind="stable")
    within = rows[standing.eq(WITHIN_NOISE)].sort_values("n", ascending=False, kind="stable")
    few = rows[standing.eq(TOO_FEW)]
    listed = first.to_dict("records")
    if len(within) > MOST_WITHIN_NOISE:
        whole = frame.loc[within.index, ["performance", "mix"]].sum()
        listed.append(_as_one(within, WITHIN_NOISE, performance=float(whole["performance"]), mix=float(whole["mix"])))
    else:
        listed += within.to_dict("records")
    if len(few):
        listed.append(_as_one(few, TOO_FEW, performance=math.nan, mix=math.nan))
    return pd.DataFrame(listed, columns=list(_TOLD))


def _as_one(rows: pd.DataFrame, standing: str, *, performance: float, mix: float) -> dict[Hashable, Any]:
    """Several groups in one row; one alone keeps its name."""
    names = ["unknown" if pd.isna(bucket) else str(bucket) for bucket in rows["bucket"]]
    return {
        "bucket": rows["bucket"].iloc[0] if len(rows) == 1 else None,
        "n": int(rows["n"].sum()),
        "n_before": int(rows["n_before"].sum()),
        "performance": performance,
        "low": math.nan,
        "high": math.nan,
        "mix": mix,
        "is_mix_apart": False,
        "standing": standing,
        "groups": len(rows),
        "names": ", ".join(names) if len(rows) > 1 else "",
    }


def _told_from_noise(frame: pd.DataFrame, change: RateChange) -> dict[str, Any]:
    """own, own_low, own_high, weight, standing and is_mix_apart."""
    errors = _errors(frame)
    counts = {when: frame[f"n_{when}"].to_numpy(dtype="float64") for when in ("before", "after")}
    is_enough = (counts["before"] >= FEWEST) & (counts["after"] >= FEWEST)
    own = np.where(is_enough, change.rate_after - change.rate_before, np.nan)
    error = np.sqrt(errors["before"] ** 2 + errors["after"] ** 2)
    found = shrink_means(own, np.where(error > 0, error, np.nan))
    parts = {name: np.full(own.size, np.nan) for name in ("value", "low", "high")}
    if found is not None:
        parts = {name: np.where(is_enough, getattr(found, name), np.nan) for name in parts}
    is_changed = (parts["low"] > 0) | (parts["high"] < 0)
    p_values = mix_p_values(change, n_before=counts["before"], n_after=counts["after"],
                            error_before=errors["before"], error_after=errors["after"])  # fmt: skip
    is_seen = (counts["before"] >= FEWEST) | (counts["after"] >= FEWEST)
    return {
        "own": parts["value"],
        "own_low": parts["low"],
        "own_high": parts["high"],
        "weight": (change.weight_before + change.weight_after) / 2,
        "standing": np.where(is_enough, np.where(is_changed, CHANGED, WITHIN_NOISE), TOO_FEW),
        "is_mix_apart": is_seen & (np.nan_to_num(benjamini_hochberg(p_values), nan=1.0) <= CHANCE),
    }


def _errors(frame: pd.DataFrame) -> dict[str, Numbers]:
    """The standard error of each group's figure before and after; nan without any, or where no values differ.

    The variance of few values is joined by what is usual within groups: five that are all alike are no certainty.
    """
    n = np.stack([frame[f"n_{when}"].to_numpy(dtype="float64") for when in ("before", "after")])
    sums, squares = (
        np.stack([frame[f"{part}_{when}"].fillna(0).to_numpy(dtype="float64") for when in ("before", "after")])
        for part in ("numerator", "squares")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(n > 0, np.maximum(squares / n - (sums / n) ** 2, 0), 0)
        errors = np.sqrt(moderated(variance.ravel(), n.ravel()).reshape(n.shape) / n)
    return dict(zip(("before", "after"), np.where(n > 0, errors, np.nan), strict=True))
