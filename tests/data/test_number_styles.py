"""Whether a comma divides thousands or begins the decimals is decided for a whole column."""

import pytest

from tests.data.trial_store import TrialStore


def waits(store: TrialStore, *texts: str) -> list[object]:
    """What a column of these texts is read as; `rejected` for what does not fit."""
    rows = [
        {"ticket_id": str(number), "created_at": "2025-01-01", "requester_wait_minutes": text}
        for number, text in enumerate(texts)
    ]
    found = store.read(rows)
    assert {row["problem"] for row in found} <= {None, "requester_wait_minutes:number"}
    return ["rejected" if row["problem"] else row["requester_wait_minutes"] for row in found]


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (("12,500", "2.250,50"), [12.5, 2250.5]),
        (("12,500", "1.250", "0,5", "7"), [12.5, 1250, 0.5, 7]),
        (("12,500", "€ 3,25", "-"), [12.5, 3.25, None]),
        (("12,500", "1.234.567"), [12.5, 1234567]),
        (("12,500", "1 234,5"), [12.5, 1234.5]),
        (("12,5", "12,25", "12.5"), [12.5, 12.25, "rejected"]),
        (("12,500", "2,250.50"), [12500, 2250.5]),
        (("12,500", "1,234,567"), [12500, 1234567]),
        (("12,500", "3.5", "4.25", "0,5"), [12500, 3.5, 4.25, "rejected"]),
        (("12,500", "1.250"), [12500, 1.25]),
    ],
)
def test_all_values_of_a_column_are_read_alike(
    store: TrialStore, texts: tuple[str, ...], numbers: list[object]
) -> None:
    assert waits(store, *texts) == numbers
    assert waits(store, *reversed(texts)) == numbers[::-1]


def test_each_column_has_its_own_style(store: TrialStore) -> None:
    (row,) = store.read("customer_id;monthly_revenue;acquisition_cost\nC;1.500,5;1,500.5\n")
    assert (row["monthly_revenue"], row["acquisition_cost"]) == (1500.5, 1500.5)


def test_minutes_that_are_added_to_a_time_have_a_style_too(store: TrialStore) -> None:
    header = "Id;Created at;First reply time in minutes;Summation column;Group stations\n"
    store.load(header + "1;2025-01-01 10:00:00;1,500;1;1\n2;2025-01-01 10:00:00;1,5;1;1\n")
    assert store.rows("select strftime(first_reply_at, '%H:%M:%S') from tickets order by ticket_id") == [
        ("10:01:30",),
        ("10:01:30",),
    ]
