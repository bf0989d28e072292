"""Text becomes typed values; what cannot be one is rejected with its reason, and what is missing stays unknown."""

import pytest

from data.loading.values import REASONS
from tests.data.trial_store import TrialStore, counts, csv_text

TICKET = {"ticket_id": "T", "created_at": "2025-01-01 10:00:00"}


def read(store: TrialStore, **cells: str) -> dict[str, object]:
    """How one ticket with these cells is read."""
    (row,) = store.read([TICKET | cells])
    return row


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        (" 5 ", 5),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567),
        ("1.234,5", 1234.5),
        ("1 234,50", 1234.5),
        ("€ 12.50", 12.5),
        ("45 %", 45),
        ("1e3", 1000),
        ("", None),
        ("-", None),
        (" - ", None),
        ("N/A", None),
        ("NA", None),
        ("?", None),
    ],
)
def test_numbers(store: TrialStore, text: str, number: float | None) -> None:
    row = read(store, requester_wait_minutes=text)
    assert (row["requester_wait_minutes"], row["problem"]) == (number, None)


@pytest.mark.parametrize("text", ["many", "1.2.3", "12a", "inf", "--", "1,23,4"])
def test_what_is_no_number_is_rejected(store: TrialStore, text: str) -> None:
    assert read(store, requester_wait_minutes=text)["problem"] == "requester_wait_minutes:number"


def test_whole_numbers_are_whole(store: TrialStore) -> None:
    assert read(store, replies="3.0")["replies"] == 3
    assert read(store, replies="1,000")["replies"] == 1000
    for text in ("3.7", "0.5", "99999999999", "two"):
        assert read(store, replies=text)["problem"] == "replies:whole", text


@pytest.mark.parametrize("column", ["reopens", "replies", "handoffs", "requester_wait_minutes"])
def test_counts_and_waits_are_not_negative(store: TrialStore, column: str) -> None:
    assert read(store, **{column: "0"})["problem"] is None
    assert read(store, **{column: "-1"})["problem"] == f"{column}:negative"
    assert REASONS["negative"] == "this cannot be negative"


def test_money_may_be_negative(store: TrialStore) -> None:
    (row,) = store.read([{"customer_id": "C", "monthly_revenue": "-3"}])
    assert (row["monthly_revenue"], row["problem"]) == (-3, None)


def test_flags(store: TrialStore) -> None:
    flags = {
        "true": True,
        "Yes": True,
        "1": True,
        "t": True,
        "FALSE": False,
        "no": False,
        "0": False,
        "": None,
        "NA": None,
    }
    for text, flag in flags.items():
        assert read(store, csat_sent=text)["csat_sent"] is flag, text
    assert read(store, csat_sent="perhaps")["problem"] == "csat_sent:boolean"


@pytest.mark.parametrize("text", ["1.25E+17", "1,25E+17", "1.25e+17", "1E+05"])
@pytest.mark.parametrize("column", ["ticket_id", "customer_id"])
def test_ids_that_a_spreadsheet_destroyed_are_rejected(store: TrialStore, column: str, text: str) -> None:
    assert read(store, **{column: text})["problem"] == f"{column}:id"
    assert "spreadsheet" in REASONS["id"]


def test_ids_are_text(store: TrialStore) -> None:
    ids = ["007", "7", "12345678901234567890", "1.50", "E+5", "a+1@example.com", "0x1F", "1e5"]
    rows = store.read([TICKET | {"ticket_id": one} for one in ids])
    assert [row["ticket_id"] for row in rows] == ids
    assert {row["problem"] for row in rows} == {None}


def test_a_region_may_be_called_na(store: TrialStore) -> None:
    store.load("customer_id,region,plan\nC,NA,N/A\n", name="customers.csv")
    assert store.rows("select region, plan from customers") == [("NA", None)]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"ticket_id": ""}, "ticket_id:missing"),
        ({"ticket_id": "  "}, "ticket_id:missing"),
        ({"created_at": ""}, "created_at:missing"),
        ({"created_at": " - "}, "created_at:missing"),
        ({"first_reply_at": "2025-01-01 09:59:59"}, "first_reply_at:reply"),
        ({"solved_at": "2024-12-31"}, "solved_at:solved"),
        ({"first_solved_at": "2024-12-31"}, "first_solved_at:solved"),
        ({"closed_at": "2024-12-31"}, "closed_at:solved"),
        ({"csat_score": "6", "csat_scale": "1-5"}, "csat_score:score"),
        ({"csat_score": "6"}, "csat_score:score"),
        ({"csat_score": "6", "csat_scale": "stars"}, None),
        ({"csat_score": "6", "csat_scale": "1-7"}, None),
        ({"csat_score": "4"}, None),
        ({"first_reply_at": "2025-01-01 10:00:00"}, None),
    ],
)
def test_rows_that_cannot_be_used(store: TrialStore, cells: dict[str, str], problem: str | None) -> None:
    assert read(store, **cells)["problem"] == problem


