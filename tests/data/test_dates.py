"""Times come in every form; what cannot be told apart is asked, never guessed."""

import datetime as dt
import re

import pytest

from data.loading.requests import LoadError
from data.loading.stage import SAMPLE_ROWS, Options
from tests.data.trial_store import TrialStore, counts

AT = dt.datetime(2025, 10, 9, 13, 42)


def created(store: TrialStore, text: str, **options: object) -> tuple[dt.datetime | None, str | None]:
    """How a single value is read: the time, and the problem with its row."""
    (row,) = store.read([{"ticket_id": "T", "created_at": text}], options=Options(**options))
    return row["created_at"], row["problem"]


@pytest.mark.parametrize(
    "text",
    [
        "2025-10-09 13:42:00",
        "2025-10-09 13:42",
        "2025-10-09T13:42:00",
        "2025-10-09T13:42:00Z",
        "2025-10-09 13:42:00 UTC",
        "2025-10-09T15:42:00+02:00",
        "2025-10-09T15:42+0200",
        "2025-10-09 08:12:00.000-05:30",
        "2025/10/09 13:42",
        "09.10.2025 13:42",
        "9.10.25 13:42:00",
        "2025-10-09 1:42 PM",
        "2025-10-09 01:42:00 PM",
        "2025-10-09 15:42:00 +0200",
        "2025-10-09 15:42:00 +02:00",
        "2025-10-09 05:42:00 -0800",
        "2025-10-09 15:42 +0200",
        "2025-10-09 13:42:00,000",
        "October 9, 2025 at 1:42 PM",
        "09/Oct/25 1:42 PM",
        "9-Oct-2025 13:42",
        "9 October 2025 13:42",
        "Oct 9, 2025 1:42 pm",
        "October 9 2025, 13:42",
        "  2025-10-09 13:42:00  ",
        "1760017320",
        "1760017320000",
        "1760017320.0",
    ],
)
def test_forms_that_need_no_question(store: TrialStore, text: str) -> None:
    assert created(store, text) == (AT, None)


@pytest.mark.parametrize(
    ("text", "day_first"),
    [
        ("9/10/2025 13:42", True),
        ("10/9/2025 13:42", False),
        ("10/9/2025 1:42 PM", False),
        ("9-10-2025 13:42", True),
        ("09/10/25 13:42:00", True),
        ("10/09/2025, 1:42:00 PM", False),
    ],
)
def test_forms_whose_order_is_said(store: TrialStore, text: str, day_first: bool) -> None:
    assert created(store, text, day_first=day_first) == (AT, None)


@pytest.mark.parametrize(
    "text", ["yesterday", "2025-02-30 10:00", "31.04.2025", "13:42", "2025", "31/31/2025", "0000-00-00"]
)
def test_what_is_no_time_is_rejected(store: TrialStore, text: str) -> None:
    assert created(store, text, day_first=True) == (None, "created_at:time")


@pytest.mark.parametrize("text", ["1025-10-09 13:42", "2205-10-09", "1970-01-01"])
def test_times_that_cannot_be_meant_are_rejected(store: TrialStore, text: str) -> None:
    assert created(store, text)[1] == "created_at:range"


def test_times_without_a_zone_are_in_the_zone_that_is_said(store: TrialStore) -> None:
    rows = [
        {"ticket_id": "winter", "created_at": "2025-01-09 13:42:00"},
        {"ticket_id": "summer", "created_at": "2025-07-09 13:42:00"},
        {"ticket_id": "said", "created_at": "2025-07-09 13:42:00Z"},
        {"ticket_id": "offset", "created_at": "2025-07-09 13:42:00-04:00"},
    ]
    store.load(rows, options=Options("Europe/Berlin"))
    found = dict(store.rows("select ticket_id, strftime(created_at, '%H:%M') from tickets"))
    assert found == {"winter": "12:42", "summer": "11:42", "said": "13:42", "offset": "17:42"}


def test_a_zone_in_the_header_counts_for_its_column(store: TrialStore) -> None:
    store.load(
        "ticket_id,created_at (America/New_York),first_reply_at (UTC),solved_at\n"
        "T,2025-01-09 08:00:00,2025-01-09 14:00:00,2025-01-09 16:00:00\n",
        options=Options("Europe/Berlin"),
    )
    assert store.rows("select created_at::varchar, first_reply_at::varchar, solved_at::varchar from tickets") == [
        ("2025-01-09 13:00:00", "2025-01-09 14:00:00", "2025-01-09 15:00:00")
    ]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
