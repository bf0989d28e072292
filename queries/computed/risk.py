"""How likely is each customer to leave in the next 90 days, what goes with it, and how good were such chances before?

A chance is a logistic model on what was known of customers on past days, each day's made as it would have been on it.
"""

import datetime as dt
import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.computed.support import ends_of
from queries.statistics.calibration import brier, calibration_table, flagged
from queries.statistics.intervals import Estimate, wilson
from queries.statistics.risk import FEWEST_MONTHS, Record, RiskModel, predict_forward, snapshots
from queries.statistics.thin import FEWEST_EVENTS_PER_PARAMETER

STEP = 30  # days from one day of looking to the next
OUTCOME = 3  # of these until it is known who left: 90 days
FLAGGED = 0.1  # the share of customers with the highest chances, called flagged in the record
MOST_LEVELS = 8  # of segment and plan, the largest; customers of all others are taken with the largest
INTERCEPT = "intercept"
NO_DAYS, FEW_LOST = "no past day to look at", "too few lost"

# What is looked at and its levels, the first of which the others are set against; those of the core come first.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "poor": ("0", "1", "2+"),
    "open": ("none", "under 7 days", "7 days or more"),
    "reopened": ("no", "yes"),
    "rating": ("none", "good", "neutral", "fell", "fell to poor", "poor"),
    "renewal": ("later", "in 31 to 90 days", "in 30 days", "none"),
    "recent_poor": ("no", "yes"),
    "silence": ("under 30 days", "30 to 89 days", "90 to 179 days", "180 days or more"),
    "tickets": ("0", "1", "2", "3+"),
    "age": ("later", "second year", "90 to 364 days", "under 90 days"),
    "segment": (),
    "plan": (),
}
CORE = ("poor", "open", "reopened", "rating", "renewal")


@dataclass(frozen=True)
class Looked:
    """What past days say. frame: the rows of `risk_features`; terms: feature and level of each column of the model.

    record: the predictions, None where the data do not carry a model; core: how many of the terms are of the core.
    """

    frame: pd.DataFrame
    terms: tuple[tuple[str, str], ...]
    core: int
    record: Record | None

    @property
    def apart(self) -> np.ndarray:
        """Which rows are of days so far apart, counted back from the last, that no outcome counts twice."""
        month = months_of(self.frame)
        return (month.max(initial=0) - month) % OUTCOME == 0

    @property
    def refusal(self) -> str | None:
        """Why there are no chances."""
        if self.record is not None:
            return None
        return FEW_LOST if len(self.frame) else NO_DAYS

    @property
    def needed(self) -> int:
        """How many lost customers the smallest model takes."""
        return FEWEST_EVENTS_PER_PARAMETER * self.core


class _Same:
    """A frame that is known by being the same one, so that what was made of it can be remembered."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __hash__(self) -> int:
        return id(self.frame)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.frame is other.frame


def looked(ask: Ask, parameters: Parameters) -> Looked:
    """Chances of past days and the model for today, from `risk_features`; of the same frame they are made once."""
    return _looked(_Same(ask("risk_features", **{**parameters, "observed": True})))


@functools.lru_cache(maxsize=4)
def _looked(same: _Same) -> Looked:
    frame = same.frame
    terms = terms_of(frame)
    core = sum(feature in CORE for feature, _ in terms)
    if frame.empty or not core:
        return Looked(frame, terms, core, None)
    columns = [(frame[feature] == level).to_numpy(dtype=float) for feature, level in terms]
    past = snapshots(months_of(frame), np.column_stack(columns), frame["customers"], frame["lost"])
    return Looked(frame, terms, core, predict_forward(past, outcome_months=OUTCOME, core=core))


def terms_of(frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Feature and level of every column of the model: the levels that there are, but for the first of each feature.

    Of segment and plan the largest is the first, and only the largest are told apart. Who was lost does not count here.
    """
    terms = []
    for feature, levels in LEVELS.items():
        if feature not in frame:
            continue
        sizes = frame.groupby(feature)["customers"].sum()
        named = levels or tuple(sizes.sort_values(ascending=False, kind="stable").index[: MOST_LEVELS + 1])
        terms += [(feature, level) for level in named[1:] if level in sizes.index]
    return tuple(terms)


def months_of(frame: pd.DataFrame) -> np.ndarray:
    """The day of looking of each row, counted in steps of 30 days from the first."""
    days = np.array([dt.date.fromisoformat(str(day)).toordinal() for day in frame["as_of"]], dtype=np.int64)
    return (days - days.min(initial=days[0] if days.size else 0)) // STEP


