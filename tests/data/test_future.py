"""A date in the future is a slip or a plan: it is said, and does not make the data look newer than they are."""

import datetime as dt

import pytest

from data import versions
from tests.data.trial_store import TrialStore, tickets

AHEAD = f"{versions.now() + dt.timedelta(days=400):%Y-%m-%d %H:%M:%S}"
LAST = dt.datetime(2024, 1, 1, 4)


@pytest.mark.parametrize("column", ["created_at", "first_reply_at", "solved_at", "closed_at", "updated_at"])
def test_one_future_date_does_not_extend_the_data(store: TrialStore, column: str) -> None:
    slip = {"ticket_id": "slip", "created_at": "2024-01-01 01:00:00", column: AHEAD}
    report = store.load([*tickets(5, first_reply_at="", solved_at=""), slip])
    assert store.rows("select data_through from data_status") == [(LAST,)]
    (note,) = report.warnings
    assert note.startswith(f"1 row has a date in the future, the latest {AHEAD[:16]} UTC")


def test_a_ticket_of_the_future_waits_for_nothing(store: TrialStore) -> None:
    slip = {"ticket_id": "slip", "created_at": AHEAD}
    store.load([*tickets(5, first_reply_at="", solved_at=""), slip])
    waits = store.rows("select min(reply_calendar_minutes), min(resolution_business_minutes) from ticket_facts")
    assert waits == [(0, 0)]
    assert store.fact("slip")["is_replied"] is False


def test_events_and_ends_may_lie_ahead(store: TrialStore) -> None:
    store.load(tickets(5))
    assert store.load(f"happened_at,label\n{AHEAD},Release 5\n", name="events.csv").notes == ()
    assert store.rows("select data_through from data_status") == [(LAST,)]


def test_only_the_future_means_now(store: TrialStore) -> None:
    store.load([{"ticket_id": "slip", "created_at": AHEAD}])
    assert store.rows("select data_through <= now()::timestamp from data_status") == [(True,)]
