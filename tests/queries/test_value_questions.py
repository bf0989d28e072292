"""What customers pay, ask for and order in the months seen: against firms small enough to be worked out by hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from tests.queries.answers import rows

Ask = Callable[..., pd.DataFrame]
LAST = dt.date(2025, 12, 31)


@pytest.fixture(autouse=True)
def two_years(facts: Any) -> None:
    """The data cover 2024 and 2025."""
    facts.relation_status(last_day=LAST, losses_through=LAST)


def ordered(facts: Any, number: int, day: str, amount: float, kind: str | None = None, currency: str = "EUR") -> None:
    row = {
        "order_id": f"O{next(facts.numbers)}",
        "customer_id": f"R{number}",
        "ordered_day": dt.date.fromisoformat(day),
    }
    facts.add("order_facts", row | {"amount": amount, "kind": kind, "currency": currency})


def test_a_life_counts_what_happened_on_the_days_seen(facts: Any, ask: Ask) -> None:
    left = facts.relation("2024-01-01", "2024-04-10", monthly_revenue=100.0)  # 100 days: in the fourth month
    stayed = facts.relation("2024-02-01", monthly_revenue=40.0, referred_by=f"R{left}")
    facts.relation("2024-06-01", monthly_revenue=None, referred_by=f"R{left}")  # came after the other had left
    facts.relation("2025-12-20", monthly_revenue=70.0)  # not seen for a month
    facts.relation("2024-01-01", basis="orders", monthly_revenue=5.0)
    for day, given in (("2024-02-01", {}), ("2024-03-01", {"origin": "proactive"}), ("2024-04-10", {})):
        facts.ticket(day, customer_id=f"R{left}", **given)
    facts.ticket("2024-02-02", customer_id=f"R{left}", exclusion="spam")
    facts.ticket("2024-05-01", customer_id=f"R{left}")  # after the end
    ordered(facts, left, "2024-01-01", 1200, "new")
    ordered(facts, left, "2024-03-01", 60, "expansion")
    ordered(facts, left, "2024-03-02", -25, "refund")
    ordered(facts, left, "2024-03-03", 10, "contraction")  # however its sign is written
    ordered(facts, stayed, "2025-12-31", 40, "renewal")
    answer = ask("value_lives")
    columns = ("entry_month", "months", "is_event", "customers", "monthly_revenue", "tickets", "proactive")
    assert rows(answer, *columns) == [
        (0, 4, True, 1, 100.0, 3.0, 1.0),
        (0, 19, False, 1, None, 0.0, 0.0),
        (0, 23, False, 1, 40.0, 0.0, 0.0),
    ]
    first = answer.iloc[0]
    assert tuple(first[["expansion", "contraction", "refunds", "referrals"]]) == (60.0, -10.0, -25.0, 1.0)
    assert first["supported_months"] == pytest.approx(101 * 12 / 365)
    assert first["ordered_months"] == pytest.approx(101 * 12 / 365)


def test_who_is_older_than_the_records_is_seen_from_then_on(facts: Any, ask: Ask) -> None:
    facts.relation_status(support_from=dt.date(2025, 1, 1))
    older = facts.relation("2023-01-01", monthly_revenue=10.0, entry_days=364)
    facts.ticket("2024-06-01", customer_id=f"R{older}")  # before support is recorded as a whole
    facts.ticket("2025-06-01", customer_id=f"R{older}")
    row = ask("value_lives").iloc[0]
    assert (row["entry_month"], row["months"], row["tickets"]) == (12, 36, 1.0)
    assert row["supported_months"] == pytest.approx(12)


def test_customers_alike_are_one_kind_and_filters_hold(facts: Any, ask: Ask) -> None:
    for revenue in (100.0, 101.0, 900.0):
        facts.relation("2024-01-01", monthly_revenue=revenue, segment="large" if revenue > 500 else "small")
    answer = ask("value_lives", customers_by="segment")
    assert rows(answer, "bucket", "customers", "monthly_revenue") == [("large", 1, 900.0), ("small", 2, 100.5)]
    assert ask("value_lives", segments=["large"])["customers"].sum() == 1
    assert ask("revenue_kinds", segments=["small"])["customers"].sum() == 2


def test_revenue_kinds_hold_who_is_still_there(facts: Any, ask: Ask) -> None:
    for revenue in (12345.0, 12349.0, 0.0):
        facts.relation("2024-01-01", monthly_revenue=revenue)
    facts.relation("2024-01-01", "2024-06-01", monthly_revenue=99.0)
    facts.relation("2024-01-01", monthly_revenue=None)
    assert rows(ask("revenue_kinds"), "customers", "monthly_revenue") == [(2, 12347.0), (1, 0.0)]


def test_costs_of_winning_are_those_that_are_known(facts: Any, ask: Ask) -> None:
    facts.relation("2024-01-01", acquisition_cost=100.0)
    facts.relation("2025-01-01", acquisition_cost=300.0)
    facts.relation("2025-01-02", acquisition_cost=None)
    row = ask("acquisition_costs").iloc[0]
    assert (row["customers"], row["known"], row["acquisition_cost"], row["started_last_year"]) == (3, 2, 200.0, 2)
    assert row["standard_deviation"] == pytest.approx(100 * 2**0.5)


def test_currencies_are_counted_over_orders_and_subscriptions(facts: Any, ask: Ask) -> None:
    ordered(facts, 1, "2024-01-01", 5, currency="USD")
    ordered(facts, 1, "2024-01-02", 5, currency="USD")
    facts.add("subscription_facts", {"subscription_id": "S1", "currency": "EUR"})
    assert rows(ask("currencies"), "currency", "n") == [("USD", 2), ("EUR", 1)]


def test_buyers_are_told_by_days_of_buying(facts: Any, ask: Ask) -> None:
    facts.relation_status(orders_from=dt.date(2024, 1, 1), orders_through=LAST)
    often = facts.relation("2024-01-01", basis="orders")
    once = facts.relation("2025-12-17", basis="orders")
    older = facts.relation("2023-06-01", basis="orders", entry_days=300)
    bound = facts.relation("2024-01-01")
    for number in (older, bound):
        ordered(facts, number, "2024-05-01", 9)
    ordered(facts, once, "2025-12-17", 30)
    ordered(facts, often, "2024-01-01", 500)
    ordered(facts, often, "2024-01-08", 10)
    ordered(facts, often, "2024-01-08", 20)  # the same day: one purchase of 30
    ordered(facts, often, "2024-01-29", 50)
    ordered(facts, often, "2024-02-20", -50, "refund")
    answer = ask("order_kinds")
    assert rows(answer, "frequency", "recency_weeks", "age_weeks", "mean_value", "customers") == [
        (0, 0.0, 2.0, None, 1),
        (2, 4.0, pytest.approx(730 / 7), 40.0, 1),
    ]
    facts_of_support = ask("order_support").iloc[0]
    assert facts_of_support["purchases"] == 5  # of the older one as well; support is known since January 2024
