"""What is a customer with a contract worth over the years to come, of what does that consist, and what did it cost?"""

import math
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.computed.money import (
    REFERRALS,
    Money,
    ends,
    kinds,
    lives_of,
    money,
    paths_of,
    ratio,
)
from queries.statistics.bootstrap import draw_counts, percentile_interval
from queries.statistics.intervals import Estimate, mean_interval
from queries.statistics.lifetime_value import (
    COST,
    QUOTED_LIFT,
    discounted_months,
    lifetime_value,
    retention_lift,
    share_of_top,
)
from queries.statistics.survival_paths import Paths
from queries.statistics.thin import FEWEST_AT_RISK, FEWEST_FOR_SHARE

YEAR = 12  # months
TOPS = (0.01, 0.05, 0.1, 0.2, 0.5)
QUOTED_RATIO = (5.0, 7.0)  # what acquiring a customer is said to cost, in costs of keeping one
LIFT_POINTS = 5.0
THIN, NOT_FROM_START = "too few to look so far ahead", "not seen from their start"
_TOP_DRAWS = 200


def by_bucket(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Value of a customer of every bucket, the largest first; refused where the data do not carry to the horizon."""
    settings, frame = money(ask), ask("value_lives", **parameters)
    rows = []
    for bucket, group in frame.groupby("bucket", sort=False):
        known = group[group["monthly_revenue"].notna()]
        row: dict[str, Any] = {"bucket": bucket, "n": known["customers"].sum()}
        row |= {"lost": known.loc[known["is_event"], "customers"].sum()}
        row |= {"without_revenue": group.loc[group["monthly_revenue"].isna(), "customers"].sum()}
        paths = paths_of(lives_of(known, settings), settings.horizon) if len(known) else None
        rows.append(row | _value_columns(paths, settings) | {"refusal": None if paths else _refusal(known)})
    made = pd.DataFrame(rows)
    return made if made.empty else made.sort_values("n", ascending=False, kind="stable", ignore_index=True)


def _value_columns(paths: Paths | None, settings: Money) -> dict[str, Any]:
    found = lifetime_value(paths, yearly_discount=settings.discount) if paths else None
    row: dict[str, Any] = {}
    for name in ("value", "margin", "cost", "months"):
        row |= ends(name, getattr(found, name) if found else None)
    yearly = percentile_interval(YEAR * paths.rates[COST], YEAR * paths.drawn_rates[COST]) if paths else None
    row |= ends("yearly_cost", yearly)
    row |= {"monthly_margin": paths.margin if paths else math.nan, "beyond": found.beyond if found else math.nan}
    return row | {"months_in_data": found.months_in_data if found else 0, "horizon": settings.horizon}


def _refusal(known: pd.DataFrame) -> str:
    """Why there are no paths: the first month has too few at risk, or the rest does not carry far enough."""
    first = known.loc[known["entry_month"] == 0, "customers"].sum()
    return NOT_FROM_START if len(known) and first < FEWEST_AT_RISK <= known["customers"].sum() else THIN


def by_month(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """How the value builds up: by months 0 to the horizon, the value of all months before, and the share still there."""
    settings, paths = _whole(ask, parameters)
    columns = ["month", "value", "value_low", "value_high", "kept", "is_in_data"]
    if paths is None:
        return pd.DataFrame(columns=columns)
    value, drawn = _built_up(paths, settings)
    rows = [
        {"month": month, "kept": paths.survival[month], "is_in_data": month <= paths.months_in_data}
        | ends("value", percentile_interval(float(value[month]), drawn[:, month]))
        for month in range(settings.horizon + 1)
    ]
    return pd.DataFrame(rows)[columns]


def parts(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """What the value consists of, and what comes with a customer and is no part of it, each by itself.

    referrals: customers referred, at the value of a customer each. seen: customers of whom any was seen (of the margin:
    who pay); money that no customer was seen to have is left out.
    """
    settings, paths = _whole(ask, parameters)
    columns = ["part", "value", "value_low", "value_high", "seen", "n", "is_in_value"]
    if paths is None:
        return pd.DataFrame(columns=columns)
    found, rows = lifetime_value(paths, yearly_discount=settings.discount), kinds(ask, _of_all(parameters))
    terms = {"margin": found.margin, COST: _times(found.cost, -1), **found.terms, REFERRALS: _referred(paths, settings)}
    seen = {"margin": "monthly_revenue", COST: "tickets"}
    made = []
    for part, estimate in terms.items():
        some = rows.loc[rows[seen.get(part, part)] != 0, "customers"].sum()
        if some or part in seen:
            made.append(
                {"part": part, "seen": some, "n": found.n, "is_in_value": part in seen} | ends("value", estimate)
            )
    return pd.DataFrame(made)[columns]


def _referred(paths: Paths, settings: Money) -> Estimate:
    """Customers referred over the horizon, discounted, at the value of a customer each."""

    def worth(months: np.ndarray, rate: Any, margin: Any, cost: Any) -> Any:
        return rate * months * (margin - cost) * months

    now = discounted_months(paths.survival, yearly_discount=settings.discount)
    drawn = discounted_months(paths.drawn, yearly_discount=settings.discount)
    return percentile_interval(
        float(worth(now, paths.rates[REFERRALS], paths.margin, paths.rates[COST])),
        worth(drawn, paths.drawn_rates[REFERRALS], paths.drawn_margin, paths.drawn_rates[COST]),
    )


def lift(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """This firm's own change in value if it kept 5 points more a year, beside the range that is quoted."""
    settings, paths = _whole(ask, parameters)
    if paths is None:
        return pd.DataFrame()
    found = retention_lift(paths, yearly_discount=settings.discount, points=LIFT_POINTS)
    row = ends("value", found.value) | ends("lifted", found.lifted) | ends("change", found.change)
    quoted = {"quoted_low": QUOTED_LIFT[0], "quoted_high": QUOTED_LIFT[1]}
    return pd.DataFrame([{"points": found.points, "n": paths.n, **row, **quoted}])


def concentration(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Which share of what all present customers pay comes from the largest of them."""
    frame = ask("revenue_kinds", **parameters)
    value, customers = (frame[name].to_numpy(dtype=float) for name in ("monthly_revenue", "customers"))
    columns = ["top", "share", "share_low", "share_high", "customers", "n"]
    n = float(customers.sum())
    if n < FEWEST_FOR_SHARE or share_of_top(value, customers, top=TOPS[0]) is None:
        return pd.DataFrame(columns=columns)
    drawn = [row for block in draw_counts(customers, draws=_TOP_DRAWS) for row in block]
    rows = []
    for top in TOPS:
        share = share_of_top(value, customers, top=top)
        again = [math.nan if one is None else one for one in (share_of_top(value, row, top=top) for row in drawn)]
        found = percentile_interval(share or 0.0, again)
        rows.append({"top": top, "customers": math.ceil(top * n), "n": n} | ends("share", found))
    return pd.DataFrame(rows)[columns]


def costs(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """What a customer costs to win and, a year, to keep, by bucket, and after how many months the first is paid back.

    Costs of winning are those of the customers, else that of the settings; of keeping: that of the settings, else what
    their tickets cost, which is only a part and gives no ratio. payback: null where it lies beyond the horizon.
    """
    settings, frame = money(ask), ask("value_lives", **parameters)
    rows = []
    for known in ask("acquisition_costs", **parameters).to_dict("records"):
        group = frame[(frame["bucket"] == known["bucket"]) & frame["monthly_revenue"].notna()]
        paths = paths_of(lives_of(group, settings), settings.horizon) if len(group) else None
        acquiring, told = _acquiring(known, settings)
        keeping, source = _keeping(paths, settings)
        row = {"bucket": known["bucket"], "customers": known["customers"], "known": known["known"]}
        row |= {"acquiring_by": told, "keeping_by": source}
        row |= ends("acquiring", acquiring) | ends("keeping", keeping)
        row |= ends("ratio", ratio(acquiring, keeping) if acquiring and keeping and source == "settings" else None)
        row |= {"quoted_low": QUOTED_RATIO[0], "quoted_high": QUOTED_RATIO[1]}
        rows.append(row | _payback(paths, acquiring, settings))
    made = pd.DataFrame(rows)
    return made if made.empty else made.sort_values("customers", ascending=False, kind="stable", ignore_index=True)


def _acquiring(known: Mapping[Hashable, Any], settings: Money) -> tuple[Estimate | None, str | None]:
    n = int(known["known"])
    if n >= FEWEST_FOR_SHARE:
        mean, spread = float(known["acquisition_cost"]), float(known["standard_deviation"])
        found = mean_interval(mean, spread, n=n)
        return found and Estimate(found.value, max(0.0, found.low), found.high), "customers"
    fixed = settings.cost_of_acquiring
    return (None, None) if fixed is None else (Estimate(fixed, fixed, fixed), "settings")


def _keeping(paths: Paths | None, settings: Money) -> tuple[Estimate | None, str | None]:
    fixed = settings.cost_of_keeping
    if fixed is not None:
        return Estimate(fixed, fixed, fixed), "settings"
    if paths is None or not paths.rates[COST]:
        return None, None
    return percentile_interval(YEAR * paths.rates[COST], YEAR * paths.drawn_rates[COST]), "tickets"


def _payback(paths: Paths | None, acquiring: Estimate | None, settings: Money) -> dict[str, Any]:
    """Months until a customer's value reaches what winning one costs; an end that is null is beyond the horizon."""
    if paths is None or acquiring is None:
        return ends("payback", None) | {"is_paid_back": None}
    value, drawn = _built_up(paths, settings)
    months = [_months_to(row, acquiring.value) for row in (value, *drawn)]
    low, high = np.quantile(months[1:], [0.025, 0.975], method="nearest")
    found = Estimate(months[0], min(low, months[0]), max(high, months[0]))
    told = {key: one if math.isfinite(one) else math.nan for key, one in ends("payback", found).items()}
    return told | {"is_paid_back": math.isfinite(months[0])}


def _months_to(value: np.ndarray, cost: float) -> float:
    """Months after which the value has reached the cost, counted in parts; inf where it never does."""
    reached = np.flatnonzero(value >= cost)
    if not reached.size:
        return math.inf
    month = int(reached[0])
    return month if month == 0 else month - 1 + float((cost - value[month - 1]) / (value[month] - value[month - 1]))


def _built_up(paths: Paths, settings: Money) -> tuple[np.ndarray, np.ndarray]:
    """Value of the first 0, 1, … months, and the same for every draw."""
    worth = (1 + settings.discount) ** (-np.arange(paths.survival.size - 1) / YEAR)

    def summed(survival: np.ndarray, net: Any) -> np.ndarray:
        money = np.cumsum(survival[..., :-1] * worth, axis=-1) * net
        return np.concatenate([np.zeros((*money.shape[:-1], 1)), money], axis=-1)

    drawn_net = paths.drawn_margin - paths.drawn_rates[COST]
    return summed(paths.survival, paths.margin - paths.rates[COST]), summed(paths.drawn, drawn_net[:, np.newaxis])


def _whole(ask: Ask, parameters: Parameters) -> tuple[Money, Paths | None]:
    """The settings, and the paths of all customers asked for."""
    settings, rows = money(ask), kinds(ask, _of_all(parameters))
    return settings, paths_of(lives_of(rows, settings), settings.horizon) if len(rows) else None


def _of_all(parameters: Parameters) -> Parameters:
    return {**parameters, "customers_by": "all"}


def _times(found: Estimate, factor: float) -> Estimate:
    low, high = sorted((found.low * factor, found.high * factor))
    return Estimate(found.value * factor, low, high)


_ALL = ("customers_by",)
VALUE = (
    Computed(
        "lifetime_value",
        "One row per bucket of $customers_by: what a customer with a contract is worth over the horizon, with intervals.",
        ("value_lives", "money_settings"),
        by_bucket,
    ),
    Computed(
        "value_by_month",
        "One row per month since the start: value of a customer so far, share still there, and whether the data reach it.",
        ("value_lives", "money_settings"),
        by_month,
        sets=_ALL,
    ),
    Computed(
        "value_parts",
        "One row per part of what a customer brings: margin and cost to serve; and apart, changes, refunds and referrals.",
        ("value_lives", "money_settings"),
        parts,
        sets=_ALL,
    ),
    Computed(
        "retention_lift",
        "One row: change of the lifetime value for 5 points more retention a year, beside the quoted 25 to 95 %.",
        ("value_lives", "money_settings"),
        lift,
        sets=_ALL,
    ),
    Computed(
        "value_concentration",
        "One row per share of the largest customers, of those who are there: their share of what all pay.",
        ("revenue_kinds",),
        concentration,
    ),
    Computed(
        "cost_of_acquiring_and_keeping",
        "One row per bucket of $customers_by: cost of winning a customer, of keeping one a year, their ratio, months to pay back.",
        ("value_lives", "money_settings", "acquisition_costs"),
        costs,
    ),
)
