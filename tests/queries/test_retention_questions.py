"""Who is at risk on which day of tenure, and who was lost: against relations small enough to be worked out by hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from tests.queries.answers import rows

Ask = Callable[..., pd.DataFrame]


@pytest.fixture(autouse=True)
def two_years(facts: Any) -> None:
    """The data cover 2024 and 2025."""
    facts.relation_status(last_day=dt.date(2025, 12, 31), losses_through=dt.date(2025, 12, 31))


def test_each_day_counts_who_came_under_observation_and_who_left(facts: Any, ask: Ask) -> None:
    facts.relation("2024-01-01", "2024-01-11")
    facts.relation("2024-01-01", "2024-01-11", is_involuntary=True)
    facts.relation("2024-01-01", "2024-01-01")  # on the first day
    facts.relation("2025-12-21")  # still there after ten days
    facts.relation("2023-12-24", "2024-01-05", entry_days=7)  # came under observation after day 7
    facts.relation("2023-12-01", "2023-12-11", entry_days=30)  # was gone by then
    facts.relation("2023-12-01", "2023-12-31", entry_days=30)  # left on the last day before
    answer = ask("retention_risk_sets")
    columns = ("bucket", "tenure_days", "entered", "lost", "involuntary", "censored")
    assert rows(answer, *columns) == [
        ("all", 0, 4, 1, 0, 0),
        ("all", 7, 1, 0, 0, 0),
        ("all", 10, 0, 1, 1, 1),
        ("all", 12, 0, 1, 0, 0),
    ]


def test_customers_can_be_told_apart_by_what_is_known_of_them(facts: Any, ask: Ask) -> None:
    facts.relation("2024-03-01", segment="small", plan="pro", region="north", acquisition_channel="ads", industry="law")
    facts.relation(
        "2025-03-01", segment=None, plan="free", region="south", acquisition_channel="ads", revenue_band="lowest fifth"
    )
    for by, buckets in {
        "segment": {"small", "(none)"},
        "plan": {"pro", "free"},
        "region": {"north", "south"},
        "acquisition_channel": {"ads"},
        "industry": {"law", "(none)"},
        "revenue_band": {"lowest fifth", "(none)"},
        "start_year": {"2024", "2025"},
    }.items():
        answer = ask("retention_risk_sets", customers_by=by)
        assert set(answer["bucket"]) == buckets
        assert answer["entered"].sum() == 2
    for chosen in ({"segments": ["(none)"]}, {"plans": ["free"]}, {"regions": ["south", "west"]}):
        assert ask("retention_risk_sets", customers_by="plan", **chosen)["bucket"].unique().tolist() == ["free"]
    assert ask("retention_risk_sets", acquisition_channels=["post"]).empty


def test_a_cohort_loses_customers_month_by_month(facts: Any, ask: Ask) -> None:
    """Months of 365/12 days: the first is days 1 to 30, the second days 31 to 60, the third 61 to 91."""
    facts.relation("2024-01-01", "2024-01-31")  # day 30: in the first month
    facts.relation("2024-01-15", "2024-02-15")  # day 31: in the second
    facts.relation(
        "2024-01-31", is_involuntary=False, through=dt.date(2024, 3, 30)
    )  # followed for 59 days: one whole month
    facts.relation("2024-01-31", "2024-04-25", through=dt.date(2024, 4, 26))  # day 85, in a month that the data cut off
    facts.relation(
        "2023-12-20", "2024-03-01", entry_days=12, is_involuntary=True
    )  # day 72; seen from the second month on
    answer = ask("retention_cohorts")
    assert rows(answer, "start_month", "months_since", "at_risk", "lost", "involuntary") == [
        ("2023-12-01", 2, 1, 0, 0),
        ("2023-12-01", 3, 1, 1, 1),
        ("2024-01-01", 1, 4, 1, 0),
        ("2024-01-01", 2, 2, 1, 0),
    ]


def test_the_status_says_who_can_be_judged(facts: Any, ask: Ask) -> None:
    facts.relation("2024-01-01", "2024-02-01", is_involuntary=True, returned_day=dt.date(2024, 5, 1))
    facts.relation("2024-01-01", basis="orders", entry_days=5)
    facts.relation_status(without_start=3, relations=5, support_from=dt.date(2024, 1, 4))
    columns = ("losses_from", "support_from", "judged", "by_orders", "lost", "involuntary", "returned", "entered_late")
    assert rows(ask("relation_status"), *columns) == [("2024-01-01", "2024-01-04", 2, 1, 1, 1, 1, 1)]
    assert rows(ask("relation_status"), "relations", "without_start") == [(5, 3)]
