"""Can the rows behind a number be searched, sorted, paged and filtered, and one ticket be opened?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

Ask = Callable[..., pd.DataFrame]


@pytest.fixture
def listed(facts: Any, ask: Ask) -> Ask:
    facts.customer(customer_id="K1", name="Ada Lovelace")
    given = {"customer_id": "K1", "team": "Blue"}
    facts.ticket("2024-01-02", ticket_id="A-1", subject="Refund 100% please", replied="2024-01-02 12:30", **given)
    facts.ticket("2024-01-04", ticket_id="A-2", subject="REFUND", team="Red", replied="2024-01-04 14:00")
    facts.ticket("2024-01-03", ticket_id="B_3", subject=None, team=None)
    facts.ticket("2024-01-05", ticket_id="C-4", subject="refund", exclusion="spam")
    return ask


def ids(frame: pd.DataFrame) -> list[str]:
    return frame["ticket_id"].tolist()


def test_tickets_are_listed_newest_first_without_excluded_ones(listed: Ask) -> None:
    tickets = listed("tickets")
    assert ids(tickets) == ["A-2", "B_3", "A-1"]
    assert tickets["total"].tolist() == [3, 3, 3]
    assert tickets["customer_name"].fillna("").tolist() == ["", "", "Ada Lovelace"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("refund", ["A-2", "A-1"]),
        ("a-1", ["A-1"]),
        ("lovelace", ["A-1"]),
        ("100%", ["A-1"]),
        ("%", ["A-1"]),
        ("_", ["B_3"]),
        ("'; drop table ticket_facts; --", []),
        ("", ["A-2", "B_3", "A-1"]),
    ],
)
def test_search_finds_literal_text_in_any_case(listed: Ask, search: str, found: list[str]) -> None:
    assert ids(listed("tickets", search=search)) == found


def test_sorting_puts_what_is_missing_last_in_both_directions(listed: Ask) -> None:
    assert ids(listed("tickets", sort="first_reply_minutes", descending=False)) == ["A-1", "A-2", "B_3"]
    assert ids(listed("tickets", sort="first_reply_minutes")) == ["A-2", "A-1", "B_3"]
    assert ids(listed("tickets", sort="team", descending=False)) == ["A-1", "A-2", "B_3"]
    assert ids(listed("tickets", sort="created_at", descending=False)) == ["A-1", "B_3", "A-2"]
    assert ids(listed("tickets", sort="subject", descending=False)) == ["A-2", "A-1", "B_3"]  # in any case


def test_pages_follow_each_other_and_know_the_total(listed: Ask) -> None:
    pages = [listed("tickets", limit=2, offset=offset) for offset in (0, 2)]
    assert [ids(page) for page in pages] == [["A-2", "B_3"], ["A-1"]]
    assert {total for page in pages for total in page["total"]} == {3}
    assert len(listed("tickets", limit=None)) == 3


def test_minutes_follow_the_clock_and_are_missing_until_replied(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", replied="2024-01-02 12:30", reply_business_minutes=5)
    facts.ticket("2024-01-01")
    assert ask("tickets")["first_reply_minutes"].fillna(-1).tolist() == [5, -1]
    assert ask("tickets", clock="calendar")["first_reply_minutes"].fillna(-1).tolist() == [30, -1]
    assert ask("tickets")["resolution_minutes"].isna().all()


def test_waits_can_be_listed_by_their_length(listed: Ask) -> None:
    assert ids(listed("first_reply_time", shape="rows", least=30, below=120)) == ["A-1"]
    assert ids(listed("first_reply_time", shape="rows", observed=True)) == ["A-2", "A-1"]
    assert ids(listed("first_reply_time", shape="rows", observed=False)) == ["B_3"]


def test_backlog_lists_each_open_ticket_once_whatever_the_bucket(listed: Ask) -> None:
    rows = listed("backlog", shape="rows", by="day")
    assert sorted(ids(rows)) == ["A-1", "A-2", "B_3"]
    assert set(rows["day"]) == {"2024-03-31"}


def test_answers_are_listed_with_their_ticket(facts: Any, ask: Ask) -> None:
    ticket = facts.ticket("2024-01-02", subject="Login", customer_id="K1")
    facts.customer(customer_id="K1", name="Ada")
    facts.survey("csat", responded="2024-01-03", is_satisfied=False, ticket_id=ticket, customer_id="K1", comment="Slow")
    facts.survey("csat", responded="2024-01-05", is_satisfied=True)
    rows = ask("csat", shape="rows")
    assert rows["day"].tolist() == ["2024-01-05", "2024-01-03"]
    assert rows.iloc[1][["subject", "customer_name", "comment", "total"]].tolist() == ["Login", "Ada", "Slow", 2]
    for search in ("login", "ada", "slow"):
        assert len(ask("csat", shape="rows", search=search)) == 1
    assert ask("csat", shape="rows", hit=False)["comment"].tolist() == ["Slow"]


def test_answers_can_be_sorted_and_paged(facts: Any, ask: Ask) -> None:
    for score, responded in ((3, "2024-01-03 10:00"), (1, "2024-01-03 11:00"), (2, "2024-01-02 12:00")):
        facts.survey("csat", responded=responded, is_satisfied=False, score=score)
    assert ask("csat", shape="rows")["score"].tolist() == [1, 3, 2]
    assert ask("csat", shape="rows", sort="csat_score")["score"].tolist() == [3, 2, 1]
    page = ask("csat", shape="rows", sort="csat_score", descending=False, limit=2, offset=1)
    assert page["score"].tolist() == [2, 3] and page["total"].tolist() == [3, 3]


def test_one_ticket_opens_with_everything_excluded_or_not(facts: Any, ask: Ask) -> None:
    ticket = facts.ticket("2024-01-02", exclusion="spam", customer_id="K1")
    facts.customer(customer_id="K1", name="Ada")
    facts.survey("csat", sent="2024-01-03", ticket_id=ticket)
    row = ask("ticket", ticket_id=ticket).iloc[0]
    assert (row["exclusion"], row["customer_name"], row["created_day"]) == ("spam", "Ada", "2024-01-02")
    assert ask("ticket_surveys", ticket_id=ticket)["is_answered"].tolist() == [False]
    assert ask("ticket", ticket_id="nobody").empty


def test_events_and_status_say_days_as_text(facts: Any, ask: Ask) -> None:
    facts.event("2024-02-01 10:00", "Outage", "outage")
    facts.event("2024-05-01", "Later", "release")
    assert ask("events")[["day", "label"]].to_numpy().tolist() == [["2024-02-01", "Outage"]]
    assert ask("data_status")[["first_day", "last_day"]].to_numpy().tolist() == [["2024-01-01", "2024-03-31"]]


def test_filter_values_name_what_is_there_and_what_has_none(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", team="Blue", channel="email")
    facts.ticket("2024-01-02", team=None, channel="email")
    facts.ticket("2024-01-02", team="Green", exclusion="test")
    values = ask("filter_values")
    teams = values[values["dimension"] == "team"]
    assert dict(zip(teams["value"], teams["n"], strict=True)) == {"Blue": 1, "(none)": 1}
    assert set(values["dimension"]) == {"channel", "team", "agent", "priority", "category", "segment", "plan"}


def test_an_empty_store_answers_with_nothing(facts: Any, ask: Ask) -> None:
    facts.status(first_day=None, last_day=dt.date(2024, 3, 31))
    assert ask("arrivals")["n"].tolist() == [0]
    assert ask("arrivals", by="week")["n"].sum() == 0
    assert ask("tickets").empty and ask("loads").empty and ask("carried").empty and ask("excluded").empty
    assert ask("backlog")["n"].tolist() == [0]
