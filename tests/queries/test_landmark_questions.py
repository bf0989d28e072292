"""Support in the first days and what came after: every rule of the comparison on customers worked out by hand.

Unless a test says otherwise, customers start on 1 January 2024, the landmark is day 90 (31 March), and the data end on
31 December 2025, so that the 365 days after the landmark are covered.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from tests.queries.answers import rows

Ask = Callable[..., pd.DataFrame]
START, END = "2024-01-01", dt.date(2025, 12, 31)


def day(number: int) -> str:
    """The day of that tenure of a customer who started on 1 January 2024."""
    return (dt.date(2024, 1, 1) + dt.timedelta(days=number)).isoformat()


@pytest.fixture(autouse=True)
def two_years(facts: Any) -> None:
    facts.relation_status(last_day=END, losses_through=END)


def exposures(answer: pd.DataFrame) -> dict[str, int]:
    """How many customers had which support; levels that nobody had are left out."""
    counts = dict(rows(answer, "exposure", "customers"))
    return {level: n for level, n in counts.items() if n}


@pytest.mark.parametrize(
    ("tickets", "expected"),
    [
        ([], "no contact"),
        ([(5, "good")], "good"),
        ([(5, "good"), (6, "good"), (7, "poor")], "poor"),
        ([(5, "good"), (6, "neither")], "good"),
        ([(5, "neither")], "neither"),
        ([(5, None)], "neither"),  # nothing known by then
        ([(0, "good"), (90, "poor")], "poor"),  # both ends belong to the first 90 days
        ([(5, "good"), (91, "poor")], "good"),
        ([(91, "poor")], "no contact"),
        ([(85, "poor", 91)], "neither"),  # known a day too late
        ([(85, "poor", 90)], "poor"),
    ],
)
def test_the_group_follows_from_what_was_known_by_the_landmark(
    facts: Any, ask: Ask, tickets: list[tuple[Any, ...]], expected: str
) -> None:
    number = facts.relation(START)
    for created, kind, *known in tickets:
        facts.interaction(number, created, kind, known=known[0] if known else None)
    assert exposures(ask("landmark_groups")) == {expected: 1}
    assert rows(ask("landmark_cells"), "exposure", "customers") == [(expected, 1)]


def test_a_rating_counts_from_the_day_it_was_given(facts: Any, ask: Ask) -> None:
    rated_in_time, rated_late = facts.relation(START), facts.relation(START)
    facts.interaction(rated_in_time, 80, "good", rating="poor", rated_tenure=90, is_satisfied=False)
    facts.interaction(rated_late, 80, "good", rating="poor", rated_tenure=91, is_satisfied=False)
    assert exposures(ask("landmark_groups")) == {"poor": 1, "good": 1}
    assert exposures(ask("landmark_groups", exposure_of="csat")) == {"no": 1, "not known": 1}


def test_tickets_that_announce_leaving_are_no_support(facts: Any, ask: Ask) -> None:
    leaves, stays = facts.relation(START, day(100)), facts.relation(START)
    for number in (leaves, stays):
        facts.interaction(number, 20, "good")
        facts.interaction(number, 85, "poor", is_cancelling=True)
    assert exposures(ask("landmark_groups")) == {"good": 2}
    assert rows(ask("landmark_cells"), "tickets_band")[0] == ("1",)


def test_each_part_is_yes_or_no_where_it_is_known(facts: Any, ask: Ask) -> None:
    parts = {"replied_tenure": 11, "first_solved_tenure": 20, "settled_tenure": 20}
    fine = {
        "is_replied_within_target": True,
        "is_first_in_target": True,
        "is_resolved_within_target": True,
        "is_reopened": False,
    }
    for late in (
        {},
        {"is_replied_within_target": False},
        {"is_first_in_target": False, "is_resolved_within_target": False},
    ):
        number = facts.relation(START)
        facts.interaction(number, 10, **parts | fine | late)
        facts.interaction(number, 12, **parts | fine)
    reopened_later = facts.relation(START)
    facts.interaction(
        reopened_later,
        10,
        **parts | fine | {"settled_tenure": 95, "is_reopened": True, "is_resolved_within_target": False},
    )
    reopened = facts.relation(START)
    facts.interaction(
        reopened, 10, **parts | fine | {"settled_tenure": 90, "is_reopened": True, "is_resolved_within_target": False}
    )
    unknown = facts.relation(START)
    facts.interaction(unknown, 10)
    late_news = facts.relation(START)
    facts.interaction(late_news, 10, **fine | dict.fromkeys(parts, 91))
    facts.relation(START)
    expected = {
        "fast_reply": {"yes": 4, "no": 1, "not known": 2, "no contact": 1},
        "resolved_in_target": {"yes": 3, "no": 2, "not known": 2, "no contact": 1},
        "not_reopened": {"yes": 4, "no": 1, "not known": 2, "no contact": 1},
        "csat": {"not known": 7, "no contact": 1},
    }
    assert {part: exposures(ask("landmark_groups", exposure_of=part)) for part in expected} == expected


@pytest.mark.parametrize(
    ("lost", "through", "months", "is_event"),
    [
        (None, END, 12, False),
        (day(91), END, 1, True),
        (day(120), END, 1, True),  # 30 days after
        (day(121), END, 2, True),  # 31 days after
        (day(90 + 365), END, 12, True),
        (day(90 + 366), END, 12, False),
        (None, dt.date(2024, 3, 31) + dt.timedelta(days=1), 0, False),
        (None, dt.date(2024, 3, 31) + dt.timedelta(days=29), 0, False),
        (None, dt.date(2024, 3, 31) + dt.timedelta(days=30), 1, False),
        (None, dt.date(2024, 3, 31) + dt.timedelta(days=364), 11, False),
        (None, dt.date(2024, 3, 31) + dt.timedelta(days=365), 12, False),
        # lost in the second month, of which the data do not show the end (day 60): whoever stayed is not seen in it either
        (day(140), dt.date(2024, 3, 31) + dt.timedelta(days=59), 1, False),
        (day(140), dt.date(2024, 3, 31) + dt.timedelta(days=60), 2, True),
        (day(110), dt.date(2024, 3, 31) + dt.timedelta(days=25), 0, False),
    ],
)
def test_months_at_risk_are_whole_months_that_the_data_cover(
    facts: Any, ask: Ask, lost: str | None, through: dt.date, months: int, is_event: bool
) -> None:
    facts.relation(START, lost, through=through)
    assert rows(ask("landmark_cells"), "months", "is_event", "customers") == [(months, is_event, 1)]


def test_who_is_not_compared_is_counted(facts: Any, ask: Ask) -> None:
    facts.relation(START, day(40))
    facts.relation(START, day(90))  # on the landmark itself
    facts.relation(START, day(91))
    facts.relation("2025-10-02")  # day 90 is the last day of the data: nothing is known after it
    facts.relation("2025-12-01")
    facts.relation("2025-12-01", "2025-12-10")  # lost, though not there yet
    facts.relation("2023-12-31")  # support before 2024 is not in the data
    facts.relation(START, entry_days=91)  # was known to be there only after the landmark
    facts.relation(START, entry_days=90)
    answer = ask("landmark_groups")
    assert exposures(answer) == {"no contact": 2}
    for column, n in {"lost_before": 3, "not_yet_there": 2, "cannot_be_judged": 2}.items():
        assert answer[column].tolist() == [n] * 4
    everyone = int(
        answer["customers"].sum() + answer[["lost_before", "not_yet_there", "cannot_be_judged"]].iloc[0].sum()
    )
    assert everyone == 9


def test_groups_say_what_is_known_of_the_year_after(facts: Any, ask: Ask) -> None:
    for lost in (day(100), day(455), day(456), None, None):
        facts.interaction(facts.relation(START, lost), 1, "good")
    facts.interaction(facts.relation(START, day(100), is_involuntary=True), 1, "good")
    facts.interaction(facts.relation("2025-06-01"), 1, "good")  # the data end before the year is over
    facts.interaction(facts.relation("2025-06-01", "2025-11-01"), 1, "good")
    row = ask("landmark_groups").set_index("exposure").loc["good"]
    assert (row["customers"], row["lost"], row["involuntary"], row["kept"], row["censored"]) == (8, 4, 1, 3, 1)
    assert (row["whole_customers"], row["whole_lost"]) == (6, 3)


def test_tickets_that_nobody_rated_are_counted_for_lost_and_kept(facts: Any, ask: Ask) -> None:
    lost, kept = facts.relation(START, day(200)), facts.relation(START)
    for number, rated in ((lost, 5), (lost, None), (lost, 95), (kept, 5)):
        facts.interaction(number, 1, "good", rating="good" if rated else None, rated_tenure=rated)
    row = ask("landmark_groups").set_index("exposure").loc["good"]
    columns = ("tickets_of_lost", "unrated_of_lost", "tickets_of_kept", "unrated_of_kept")
    assert tuple(row[column] for column in columns) == (3, 2, 1, 0)


def test_cells_say_what_was_known_of_a_customer_by_the_landmark(facts: Any, ask: Ask) -> None:
    number = facts.relation(START, segment="small", region="north", revenue_band="lowest fifth")
    facts.interaction(number, 60, "good", category="Bug", priority="high", created_at=dt.datetime(2024, 3, 1))
    facts.interaction(number, 30, "good", category="Login", priority=None, created_at=dt.datetime(2024, 1, 31))
    facts.interaction(number, 95, "good", category="Later", created_at=dt.datetime(2024, 4, 5))
    columns = ("segment", "plan", "region", "industry", "acquisition_channel", "revenue_band", "start_quarter")
    support = ("tickets_band", "first_category", "first_priority")
    assert rows(ask("landmark_cells"), *columns, *support) == [
        ("small", "(none)", "north", "(none)", "(none)", "lowest fifth", "2024-Q1", "2", "Login", "(none)")
    ]


@pytest.mark.parametrize(
    ("tickets", "band"), [(0, "0"), (1, "1"), (2, "2"), (3, "3-4"), (4, "3-4"), (5, "5+"), (9, "5+")]
)
def test_bands_of_tickets(facts: Any, ask: Ask, tickets: int, band: str) -> None:
    number = facts.relation(START)
    for _ in range(tickets):
        facts.interaction(number, 3, "good")
    assert rows(ask("landmark_cells"), "tickets_band") == [(band,)]


@pytest.mark.parametrize("landmark", [30, 60, 180])
def test_other_landmarks_look_as_far_as_they_say(facts: Any, ask: Ask, landmark: int) -> None:
    number = facts.relation(START)
    facts.interaction(number, landmark, "good")
    facts.interaction(number, landmark + 1, "poor")
    assert exposures(ask("landmark_groups", landmark=landmark)) == {"good": 1}


def test_of_very_many_customers_some_are_taken_by_lot(facts: Any, ask: Ask) -> None:
    for number in range(200):
        facts.relation(START, lot=number / 200)
    facts.relation(START, day(20), lot=0.0)  # is not compared, and does not count among the many
    assert ask("landmark_cells")["customers"].sum() == 200
    assert ask("landmark_cells", most_customers=50)["customers"].sum() == 50
    assert ask("landmark_cells", most_customers=None)["customers"].sum() == 200
    assert ask("landmark_groups")["customers"].sum() == 200