def test_a_score_without_a_scale_is_on_that_of_its_kind(store: TrialStore) -> None:
    answers = {"csat": ("5", "6"), "ces": ("7", "8"), "nps": ("10", "11")}
    rows = [
        {"survey_id": f"{kind}{score}", "kind": kind, "score": score}
        for kind, both in answers.items()
        for score in both
    ]
    found = store.read(rows)
    assert [row["problem"] for row in found] == [None, "score:score"] * 2 + [None, "score:nps"]


def test_a_reject_says_line_column_value_and_reason(store: TrialStore) -> None:
    rows = [
        TICKET,
        TICKET | {"ticket_id": "U", "first_reply_at": "2024-12-31 08:00:00"},
        TICKET | {"ticket_id": "V", "replies": "few"},
    ]
    assert counts(store.load(rows)) == (1, 0, 0, 0, 2)
    assert store.rows('select load_id, file, line, "column", value, reason from rejects order by line') == [
        (1, "tickets.csv", 3, "first_reply_at", "2024-12-31 08:00:00", REASONS["reply"]),
        (1, "tickets.csv", 4, "replies", "few", REASONS["whole"]),
    ]


def test_a_reply_counted_in_minutes_is_rejected_by_its_minutes(store: TrialStore) -> None:
    header = "Id,Created at,First reply time in minutes,Summation column,Group stations\n"
    store.load(header + "1,2025-01-01 10:00:00,-5,1,1\n2,2025-01-01 10:00:00,7,1,1\n3,2025-01-01 10:00:00, - ,1,1\n")
    assert store.rows('select "column", value, reason from rejects') == [
        ("First reply time in minutes", "-5", REASONS["reply"])
    ]
    assert store.rows("select ticket_id, first_reply_at::varchar from tickets order by 1") == [
        ("2", "2025-01-01 10:07:00"),
        ("3", None),
    ]


def test_words_that_are_not_known_become_missing_and_are_said(store: TrialStore) -> None:
    words = ["open", "Solved", "Waiting on moon", "waiting on moon", ""]
    report = store.load([TICKET | {"ticket_id": word or "none", "status": word} for word in words])
    assert counts(report) == (5, 0, 0, 0, 0)
    assert report.notes == ("status: 1 unknown word(s) read as missing: 'waiting on moon' (2)",)
    found = dict(store.rows("select ticket_id, status from tickets"))
    assert found == {"open": "open", "Solved": "solved", "Waiting on moon": None, "waiting on moon": None, "none": None}


def test_a_kind_that_is_not_known_is_rejected(store: TrialStore) -> None:
    (row,) = store.read("survey_id,kind\nS,smile\n")
    assert row["problem"] == "kind:choice"


def test_the_last_of_equal_records_counts(store: TrialStore) -> None:
    rows = [TICKET | {"subject": "first"}, TICKET | {"subject": "second"}, TICKET | {"subject": ""}]
    assert counts(store.load(rows)) == (1, 0, 0, 2, 0)
    assert store.rows("select subject from tickets") == [(None,)]


def test_the_latest_of_equal_records_counts(store: TrialStore) -> None:
    rows = [
        TICKET | {"subject": "new", "updated_at": "2025-02-02"},
        TICKET | {"subject": "old", "updated_at": "2025-02-01"},
    ]
    assert counts(store.load(rows)) == (1, 0, 0, 1, 0)
    assert store.rows("select subject from tickets") == [("new",)]


def test_hostile_text_is_loaded_as_it_is(store: TrialStore) -> None:
    texts = [
        "'; drop table tickets; --",
        "<script>alert(1)</script>",
        '=HYPERLINK("http://x")',
        "$name {0} %s",
        "\\",
        "{{x}}",
    ]
    rows = [TICKET | {"ticket_id": str(number), "subject": text, "team": text} for number, text in enumerate(texts)]
    store.load(csv_text(rows))
    assert store.rows("select subject, team from tickets order by ticket_id::integer") == [
        (text, text) for text in texts
    ]
