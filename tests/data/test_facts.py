"""The facts of a ticket, against tickets small enough to be worked out by hand.

Open Monday to Friday 09:00 to 17:00 UTC. Targets in business minutes: normal 480 and 2400, urgent 60 and 480.
1 January 2024 is a Monday; the data end on Friday 1 March 2024 at 12:00.
"""

from typing import Any

import pytest

from tests.data.trial_store import TrialStore, tickets

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

# name -> (what differs from PLAIN, what the facts have to say)
CASES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "plain": ({}, {
        "reply_calendar_minutes": 30, "reply_business_minutes": 30, "resolution_calendar_minutes": 60,
        "first_resolution_business_minutes": 60, "is_replied": True, "is_resolved": True, "is_replied_within_target": True,
        "is_resolved_within_target": True, "is_one_touch": True, "is_reopened": False, "is_first_contact_resolved": True,
        "is_poor": False, "is_good": True, "quality_score": 100, "quality_components": 4, "is_satisfied": None,
        "first_reply_target_minutes": 480, "resolution_target_minutes": 2400, "is_open": False, "is_ever_solved": True,
    }),
    "replied at the end of the target": ({"first_reply_at": "2024-01-01 17:00", "solved_at": "2024-01-02 10:00", "first_solved_at": "2024-01-02 10:00"}, {
        "reply_business_minutes": 480, "is_replied_within_target": True,
    }),
    "replied a second too late": ({"first_reply_at": "2024-01-02 09:00:01", "solved_at": "2024-01-02 10:00", "first_solved_at": "2024-01-02 10:00"}, {
        "is_replied_within_target": False, "is_good": False, "is_poor": False, "quality_score": 75,
    }),
    "replied at twice the target": ({"first_reply_at": "2024-01-02 17:00", "solved_at": "2024-01-03 10:00", "first_solved_at": "2024-01-03 10:00"}, {
        "reply_business_minutes": 960, "is_poor": False, "is_good": False,
    }),
    "replied past twice the target": ({"first_reply_at": "2024-01-03 09:00:01", "solved_at": "2024-01-03 10:00", "first_solved_at": "2024-01-03 10:00"}, {
        "is_poor": True, "is_good": False,
    }),
    "solved past twice the target": ({"solved_at": "2024-01-15 09:01", "first_solved_at": "2024-01-15 09:01"}, {
        "resolution_business_minutes": 4801, "is_resolved_within_target": False, "is_poor": True, "is_good": False,
    }),
    "replied on a Saturday": ({"created_at": "2024-01-06 10:00", "first_reply_at": "2024-01-06 12:00", "solved_at": "2024-01-08 09:10", "first_solved_at": "2024-01-08 09:10"}, {
        "reply_business_minutes": 0, "reply_calendar_minutes": 120, "resolution_business_minutes": 10, "is_replied_within_target": True,
    }),
    "rated bad though fast": ({"csat_score": "2", "csat_scale": "1-5"}, {
        "is_poor": True, "is_good": False, "is_satisfied": False, "csat_share": 0.25, "quality_score": 85, "quality_components": 5,
    }),
    "rated in the middle": ({"csat_score": "3", "csat_scale": "1-5"}, {"is_poor": False, "is_good": False, "is_satisfied": False, "quality_score": 90}),
    "rated good though reopened": ({"csat_score": "1", "csat_scale": "good-bad", "reopens": "1", "solved_at": "2024-01-05 10:00"}, {
        "is_poor": False, "is_good": True, "is_satisfied": True, "is_reopened": True, "is_first_contact_resolved": False, "quality_score": 80,
        "resolution_calendar_minutes": 4 * 1440 + 60, "first_resolution_calendar_minutes": 60,
    }),
    "rated two of three": ({"csat_score": "2", "csat_scale": "1-3"}, {"is_satisfied": False, "csat_share": 0.5, "is_poor": False, "is_good": False}),
    "reopened": ({"reopens": "2"}, {"is_reopened": True, "is_poor": True, "is_good": False, "quality_score": 75}),
    "open again": ({"status": "open"}, {
        "is_open": True, "is_ever_solved": True, "is_reopened": True, "is_resolved": False, "is_poor": True, "is_good": False,
        "is_one_touch": None, "is_first_contact_resolved": None, "left_at": None, "solved_day": None, "is_resolved_within_target": False,
    }),
    "open again, its solution not dated": (OPEN | {"reopens": "1"}, {"is_ever_solved": True, "is_reopened": True, "is_resolved": False}),
    "closed": ({"status": "closed", "closed_at": "2024-01-09 10:00"}, {"is_resolved": True, "resolution_calendar_minutes": 60, "is_open": False}),
    "reopens not known, solved twice": ({"reopens": "", "solved_at": "2024-01-02 10:00"}, {"is_reopened": True}),
    "reopens not known, solved once": ({"reopens": ""}, {"is_reopened": False}),
    "nothing known of reopening": ({"reopens": "", "first_solved_at": ""}, {
        "is_reopened": None, "is_first_contact_resolved": None, "first_resolution_calendar_minutes": None, "is_good": None,
        "is_poor": False, "quality_score": 100, "quality_components": 3,
    }),
    "two replies": ({"replies": "2"}, {"is_one_touch": False, "quality_score": 75}),
    "solved without a reply": ({"replies": "0", "first_reply_at": ""}, {
        "is_one_touch": False, "is_replied": False, "is_replied_within_target": None, "reply_calendar_minutes": 60,
        "quality_components": 3,
    }),
    "replies not known": ({"replies": ""}, {"is_one_touch": None, "quality_components": 3, "quality_score": 100}),
    "open and answered": (OPEN, {
        "is_one_touch": None, "is_reopened": None, "is_first_contact_resolved": None, "is_replied": True, "is_resolved": False,
        "is_solved": False, "resolution_calendar_minutes": 60 * 1440 + 180, "is_resolved_within_target": False,
    }),
    "waits past its target": (SILENT | {"created_at": "2024-02-28 10:00"}, {
        "is_replied": False, "is_replied_within_target": False, "reply_business_minutes": 1080, "is_poor": True,
    }),
    "waits within its target": (SILENT | {"created_at": "2024-03-01 09:00"}, {
        "is_replied": False, "is_replied_within_target": None, "reply_business_minutes": 180, "reply_calendar_minutes": 180,
        "is_good": None, "quality_score": None, "quality_components": 0, "is_poor": False,
    }),
    "urgent": ({"priority": "URGENT", "first_reply_at": "2024-01-01 10:01", "solved_at": "2024-01-01 17:00"}, {
        "first_reply_target_minutes": 60, "resolution_target_minutes": 480, "is_replied_within_target": False, "is_resolved_within_target": True,
    }),
    "a priority of its own": ({"priority": "Whenever"}, {"first_reply_target_minutes": 480, "resolution_target_minutes": 2400, "priority": "Whenever"}),
    "without a priority": ({"priority": ""}, {"first_reply_target_minutes": 480, "priority": None}),
    "a survey was sent": ({"csat_sent": "true"}, {"is_csat_sent": True, "is_satisfied": None}),
    "spam": ({"exclusion": "spam"}, {"exclusion": "spam"}),
    "merged": ({"exclusion": "merged"}, {"exclusion": "merged"}),
    # one customer, one matter, again and again
    "again soon": ({"customer_id": "B"}, {"is_first_contact_resolved": False}),
    "again at the seventh day": ({"customer_id": "B", "created_at": "2024-01-08 10:00", "first_reply_at": "2024-01-08 11:00", "solved_at": "2024-01-08 12:00", "first_solved_at": "2024-01-08 12:00"}, {"is_first_contact_resolved": True}),
    "on another matter": ({"customer_id": "B", "category": "Login", "created_at": "2024-01-09 10:00", "first_reply_at": "2024-01-09 11:00", "solved_at": "2024-01-09 12:00", "first_solved_at": "2024-01-09 12:00"}, {"is_first_contact_resolved": True}),
    "again after eight days": ({"customer_id": "B", "created_at": "2024-01-16 12:01", "first_reply_at": "2024-01-16 13:00", "solved_at": "2024-01-16 14:00", "first_solved_at": "2024-01-16 14:00"}, {"is_first_contact_resolved": True}),
    "spam does not count as again": ({"customer_id": "B", "exclusion": "spam", "created_at": "2024-01-17 12:00", "first_reply_at": "", "solved_at": "", "first_solved_at": ""}, {}),
    "solved too lately to know": ({"created_at": "2024-02-23 11:00", "first_reply_at": "2024-02-23 12:00", "solved_at": "2024-02-23 12:01", "first_solved_at": "2024-02-23 12:01"}, {"is_first_contact_resolved": None}),
    "solved just long enough ago": ({"created_at": "2024-02-23 11:00", "first_reply_at": "2024-02-23 11:30", "solved_at": "2024-02-23 12:00", "first_solved_at": "2024-02-23 12:00"}, {"is_first_contact_resolved": True}),
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


