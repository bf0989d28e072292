"""What a ticket looked like on each day, against tickets small enough to be worked out by hand.

Open Monday to Friday 09:00 to 17:00 UTC; targets of normal tickets in business minutes: 480 and 2400. Every customer was won
on Monday 1 January 2024, so that tenure is the day of January less one; the data end on Friday 1 March 2024 at 12:00.
"""

from typing import Any

import pytest

from data.loading.load import load
from data.loading.requests import Request
from tests.data.trial_store import TrialStore

PLAIN = {
    "created_at": "2024-01-01 09:00",
    "first_reply_at": "2024-01-01 10:00",
    "first_solved_at": "2024-01-03 10:00",
    "solved_at": "2024-01-03 10:00",
    "status": "solved",
    "priority": "normal",
    "category": "Billing",
    "subject": "Invoice",
    "reopens": "0",
    "origin": "customer",
    "exclusion": "",
}
UNSOLVED = {"first_solved_at": "", "solved_at": "", "status": "open"}
REOPENED = {"solved_at": "2024-01-11 10:00", "reopens": "1"}
# name -> (what differs from PLAIN, the day and score of a rating, what it looks like from which day on)
CASES: dict[str, tuple[dict[str, str], tuple[str, int] | None, dict[int, str | None]]] = {
    "good": ({}, None, {0: None, 1: None, 2: "good"}),
    "good and rated poor": ({}, ("2024-01-09", 1), {1: None, 2: "good", 7: "good", 8: "poor"}),
    "good and rated so": ({}, ("2024-01-09", 5), {2: "good", 8: "good"}),
    "rated in the middle": ({}, ("2024-01-09", 3), {2: "good", 8: "neutral"}),
    "rated before it was solved": ({}, ("2024-01-02", 2), {0: None, 1: "poor", 2: "poor"}),
    "replied past twice the target": ({"first_reply_at": "2024-01-03 09:01"}, None, {1: None, 2: "poor"}),
    "late, not twice": ({"first_reply_at": "2024-01-02 12:00"}, None, {1: None, 2: "neither"}),
    "solved past twice the target": (
        {"first_solved_at": "2024-01-15 09:01", "solved_at": "2024-01-15 09:01"}, None, {2: None, 13: None, 14: "poor"},
    ),
    "very late and open": ({"first_reply_at": "2024-01-04 09:00"} | UNSOLVED, None, {2: None, 3: "poor"}),
    "good, then reopened": (REOPENED, None, {1: None, 2: "good", 9: "good", 10: "poor"}),
    "reopened and rated good": (REOPENED, ("2024-01-13", 4), {2: "good", 10: "poor", 12: "good"}),
    "reopened, its first solution not dated": (REOPENED | {"first_solved_at": ""}, None, {2: None, 9: None, 10: "poor"}),
    "open again": ({"solved_at": "", "status": "open", "reopens": "1"}, None, {2: "good", 58: "good", 59: "good", 60: "poor"}),
    "open": (UNSOLVED | {"created_at": "2024-02-28 09:00", "first_reply_at": "2024-02-28 10:00"}, None, {58: None, 60: None}),
    "open and long past its target": (UNSOLVED | {"first_reply_at": ""}, None, {30: None, 59: None, 60: "poor"}),
    "solved without a reply past twice the target": ({"first_reply_at": ""}, None, {1: None, 2: "poor"}),
}  # fmt: skip
OUTSIDE = {
    "spam": {"exclusion": "spam"},
    "proactive": {"origin": "proactive"},
    "before the start": {"created_at": "2023-12-31 12:00"},
    "on the incomplete day": UNSOLVED | {"created_at": "2024-03-01 10:00", "first_reply_at": ""},
    "of nobody": {"customer_id": ""},
}
CANCELLING = {
    "category": {"category": "Cancellation"},
    "subject": {"subject": "I want to CANCEL my subscription"},
    "neither": {},
    "no texts": {"category": "", "subject": ""},
    "part of a word": {"subject": "uncancelled"},
}


def looks(fact: dict[str, Any], day: int) -> str | None:
    """The kind of the interaction on that day of tenure, by the rule of the model."""
    for known, kind in (("rated", fact["rating"]), ("poor", "poor"), ("good", "good"), ("handled", "neither")):
        since = fact[f"{known}_tenure"]
        if since is not None and since <= day:
            return kind
    return None


