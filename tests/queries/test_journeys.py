"""The year of customers that a journey is judged by has had the time of its early steps."""

import datetime as dt

import pytest

from queries.journeys import judged_year, year_before
from queries.periods import Period


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "windows", "start", "end"),
    [
        # 300 days for the first four steps, the fifth would make 700: 3 Feb 2026 was 300 days before
        ("2019-06-21", "2026-11-30", [90, 90, 30, 90, 400], "2025-02-01", "2026-01-31"),
        # the last day of a month counts as a whole month
        ("2019-06-21", "2026-11-27", [300], "2025-02-01", "2026-01-31"),
        # a history too short for all four steps gives up the later ones
        ("2025-06-01", "2026-11-30", [90, 90, 30, 90], "2025-06-01", "2026-05-31"),
        # no whole year: from the first day to where the last step that can be over is over
        ("2026-06-01", "2026-11-30", [90, 60], "2026-06-01", "2026-07-03"),
        ("2026-11-01", "2026-11-30", [90, 60], "2026-11-01", "2026-11-30"),
        # windows of years
        ("2019-06-21", "2026-11-30", [400], "2019-06-21", "2025-10-26"),
    ],
)
def test_the_newest_year_whose_early_steps_are_over(
    first: str, last: str, windows: list[int], start: str, end: str
) -> None:
    assert judged_year(day(first), day(last), windows) == Period(day(start), day(end))


def test_nothing_is_judged_before_anybody_came() -> None:
    assert judged_year(day("2026-12-01"), day("2026-11-30"), [90]) is None


def test_the_year_before_has_no_day_in_common() -> None:
    year = Period(day("2025-02-01"), day("2026-01-31"))
    assert year_before(year) == Period(day("2024-02-01"), day("2025-01-31"))
    odd = Period(day("2026-06-01"), day("2026-07-03"))
    assert year_before(odd) == Period(day("2026-04-29"), day("2026-05-31"))
    assert year_before(odd).days == odd.days
