"""How long a text says something took, in minutes."""

import duckdb
import pytest

from data.loading.durations import minutes_sql


def minutes(text: str | None, unit: str = "minutes") -> float | None:
    sql = f"select {minutes_sql('given', unit)} from (select $text::varchar as given)"
    return duckdb.execute(sql, {"text": text}).fetchall()[0][0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26:30:15", 26 * 60 + 30 + 15 / 60),  # beyond a day
        ("100:00:00", 6000),
        ("0:45", 45),
        ("-0:30", -30),
        ("+1:05", 65),
        ("-12:00:30", -720.5),
        ("1 day, 2:03:04", 1440 + 123 + 4 / 60),
        ("00:00:01.5", 1.5 / 60),
        ("1h 30m", 90),
        ("1h30m", 90),
        ("3 hours 5 minutes", 185),
        ("2 days and 1 hour", 2940),
        ("1w 2d", 12960),
        ("90 sec", 1.5),
        ("250ms", 250 / 60000),
        ("1.5 Hours", 90),
        ("1,5 h", 90),
        ("-2h", -120),
        (" 12 h, 5 min ", 725),
    ],
)
def test_a_duration_that_says_its_unit(text: str, expected: float) -> None:
    assert minutes(text, "seconds") == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("milliseconds", 0.09), ("seconds", 90), ("minutes", 5400), ("hours", 324000), ("days", 7776000)],
)
def test_a_bare_number_is_in_the_unit_of_its_column(unit: str, expected: float) -> None:
    assert minutes("5400", unit) == pytest.approx(expected)
    assert minutes("-5400", unit) == pytest.approx(-expected)
    assert minutes("5,400", unit) == pytest.approx(expected)


@pytest.mark.parametrize("text", [None, "", "soon", "1:75", "12:", "h", "1 fortnight", "3 hours 5", "--1:00", "nan"])
def test_what_is_no_duration_is_nothing(text: str | None) -> None:
    assert minutes(text) is None
