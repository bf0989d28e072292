"""What changes and comments tell of a ticket, against histories small enough to be worked out by hand.

Every ticket is opened by the customer R on Monday 1 January 2024 at 09:00; the data end on Friday 1 March at 12:00.
"""

import datetime as dt
from typing import Any

import pytest

from tests.data.trial_store import TrialStore

DAY_ONE, END = "2024-01-01", "2024-03-01 12:00"
NOTHING = dict.fromkeys(
    ("first_reply_at", "replies", "is_replied", "status", "first_solved_at", "solved_at", "reopens", "is_reopened",
     "is_resolved", "requester_wait_minutes", "handoffs", "is_open", "reply_calendar_minutes", "is_one_touch"),
)  # fmt: skip
WHOLE = 60 * 1440 + 180  # minutes from the opening to the end of the data


def at(clock: str, day: int = 1) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2024-01-{day:02} {clock}")


Case = tuple[list[tuple[str, str]], list[tuple[str, str, bool]], dict[str, Any]]

# name -> (changes of status: time of 1 January or a whole one, value; comments: time, author, public; what the facts say)
CASES: dict[str, Case] = {
    "nothing": ([], [], NOTHING | {"has_reply_data": False, "has_solution_data": False}),
    "answered and solved": (
        [("09:00", "new"), ("10:00", "open"), ("12:00", "solved")],
        [("09:00", "R", True), ("09:30", "agent", True), ("11:00", "R", True), ("12:00", "agent", True)],
        {"first_reply_at": at("09:30"), "replies": 2, "reply_calendar_minutes": 30, "reply_business_minutes": 30,
         "is_replied": True, "is_replied_within_target": True, "first_solved_at": at("12:00"), "solved_at": at("12:00"),
         "reopens": 0, "is_reopened": False, "is_resolved": True, "resolution_business_minutes": 180, "status": "solved",
         "requester_wait_minutes": 180, "is_one_touch": False, "is_open": False, "handoffs": None},
    ),
    "one answer": ([("09:00", "open"), ("10:00", "solved")], [("09:40", "agent", True)],
                   {"replies": 1, "is_one_touch": True, "first_reply_at": at("09:40")}),
    "only the customer wrote": ([("09:00", "open")], [("09:00", "R", True), ("10:00", "R", True)], {
        "first_reply_at": None, "replies": 0, "is_replied": False, "reply_calendar_minutes": WHOLE,
        "is_replied_within_target": False, "has_reply_data": True,
    }),
    "only notes inside": ([("09:00", "open")], [("09:00", "R", True), ("09:10", "agent", False)],
                          {"first_reply_at": None, "replies": 0, "is_replied": False}),
    "a note, then an answer": ([], [("09:10", "agent", False), ("09:20", "agent", True)],
                               {"first_reply_at": at("09:20"), "replies": 1, "has_solution_data": False, "is_open": None}),
    "opened by an agent": ([], [("09:00", "agent", True), ("09:50", "agent", True)],
                           {"first_reply_at": at("09:50"), "replies": 1}),
    "reopened twice": (
        [("09:00", "new"), ("10:00", "solved"), ("11:00", "open"), ("11:30", "solved"), ("12:00", "closed"),
         ("13:00", "pending"), ("15:00", "solved")],
        [],
        {"first_solved_at": at("10:00"), "solved_at": at("15:00"), "reopens": 2, "is_reopened": True,
         "requester_wait_minutes": 90, "is_resolved": True, "resolution_calendar_minutes": 360,
         "first_resolution_calendar_minutes": 60, "has_reply_data": False, "is_replied": None},
    ),
    "on hold and pending": (
        [("09:00", "new"), ("09:10", "open"), ("09:30", "Pending"), ("10:30", "On-hold"), ("12:00", "pending"),
         ("13:00", "Resolved")],
        [],
        {"requester_wait_minutes": 30 + 90, "status": "solved", "solved_at": at("13:00"), "reopens": 0},
    ),
    "closed without being solved": ([("09:00", "new"), ("10:00", "closed")], [], {
        "status": "closed", "first_solved_at": at("10:00"), "solved_at": at("10:00"), "is_resolved": True,
        "resolution_calendar_minutes": 60, "requester_wait_minutes": 60, "reopens": 0,
    }),
    "closed days after the solution": ([("09:00", "new"), ("10:00", "solved"), ("2024-01-05 10:00", "closed")], [], {
        "status": "closed", "solved_at": at("10:00"), "left_at": at("10:00"), "reopens": 0, "requester_wait_minutes": 60,
    }),
    "open again": ([("09:00", "new"), ("10:00", "solved"), ("2024-03-01 11:00", "open")], [], {
        "status": "open", "first_solved_at": at("10:00"), "solved_at": None, "reopens": 1, "is_reopened": True,
        "is_ever_solved": True, "is_resolved": False, "is_open": True, "requester_wait_minutes": 60 + 60,
        "resolution_calendar_minutes": WHOLE,
    }),
    "still open": ([("09:00", "new"), ("10:00", "pending"), ("2024-03-01 11:30", "hold")], [], {
        "status": "hold", "first_solved_at": None, "reopens": 0, "is_resolved": False, "is_reopened": None,
        "requester_wait_minutes": 60 + 30,
    }),
    "the same state told again": (
        [("09:00", "new"), ("09:30", "NEW"), ("10:00", "solved"), ("11:00", "Solved "), ("11:30", "resolved")], [],
        {"solved_at": at("10:00"), "first_solved_at": at("10:00"), "reopens": 0, "requester_wait_minutes": 60},
    ),
    "a history without its beginning": ([("2024-01-02 09:00", "open"), ("2024-01-02 10:00", "solved")], [], {
        "requester_wait_minutes": None, "solved_at": at("10:00", 2), "reopens": 0, "is_resolved": True,
    }),
    "begun before its ticket": ([("08:00", "new"), ("09:30", "solved")], [], {"requester_wait_minutes": 30}),
    "a state that nobody knows": ([("09:00", "new"), ("10:00", "Waiting for Godot"), ("11:00", "solved")], [], NOTHING),
    "a change in the future": ([("09:00", "new"), ("2098-01-01 10:00", "solved")], [("2098-01-01 10:00", "agent", True)],
                               {"status": "new", "is_resolved": False, "is_replied": None}),
}  # fmt: skip