@pytest.fixture(scope="module")
def facts(shared_store: TrialStore) -> dict[str, dict[str, Any]]:
    cases = {name: cells for name, (cells, _, _) in CASES.items()} | OUTSIDE
    cases |= {f"cancelling {name}": cells for name, cells in CANCELLING.items()}
    names = {name: str(number) for number, name in enumerate(cases, start=100)}
    customers = [{"customer_id": number, "acquired_at": "2024-01-01", "churned_at": ""} for number in names.values()]
    customers.append({"customer_id": "gone", "acquired_at": "2023-01-01", "churned_at": "2024-02-01"})
    tickets = [PLAIN | {"ticket_id": name, "customer_id": names[name]} | cells for name, cells in cases.items()]
    tickets.append(
        PLAIN
        | UNSOLVED
        | {"ticket_id": "end", "created_at": "2024-03-01 12:00", "customer_id": "", "first_reply_at": ""}
    )
    surveys = [
        {"survey_id": name, "kind": "csat", "ticket_id": name, "score": rated[1], "responded_at": rated[0]}
        for name, (_, rated, _) in CASES.items()
        if rated
    ]
    files = [("customers", customers), ("tickets", tickets), ("surveys", surveys)]
    requests = [Request(shared_store.file(rows, f"{kind}.csv")) for kind, rows in files]  # type: ignore[arg-type]
    load(requests, store=shared_store.path)
    found = shared_store.dicts("select * from interaction_facts inner join relation_facts using (customer_number)")
    by_number = {number: name for name, number in names.items()}
    return {by_number[row["customer_id"]]: row for row in found}


@pytest.mark.parametrize("name", CASES)
def test_a_ticket_looks_each_day_as_it_was_known_then(facts: dict[str, dict[str, Any]], name: str) -> None:
    expected = CASES[name][2]
    assert {day: looks(facts[name], day) for day in expected} == expected


def test_only_counted_tickets_of_customers_since_their_start_are_there(facts: dict[str, dict[str, Any]]) -> None:
    assert set(facts) == {*CASES, *(f"cancelling {name}" for name in CANCELLING)}


def test_tickets_that_announce_leaving_are_told_by_their_words(facts: dict[str, dict[str, Any]]) -> None:
    assert {name for name in CANCELLING if facts[f"cancelling {name}"]["is_cancelling"]} == {"category", "subject"}


def test_in_the_end_they_are_what_the_facts_of_tickets_say(
    facts: dict[str, dict[str, Any]], shared_store: TrialStore
) -> None:
    tickets = {row["ticket_id"]: row for row in shared_store.dicts("select * from ticket_facts")}
    for name in CASES:
        kind = looks(facts[name], 60)
        assert (kind == "poor") == bool(tickets[name]["is_poor"]), name
        assert (kind == "good") == bool(tickets[name]["is_good"]), name


def test_each_part_is_known_from_its_own_day(facts: dict[str, dict[str, Any]]) -> None:
    reopened = facts["good, then reopened"]
    parts = (
        "replied_tenure",
        "first_solved_tenure",
        "settled_tenure",
        "is_replied_within_target",
        "is_first_in_target",
    )
    assert tuple(reopened[part] for part in parts) == (0, 2, 10, True, True)
    assert (reopened["is_reopened"], reopened["is_resolved_within_target"]) == (True, False)
    assert facts["open and long past its target"]["replied_tenure"] == 60
    assert facts["good and rated poor"]["is_satisfied"] is False


def test_without_reopens_in_the_data_nothing_is_good(store: TrialStore) -> None:
    store.load(
        [
            {"customer_id": "A", "acquired_at": "2024-01-01", "churned_at": ""},
            {"customer_id": "B", "acquired_at": "2024-01-01", "churned_at": "2024-01-02"},
        ],
        name="customers.csv",
    )
    rows = [
        {key: value for key, value in PLAIN.items() if key != "reopens"}
        | {"ticket_id": f"T{number}", "customer_id": "A", "created_at": day}
        for number, day in enumerate(("2024-01-01 09:00", "2024-02-01 09:00"))
    ]
    rows[1] |= UNSOLVED | {"first_reply_at": ""}
    store.load(rows)
    found = store.dicts("select * from interaction_facts order by created_at")
    assert (found[0]["good_tenure"], found[0]["poor_tenure"], found[0]["handled_tenure"]) == (None, None, 2)
