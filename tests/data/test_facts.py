"""The facts of a ticket, against tickets small enough to be worked out by hand.

Open Monday to Friday 09:00 to 17:00 UTC. Targets in business minutes: normal 480 and 2400, urgent 60 and 480.
1 January 2024 is a Monday; the data end on Friday 1 March 2024 at 12:00.
"""

from typing import Any

import pytest

from tests.data.trial_store import TrialStore

PLAIN = {
    "created_at": "2024-01-01 09:00",
    "first_reply_at": "2024-01-01 09:30",
    "first_solved_at": "2024-01-01 10:00",
    "solved_at": "2024-01-01 10:00",
    "closed_at": "",
    "status": "solved",
    "priority": "normal",
    "reopens": "0",
    "replies": "1",
    "handoffs": "0",
    "csat_score": "",
    "csat_scale": "",
    "csat_sent": "",
    "exclusion": "",
    "category": "Billing",
}
OPEN = {"status": "open", "first_solved_at": "", "solved_at": "", "replies": "0"}
SILENT = OPEN | {"first_reply_at": ""}
NOW = "2024-03-01 12:00"


def times(**at: str) -> dict[str, str]:
    """Cells of a ticket that was solved once: created, replied, solved."""
    names = {"created": ("created_at",), "replied": ("first_reply_at",), "solved": ("first_solved_at", "solved_at")}
    return {column: at[name] for name in at for column in names[name]}


