"""Which comments are replies, and what counts as a ticket changing hands? Every ticket is opened at 09:00."""

import datetime as dt

from tests.data.trial_store import TrialStore

DAY = "2024-01-01"

AUTHORS: dict[str, tuple[str, list[tuple[str, str, str]], int | None]] = {
    # who asked by the ticket; time, author and public of its comments; replies
    "who asked is not known": ("", [("09:00", "7", "true"), ("09:30", "8", "true"), ("10:00", "7", "true")], 1),
    "who asked is an address, authors are numbers": (
        "a@x.example",
        [("09:00", "7", "true"), ("10:00", "7", "true")],
        0,
    ),
    "authors are addresses, too": (
        "A@x.example",
        [("09:30", "a@x.example", "true"), ("10:00", "b@x.example", "true")],
        1,
    ),
    "nobody knows who wrote": ("7", [("09:30", "", "true")], None),
    "nobody knows who could read it": ("7", [("09:30", "8", "")], None),
}


def test_who_wrote_a_comment_decides_whether_it_is_a_reply(store: TrialStore) -> None:
    store.load(
        [
            {"ticket_id": name, "created_at": "2024-01-01 09:00", "customer_id": case[0]}
            for name, case in AUTHORS.items()
        ]
    )
    store.load(
        [
            {"comment_id": f"{name} {when}", "ticket_id": name, "created_at": f"{DAY} {when}", "author_id": author,
             "is_public": public}
            for name, (_, comments, _) in AUTHORS.items()
            for when, author, public in comments
        ],
        name="comments.csv",
    )  # fmt: skip
    found = dict(store.rows("select ticket_id, replies from ticket_facts"))
    assert found == {name: case[2] for name, case in AUTHORS.items()}
    flags = dict(store.rows("select ticket_id, has_reply_data from ticket_facts"))
    assert flags == {name: case[2] is not None for name, case in AUTHORS.items()}


def test_the_requester_is_whom_the_ticket_names_not_whom_it_is_linked_to(store: TrialStore) -> None:
    store.load("customer_id,email\nC1,ann@able.example\n", name="customers.csv")
    store.load(
        [{"ticket_id": "T", "created_at": "2024-01-01 09:00", "customer_id": "7", "customer_email": "ann@able.example"}]
    )
    store.load(
        "comment_id,ticket_id,created_at,author_id,is_public\n1,T,2024-01-01 09:10,7,true\n2,T,2024-01-01 09:20,9,true\n",
        name="comments.csv",
    )
    fact = store.fact("T")
    assert (fact["customer_id"], fact["first_reply_at"], fact["replies"]) == ("C1", dt.datetime(2024, 1, 1, 9, 20), 1)


MOVES: dict[str, tuple[list[tuple[str, str, str]], int | None]] = {
    "given to one": ([("09:10", "assignee_id", "A")], 0),
    "there and back": ([("09:10", "assignee_id", "A"), ("09:20", "assignee_id", "B"), ("09:30", "assignee_id", "A")], 2),
    "with nobody between": ([("09:10", "Assignee", "A"), ("09:20", "assignee", ""), ("09:30", "assignee", "B")], 1),
    "taken back by the same": ([("09:10", "assignee", "A"), ("09:20", "assignee", ""), ("09:30", "assignee", "A")], 0),
    "team and agent at once": (
        [("09:10", "group_id", "1"), ("09:10", "assignee_id", "A"), ("09:20", "group_id", "2"), ("09:20", "assignee_id", "B")],
        1,
    ),
    "from team to team, then to an agent": (
        [("09:10", "group_id", "1"), ("09:20", "group_id", "2"), ("09:30", "group_id", "3"), ("09:40", "assignee_id", "A")],
        2,
    ),
    "names beside numbers": ([("09:10", "assignee_id", "7"), ("09:10", "assignee", "Ann")], 0),
    "of other things": ([("09:10", "priority", "low"), ("09:20", "priority", "high")], None),
}  # fmt: skip


def test_handoffs_are_counted_from_holder_to_holder(store: TrialStore) -> None:
    store.load([{"ticket_id": name, "created_at": "2024-01-01 09:00"} for name in MOVES])
    store.load(
        [
            {"ticket_id": name, "changed_at": f"{DAY} {when}", "field": field, "value": value}
            for name, (moves, _) in MOVES.items()
            for when, field, value in moves
        ],
        name="changes.csv",
    )
    assert dict(store.rows("select ticket_id, handoffs from ticket_facts")) == {
        name: case[1] for name, case in MOVES.items()
    }
    assert store.rows("select filled from carried where table_name = 'tickets' and column_name = 'handoffs'") == [
        (sum(case[1] is not None for case in MOVES.values()),)
    ]
