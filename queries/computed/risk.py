"""What goes with leaving, how good were chances to leave on past days, and who may leave now?"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from queries.computed.chances import INTERCEPT, LEVELS, STEP, Looked, apart, intercept_of, looked, weights
from queries.computed.computed import Ask, Computed, Parameters
from queries.computed.support import ends_of
from queries.statistics.calibration import brier, calibration_table, flagged
from queries.statistics.intervals import Estimate, wilson
from queries.statistics.risk import Record

FIRST_PAGE: Mapping[str, Any] = {
    "least_signs": 1,
    "search": None,
    "limit": 50,
    "offset": 0,
}  # of the list, as seen first
FLAGGED = 0.1  # the share of customers with the highest chances, called flagged in the record


def of_weights(found: Looked) -> pd.DataFrame:
    """One row per sign and level: its odds against the first level, and those lost with it on days that share no outcome.

    The first row is the intercept: the weights of a customer's levels added to it are the log odds of the chance.
    """
    rows: list[dict[str, Any]] = []
    spaced = found.frame[apart(found.frame)]

    def row(sign: str, level: str | None, weight: float, there: pd.DataFrame) -> dict[str, Any]:
        n, lost = float(there["customers"].sum()), float(there["lost"].sum())
        counts = {"customers": n, "lost": lost} | ends_of("share", _share(lost, n))
        return {"sign": sign, "level": level, "weight": weight, "odds": math.exp(weight)} | counts

    each = dict.fromkeys(found.terms, math.nan)
    intercept = math.nan
    if found.record is not None:
        model = found.record.model
        used = (model.coefficients / model.scale).tolist()[: model.used]
        each |= dict(zip(found.terms[: model.used], used, strict=True))
        intercept = intercept_of(model)
    if len(found.frame):
        rows.append(row(INTERCEPT, None, intercept, spaced))
    for feature in LEVELS:
        levels = [level for name, level in found.terms if name == feature]
        for level in [_first(found.frame, feature), *levels] if levels else []:
            weight = each.get((feature, level), 0.0 if found.record else math.nan)
            rows.append(row(feature, level, weight, spaced[spaced[feature] == level]))
    columns = ["sign", "level", "weight", "odds", "customers", "lost", "share", "share_low", "share_high"]
    return pd.DataFrame(rows, columns=columns).assign(refusal=found.refusal)


def of_record(found: Looked) -> pd.DataFrame:
    """One row: what became of those with the highest chances on past days against the others, and how near chances came.

    plain_rate: of as many who would have been flagged without anything of support.
    """
    record, frame = found.record, found.frame
    known = () if record is None else record.months
    days = [day for day in sorted(set(frame["as_of"])) if _month_of(frame, day) in known]
    row: dict[str, Any] = {
        "days": len(days),
        "first_day": days[0] if days else None,
        "last_day": days[-1] if days else None,
        "looked": int(frame["as_of"].nunique()),
        "lost_looked": float(frame["lost"].sum()),
        "needed": found.needed,
        "refusal": found.refusal,
        "leak": None if not found.leaks else "{}={}".format(*found.leaks[0]),
        "leak_n": found.leaks[0][2] if found.leaks else 0,
        "is_calibrated": record is not None and record.is_calibrated,
    }
    return pd.DataFrame([row | _of_flagged(found, days)])


def _of_flagged(found: Looked, days: Sequence[str]) -> dict[str, Any]:
    """How many were predicted and lost, what became of the flagged, and Brier's score."""
    chance, n, left = _predicted(found)
    top = flagged(chance, n, left, share=FLAGGED, period=found.frame["as_of"].to_numpy()) if days else None
    near = brier(chance, n, left) if days else None
    known = ~np.isnan(chance)
    there, lost = float(n[known].sum()), float(left[known].sum())
    row: dict[str, Any] = {"customers": there, "lost": lost}
    row |= {"predicted": float(chance[known] @ n[known]) / there if there else math.nan}
    row |= ends_of("observed", _share(lost, there))
    row |= {"flagged": top.n if top else 0.0, "flagged_lost": top.left if top else 0.0}
    row |= ends_of("rate", top.rate if top else None) | ends_of("other_rate", top.other_rate if top else None)
    row |= ends_of("plain_rate", _flagged_by(found.plain, found, days))
    row |= {"lift": _number(top and top.lift), "caught": _number(top and top.caught)}
    row |= {"brier": _number(near and near.score), "plain": _number(near and near.plain)}
    return row | {"skill": _number(near and near.skill)}