def weights(found: Looked) -> list[str] | None:
    """The model as `risk_customers` takes it: what each level adds to the log odds; None without a model."""
    if found.record is None:
        return None
    model = found.record.model
    each = model.coefficients / model.scale
    named = [
        f"{feature}={level}:{weight!r}" for (feature, level), weight in zip(found.terms, each.tolist(), strict=True)
    ]
    return [f"{INTERCEPT}:{intercept_of(model)!r}", *named]


def intercept_of(model: RiskModel) -> float:
    """The log odds of a customer with the first level of every feature."""
    return model.intercept - float((model.coefficients / model.scale) @ model.centre)


def of_weights(found: Looked) -> pd.DataFrame:
    """One row per sign and level: its odds against the first level, and those lost with it on days that share no outcome.

    The first row is the intercept: the weights of a customer's levels added to it are the log odds of the chance.
    """
    rows: list[dict[str, Any]] = []
    apart = found.frame[found.apart]

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
        rows.append(row(INTERCEPT, None, intercept, apart))
    for feature in LEVELS:
        levels = [level for name, level in found.terms if name == feature]
        for level in [_first(found.frame, feature), *levels] if levels else []:
            weight = each.get((feature, level), 0.0 if found.record else math.nan)
            rows.append(row(feature, level, weight, apart[apart[feature] == level]))
    columns = ["sign", "level", "weight", "odds", "customers", "lost", "share", "share_low", "share_high"]
    return pd.DataFrame(rows, columns=columns).assign(refusal=found.refusal)


def of_record(found: Looked) -> pd.DataFrame:
    """One row: what became of those with the highest chances on past days against the others, and how near chances came."""
    record, frame = found.record, found.frame
    days = (
        [] if record is None else [day for day in sorted(set(frame["as_of"])) if _month_of(frame, day) in record.months]
    )
    row: dict[str, Any] = {
        "days": len(days),
        "first_day": days[0] if days else None,
        "last_day": days[-1] if days else None,
        "looked": int(frame["as_of"].nunique()),
        "lost_looked": float(frame["lost"].sum()),
        "needed": found.needed,
        "refusal": found.refusal,
        "is_calibrated": record is not None and record.is_calibrated,
    }
    chance, n, left = _predicted(found)
    top = flagged(chance, n, left, share=FLAGGED, period=frame["as_of"].to_numpy()) if days else None
    near = brier(chance, n, left) if days else None
    known = ~np.isnan(chance)
    there = float(n[known].sum())
    row |= {"customers": there, "lost": float(left[known].sum())}
    row |= {"predicted": float(chance[known] @ n[known]) / there if there else math.nan}
    row |= ends_of("observed", _share(row["lost"], there))
    row |= {"flagged": top.n if top else 0.0, "flagged_lost": top.left if top else 0.0}
    row |= ends_of("rate", top.rate if top else None) | ends_of("other_rate", top.other_rate if top else None)
    row |= {"lift": _number(top and top.lift), "caught": _number(top and top.caught)}
    row |= {"brier": _number(near and near.score), "plain": _number(near and near.plain)}
    return pd.DataFrame([row | {"skill": _number(near and near.skill)}])


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


def too_short(found: Looked) -> bool:
    """Whether there is a model whose chances could not be tested on any past day."""
    return found.record is not None and not found.record.months


def days_needed() -> int:
    """Days of looking, a month apart, from which on chances of one of them can be tested."""
    return FEWEST_MONTHS + OUTCOME


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
    """The rows of `risk_customers` with the chances of the model."""
    return ask("risk_customers", **{**parameters, "observed": False, "weights": weights(looked(ask, parameters))})


def totals(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The row of `risk_totals` with the chances of the model."""
    return ask("risk_totals", **{**parameters, "observed": False, "weights": weights(looked(ask, parameters))})


RISK = (
    Computed(
        "customers_at_risk",
        "One row per customer who is there today, most at stake first: the signs, the chance to leave in 90 days, and what is at stake.",
        ("risk_features", "risk_customers"),
        listed,
        sets=("weights", "observed"),
    ),
    Computed(
        "risk_today",
        "One row: customers who are there today, those with signs, what they pay a month, and what of it is at stake.",
        ("risk_features", "risk_totals"),
        totals,
        sets=("weights", "observed"),
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
        "One row: what became of those flagged on past days against the others, and how near the chances came.",
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
