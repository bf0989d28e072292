"""Counts of good and poor interactions, and support that changes over time, on customers worked out by hand.

Customers start on 1 January 2024, and the data end on 31 December 2025.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from tests.queries.answers import rows

Ask = Callable[..., pd.DataFrame]
START, END = "2024-01-01", dt.date(2025, 12, 31)


def day(number: int) -> str:
    """The day of that tenure."""
    return (dt.date(2024, 1, 1) + dt.timedelta(days=number)).isoformat()


@pytest.fixture(autouse=True)
def two_years(facts: Any) -> None:
    facts.relation_status(last_day=END, losses_through=END)


@pytest.mark.parametrize(
    ("kinds", "good", "poor", "combination", "recency"),
    [
        ([], 0, 0, "no contact", "no contact"),
        (["neither"], 0, 0, "neither", "no poor"),
        ([None], 0, 0, "neither", "no poor"),
        (["good", "neither"], 1, 0, "only good", "no poor"),
        (["poor"], 0, 1, "one poor", "poor last"),
        (["good", "poor"], 1, 1, "one poor, one good", "poor last"),
        (["poor", "good"], 1, 1, "one poor, one good", "poor earlier"),
        (["poor", "neither"], 0, 1, "one poor", "poor earlier"),
        (["poor", None], 0, 1, "one poor", "poor last"),
        (["good", "poor", "good"], 2, 1, "one poor, several good", "poor earlier"),
        (["poor", "poor", "good"], 1, 2, "several poor", "poor earlier"),
        (["good"] * 7, 5, 0, "only good", "no poor"),
        (["poor"] * 6, 0, 5, "several poor", "poor last"),
    ],
)
def test_good_and_poor_interactions_are_counted(
    facts: Any, ask: Ask, kinds: list[str | None], good: int, poor: int, combination: str, recency: str
) -> None:
    number = facts.relation(START)
    for place, kind in enumerate(kinds):
        facts.interaction(number, 10 + place, kind)
    facts.interaction(number, 100, "poor", known=181)  # known too late
    facts.interaction(number, 101, "poor", is_cancelling=True)
    facts.interaction(number, 181, "poor")
    answer = ask("interaction_cells", landmark=180)
    if not kinds:
        combination, recency = "neither", "no poor"  # of the one that is not known yet
    assert rows(answer, "good", "poor", "combination", "recency", "customers") == [
        (good, poor, combination, recency, 1)
    ]


def test_without_tickets_there_was_no_contact(facts: Any, ask: Ask) -> None:
    facts.interaction(facts.relation(START), 10, "poor", is_cancelling=True)
    columns = ("good", "poor", "combination", "recency", "tickets_band", "months")
    assert rows(ask("interaction_cells", landmark=180), *columns) == [(0, 0, "no contact", "no contact", "0", 12)]


def test_who_was_contacted_by_the_landmark_is_set_against_who_was_not_yet(facts: Any, ask: Ask) -> None:
    names = ("on day 0", "on day 90", "on day 91", "spam", "asked", "never")
    numbers = {name: facts.relation(START, customer_id=name, segment=name) for name in names}
    for name, created in (("on day 0", 0), ("on day 90", 90), ("on day 91", 91), ("spam", 5), ("asked", 5)):
        more = {"exclusion": "spam"} if name == "spam" else {}
        origin = "customer" if name == "asked" else "proactive"
        facts.ticket(day(created), customer_id=name, origin=origin, **more)
    facts.interaction(numbers["asked"], 5, "good")
    answer = ask("proactive_cells")
    assert dict(rows(answer, "segment", "exposure")) == {
        "on day 0": "contacted",
        "on day 90": "contacted",
        "on day 91": "not contacted",
        "spam": "not contacted",
        "asked": "not contacted",
        "never": "not contacted",
    }
    assert dict(rows(answer, "segment", "tickets_band"))["asked"] == "1"


# Support that changes over time

SPAN = ("start", "stop", "is_event", "tickets", "poor_share", "good_share")


def test_support_is_looked_at_every_30_days_as_it_was_known_14_days_before(facts: Any, ask: Ask) -> None:
    number = facts.relation(START, day(200), segment="small")
    facts.interaction(number, 16, "good")  # 14 days before day 30
    facts.interaction(number, 17, "poor")  # 13 days before: from day 60 on
    facts.interaction(number, 47, "poor", is_cancelling=True)
    facts.interaction(number, 100, "poor", known=136)  # opened before day 120, known 14 days before day 150
    assert rows(ask("quality_spans"), *SPAN) == [
        (0, 30, False, 0, 0.0, 0.0),
        (30, 60, False, 1, 0.0, 1.0),
        (60, 120, False, 2, 0.5, 0.5),
        (120, 150, False, 2, 0.5, 0.0),  # 104 days after it was opened, a ticket is no longer looked at
        (150, 200, True, 1, 1.0, 0.0),
    ]
    assert rows(ask("quality_spans"), "segment", "plan")[0] == ("small", "(none)")


def test_a_rating_known_in_time_comes_before_the_handling(facts: Any, ask: Ask) -> None:
    number = facts.relation(START, through=dt.date(2024, 4, 1))
    facts.interaction(number, 1, "good", rating="poor", rated_tenure=20)
    assert rows(ask("quality_spans"), "start", "stop", "poor_share", "good_share") == [
        (0, 30, 0.0, 0.0),
        (30, 60, 0.0, 1.0),  # as known on day 16
        (60, 91, 1.0, 0.0),
    ]


def test_spans_begin_where_support_and_losses_are_in_the_data(facts: Any, ask: Ask) -> None:
    facts.relation(
        "2023-12-02", through=dt.date(2024, 6, 30)
    )  # support from day 30 on, and 104 days before it: day 150
    facts.relation(START, entry_days=31, through=dt.date(2024, 6, 30))  # from day 60 on
    facts.relation("2024-06-30", through=dt.date(2024, 6, 30))  # no day yet
    assert rows(ask("quality_spans"), "start", "stop") == [(150, 211), (60, 181)]


def test_of_very_many_rows_whole_customers_are_kept(facts: Any, ask: Ask) -> None:
    for number in range(50):
        facts.interaction(facts.relation(START, lot=number / 50), 5, "good")
    everyone, some = ask("quality_spans"), ask("quality_spans", most_rows=250)
    assert everyone["customer_number"].nunique() == 50
    assert 9 <= some["customer_number"].nunique() <= 11
    assert (some.groupby("customer_number")["stop"].max() == 730).all()
