"""Business minutes that a tool tells without a time are used as told, and nothing is made up about the calendar.

Open Monday to Friday 09:00 to 17:00 UTC; targets are 480 and 2400 business minutes. The data end on Friday 1 March 2024
at 12:00.
"""

import datetime as dt
from typing import Any

import pytest

from data import versions
from queries import questions
from queries.registry import METRICS, carried_columns, missing_columns
from tests.data.trial_store import TrialStore

TOLD = {"created_at": "2024-01-01 09:00", "status": "closed", "closed_at": "2024-01-03 10:00",
        "first_reply_business_minutes": "45", "resolution_business_minutes": "300"}  # fmt: skip
OPEN = {"created_at": "2024-03-01 09:00", "status": "open", "closed_at": "", "first_reply_business_minutes": "",
        "resolution_business_minutes": ""}  # fmt: skip

# name -> (what differs from TOLD, what the facts have to say)
CASES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "told": ({}, {
        "is_replied": True, "reply_business_minutes": 45, "reply_calendar_minutes": None, "first_reply_at": None,
        "is_replied_within_target": True, "is_resolved": True, "resolution_business_minutes": 300,
        "resolution_calendar_minutes": None, "is_resolved_within_target": True, "solved_at": None, "solved_day": None,
        "left_at": dt.datetime(2024, 1, 3, 10), "has_reply_data": True, "has_solution_data": True,
        "first_resolution_calendar_minutes": None,
    }),
    "told as no time at all": ({"first_reply_business_minutes": "0"}, {"is_replied": True, "reply_business_minutes": 0}),
    "told as too late": ({"first_reply_business_minutes": "481", "resolution_business_minutes": "2400.5"}, {
        "is_replied_within_target": False, "is_resolved_within_target": False, "reply_business_minutes": 481,
    }),
    "nothing told yet": (OPEN, {
        "is_replied": False, "reply_business_minutes": 180, "reply_calendar_minutes": None, "is_resolved": False,
        "resolution_business_minutes": 180, "resolution_calendar_minutes": None, "is_replied_within_target": None,
    }),
    "waits past its target": (OPEN | {"created_at": "2024-02-28 09:00"}, {
        "is_replied": False, "is_replied_within_target": False, "reply_calendar_minutes": None,
    }),
    "closed without a reply": ({"first_reply_business_minutes": ""}, {
        "is_replied": False, "reply_business_minutes": 480 + 480 + 60, "reply_calendar_minutes": None,
    }),
    "closed nobody knows when": ({"first_reply_business_minutes": "", "closed_at": ""}, {
        "is_replied": False, "reply_business_minutes": None, "is_replied_within_target": None, "is_resolved": True,
        "resolution_business_minutes": 300, "left_at": None, "left_day": None,
    }),
    "closed, not told how fast": ({"resolution_business_minutes": ""}, {
        "is_resolved": None, "resolution_business_minutes": None, "resolution_calendar_minutes": None,
        "is_resolved_within_target": None,
    }),
    "open again": (OPEN | {"first_reply_business_minutes": "45", "resolution_business_minutes": "1"}, {
        "is_replied": True, "is_resolved": False, "resolution_business_minutes": 180, "reply_business_minutes": 45,
    }),
    "solved, as its minutes say": ({"status": "", "closed_at": ""}, {"is_open": False, "is_resolved": True}),
    "not solved, as no minutes say": ({"status": "", "closed_at": "", "resolution_business_minutes": ""},
                                      {"is_open": True, "is_resolved": False}),
}  # fmt: skip
TIMED = {"created_at": "2024-01-01 09:00", "status": "solved", "first_reply_at": "2024-01-01 09:30",
         "solved_at": "2024-01-02 10:00", "first_reply_business_minutes": "7", "resolution_business_minutes": "8"}  # fmt: skip