@pytest.mark.parametrize(
    ("text", "local", "instant"),
    [
        ("2026-01-01 10:00 PM", "2026-01-01 22:00", None),
        ("2026-01-01 10:00:30 PM", "2026-01-01 22:00:30", None),
        ("2026-01-01 10:00 ", "2026-01-01 10:00", None),
        ("2026-1-1 9:05", "2026-01-01 09:05", None),
        ("2026/01/01 10:00:00", "2026-01-01 10:00", None),
        ("2026/01/01 10:00", "2026-01-01 10:00", None),
        ("2026-01-01 10:00:00,5", "2026-01-01 10:00:00.5", None),
        ("2026-01-01 10:00 America/New_York", None, "2026-01-01 15:00"),
        ("2026-01-01 22:00 EST5EDT", None, "2026-01-02 03:00"),
        ("2026-01-01 10:00 EST", None, "2026-01-01 15:00"),
        ("2026-01-01 10:00:00,5 +0200", None, "2026-01-01 08:00:00.5"),
        ("2026-01-01T10:00:00.25z", None, "2026-01-01 10:00:00.25"),
        ("2026-01-01 10:00 banana", None, None),
        ("2026-01-01 10:00:+2", None, None),
        ("2026-01-01 10:00:0Z", None, None),
        ("2026-01-01 22:00 PM", None, None),
    ],
)
def test_no_part_of_a_time_is_ignored(
    store: TrialStore, zone: str, text: str, local: str | None, instant: str | None
) -> None:
    expected = dt.datetime.fromisoformat(local or instant) if local or instant else None
    if local and expected and zone == "Asia/Tokyo":
        expected -= dt.timedelta(hours=9)
    assert created(store, text, zone=zone) == (expected, None if expected else "created_at:time")


def dated(*dates: str, solved: str = "") -> list[dict[str, str]]:
    return [{"ticket_id": f"T{number}", "created_at": one, "solved_at": solved} for number, one in enumerate(dates)]


def test_one_value_decides_the_order_for_the_file(store: TrialStore) -> None:
    store.load(dated("1/2/2025", "2/3/2025", "25/3/2025"))
    assert store.rows("select max(created_at)::date, min(created_at)::date from tickets") == [
        (dt.date(2025, 3, 25), dt.date(2025, 2, 1))
    ]
    store.load(dated("1/2/2026", "2/3/2026", "3/25/2026"))
    assert store.rows("select min(created_at)::date from tickets") == [(dt.date(2026, 1, 2),)]


def test_another_column_can_decide_it(store: TrialStore) -> None:
    store.load(dated("1/2/2025", solved="25/3/2025"))
    assert store.rows("select created_at::date from tickets") == [(dt.date(2025, 2, 1),)]


@pytest.mark.parametrize("more", ["3/4/2025", "2025-03-04", ""])
def test_dates_that_fit_both_orders_are_asked(store: TrialStore, more: str) -> None:
    with pytest.raises(LoadError, match=r"'created_at' fit both orders\. Say --day-first or --month-first"):
        store.load(dated("1/2/2025", "12/11/2025", more))
    assert store.version is None


def test_mixed_orders_are_asked_and_misfits_rejected(store: TrialStore) -> None:
    rows = dated("25/3/2025", "3/26/2025")
    with pytest.raises(LoadError, match=r"mixed.*--day-first"):
        store.load(rows)
    report = store.load(rows, options=Options(day_first=True))
    assert counts(report) == (1, 0, 0, 0, 1)


def test_mixed_orders_are_shown_by_a_value_of_each(store: TrialStore) -> None:
    one = "'created_at' has the day first ('25/3/2025 10:00'), 'solved_at' the month ('3/26/2025')."
    with pytest.raises(LoadError, match=re.escape(one)):
        store.load(dated("1/2/2025", "25/3/2025 10:00", solved="3/26/2025"))
    both = "'created_at' has the day first ('25/3/2025'), 'created_at' also the month ('3/26/2025')."
    with pytest.raises(LoadError, match=re.escape(both)):
        store.load(dated("25/3/2025", "3/26/2025"))


def test_ambiguous_dates_are_shown_by_a_value(store: TrialStore) -> None:
    with pytest.raises(LoadError, match="Dates such as '12/11/2025' in 'created_at' fit both orders"):
        store.load(dated("1/2/2025", "12/11/2025"))


def test_one_impossible_date_decides_nothing(store: TrialStore) -> None:
    report = store.load(dated("25/3/2025", "13/13/2025", "99/99/2025", "0/45/2025"))
    assert counts(report) == (1, 0, 0, 0, 3)


def test_dates_that_begin_far_down_are_read_and_asked_too(store: TrialStore) -> None:
    rows = dated(*["2025-01-01"] * (SAMPLE_ROWS + 5))
    rows[-1]["solved_at"] = "25/3/2025"
    assert counts(store.load(rows)) == (len(rows), 0, 0, 0, 0)
    assert store.rows("select max(solved_at)::date from tickets") == [(dt.date(2025, 3, 25),)]
    rows[-1]["solved_at"] = "5/3/2025"
    with pytest.raises(LoadError, match="'solved_at' fit both orders"):
        store.load(rows)