def _flagged_by(record: Record | None, found: Looked, days: Sequence[str]) -> Estimate | None:
    """Share that left of those with the highest chances of another record on the same days; None without it."""
    if record is None or not days:
        return None
    rows = found.frame["as_of"].isin(days).to_numpy()
    chance = np.where(rows, record.probability, np.nan)
    if np.isnan(chance[rows]).any():
        return None
    n, left = (found.frame[name].to_numpy(dtype=float) for name in ("customers", "lost"))
    return flagged(chance, n, left, share=FLAGGED, period=found.frame["as_of"].to_numpy()).rate


def of_calibration(found: Looked) -> pd.DataFrame:
    """One row per tenth of the customers of past days, by rising chance: the mean chance, and the share that left."""
    columns = ["predicted", "value", "value_low", "value_high", "n", "lost"]
    if found.record is None or not found.record.months:
        return pd.DataFrame(columns=columns)
    rows = [
        {"predicted": one.predicted} | ends_of("value", one.observed) | {"n": one.n, "lost": one.left}
        for one in calibration_table(*_predicted(found))
    ]
    return pd.DataFrame(rows, columns=columns)


def _predicted(found: Looked) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Chance (nan: not predicted), customers and lost, row by row."""
    n, left = (found.frame[name].to_numpy(dtype=float) for name in ("customers", "lost"))
    return (np.full(n.size, np.nan) if found.record is None else found.record.probability), n, left


def _first(frame: pd.DataFrame, feature: str) -> str:
    """The level that the others are set against."""
    return LEVELS[feature][0] if LEVELS[feature] else str(frame.groupby(feature)["customers"].sum().idxmax())


def _month_of(frame: pd.DataFrame, day: str) -> int:
    first = dt.date.fromisoformat(str(frame["as_of"].min()))
    return (dt.date.fromisoformat(str(day)) - first).days // STEP


def _share(lost: float, n: float) -> Estimate | None:
    ends = wilson(lost, n)
    return None if ends is None else Estimate(lost / n, ends.low, ends.high)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def listed(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The rows of `risk_customers` with the chances of the model; the first page comes with the sums of `risk_today`."""
    if all(parameters[name] == value for name, value in FIRST_PAGE.items()):
        rows = _first_page(ask, parameters)
        found = rows[rows["customer_id"].notna()]
        columns = found.columns[found.columns.get_loc("customer_id") : found.columns.get_loc("place")]
        return found[columns].reset_index(drop=True)
    return ask("risk_customers", **_weighed(ask, parameters))


def totals(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The sums over all customers who are there today, with the chances of the model."""
    row = _first_page(ask, parameters).head(1)
    sums = row.loc[:, :"with_ticket"].reset_index(drop=True)
    return sums.rename(columns={"at_stake_of_all": "at_stake"})


def _first_page(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The rows of `risk_today_listed` for the list as it is seen first: looked at once for both answers."""
    return ask("risk_today_listed", **{**_weighed(ask, parameters), **FIRST_PAGE})


def _weighed(ask: Ask, parameters: Parameters) -> dict[str, Any]:
    """The parameters that choose customers and a page of the list, for today, with the weights of the model."""
    return {**parameters, "observed": False, "weights": weights(looked(ask, parameters))}


RISK = (
    Computed(
        "customers_at_risk",
        "One row per customer who is there today, most at stake first: the signs, the chance to leave in 90 days, and what is at stake.",
        ("risk_features", "risk_customers", "risk_today_listed"),
        listed,
        sets=("weights", "observed"),
    ),
    Computed(
        "risk_today",
        "One row: customers who are there today, those with signs, what they pay a month, and what of it is at stake.",
        ("risk_features", "risk_today_listed"),
        totals,
        sets=("weights", "observed", *FIRST_PAGE),
    ),
    Computed(
        "risk_weights",
        "One row per sign and level: the odds of leaving in 90 days that go with it, and those lost with it on past days.",
        ("risk_features",),
        lambda ask, parameters: of_weights(looked(ask, parameters)),
        sets=("observed",),
    ),
    Computed(
        "risk_record",
        "One row: what became of those flagged on past days against the others, and of those flagged without anything of support.",
        ("risk_features",),
        lambda ask, parameters: of_record(looked(ask, parameters)),
        sets=("observed",),
    ),
    Computed(
        "risk_calibration",
        "One row per tenth of the customers of past days, by rising chance: the chance given, and the share that left.",
        ("risk_features",),
        lambda ask, parameters: of_calibration(looked(ask, parameters)),
        sets=("observed",),
    ),
)