def test_what_no_column_carries_is_unknown(store: TrialStore) -> None:
    store.load(tickets(1))
    fact = store.fact("T0")
    known = {"ticket_id", "exclusion", "quality_components", "first_reply_target_minutes", "resolution_target_minutes"}
    known |= {name for name in fact if name.startswith("created_")} | {"has_reply_data", "has_solution_data"}
    assert {name: value for name, value in fact.items() if name not in known and value is not None} == {}
    assert (fact["has_reply_data"], fact["has_solution_data"], fact["quality_components"]) == (False, False, 0)


def test_a_status_alone_says_what_is_open(store: TrialStore) -> None:
    store.load(
        [
            {"ticket_id": "A", "created_at": "2024-01-01", "status": "closed"},
            {"ticket_id": "B", "created_at": "2024-01-01", "status": "open"},
        ]
    )
    found = {row["ticket_id"]: row for row in store.dicts("select * from ticket_facts")}
    assert [found[one]["is_open"] for one in "AB"] == [False, True]
    assert [found[one]["resolution_calendar_minutes"] for one in "AB"] == [None, None]  # nobody knows when


def test_weights_and_lateness_are_settings(store: TrialStore) -> None:
    weights = {"replied_within_target": 3, "resolved_within_target": 1, "not_reopened": 0, "one_touch": 0, "csat": 0}
    late = PLAIN | {
        "ticket_id": "T",
        "first_reply_at": "2024-01-03 09:01",
        "solved_at": "2024-01-03 10:00",
        "replies": "4",
    }
    store.load([late], settings={"quality_weights": weights, "late_factor": 3})
    fact = store.fact("T")
    assert fact["quality_score"] == 25
    assert fact["is_poor"] is False


