"""How likely is each customer to leave in the next 90 days, by what was known of customers on past days?

A logistic model; the chances of each past day are made as they would have been on it.
"""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Parameters
from queries.statistics.risk import FEWEST_MONTHS, Record, RiskModel, predict_forward, snapshots
from queries.statistics.thin import FEWEST_EVENTS_PER_PARAMETER

STEP = 30  # days from one day of looking to the next
OUTCOME = 3  # of these until it is known who left: 90 days
MOST_LEVELS = 8  # of segment and plan, the largest; customers of all others are taken with the largest
INTERCEPT = "intercept"
NO_DAYS, FEW_LOST, LEAK = "no past day to look at", "too few lost", "all left"
FEWEST_FOR_LEAK = 20  # customers with a sign, all of whom left: the sign was recorded after, or with, leaving

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
OF_SUPPORT = ("poor", "open", "reopened", "rating", "recent_poor", "silence", "tickets")


@dataclass(frozen=True)
class Looked:
    """What past days say. frame: the rows of `risk_features`; terms: feature and level of each column of the model.

    record: the predictions, None where the data do not carry a model; plain: those without anything of support; core:
    how many of the terms are of the core; leaks: signs of support with which everybody left.
    """

    frame: pd.DataFrame
    terms: tuple[tuple[str, str], ...]
    core: int
    record: Record | None
    plain: Record | None = None
    leaks: tuple[tuple[str, str, int], ...] = ()

    @property
    def refusal(self) -> str | None:
        """Why there are no chances."""
        if self.record is not None:
            return None
        return LEAK if self.leaks else FEW_LOST if len(self.frame) else NO_DAYS

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
    if leaks := _leaks(frame, terms):
        return Looked(frame, terms, core, None, leaks=leaks)
    plain = [term for term in terms if term[0] not in OF_SUPPORT]
    return Looked(frame, terms, core, _predicted_with(frame, terms, core), _predicted_with(frame, plain, len(plain)))


def _predicted_with(frame: pd.DataFrame, terms: Sequence[tuple[str, str]], core: int) -> Record | None:
    """Predictions from these terms; None without any, and where the data do not carry them."""
    if not terms:
        return None
    columns = [(frame[feature] == level).to_numpy(dtype=float) for feature, level in terms]
    past = snapshots(months_of(frame), np.column_stack(columns), frame["customers"], frame["lost"])
    return predict_forward(past, outcome_months=OUTCOME, core=core)


def _leaks(frame: pd.DataFrame, terms: Sequence[tuple[str, str]]) -> tuple[tuple[str, str, int], ...]:
    """Signs of support of so many customers, on days that share no outcome, that it is no accident that all left."""
    found = []
    rows = frame[apart(frame)]
    for feature, level in terms:
        there = rows[rows[feature] == level]
        n, lost = int(there["customers"].sum()), int(there["lost"].sum())
        if feature in OF_SUPPORT and n >= FEWEST_FOR_LEAK and lost == n:
            found.append((feature, level, n))
    return tuple(found)


def apart(frame: pd.DataFrame) -> np.ndarray:
    """Which rows are of days so far apart, counted back from the last, that no outcome counts twice."""
    month = months_of(frame)
    return (month.max(initial=0) - month) % OUTCOME == 0


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


def too_short(found: Looked) -> bool:
    """Whether there is a model whose chances could not be tested on any past day."""
    return found.record is not None and not found.record.months


def days_needed() -> int:
    """Days of looking, a month apart, from which on chances of one of them can be tested."""
    return FEWEST_MONTHS + OUTCOME
