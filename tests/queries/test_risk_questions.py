"""The signs that a customer may leave, as they were known on each day of looking, and experiments by lot: by hand.

The data end on 30 June 2025. The last past day of looking is 90 days before, on 1 April; others lie 30 days further back.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from tests.queries.answers import rows

Ask = Callable[..., pd.DataFrame]
END = dt.date(2025, 6, 30)
TODAY = (END - dt.date(2024, 1, 1)).days  # tenure of who started on 1 January 2024: 546
PAST = TODAY - 90


@pytest.fixture(autouse=True)
def eighteen_months(facts: Any) -> None:
    facts.relation_status(last_day=END, losses_through=END)


def signs(answer: pd.DataFrame, *columns: str) -> tuple[Any, ...]:
    (row,) = rows(answer, *columns)
    return row


def test_signs_of_today_are_those_known_today(facts: Any, ask: Ask) -> None:
    number = facts.relation("2024-01-01", monthly_revenue=50.0)
    facts.interaction(number, TODAY - 5, "good", rating="poor", score=2.0, rated_tenure=TODAY - 4)
    facts.interaction(number, TODAY - 40, "good", rating="good", score=5.0, rated_tenure=TODAY - 39)
    facts.interaction(
        number, TODAY - 60, "poor", is_reopened=True, settled_tenure=TODAY - 50, first_solved_tenure=TODAY - 58
    )
    facts.interaction(number, TODAY - 9, settled_tenure=TODAY + 1)
    facts.interaction(number, TODAY - 2, "poor", known=TODAY + 1, settled_tenure=TODAY + 1)
    facts.interaction(number, TODAY - 3, "poor", is_cancelling=True)
    columns = ("poor_30", "poor_90", "open_tickets", "open_days", "reopened_90", "last_score", "score_before", "signs")
    assert signs(ask("risk_customers"), *columns) == (1, 2, 2, 9, 1, 2.0, 5.0, 4)
    assert signs(ask("risk_customers"), "rating", "silent_days", "renewal_days", "total") == ("fell to poor", 2, 184, 1)


def test_without_solution_times_no_ticket_is_taken_for_open(facts: Any, ask: Ask) -> None:
    facts.interaction(facts.relation("2024-01-01"), TODAY - 20, "poor")
    assert signs(ask("risk_customers"), "open_tickets", "open") == (0, "none")


def test_past_days_know_nothing_of_what_came_later(facts: Any, ask: Ask) -> None:
    leaves = facts.relation("2024-01-01", "2025-06-30")  # 90 days after the last past day
    stays = facts.relation("2024-01-01")
    for number in (leaves, stays):
        facts.interaction(number, PAST - 10, "poor", settled_tenure=PAST - 8)
        facts.interaction(
            number, PAST - 5, "good", known=PAST + 1, settled_tenure=PAST + 1, first_solved_tenure=PAST + 1
        )
        facts.interaction(
            number, PAST - 7, "good", rating="poor", score=1.0, rated_tenure=PAST + 1, settled_tenure=PAST - 6
        )
        facts.interaction(number, PAST + 1, "poor", settled_tenure=PAST + 2)
    answer = ask("risk_features")
    last = answer[answer["as_of"] == "2025-04-01"]
    columns = ("poor", "open", "reopened", "rating", "tickets", "silence", "customers", "lost")
    assert signs(last, *columns) == ("1", "under 7 days", "no", "none", "3+", "under 30 days", 2, 1)
    before = answer[answer["as_of"] == "2025-03-02"]
    assert signs(before, "tickets", "silence", "customers", "lost") == ("0", "180 days or more", 2, 0)


def test_customers_are_looked_at_while_they_are_there(facts: Any, ask: Ask) -> None:
    facts.relation("2024-01-01", "2025-04-01")  # lost on the day itself
    facts.relation("2025-04-02")  # not yet there
    facts.relation("2024-01-01", entry_days=PAST + 1)  # not yet known to be there
    facts.relation("2024-01-01", through=dt.date(2025, 6, 29))  # the 90 days after are not in the data
    facts.relation("2025-04-01")
    answer = ask("risk_features")
    assert answer.loc[answer["as_of"] == "2025-04-01", "customers"].sum() == 1
    assert len(ask("risk_customers")) == 4


def test_weights_make_a_chance_and_what_is_at_stake(facts: Any, ask: Ask) -> None:
    for number, revenue in (
        (facts.relation("2024-01-01", monthly_revenue=10.0, segment="a:b"), 10),
        (facts.relation("2024-01-01", monthly_revenue=1000.0), 1000),
    ):
        if revenue == 10:
            facts.interaction(number, TODAY - 5, "poor")
    weights = ["intercept:-4", "poor=1:3.5", "segment=a:b:0.5", "poor=0:0"]
    answer = ask("risk_customers", weights=weights)
    assert answer["monthly_revenue"].tolist() == [1000, 10]
    assert answer["probability"].tolist() == pytest.approx([1 / (1 + 2.718281828**4), 0.5])
    assert answer["at_stake"].tolist() == pytest.approx([17.986, 5.0], abs=0.001)
    assert ask("risk_customers", least_signs=1)["monthly_revenue"].tolist() == [10]
    assert ask("risk_customers")["probability"].isna().all()


def test_who_buys_without_a_contract_is_silent_since_the_last_order(facts: Any, ask: Ask) -> None:
    number = facts.relation("2024-01-01", basis="orders")
    facts.bought(number, 0, TODAY - 100)
    facts.interaction(number, TODAY - 150, "good")
    assert signs(ask("risk_customers"), "silent_days", "silence", "renewal") == (100, "90 to 179 days", "none")


def experiment(ask: Ask, name: str, **more: Any) -> pd.DataFrame:
    return ask(name, experiment="Check-ins", starts=dt.date(2025, 1, 1), held_back=0.3, **more)


def test_a_lot_holds_back_a_share_and_stays_the_same(facts: Any, ask: Ask) -> None:
    for number in range(400):
        facts.relation("2024-01-01", "2025-03-01" if number % 4 == 0 else None)
    facts.relation("2024-01-01", "2025-01-01")  # gone when it started
    facts.relation("2025-01-02")  # not yet there
    first = experiment(ask, "holdout_customers", limit=None)
    assert len(first) == 400 and first["total"].iloc[0] == 400
    assert 0.22 < (first["side"] == "held back").mean() < 0.38
    assert first.equals(experiment(ask, "holdout_customers", limit=None))
    held = experiment(ask, "holdout_customers", side="held back", limit=None)
    assert set(held["customer_id"]) == set(first.loc[first["side"] == "held back", "customer_id"])
    other = ask("holdout_customers", experiment="Tips", starts=dt.date(2025, 1, 1), held_back=0.3, limit=None)
    both = first.merge(other, on="customer_id")
    assert 0.4 < (both["side_x"] == both["side_y"]).mean() < 0.75, "another experiment draws anew"


def test_the_outcome_is_that_of_the_side_whoever_was_reached(facts: Any, ask: Ask) -> None:
    for number in range(60):
        facts.relation(
            "2024-01-01", "2025-03-01" if number % 3 == 0 else None, customer_id=f"K{number}", monthly_revenue=5.0
        )
    listed = experiment(ask, "holdout_customers", limit=None)
    outcome = experiment(ask, "holdout_outcome").set_index("side")
    for side, group in listed.groupby("side"):
        row = outcome.loc[side]
        assert (row["customers"], row["lost"], row["reached"]) == (len(group), group["is_lost"].sum(), 0)
        assert row["lost_revenue"] == 5 * group["is_lost"].sum()
    assert outcome["days"].tolist() == [180, 180]