def test_targets_are_settings(store: TrialStore) -> None:
    targets = {"*": {"first_reply": 10, "resolution": 20}, "VIP": {"first_reply": 1, "resolution": 2}}
    store.load(
        [PLAIN | {"ticket_id": "A"}, PLAIN | {"ticket_id": "B", "priority": "vip"}], settings={"targets": targets}
    )
    found = store.rows(
        "select first_reply_target_minutes, resolution_target_minutes from ticket_facts order by ticket_id"
    )
    assert found == [(10, 20), (1, 2)]


def test_what_customers_are_goes_with_their_tickets(store: TrialStore) -> None:
    store.load([PLAIN | {"ticket_id": "A", "customer_id": "C"}, PLAIN | {"ticket_id": "B", "customer_id": "unknown"}])
    store.load("customer_id,segment,plan,region\nC,large,pro,NA\n", name="customers.csv")
    found = store.rows("select ticket_id, segment, plan, region from ticket_facts order by 1")
    assert found == [("A", "large", "pro", "NA"), ("B", None, None, None)]


def test_nothing_later_than_the_load_counts_as_known(store: TrialStore) -> None:
    store.load(
        [
            PLAIN | SILENT | {"ticket_id": "A"},
            PLAIN
            | {
                "ticket_id": "far",
                "created_at": "2099-01-01",
                "first_reply_at": "",
                "solved_at": "",
                "first_solved_at": "",
                "status": "open",
            },
        ]
    )
    assert store.rows("select data_through <= now()::timestamp from data_status") == [(True,)]
    assert store.fact("far")["reply_calendar_minutes"] == 0