# name -> (what differs from PLAIN, what the facts have to say)
CASES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "plain": ({}, {
        "reply_calendar_minutes": 30, "reply_business_minutes": 30, "resolution_calendar_minutes": 60,
        "first_resolution_business_minutes": 60, "is_replied": True, "is_resolved": True,
        "is_replied_within_target": True, "is_resolved_within_target": True, "is_one_touch": True,
        "is_reopened": False, "is_first_contact_resolved": True, "is_poor": False, "is_good": True,
        "quality_score": 100, "quality_components": 4, "is_satisfied": None, "first_reply_target_minutes": 480,
        "resolution_target_minutes": 2400, "is_open": False, "is_ever_solved": True,
    }),
    "replied at the end of the target": (times(replied="2024-01-01 17:00", solved="2024-01-02 10:00"), {
        "reply_business_minutes": 480, "is_replied_within_target": True,
    }),
    "replied a second too late": (times(replied="2024-01-02 09:00:01", solved="2024-01-02 10:00"), {
        "is_replied_within_target": False, "is_good": False, "is_poor": False, "quality_score": 75,
    }),
    "replied at twice the target": (times(replied="2024-01-02 17:00", solved="2024-01-03 10:00"), {
        "reply_business_minutes": 960, "is_poor": False, "is_good": False,
    }),
    "replied past twice the target": (times(replied="2024-01-03 09:00:01", solved="2024-01-03 10:00"), {
        "is_poor": True, "is_good": False,
    }),
    "solved past twice the target": (times(solved="2024-01-15 09:01"), {
        "resolution_business_minutes": 4801, "is_resolved_within_target": False, "is_poor": True, "is_good": False,
    }),
    "replied on a Saturday": (
        times(created="2024-01-06 10:00", replied="2024-01-06 12:00", solved="2024-01-08 09:10"), {
        "reply_business_minutes": 0, "reply_calendar_minutes": 120, "resolution_business_minutes": 10,
        "is_replied_within_target": True,
    }),
    "rated bad though fast": ({"csat_score": "2", "csat_scale": "1-5"}, {
        "is_poor": True, "is_good": False, "is_satisfied": False, "csat_share": 0.25, "quality_score": 85,
        "quality_components": 5,
    }),
    "rated in the middle": ({"csat_score": "3", "csat_scale": "1-5"}, {
        "is_poor": False, "is_good": False, "is_satisfied": False, "quality_score": 90,
    }),
    "rated good though reopened": (
        {"csat_score": "1", "csat_scale": "good-bad", "reopens": "1", "solved_at": "2024-01-05 10:00"}, {
        "is_poor": False, "is_good": True, "is_satisfied": True, "is_reopened": True,
        "is_first_contact_resolved": False, "quality_score": 80, "resolution_calendar_minutes": 4 * 1440 + 60,
        "first_resolution_calendar_minutes": 60,
    }),
    "rated two of three": ({"csat_score": "2", "csat_scale": "1-3"}, {
        "is_satisfied": False, "csat_share": 0.5, "is_poor": False, "is_good": False,
    }),
    "reopened": ({"reopens": "2"}, {"is_reopened": True, "is_poor": True, "is_good": False, "quality_score": 75}),
    "open again": ({"status": "open"}, {
        "is_open": True, "is_ever_solved": True, "is_reopened": True, "is_resolved": False, "is_poor": True,
        "is_good": False, "is_one_touch": None, "is_first_contact_resolved": None, "left_at": None,
        "solved_day": None, "is_resolved_within_target": False,
    }),
    "open again, its solution not dated": (OPEN | {"reopens": "1"}, {
        "is_ever_solved": True, "is_reopened": True, "is_resolved": False,
    }),
    "closed": ({"status": "closed", "closed_at": "2024-01-09 10:00"}, {
        "is_resolved": True, "resolution_calendar_minutes": 60, "is_open": False,
    }),
    "reopens not known, solved twice": ({"reopens": "", "solved_at": "2024-01-02 10:00"}, {"is_reopened": True}),
    "reopens not known, solved once": ({"reopens": ""}, {"is_reopened": False}),
    "nothing known of reopening": ({"reopens": "", "first_solved_at": ""}, {
        "is_reopened": None, "is_first_contact_resolved": None, "first_resolution_calendar_minutes": None,
        "is_good": None, "is_poor": False, "quality_score": 100, "quality_components": 3,
    }),
    "two replies": ({"replies": "2"}, {"is_one_touch": False, "quality_score": 75}),
    "solved without a reply": ({"replies": "0", "first_reply_at": ""}, {
        "is_one_touch": False, "is_replied": False, "is_replied_within_target": None, "reply_calendar_minutes": 60,
        "quality_components": 3,
    }),
    "replies not known": ({"replies": ""}, {"is_one_touch": None, "quality_components": 3, "quality_score": 100}),
    "open and answered": (OPEN, {
        "is_one_touch": None, "is_reopened": None, "is_first_contact_resolved": None, "is_replied": True,
        "is_resolved": False, "is_solved": False, "resolution_calendar_minutes": 60 * 1440 + 180,
        "is_resolved_within_target": False,
    }),
    "waits past its target": (SILENT | {"created_at": "2024-02-28 10:00"}, {
        "is_replied": False, "is_replied_within_target": False, "reply_business_minutes": 1080, "is_poor": True,
    }),
    "waits within its target": (SILENT | {"created_at": "2024-03-01 09:00"}, {
        "is_replied": False, "is_replied_within_target": None, "reply_business_minutes": 180,
        "reply_calendar_minutes": 180, "is_good": None, "quality_score": None, "quality_components": 0,
        "is_poor": False,
    }),
    "urgent": ({"priority": "URGENT", "first_reply_at": "2024-01-01 10:01", "solved_at": "2024-01-01 17:00"}, {
        "first_reply_target_minutes": 60, "resolution_target_minutes": 480, "is_replied_within_target": False,
        "is_resolved_within_target": True,
    }),
    "a priority of its own": ({"priority": "Whenever"}, {
        "first_reply_target_minutes": 480, "resolution_target_minutes": 2400, "priority": "Whenever",
    }),
    "without a priority": ({"priority": ""}, {"first_reply_target_minutes": 480, "priority": None}),
    "a survey was sent": ({"csat_sent": "true"}, {"is_csat_sent": True, "is_satisfied": None}),
    "spam": ({"exclusion": "spam"}, {"exclusion": "spam"}),
    "merged": ({"exclusion": "merged"}, {"exclusion": "merged"}),
    "again soon": ({"customer_id": "B"}, {"is_first_contact_resolved": False}),
    "again at the seventh day": (
        times(created="2024-01-08 10:00", replied="2024-01-08 11:00", solved="2024-01-08 12:00") | {"customer_id": "B"}, {
        "is_first_contact_resolved": True,
    }),
    "on another matter": (
        times(created="2024-01-09 10:00", replied="2024-01-09 11:00", solved="2024-01-09 12:00") | {"customer_id": "B", "category": "Login"}, {
        "is_first_contact_resolved": True,
    }),
    "again after eight days": (
        times(created="2024-01-16 12:01", replied="2024-01-16 13:00", solved="2024-01-16 14:00") | {"customer_id": "B"}, {
        "is_first_contact_resolved": True,
    }),
    "spam does not count as again": (
        OPEN | {"customer_id": "B", "exclusion": "spam", "created_at": "2024-01-17 12:00", "first_reply_at": ""}, {},
    ),
    "solved too lately to know": (
        times(created="2024-02-23 11:00", replied="2024-02-23 12:00", solved="2024-02-23 12:01"), {
        "is_first_contact_resolved": None,
    }),
    "solved just long enough ago": (
        times(created="2024-02-23 11:00", replied="2024-02-23 11:30", solved="2024-02-23 12:00"), {
        "is_first_contact_resolved": True,
    }),
    "of nobody": ({"customer_id": ""}, {"is_first_contact_resolved": None}),
}  # fmt: skip


@pytest.fixture(scope="module")
def facts(shared_store: TrialStore) -> dict[str, dict[str, Any]]:
    rows = [PLAIN | {"ticket_id": name, "customer_id": f"of {name}"} | cells for name, (cells, _) in CASES.items()]
    end = SILENT | {"ticket_id": "end", "created_at": NOW, "customer_id": "nobody else"}
    shared_store.load([*rows, PLAIN | end])
    return {row["ticket_id"]: row for row in shared_store.dicts("select * from ticket_facts")}


@pytest.mark.parametrize("name", CASES)
def test_a_ticket_worked_out_by_hand(facts: dict[str, dict[str, Any]], name: str) -> None:
    expected = CASES[name][1]
    assert {key: facts[name][key] for key in expected} == expected


@pytest.mark.usefixtures("facts")
def test_excluded_tickets_are_counted(shared_store: TrialStore) -> None:
    assert shared_store.rows("select tickets, excluded, is_sample, default_schedule from data_status") == [
        (len(CASES) + 1, 3, False, "default")
    ]
