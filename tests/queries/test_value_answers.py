"""Lifetime value from relations to the figure, against firms whose value can be worked out on paper."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from pages.parts.charts.growth import growth

Ask = Callable[..., pd.DataFrame]
LAST = dt.date(2025, 12, 31)


@pytest.fixture(autouse=True)
def two_years(facts: Any) -> None:
    """The data cover 2024 and 2025: 24 whole months."""
    facts.relation_status(last_day=LAST, losses_through=LAST)


def set_money(facts: Any, **values: float | None) -> None:
    """Settings: a margin of everything, no discount and no cost, where nothing else is given."""
    plain = {"margin": 1, "discount_rate": 0, "cost_per_ticket": 0, "horizon_months": 6}
    for key, value in (plain | values).items():
        facts.add("settings", {"key": key, "value": json.dumps(value)})


def relations(facts: Any, count: int, lost: str | None = None, **given: Any) -> list[int]:
    return [facts.relation("2024-01-01", lost, **given) for _ in range(count)]


def test_without_discount_and_loss_the_value_is_margin_times_months_less_tickets(facts: Any, ask: Ask) -> None:
    set_money(facts, margin=0.5, horizon_months=24, cost_per_ticket=10)
    for number in relations(facts, 40, monthly_revenue=200.0):
        for day in ("2024-05-01", "2025-05-01"):
            facts.ticket(day, customer_id=f"R{number}")
    row = ask("lifetime_value").iloc[0]
    cost = 24 * 10 * 2 / (731 * 12 / 365)  # two tickets in 731 days
    assert row["margin"] == pytest.approx(0.5 * 200 * 24)
    assert row["cost"] == pytest.approx(cost)
    assert row["value"] == pytest.approx(2400 - cost) == row["value_low"] == row["value_high"]
    assert row["yearly_cost"] == pytest.approx(cost / 2)
    assert (row["n"], row["lost"], row["beyond"], row["months_in_data"]) == (40, 0, 0, 24)


def test_half_lost_in_the_third_month_pay_three_times(facts: Any, ask: Ask) -> None:
    set_money(facts)
    relations(facts, 10, "2024-03-20", monthly_revenue=100.0)
    relations(facts, 10, monthly_revenue=100.0)
    row = ask("lifetime_value").iloc[0]
    assert row["value"] == pytest.approx(100 * (3 + 3 / 2))
    assert row["value_low"] < row["value"] < row["value_high"]


def test_where_large_customers_stay_longer_their_money_does(facts: Any, ask: Ask) -> None:
    set_money(facts)
    relations(facts, 10, "2024-03-20", monthly_revenue=100.0)
    relations(facts, 10, monthly_revenue=300.0)
    row = ask("lifetime_value").iloc[0]
    assert row["value"] == pytest.approx((10 * 3 * 100 + 10 * 6 * 300) / 20)  # and not 200 * 4.5


def test_discount_is_by_the_year_and_months_are_paid_in_advance(facts: Any, ask: Ask) -> None:
    set_money(facts, discount_rate=0.21, horizon_months=13)
    relations(facts, 12, monthly_revenue=1.0)
    assert ask("lifetime_value").iloc[0]["value"] == pytest.approx(sum(1.21 ** (-month / 12) for month in range(13)))


def test_the_value_builds_up_to_itself_and_its_parts_add_up(facts: Any, ask: Ask) -> None:
    set_money(facts, margin=0.5, cost_per_ticket=4, horizon_months=12, discount_rate=0.1)
    for number in [
        *relations(facts, 30, monthly_revenue=90.0),
        *relations(facts, 15, "2024-07-05", monthly_revenue=50.0),
    ]:
        facts.ticket("2024-02-01", customer_id=f"R{number}")
    for day, kind, amount in (("2024-01-01", "new", 5), ("2024-04-01", "expansion", 731), ("2025-12-31", "refund", 8)):
        facts.add("order_facts", {"order_id": day, "customer_id": "R1", "ordered_day": dt.date.fromisoformat(day),
                                  "amount": amount, "kind": kind})  # fmt: skip
    row, months = ask("lifetime_value").iloc[0], ask("value_by_month")
    assert months["month"].tolist() == list(range(13)) and months["value"].iloc[0] == 0
    assert months["value"].iloc[-1] == pytest.approx(row["value"])
    assert months["value_low"].iloc[-1] == pytest.approx(row["value_low"])
    parts = ask("value_parts").set_index("part")
    assert parts.loc["margin", "value"] + parts.loc["cost to serve", "value"] == pytest.approx(row["value"])
    assert parts.loc[["margin", "cost to serve"], "is_in_value"].all()
    assert set(parts.index) == {"margin", "cost to serve", "expansion", "refunds"}  # nobody had anything else
    seen = 30 * 24 + 15 * 7
    assert parts.loc["expansion", "value"] == pytest.approx(0.5 * _told(30, 15) * 731 / seen * row["months"])
    assert parts.loc["expansion", "seen"] == 1
    figure = growth(months, currency="EUR", target=30.0, target_name="Cost of winning")
    solid = next(trace for trace in figure.data if trace.name == "in the data")
    assert solid.y[-1] == pytest.approx(row["value"]) and solid.line.dash == "solid"


def _told(stayed: int, left: int) -> float:
    """Whole months seen for each month of 365/12 days that orders are told of: who stayed 731 days, who left 187."""
    return (stayed * 24 + left * 7) / ((stayed * 731 + left * 187) * 12 / 365)


def test_beyond_the_data_the_line_is_dashed_and_the_share_is_told(facts: Any, ask: Ask) -> None:
    set_money(facts, horizon_months=36)
    for day in ("2024-02-20", "2024-05-20", "2024-09-20", "2025-02-20"):
        relations(facts, 5, day, monthly_revenue=10.0)
    relations(facts, 40, monthly_revenue=10.0)
    row, months = ask("lifetime_value").iloc[0], ask("value_by_month")
    assert row["months_in_data"] == 24
    inside = months.loc[months["is_in_data"], "value"].max()
    assert row["beyond"] == pytest.approx(1 - (inside + 10 * months["kept"][24]) / row["value"])
    figure = growth(months)
    assert [trace.line.dash for trace in figure.data[:2]] == ["solid", "dash"]
    assert figure.data[1].x[0] == figure.data[0].x[-1] == 24
    assert figure.data[2].marker.color != figure.data[2].marker.line.color  # the end is hollow


def test_few_customers_are_refused_with_the_reason(facts: Any, ask: Ask) -> None:
    set_money(facts, horizon_months=36)
    relations(facts, 9, monthly_revenue=10.0, segment="few")
    relations(facts, 20, monthly_revenue=10.0, segment="nobody lost")
    relations(facts, 20, monthly_revenue=10.0, segment="older", entry_days=200)
    relations(facts, 20, monthly_revenue=None, segment="unknown")
    answer = ask("lifetime_value", customers_by="segment").set_index("bucket")
    assert answer["value"].isna().all()
    assert answer["refusal"].to_dict() == {
        "few": "too few to look so far ahead",
        "nobody lost": "too few to look so far ahead",
        "older": "not seen from their start",
        "unknown": "too few to look so far ahead",
    }
    assert answer.loc["unknown", ["n", "without_revenue"]].tolist() == [0, 20]


def test_five_points_more_of_those_who_stay_a_year(facts: Any, ask: Ask) -> None:
    set_money(facts, horizon_months=13)
    relations(facts, 20, "2024-12-25", monthly_revenue=10.0)  # in the twelfth month
    relations(facts, 20, monthly_revenue=10.0)
    row = ask("retention_lift").iloc[0]
    assert row["value"] == pytest.approx(10 * (12 + 0.5)) and row["lifted"] == pytest.approx(10 * (12 + 0.55))
    assert row["change"] == pytest.approx(12.55 / 12.5 - 1)
    assert (row["quoted_low"], row["quoted_high"]) == (0.25, 0.95)


def test_the_largest_hold_their_share(facts: Any, ask: Ask) -> None:
    relations(facts, 99, monthly_revenue=1.0)
    relations(facts, 1, monthly_revenue=901.0)
    answer = ask("value_concentration").set_index("top")
    assert answer.loc[0.01, "share"] == pytest.approx(0.901)
    assert answer.loc[0.5, "share"] == pytest.approx((901 + 49) / 1000)
    assert answer.loc[0.01, "customers"] == 1
    assert (answer["share_low"] <= answer["share"]).all() and (answer["share"] <= answer["share_high"]).all()


def test_a_customer_is_paid_back_when_the_value_reaches_the_cost(facts: Any, ask: Ask) -> None:
    set_money(facts, cost_of_keeping=50)
    relations(facts, 20, monthly_revenue=100.0, acquisition_cost=250.0)
    row = ask("cost_of_acquiring_and_keeping").iloc[0]
    assert row["payback"] == pytest.approx(2.5) and row["is_paid_back"]
    assert row["acquiring"] == 250 and row["keeping"] == 50 and row["ratio"] == pytest.approx(5)
    assert (row["acquiring_by"], row["keeping_by"]) == ("customers", "settings")


def test_tickets_alone_are_not_the_cost_of_keeping(facts: Any, ask: Ask) -> None:
    set_money(facts, cost_per_ticket=10, cost_of_acquiring=5000)
    for number in relations(facts, 20, monthly_revenue=100.0):
        facts.ticket("2024-05-01", customer_id=f"R{number}")
    row = ask("cost_of_acquiring_and_keeping").iloc[0]
    assert row["keeping"] == pytest.approx(10 * 365 / 731) and row["keeping_by"] == "tickets"
    assert pd.isna(row["ratio"])
    assert pd.isna(row["payback"]) and not row["is_paid_back"]  # 600 within the horizon
    assert row["acquiring_by"] == "settings"


def test_nothing_to_value_gives_nothing(ask: Ask) -> None:
    for name in ("lifetime_value", "value_by_month", "value_parts", "retention_lift", "value_concentration"):
        assert ask(name).empty
    assert ask("cost_of_acquiring_and_keeping").empty
    assert ask("value_of_orders")["refusal"].unique().tolist() == ["no orders"]
    assert ask("probability_alive").iloc[0][["customers", "refusal"]].tolist() == [0, "no orders"]
