"""One customer and what happened, and the list of all, on a small firm."""

import pytest

from tests.queries.journeys import Firm, plain


@pytest.fixture(scope="module")
def firm() -> Firm:
    firm = Firm()
    firm.customer("A", name="Ann Able", email="ann@able.example", organisation="Able", segment="small", region="EU",
                  acquired_at="2024-02-01", churned_at="2024-09-01", churn_reason="price", monthly_revenue=50.0)  # fmt: skip
    firm.customer(
        "B", name="Ben Best", acquired_at="2024-03-01", referred_by="A", monthly_revenue=90.0, segment="large"
    )
    firm.customer("C", name="Cy 100% Cole", email="cy@cole.example")
    firm.went("A", ("Discover", "2024-01-10"), ("Purchase", "2024-02-01 08:00"), ("Discover", "2024-05-01"))
    firm.bought("A", "2024-02-01 09:00", currency="EUR", amount=600)
    firm.subscribed("A", "2024-02-02", "2024-09-01", plan="Gold", monthly_amount=50)
    poor = firm.asked("A", "2024-04-01 10:00", good=False, category="Bug", subject="It fails", ticket_id="T1")
    firm.asked("A", "2024-05-02", category="Price", ticket_id="T2")
    firm.asked("A", "2024-05-03", exclusion="spam")
    firm.asked("stranger", "2024-12-31", ticket_id="T3", good=None)
    firm.add(
        "surveys",
        survey_id="S1",
        kind="csat",
        ticket_id=poor,
        score=1,
        scale="1-5",
        responded_at="2024-04-02",
        comment="slow",
    )
    firm.add("surveys", survey_id="S2", kind="nps", customer_id="A", score=9, responded_at="2024-06-01")
    for happened, label in (("2023-12-01", "Before"), ("2024-06-15", "Outage"), ("2024-10-01", "After")):
        firm.add("events", happened_at=happened, label=label, kind="outage")
    firm.open()
    return firm


def test_who_a_customer_is(firm: Firm) -> None:
    row = firm.ask("customer", customer="A").iloc[0]
    wanted = {
        "name": "Ann Able", "email": "ann@able.example", "organisation": "Able", "segment": "small", "region": "EU",
        "acquired_day": "2024-02-01", "churned_day": "2024-09-01", "churn_reason": "price", "monthly_revenue": 50,
        "referrals": 1, "stage": "Discover", "stage_day": "2024-05-01", "tickets": 2, "open_tickets": 0, "poor_tickets": 1,
        "last_contact_day": "2024-05-02", "orders": 1, "order_amount": 600,
    }  # fmt: skip
    assert {column: row[column] for column in wanted} == wanted
    assert firm.ask("customer", customer="B").iloc[0]["referred_by_name"] == "Ann Able"


def test_somebody_known_by_tickets_alone_is_somebody(firm: Firm) -> None:
    row = firm.ask("customer", customer="stranger").iloc[0]
    assert (row["tickets"], row["open_tickets"], row["orders"], row["referrals"]) == (1, 1, 0, 0)
    assert firm.ask("customer", customer="nobody").empty
    assert firm.ask("customer_timeline", customer="nobody").empty


def test_everything_that_happened_in_time(firm: Firm) -> None:
    frame = firm.ask("customer_timeline", customer="A")
    assert list(plain(frame, "day", "lane", "label", "detail", "ticket_id", "amount", "is_poor", "is_good")) == [
        ("2024-01-10", "stage", "Discover", None, None, None, None, None),
        ("2024-02-01", "relation", "customer since", None, None, None, None, None),
        ("2024-02-01", "stage", "Purchase", None, None, None, None, None),
        ("2024-02-01", "money", "new", "EUR", None, 600, None, None),
        ("2024-02-02", "money", "subscription begins", "Gold", None, 50, None, None),
        ("2024-03-01", "relation", "referred", "Ben Best", None, None, None, None),
        ("2024-03-01", "stage", "Advocate", "derived", None, None, None, None),
        ("2024-04-01", "ticket", "It fails", "Bug, solved", "T1", None, True, False),
        ("2024-04-02", "rating", "CSAT 1 (1-5)", "slow", "T1", None, True, False),
        ("2024-05-01", "stage", "Discover", "back", None, None, None, None),
        ("2024-05-02", "ticket", None, "Price, solved", "T2", None, False, True),
        ("2024-06-01", "rating", "NPS 9 (0-10)", None, None, None, False, True),
        ("2024-06-15", "event", "Outage", "outage", None, None, None, None),
        ("2024-09-01", "money", "subscription ends", None, None, 50, None, None),
        ("2024-09-01", "relation", "left", "price", None, None, None, None),
    ]
    until = [str(at)[:10] for at in frame[frame["lane"] == "stage"]["until"]]
    assert until == ["2024-02-01", "2024-03-01", "2024-05-01", "2024-09-01"]


def test_customers_are_found_filtered_and_paged(firm: Firm) -> None:
    found = firm.ask("customers")
    columns = ("customer_id", "stage", "tickets", "poor_tickets", "last_contact_day", "total")
    assert list(plain(found, *columns)) == [
        ("B", None, 0, 0, None, 3), ("A", "Discover", 2, 1, "2024-05-02", 3), ("C", None, 0, 0, None, 3),
    ]  # fmt: skip
    for search, who in {
        "ANN": ["A"],
        "cole.ex": ["C"],
        "100%": ["C"],
        "able": ["A"],
        "b": ["B", "A"],
        "zzz": [],
    }.items():
        assert firm.ask("customers", search=search)["customer_id"].tolist() == who
    assert firm.ask("customers", segments=["(none)"])["customer_id"].tolist() == ["C"]
    page = firm.ask("customers", limit=1, offset=1)
    assert list(plain(page, "customer_id", "total")) == [("A", 3)]
