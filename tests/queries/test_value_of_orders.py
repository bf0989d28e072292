"""Customers without contracts: what they are worth, when that is refused, and how probable it is that they are there."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from queries.computed.orders import ORDERS, RELATED, TOO_FEW

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
ANSWERS = {one.name: one for one in ORDERS}


def asked(name: str, kinds: pd.DataFrame, *, tickets: int = 0) -> pd.DataFrame:
    """The answer over these kinds of customers, with a margin of a half and twelve months ahead."""
    settings = pd.DataFrame({"key": ["margin", "horizon_months", "cost_per_ticket"], "value": ["0.5", "12", "4"]})
    support = pd.DataFrame({"purchases": [1000], "tickets": [tickets]})
    frames = {"order_kinds": kinds, "order_support": support, "money_settings": settings}
    frames["relation_status"] = pd.DataFrame({"by_orders": [kinds["customers"].sum()]})
    return ANSWERS[name].compute(lambda asked, **given: frames[asked], {})


def buyers(count: int = 600, *, is_related: bool = False) -> pd.DataFrame:
    """Customers who buy at rates and leave by chances of their own, each with a mean value of an order."""
    random = np.random.default_rng(7)
    rows = []
    for rate, leaves, mean in zip(
        random.gamma(1.0, 0.2, count), random.beta(0.8, 2.5, count), random.gamma(6, 9, count), strict=True
    ):
        age, at, times = float(random.integers(30, 60)), 0.0, 0
        while random.random() > (leaves if times else 0):
            wait = random.exponential(1 / rate)
            if at + wait > age:
                break
            at, times = at + wait, times + 1
        value = 10 + 5 * times if is_related else mean
        rows.append((times, at if times else 0.0, age, value if times else np.nan, 1))
    return pd.DataFrame(rows, columns=["frequency", "recency_weeks", "age_weeks", "mean_value", "customers"])


def test_the_value_holds_margin_and_cost_to_serve() -> None:
    plain, served = (asked("value_of_orders", buyers(), tickets=n).set_index("customer") for n in (0, 500))
    row = plain.loc["who is there"]
    assert row["refusal"] is None and row["verdict"] == "unrelated" and row["n"] == 600
    assert row["value_low"] < row["value"] < row["value_high"]
    # half a ticket at 4 goes with every purchase that is still expected
    assert row["value"] - served.loc["who is there", "value"] == pytest.approx(2 * row["purchases"])
    assert plain.loc["who has just come", "value"] > 0
    assert 0.01 < row["top_share"] < 1


def test_the_value_is_refused_where_who_buys_often_spends_otherwise() -> None:
    row = asked("value_of_orders", buyers(is_related=True)).iloc[0]
    assert row["refusal"] == RELATED and np.isnan(row["value"]) and row["correlation"] > 0.3
    assert 0 < row["alive"] < 1  # what orders alone tell is still told


def test_the_value_is_refused_where_too_few_bought_again() -> None:
    kinds = buyers(20)
    row = asked("value_of_orders", kinds).iloc[0]
    assert row["refusal"] == TOO_FEW and row["repeating"] == (kinds["frequency"] > 0).sum() < 20
    assert asked("probability_alive", kinds).iloc[0][["customers", "refusal"]].tolist() == [20, TOO_FEW]


def test_silence_makes_a_frequent_buyer_less_probable() -> None:
    frame = asked("probability_alive", buyers()).set_index(["often", "silence"])
    often = frame.loc["4 to 7 times", "alive"]
    assert often["up to 4 weeks"] > often["13 to 26 weeks"] > often["over 26 weeks"]
    assert frame["customers"].sum() == 600


@pytest.mark.skipif(not (REAL / "cdnow_summary.csv.gz").exists(), reason="the real orders are not beside the project")
def test_cdnow_is_alive_as_published() -> None:
    """Fader, Hardie and Lee 2005: r 0.243, alpha 4.414, a 0.793, b 2.426; here their probability, by its own formula."""
    told = pd.read_csv(REAL / "cdnow_summary.csv.gz")
    kinds = told.set_axis(["id", "frequency", "recency_weeks", "age_weeks"], axis=1).assign(
        mean_value=np.nan, customers=1
    )
    r, alpha, a, b = 0.243, 4.414, 0.793, 2.426
    x, last, age = (kinds[name].to_numpy() for name in ("frequency", "recency_weeks", "age_weeks"))
    gone = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + last)) ** (r + x), 0)
    frame = asked("probability_alive", kinds)
    mean = float((frame["alive"] * frame["customers"]).sum() / frame["customers"].sum())
    assert frame["customers"].sum() == 2357
    assert mean == pytest.approx(float((1 / (1 + gone)).mean()), abs=0.002)


def test_without_any_order_there_is_no_value(ask: Callable[..., pd.DataFrame]) -> None:
    frame = ask("value_of_orders")
    assert frame["refusal"].tolist() == ["no orders", "no orders"] and frame["n"].tolist() == [0, 0]
