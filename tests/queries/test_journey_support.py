"""Support within the journey, worked by hand: per stage and customer-month, contact fixed before the outcome, troubles."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from tests.queries.journeys import Firm, plain

JOURNEY = [
    {"name": "Try", "is_optional": False, "window_days": 100},
    {"name": "Buy", "is_optional": False, "window_days": 40},
    {"name": "Stay", "is_optional": False, "window_days": None},
]
JUNE = {"from": dt.date(2024, 6, 1), "to": dt.date(2024, 6, 30)}


@pytest.fixture(scope="module")
def firm() -> Firm:
    """Customers in June 2024: A the whole month in Try, B moves on the 11th, C comes on the 21st, D leaves on the 16th."""
    firm = Firm(journey=JOURNEY)
    firm.went("A", Try="2024-05-01")
    firm.went("B", ("Try", "2024-06-01"), ("Buy", "2024-06-11"), ("Try", "2024-06-21"))  # and comes back
    firm.went("C", Try="2024-06-21", Buy="2024-06-21")  # passes Try at once
    firm.went("D", Try="2024-05-02")
    firm.customer("A", segment="large", acquisition_channel="Fair")
    firm.customer("B", segment="small", acquisition_channel="Search")
    firm.customer("D", segment="small", churned_at="2024-06-16")
    firm.asked("A", "2024-06-05", category="Bug")
    firm.asked("A", "2024-06-06", category="Bug", origin="proactive")
    firm.asked("A", "2024-07-01", category="Bug")  # after the period
    firm.asked("B", "2024-06-03", category="Price")
    firm.asked("B", "2024-06-13 12:00", category="Bug", good=False)  # in Buy
    firm.asked("B", "2024-06-25", category="Bug")  # in Try again
    firm.asked("B", "2024-06-26", category="Bug", exclusion="spam")
    firm.asked("D", "2024-06-20", category="Bug")  # after leaving
    firm.asked(None, "2024-06-20")
    firm.asked("A", "2024-12-31")
    firm.open()
    return firm


def test_customers_months_and_tickets_of_each_stage(firm: Firm) -> None:
    found = firm.by_stage("journey_support", "customers", "customer_months", "tickets", "helped", "proactive", **JUNE)
    month = pytest.approx
    # Try: A 30 days, B 10 and from the 21st on 10, D 15. Buy: B 10 days, C 10
    assert found == {
        "Try": (3, month(65 / 30.4375), 4, 2, 1),
        "Buy": (2, month(20 / 30.4375), 1, 1, 0),
        None: (None, None, 2, None, 0),
    }
    rates = firm.by_stage("journey_support", "tickets_per_100", "tickets_per_customer_month", "helped_share", **JUNE)
    assert rates["Try"] == (month(400 / 3), month(4 * 30.4375 / 65), month(2 / 3))
    assert rates[None] == (None, None, None)


def test_the_first_contact_is_counted_from_the_entry(firm: Firm) -> None:
    # B asks 2 days after the first entry into Try and 4 after the second, 2.5 after that into Buy. A had entered before.
    found = firm.by_stage("journey_support", "first_contact_n", "first_contact_p50", **JUNE)
    assert found == {"Try": (2, 3.0), "Buy": (1, 2.5), None: (None, None)}


def test_tickets_and_customers_are_filtered_alike(firm: Firm) -> None:
    columns = ("customers", "tickets", "helped")
    assert firm.by_stage("journey_support", *columns, acquisition_channels=["Fair"], **JUNE)["Try"] == (1, 2, 1)
    assert firm.by_stage("journey_support", *columns, segments=["small"], **JUNE) == {
        "Try": (2, 2, 1), "Buy": (1, 1, 1), None: (None, 1, None),
    }  # fmt: skip
    assert firm.by_stage("journey_support", *columns, categories=["Price"], **JUNE)["Try"] == (3, 1, 1)


def test_what_tickets_are_about_in_each_stage(firm: Firm) -> None:
    frame = firm.ask("journey_categories", **JUNE)
    assert list(plain(frame, "stage", "category", "tickets", "share")) == [
        ("Try", "Bug", 3, 0.75), ("Try", "Price", 1, 0.25), ("Buy", "Bug", 1, 1.0), (None, "Bug", 1, 0.5), (None, None, 1, 0.5),
    ]  # fmt: skip


def test_tickets_of_all_stages_are_the_arrivals(firm: Firm) -> None:
    for given in ({}, {"segments": ["small"]}, {"priorities": ["(none)"]}, {"plans": ["Gold"]}):
        arrivals = firm.ask("arrivals", **JUNE, **given)
        assert firm.ask("journey_support", **JUNE, **given)["tickets"].sum() == arrivals["n"].sum()
        assert firm.ask("journey_categories", **JUNE, **given)["tickets"].sum() == arrivals["n"].sum()


@pytest.fixture(scope="module")
def waiting() -> Firm:
    """Who asks in the first 30 days of Try (of 100), who moves on after them: the data end on 30 December."""
    firm = Firm(journey=JOURNEY)

    def enters(name: str, day: str, buys: str | None = None, left: str | None = None) -> None:
        firm.went(name, Try=day, **({"Buy": buys} if buys else {}))
        firm.customer(name, segment="small", churned_at=left, monthly_revenue=10.0)

    enters("early", "2024-01-01", "2024-01-31")  # moved on within 30 days
    enters("gone", "2024-01-01", left="2024-01-31")  # left within 30 days
    enters("young", "2024-12-01")  # 29 days are known
    enters("quiet", "2024-01-01", "2024-02-01")  # on the 31st day: the first month
    enters("good", "2024-01-01", "2024-02-29")  # on the 59th day: the first month
    enters("poor", "2024-01-01", "2024-04-10")  # on the 100th day: the third month, of 10 days
    enters("late", "2024-01-01", "2024-04-11")  # too late
    enters("leaver", "2024-01-01", left="2024-03-01")  # stays counted as not moved on
    enters("open", "2024-01-01")
    enters("later", "2024-01-01")
    enters("fresh", "2024-10-01", "2024-12-29")  # 89 days, in a second month that the data cover
    enters("edge", "2024-11-02", "2024-12-15")  # 43 days, in a month that the data do not cover
    enters("seen", "2024-10-01")  # two whole months after the landmark are not yet over: 60 of 90 days
    firm.asked("early", "2024-01-02", good=False)
    firm.asked("good", "2024-01-31", category="Bug", priority="high")  # the last day that counts
    firm.asked("good", "2024-01-30", category="Price")
    firm.asked("quiet", "2023-12-31", good=False)  # before the entry
    firm.asked("quiet", "2024-02-01", good=False)  # after the landmark
    for created in ("2024-01-05", "2024-01-06", "2024-01-07"):
        firm.asked("poor", created, good=created != "2024-01-06", category="Bug")
    firm.asked("late", "2024-01-10", good=False, category="Price")
    firm.asked("open", "2024-01-10", good=None)
    rated = firm.asked("later", "2024-01-10", category="Bug")
    firm.add("surveys", survey_id="S", kind="csat", ticket_id=rated, score=1, scale="1-5", responded_at="2024-02-15")
    firm.asked(
        "leaver", "2024-01-10", solved_at=pd.Timestamp("2024-02-01"), category="Bug"
    )  # solved after the landmark
    firm.asked("nobody", "2024-12-31")
    firm.went("last", Buy="2024-12-31", Stay="2024-12-31")
    firm.open()
    return firm


def test_only_those_still_in_the_stage_are_compared(waiting: Firm) -> None:
    frame = waiting.ask("journey_landmarks")
    columns = ("entered", "moved_on", "lost", "young", "compared", "no_contact", "good", "neither", "poor")
    assert (frame.iloc[0]["stage"], frame.iloc[0]["landmark"], frame.iloc[0]["window_days"]) == ("Try", 30, 100)
    # neither: one is still open, one was rated later, one was solved later
    assert next(plain(frame, *columns)) == (13, 1, 1, 1, 10, 4, 1, 3, 2)
    assert frame.iloc[1]["landmark"] == 20  # half of the window of Buy
    assert (frame[list(columns[1:5])].sum(axis=1) == frame["entered"]).all()
    assert (frame[list(columns[5:])].sum(axis=1) == frame["compared"]).all()


def cells(firm: Firm, *columns: str, **given: Any) -> list[tuple[Any, ...]]:
    frame = firm.ask("journey_help_cells", stage="try", **given)
    assert set(frame["stage"]) <= {"Try"}
    return sorted(plain(frame, *columns), key=str)


def test_months_after_the_landmark_are_whole(waiting: Firm) -> None:
    assert cells(waiting, "exposure", "start_quarter", "months", "is_event", "customers") == sorted(
        [
            ("no contact", "2024-Q1", 1, True, 1),  # quiet
            ("good", "2024-Q1", 1, True, 1),
            ("poor", "2024-Q1", 3, True, 1),
            ("poor", "2024-Q1", 3, False, 1),  # late
            ("neither", "2024-Q1", 3, False, 2),  # leaver and later, who asked about a bug
            ("neither", "2024-Q1", 3, False, 1),  # open
            ("no contact", "2024-Q4", 2, True, 1),  # fresh
            ("no contact", "2024-Q4", 0, False, 1),  # edge
            ("no contact", "2024-Q4", 2, False, 1),  # seen
        ],
        key=str,
    )


def test_what_was_known_at_the_landmark_is_told_beside(waiting: Firm) -> None:
    columns = ("exposure", "segment", "plan", "tickets_band", "first_category", "first_priority", "customers")
    frame = waiting.ask("journey_help_cells", stage="Try")
    known = frame[frame["exposure"].isin(["good", "poor"])]
    assert sorted(plain(known, *columns)) == [
        ("good", "small", "(none)", "2", "Price", "(none)", 1),
        ("poor", "small", "(none)", "1", "Price", "(none)", 1),
        ("poor", "small", "(none)", "3 or more", "Bug", "(none)", 1),
    ]
    assert set(frame.loc[frame["exposure"] == "no contact", "tickets_band"]) == {"0"}


def test_other_first_days_may_be_asked_for(waiting: Firm) -> None:
    ten = waiting.by_stage("journey_landmarks", "landmark", "compared", "good", "neither", "poor", stage_days=8)
    assert ten["Try"] == (8, 13, 0, 0, 2)  # poor, and early; the tickets of the tenth are too late
    most = waiting.by_stage("journey_landmarks", "landmark", stage_days=365)
    assert most == {"Try": 50, "Buy": 20}


def test_the_customers_behind_a_group_are_listed(waiting: Firm) -> None:
    for exposure, who in {"good": "good", "poor": "late poor", "no contact": "edge fresh quiet seen"}.items():
        frame = waiting.ask("journey_customers", stage="Try", exposure=exposure)
        assert sorted(frame["customer_id"]) == who.split()
    # by what is known today; the solution of the leaver's ticket took weeks
    frame = waiting.ask("journey_customers", stage="Try", poor=True, category="Bug")
    assert frame["customer_id"].tolist() == ["later", "leaver", "poor"]
    assert next(plain(frame[2:], "tickets", "poor_tickets", "last_contact_day", "last_contact_poor")) == (
        3,
        1,
        "2024-01-07",
        False,
    )
    assert sorted(waiting.ask("journey_customers", stage="Try", category="Bug")["customer_id"]) == [
        "good",
        "later",
        "leaver",
        "poor",
    ]
    assert sorted(waiting.ask("journey_customers", stage="Try", poor=True)["customer_id"]) == [
        "early", "late", "later", "leaver", "open", "poor",
    ]  # fmt: skip


def test_where_poor_support_and_lost_customers_meet(waiting: Firm) -> None:
    frame = waiting.ask("journey_troubles", stage="Try").set_index("category")
    # Price: late dropped. Bug: poor moved on, later and leaver did not, though nobody knew at the landmark that it was poor
    counts = ("customers", "dropped", "lost", "in_window", "monthly_revenue", "compared", "compared_dropped")
    assert next(plain(frame.loc[["Price"]], *counts)) == (1, 1, 0, 0, 10.0, 1, 1)
    assert next(plain(frame.loc[["Bug"]], *counts)) == (3, 2, 1, 0, 20.0, 1, 0)
    # the others with contact by the landmark: good moved on; open, later and leaver did not
    assert set(plain(frame, "others", "others_dropped", "others_rate")) == {(4, 3, 0.75)}
    assert next(plain(frame.loc[["Price"]], "rate", "expected", "excess")) == (1.0, 0.75, 0.25)
    assert next(plain(frame.loc[["Bug"]], "rate", "expected", "excess")) == (0.0, 0.75, -0.75)