WITH_TIMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "a time is there": ({}, {
        "reply_business_minutes": 30, "reply_calendar_minutes": 30, "resolution_business_minutes": 540,
        "resolution_calendar_minutes": 1500,
    }),
    "no time is there": ({"first_reply_at": "", "solved_at": ""}, {
        "is_replied": True, "reply_business_minutes": 7, "reply_calendar_minutes": None, "is_resolved": True,
        "resolution_business_minutes": 8, "resolution_calendar_minutes": None,
    }),
    "neither is there": (
        {"status": "open", "first_reply_at": "", "solved_at": "", "first_reply_business_minutes": "",
         "resolution_business_minutes": "", "created_at": "2024-03-01 09:00"}, {
        "is_replied": False, "reply_business_minutes": 180, "reply_calendar_minutes": 180, "is_resolved": False,
        "resolution_calendar_minutes": 180,
    }),
    "the end of the data": (
        {"status": "open", "first_reply_at": "", "solved_at": "", "first_reply_business_minutes": "",
         "resolution_business_minutes": "", "created_at": "2024-03-01 12:00"}, {"reply_calendar_minutes": 0}),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(shared_store: TrialStore) -> TrialStore:
    """A store with the tickets of a tool that tells no times, and of one that tells both."""
    shared_store.load([TOLD | {"ticket_id": name} | case[0] for name, case in CASES.items()])
    shared_store.load([TIMED | {"ticket_id": name} | case[0] for name, case in WITH_TIMES.items()], name="timed.csv")
    return shared_store


@pytest.fixture(scope="module")
def facts(told: TrialStore) -> dict[str, dict[str, Any]]:
    return {row["ticket_id"]: row for row in told.dicts("select * from ticket_facts")}


@pytest.mark.parametrize("name", [*CASES, *WITH_TIMES])
def test_a_ticket_worked_out_by_hand(facts: dict[str, dict[str, Any]], name: str) -> None:
    expected = (CASES | WITH_TIMES)[name][1]
    assert {key: facts[name][key] for key in expected} == expected


def asked(store: TrialStore, metric: str, **given: object) -> dict[str, Any]:
    period = {"from": dt.date(2024, 1, 1), "to": dt.date(2024, 2, 29), "by": "all"}
    reader = versions.open_for_reading(store.path)
    try:
        return questions.ask(reader, metric, period | given).iloc[0].to_dict()  # type: ignore[return-value]
    finally:
        reader.close()


def test_calendar_time_counts_no_ticket_whose_times_are_not_told(told: TrialStore) -> None:
    business = asked(told, "first_reply_time", clock="business")
    calendar = asked(told, "first_reply_time", clock="calendar")
    assert (business["n"], business["observed"]) == (10, 8)
    assert (calendar["n"], calendar["observed"], calendar["p50"]) == (1, 1, 30)
    business = asked(told, "resolution_time_by_cohort", clock="business")
    calendar = asked(told, "resolution_time_by_cohort", clock="calendar")
    assert (business["n"], business["observed"]) == (10, 8)
    assert (calendar["n"], calendar["observed"], calendar["p50"]) == (1, 1, 1500)
    assert asked(told, "full_resolution_time", clock="calendar")["n"] == 1


def test_targets_are_judged_by_the_told_minutes(told: TrialStore) -> None:
    replied = asked(told, "replied_within_target")
    assert (replied["numerator"], replied["n"]) == (7, 10)
    resolved = asked(told, "resolved_within_target")
    assert (resolved["numerator"], resolved["n"]) == (7, 9)


def test_a_ticket_solved_nobody_knows_when_is_in_no_backlog(told: TrialStore) -> None:
    waiting = asked(told, "backlog")
    assert waiting["n"] == 2  # "waits past its target" and "not solved, as no minutes say"


def test_metrics_know_that_told_minutes_will_do(store: TrialStore) -> None:
    store.load([TOLD | {"ticket_id": "T"}])
    reader = versions.open_for_reading(store.path)
    carried = carried_columns(questions.ask(reader, "carried", {}))
    reader.close()
    lacking = {name: missing_columns(METRICS[name], carried) for name in METRICS}
    assert not lacking["first_reply_time"] and not lacking["replied_within_target"]
    assert not lacking["resolution_time_by_cohort"] and not lacking["resolved_within_target"]
    assert lacking["full_resolution_time"] == ("tickets.solved_at",)


def test_comments_and_changes_tell_more_than_minutes_do(store: TrialStore) -> None:
    store.load([TOLD | {"ticket_id": "T", "created_at": "2024-01-01 09:00", "closed_at": ""}])
    store.load("comment_id,ticket_id,created_at,author_id,is_public\n1,T,2024-01-01 09:00,R,true\n2,T,2024-01-01 10:00,A,true\n", name="c.csv")  # fmt: skip
    store.load("ticket_id,changed_at,field,value\nT,2024-01-01 09:00,status,new\nT,2024-01-01 11:00,status,closed\n", name="h.csv")  # fmt: skip
    fact = store.fact("T")
    assert (fact["reply_business_minutes"], fact["reply_calendar_minutes"]) == (60, 60)
    assert (fact["resolution_business_minutes"], fact["resolution_calendar_minutes"]) == (120, 120)
