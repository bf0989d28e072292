"""A dry run and a load warn of what is probably wrong with a file."""

import datetime as dt
from typing import Any

import pytest

from data.loading.load import load
from data.loading.requests import Report, Request
from data.loading.stage import Options
from tests.data.trial_store import TrialStore, tickets


def days(first: str, counts: list[int], **more: object) -> list[dict[str, Any]]:
    """So many tickets on each day from `first` on."""
    start = dt.date.fromisoformat(first)
    return [
        {
            "ticket_id": f"{start + dt.timedelta(days=day)}-{number}",
            "created_at": f"{start + dt.timedelta(days=day)} 09:00:00",
        }
        | more
        for day, count in enumerate(counts)
        for number in range(count)
    ]


def said(report: Report, part: str) -> list[str]:
    return [warning for warning in report.warnings if part in warning]


def test_a_good_file_has_no_warning(store: TrialStore) -> None:
    assert store.load(days("2024-01-01", [20] * 60)).warnings == ()


@pytest.mark.parametrize("dry_run", [True, False])
def test_dates_in_the_future(store: TrialStore, dry_run: bool) -> None:
    rows = [*tickets(3), {"ticket_id": "F", "created_at": "2090-05-06 07:08:00"}]
    report = store.load(rows, dry_run=dry_run)
    assert said(report, "1 row has a date in the future, the latest 2090-05-06 07:08 UTC")


def test_replies_before_the_creation(store: TrialStore) -> None:
    rows = [row | {"first_reply_at": "2023-12-31 00:00:00"} for row in tickets(4)]
    report = store.load([*rows, *tickets(16, start=10)])
    assert report.rejected == 4
    assert said(report, "4 of 20 rows were rejected because the reply or the solution is before the creation")
    assert said(report, "before the creation")[0].endswith("Is the time zone right, and the order of the dates?")


def test_a_sudden_drop_of_rows_a_day(store: TrialStore) -> None:
    report = store.load(days("2024-01-01", [20] * 40 + [2] * 7))
    assert said(report, "Since 2024-02-10 there are 2.0 rows a day, in the four weeks before 20.0")
    assert not said(store.load(days("2025-01-01", [20] * 40 + [12] * 7), name="b.csv"), "rows a day")
    assert not said(store.load(days("2026-01-01", [20] * 5 + [1] * 7), name="c.csv"), "rows a day")  # too short to tell


def test_a_column_that_became_empty_since_the_last_load(store: TrialStore) -> None:
    store.load(tickets(50, agent="Ada", team="One"), name="a.csv")
    report = store.load(tickets(50, start=50, agent="", team="One"), name="b.csv")
    assert said(report, "agent is empty now; in the last such file (a.csv) 100% of the rows had it")
    assert not said(report, "team")
    gone = store.load(tickets(50, start=100, agent="Ada"), name="c.csv")
    assert said(gone, "team is empty now; in the last such file (b.csv)")


def test_customers_that_the_customers_table_does_not_have(store: TrialStore) -> None:
    customers = store.file(
        [{"customer_id": f"C{number}", "email": f"c{number}@example.com"} for number in range(5)], "c.csv"
    )
    rows = [row | {"customer_id": f"C{number % 10}"} for number, row in enumerate(tickets(20))]
    file = store.file(rows, "t.csv")
    reports = load([Request(file), Request(customers)], store=store.path)  # whichever comes first
    assert said(reports[0], "10 of 20 tickets (50%) name a customer that the customers table does not have")
    assert store.rows("select warnings like '%10 of 20%' from loads where kind = 'tickets'") == [(True,)]
    by_mail = [row | {"customer_id": "unknown", "customer_email": "C1@Example.com "} for row in tickets(5, start=50)]
    assert not said(store.load(by_mail, name="mail.csv"), "name a customer")


def test_no_customers_table_is_no_warning(store: TrialStore) -> None:
    assert store.load([row | {"customer_id": "C1"} for row in tickets(5)]).warnings == ()


def test_tickets_before_their_customers_start(store: TrialStore) -> None:
    store.load([{"customer_id": "C1", "acquired_at": "2024-01-01 05:00:00"}], name="c.csv")
    early = [row | {"customer_id": "C1"} for row in tickets(10)]  # 0 to 9 o'clock: five of ten are before 5 o'clock
    assert said(store.load(early, name="t.csv"), "5 of 10 tickets (50%) were opened before their customer's start")
    late = [row | {"customer_id": "C1"} for row in tickets(4, start=4)]
    assert not said(store.load(late, name="u.csv"), "customer's start")


def test_ids_of_another_tool(store: TrialStore) -> None:
    store.load(tickets(10), name="a.csv")
    other = [row | {"created_at": "2023-06-01 00:00:00"} for row in tickets(10)]
    assert said(store.load(other, name="b.csv", dry_run=True), "10 of 10 tickets have the id of a ticket in the store")
    report = store.load(other, name="b.csv", options=Options(prefix="desk-"))
    assert (report.new, report.warnings) == (10, ())
    assert store.rows("select count(*), count(*) filter (where ticket_id like 'desk-T%') from tickets") == [(20, 10)]
    assert not said(store.load(tickets(10, priority="high"), name="c.csv"), "have the id")
