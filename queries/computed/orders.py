"""What are customers without a contract still worth, and how probable is it that they are customers at all?"""

import math
from typing import Any

import numpy as np
import pandas as pd

from queries.computed.computed import Ask, Computed, Parameters
from queries.computed.money import ends, money
from queries.statistics.bgnbd import Buyers, buyers, fit_bgnbd, probability_alive
from queries.statistics.intervals import Estimate
from queries.statistics.lifetime_value import share_of_top
from queries.statistics.value_of_orders import OrdersValue, Reach, value_of_orders

WEEK = 7 / 365  # years
_KINDS = ("frequency", "recency_weeks", "age_weeks", "customers", "mean_value")
RELATED, TOO_FEW, NO_ORDERS = "frequency and value are related", "too few who bought again", "no orders"
SILENCES = (
    (0, 4, "up to 4 weeks"),
    (4, 13, "4 to 13 weeks"),
    (13, 26, "13 to 26 weeks"),
    (26, math.inf, "over 26 weeks"),
)
OFTEN = ((1, 1, "bought once"), (2, 3, "2 or 3 times"), (4, 7, "4 to 7 times"), (8, math.inf, "8 times or more"))


def of_orders(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """Value of a customer there is and of one who has just come, over the horizon; refused where the models mislead."""
    frame, settings = _kinds(ask, parameters), money(ask)
    found = None
    if len(frame):
        support = ask("order_support", **parameters).iloc[0]
        cost = settings.cost_per_ticket * support["tickets"] / support["purchases"] if support["purchases"] else 0.0
        weekly = (1 + settings.discount) ** WEEK - 1
        reach = Reach(settings.horizon / 12 / WEEK, weekly, settings.margin, float(cost))
        found = value_of_orders(_buyers(frame), frame["mean_value"].fillna(0), reach)
    refusal = NO_ORDERS if frame.empty else TOO_FEW if found is None else None if found.value else RELATED
    estimates: dict[str, Estimate | None] = {
        "who is there": found.value if found else None,
        "who has just come": found.new if found else None,
    }
    rest = _beside(frame, found) | {"horizon": settings.horizon, "refusal": refusal}
    return pd.DataFrame([{"customer": name} | ends("value", one) | rest for name, one in estimates.items()])


def _beside(frame: pd.DataFrame, found: OrdersValue | None) -> dict[str, Any]:
    customers = frame["customers"].to_numpy(dtype=float)
    n, repeating = float(customers.sum()), float(frame.loc[frame["frequency"] > 0, "customers"].sum())
    row: dict[str, Any] = {"n": n, "repeating": repeating, "alive": found.alive if found else math.nan}
    row |= ends("purchases", found.purchases if found else None)
    row |= ends("correlation", found.relation.correlation if found else None)
    row["verdict"] = found.relation.verdict if found else None
    each = found.each if found else None
    row["top_share"] = math.nan if each is None else share_of_top(each, customers)
    return row


def alive(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """How probable it is that customers are still there, by how often they bought and how long they have been silent.

    One row for all, without a probability, where refusal says why there is none.
    """
    frame = _kinds(ask, parameters)
    columns = ["often", "silence", "customers", "alive", "refusal"]
    seen = _buyers(frame)
    model = fit_bgnbd(seen) if len(frame) else None
    if model is None:
        whole = {"often": "all", "silence": "all", "customers": seen.customers.sum(), "alive": math.nan}
        return pd.DataFrame([whole | {"refusal": TOO_FEW if len(frame) else NO_ORDERS}])
    chance, silent = probability_alive(model, seen), seen.age - seen.recency
    rows = []
    for fewest, most, often in OFTEN:
        for after, until, silence in SILENCES:
            times = seen.frequency + 1
            here = (times >= fewest) & (times <= most) & (silent >= after) & (silent < until)
            n = float(seen.customers[here].sum())
            if n:
                mean = float(chance[here] @ seen.customers[here]) / n
                rows.append({"often": often, "silence": silence, "customers": n, "alive": mean, "refusal": None})
    return pd.DataFrame(rows, columns=columns)


def _kinds(ask: Ask, parameters: Parameters) -> pd.DataFrame:
    """The rows of `order_kinds`; a firm all of whose customers have contracts need not have its orders looked through."""
    if not ask("relation_status")["by_orders"].iloc[0]:
        return pd.DataFrame(columns=list(_KINDS), dtype=float)
    return ask("order_kinds", **parameters)


def _buyers(frame: pd.DataFrame) -> Buyers:
    return buyers(*(np.asarray(frame[name], dtype=float) for name in _KINDS[:4]))


ORDERS = (
    Computed(
        "value_of_orders",
        "One row per kind of customer without a contract: what one who is there, and one who has just come, is still worth.",
        ("relation_status", "order_kinds", "order_support", "money_settings"),
        of_orders,
    ),
    Computed(
        "probability_alive",
        "One row per times bought and weeks of silence: customers without a contract, and how probable they are still there.",
        ("relation_status", "order_kinds"),
        alive,
    ),
)
