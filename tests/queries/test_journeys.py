"""The customers that a journey is judged by have had the time of its early steps, and nobody of them is missing."""

import datetime as dt

import pytest

from queries.journeys import Month, judged, recorded_from
from queries.periods import Period


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "windows", "period", "before"),
    [
        # 300 days for the first four steps, the fifth would make 700: 3 Feb 2026 was 300 days before
        ("2019-06-21", "2026-11-30", [90, 90, 30, 90, 400], ("2025-02-01", "2026-01-31"), ("2024-02-01", "2025-01-31")),
        # the last day of a month makes it a whole one
        ("2019-06-21", "2026-11-27", [300], ("2025-02-01", "2026-01-31"), ("2024-02-01", "2025-01-31")),
        ("2019-06-21", "2026-11-26", [300], ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")),
        # 14 months: the newer 7 against the 7 before
        ("2024-12-01", "2026-11-30", [90, 90, 30, 90], ("2025-07-01", "2026-01-31"), ("2024-12-01", "2025-06-30")),
        # 5 whole months: all, with nothing to compare with
        ("2025-08-15", "2026-11-30", [300], ("2025-09-01", "2026-01-31"), None),
        # too short for all four steps: the later ones are given up
        ("2026-01-10", "2026-11-30", [90, 90, 30, 90], ("2026-02-01", "2026-04-30"), None),
        # no whole months: from the first day to where the last step that can be over is over
        ("2026-06-01", "2026-11-30", [90, 60], ("2026-06-01", "2026-08-31"), None),
        ("2026-06-20", "2026-11-30", [90, 60], ("2026-06-20", "2026-07-03"), None),
        ("2026-11-01", "2026-11-30", [90, 60], ("2026-11-01", "2026-11-30"), None),
        # windows of years
        ("2019-06-21", "2026-11-30", [400], ("2019-06-21", "2025-10-26"), None),
    ],
)
def test_the_newest_months_whose_early_steps_are_over(
    first: str, last: str, windows: list[int], period: tuple[str, str], before: tuple[str, str] | None
) -> None:
    found = judged(day(first), day(last), windows)
    assert found is not None
    assert found[0] == Period(day(period[0]), day(period[1]))
    assert found[1] == (None if before is None else Period(day(before[0]), day(before[1])))


def test_a_firm_that_nobody_comes_to_any_more_is_judged_by_the_last_who_came() -> None:
    found = judged(day("2020-01-01"), day("2026-11-30"), [90], last_came=day("2024-06-17"))
    assert found == (Period(day("2023-07-01"), day("2024-06-30")), Period(day("2022-07-01"), day("2023-06-30")))
    short = judged(day("2024-06-03"), day("2026-11-30"), [90], last_came=day("2024-06-17"))
    assert short == (Period(day("2024-06-03"), day("2024-06-30")), None)


def test_nothing_is_judged_before_anybody_came() -> None:
    assert judged(day("2026-12-01"), day("2026-11-30"), [90]) is None


def months(*counts: tuple[int, int], over: int = 99) -> list[Month]:
    return [
        Month(dt.date(2025, place + 1, 1), customers, went_on, place < over)
        for place, (customers, went_on) in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("found", "since"),
    [
        (
            months((100, 100), (120, 119), (150, 110), (140, 100)),
            "2025-03-01",
        ),  # only buyers are known of the first two
        (months((100, 80), (120, 119), (150, 110)), "2025-01-01"),
        (months((100, 100), (120, 120), (150, 149)), "2025-01-01"),  # a firm where all go on
        (months((100, 100), (100, 97), (100, 98)), "2025-01-01"),  # hardly fewer
        (months((5, 5), (6, 6), (150, 110)), "2025-01-01"),  # too few before to tell
        (months((100, 100), (100, 10), over=1), "2025-01-01"),  # of the later month nothing can be told yet
    ],
)
def test_months_of_which_only_those_are_known_who_went_on_are_left_out(found: list[Month], since: str) -> None:
    assert recorded_from(found) == day(since)
    assert recorded_from([]) is None