def moment(text: str) -> str:
    return text if " " in text else f"{DAY_ONE} {text}"


def ticket_rows() -> list[dict[str, str]]:
    opened = [{"ticket_id": name, "created_at": f"{DAY_ONE} 09:00", "customer_id": "R"} for name in CASES]
    return [*opened, {"ticket_id": "end", "created_at": END, "customer_id": "E"}]


def change_rows() -> list[dict[str, str]]:
    return [
        {"ticket_id": name, "changed_at": moment(when), "field": "status", "value": value}
        for name, (changes, _, _) in CASES.items()
        for when, value in changes
    ]


def comment_rows() -> list[dict[str, str]]:
    return [
        {"comment_id": f"{name} {number}", "ticket_id": name, "created_at": moment(when), "author_id": author,
         "is_public": str(is_public).lower()}
        for name, (_, comments, _) in CASES.items()
        for number, (when, author, is_public) in enumerate(comments)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def told(shared_store: TrialStore) -> TrialStore:
    """A store with these tickets and their history, loaded after them."""
    shared_store.load(ticket_rows())
    shared_store.load(change_rows(), name="changes.csv")
    shared_store.load(comment_rows(), name="comments.csv")
    return shared_store


@pytest.fixture(scope="module")
def facts(told: TrialStore) -> dict[str, dict[str, Any]]:
    return {row["ticket_id"]: row for row in told.dicts("select * from ticket_facts")}


@pytest.mark.parametrize("name", CASES)
def test_a_history_worked_out_by_hand(facts: dict[str, dict[str, Any]], name: str) -> None:
    expected = CASES[name][2]
    assert {key: facts[name][key] for key in expected} == expected


def test_the_history_may_be_loaded_before_the_tickets(told: TrialStore, store: TrialStore) -> None:
    store.load(comment_rows(), name="comments.csv")
    store.load(change_rows(), name="changes.csv")
    store.load(ticket_rows())
    sql = "select * from ticket_facts order by ticket_id"
    assert store.dicts(sql) == told.dicts(sql)


def test_metrics_know_that_the_history_carries_what_the_tickets_lack(told: TrialStore) -> None:
    rows = told.rows("select column_name, is_carried, filled from carried where table_name = 'tickets'")
    carried = {name: (is_carried, filled) for name, is_carried, filled in rows}
    assert carried["solved_at"] == (True, 9)
    assert carried["first_reply_at"] == (True, 4)
    assert all(carried[name][0] for name in ("status", "closed_at", "reopens", "replies", "requester_wait_minutes"))
    assert carried["handoffs"] == (False, 0)  # nothing tells who held the tickets
    assert carried["priority"] == (False, 0)


def test_what_is_told_of_unknown_tickets_is_counted_and_changes_nothing(told: TrialStore, store: TrialStore) -> None:
    store.load([{"ticket_id": "T", "created_at": "2024-01-01 09:00"}])
    before = store.dicts("select * from ticket_facts")
    store.load("ticket_id,changed_at,field,value\nX,2024-05-01,status,open\nX,2024-05-02,status,solved\n", name="h.csv")
    store.load("comment_id,ticket_id,created_at,author_id,is_public\n1,X,2024-05-01,a,true\n", name="c.csv")
    assert store.dicts("select * from ticket_facts") == before
    assert store.rows("select data_through from data_status") == [(at("09:00"),)]
    status = store.rows("select table_name, linked_to, linked_by, n from link_status where table_name <> 'tickets'")
    assert sorted(status) == [("changes", "tickets", None, 2), ("comments", "tickets", None, 1)]
    known = dict(told.rows("select table_name, n from link_status where linked_by = 'id' and linked_to = 'tickets'"))
    assert known == {"changes": len(change_rows()), "comments": len(comment_rows())}


def test_the_history_says_how_far_the_data_reach(store: TrialStore) -> None:
    store.load([{"ticket_id": "T", "created_at": "2024-01-01 09:00"}])
    store.load("ticket_id,changed_at,field,value\nT,2024-01-01 09:00,status,new\n", name="h.csv")
    store.load("comment_id,ticket_id,created_at,author_id,is_public\n1,T,2024-01-03 09:00,R,true\n", name="c.csv")
    fact = store.fact("T")
    assert store.rows("select data_through from data_status") == [(at("09:00", 3),)]
    assert (fact["resolution_calendar_minutes"], fact["requester_wait_minutes"]) == (2880, 2880)


def test_what_the_ticket_itself_tells_comes_first(store: TrialStore) -> None:
    own = {"ticket_id": "T", "created_at": "2024-01-01 09:00", "customer_id": "R", "first_reply_at": "2024-01-01 09:05",
           "first_solved_at": "", "solved_at": "2024-01-01 16:00", "status": "solved", "reopens": "3", "replies": "",
           "handoffs": "5", "requester_wait_minutes": "7"}  # fmt: skip
    store.load([own])
    store.load(
        "ticket_id,changed_at,field,value\nT,2024-01-01 09:00,status,new\nT,2024-01-01 10:00,status,solved\n"
        "T,2024-01-01 09:00,assignee,A\nT,2024-01-01 10:00,assignee,B\n",
        name="h.csv",
    )
    store.load("comment_id,ticket_id,created_at,author_id,is_public\n1,T,2024-01-01 09:30,A,true\n", name="c.csv")
    expected = {
        "first_reply_at": at("09:05"), "first_solved_at": at("10:00"), "solved_at": at("16:00"), "reopens": 3,
        "replies": 1, "handoffs": 5, "requester_wait_minutes": 7, "resolution_calendar_minutes": 420,
    }  # fmt: skip
    fact = store.fact("T")
    assert {key: fact[key] for key in expected} == expected


def test_excluded_tickets_stay_excluded(store: TrialStore) -> None:
    store.load([{"ticket_id": "T", "created_at": "2024-01-01 09:00", "exclusion": "merged"}])
    store.load("ticket_id,changed_at,field,value\nT,2024-01-01 09:00,status,new\n", name="h.csv")
    fact = store.fact("T")
    assert (fact["exclusion"], fact["status"]) == ("merged", "new")
    assert store.rows("select tickets, excluded from data_status") == [(1, 1)]
