"""Steps of the journey with their intervals, times and earlier customers are those of the funnel, worked by hand."""

import datetime as dt

import pandas as pd
import pytest

from queries.statistics.intervals import newcombe_difference, wilson
from tests.queries.journeys import Firm

NOW, BEFORE = (dt.date(2024, 6, 1), dt.date(2024, 8, 31)), (dt.date(2024, 1, 1), dt.date(2024, 3, 31))
DAYS = {"from": NOW[0], "to": NOW[1], "previous_from": BEFORE[0], "previous_to": BEFORE[1]}


def moved(firm: Firm, name: str, start: str, after: tuple[int, ...], never: int) -> None:
    """Customers who came on a day and reached the next stage after so many days, and some who never did."""
    came = dt.date.fromisoformat(start)
    for number, days in enumerate(after):
        firm.went(f"{name}{number}", Discover=str(came), Evaluate=str(came + dt.timedelta(days=days)))
    for number in range(never):
        firm.went(f"{name} never {number}", Discover=str(came))


@pytest.fixture(scope="module")
def firm() -> Firm:
    """Of 12 customers 8 moved on in time (window 60 days), one later; of 10 before them 9. All of 2024 is known."""
    firm = Firm(
        journey=[
            {"name": "Discover", "is_optional": False, "window_days": 60},
            {"name": "Evaluate", "is_optional": True, "window_days": 30},
            {"name": "Purchase", "is_optional": False, "window_days": None},
        ]
    )
    moved(firm, "now", "2024-06-10", (2, 4, 6, 8, 10, 12, 20, 30, 90), never=3)
    moved(firm, "before", "2024-02-10", (5, 5, 5, 5, 5, 5, 5, 5, 5), never=1)
    firm.went("late", Purchase="2024-12-30")
    firm.asked("late", "2024-12-31 09:00")
    return firm


def step(firm: Firm, **given: object) -> pd.Series:
    frame = firm.ask("journey_steps", **DAYS | given)
    return frame[frame["stage"] == "Discover"].iloc[0]


def test_shares_are_those_of_wilson_within_the_window(firm: Firm) -> None:
    row, ends = step(firm), wilson(8, 12)
    assert ends is not None
    assert (row["entered"], row["converted"], row["late"], row["dropped"], row["n"]) == (12, 8, 1, 4, 12)
    assert (row["value"], row["low"], row["high"]) == pytest.approx((8 / 12, ends.low, ends.high))
    assert bool(row["is_mature"]) and not row["is_optional"]


def test_the_median_counts_those_who_never_moved_on_as_waiting(firm: Firm) -> None:
    """Half of 12 is reached with the sixth, after 12 days; of the 9 who did move on alone it would be 10."""
    assert step(firm)["p50_days"] == 12


def test_the_change_is_newcombes_difference_to_the_customers_before(firm: Firm) -> None:
    row, found = step(firm), newcombe_difference(8, 12, other_successes=9, other_n=10)
    assert found is not None
    assert (row["before_entered"], row["before_n"], row["before_value"]) == (10, 10, 0.9)
    assert (row["change"], row["change_low"], row["change_high"]) == pytest.approx((found.value, found.low, found.high))


def test_without_days_before_nothing_is_compared(firm: Firm) -> None:
    row = step(firm, previous_from=None, previous_to=None)
    assert pd.isna(row["before_entered"]) and pd.isna(row["change"]) and not row["before_is_mature"]


def test_young_customers_are_not_compared(firm: Firm) -> None:
    row = step(firm, to=dt.date(2024, 12, 31))
    assert not row["is_mature"] and pd.isna(row["change"])


def test_fewer_than_five_have_no_share(firm: Firm) -> None:
    frame = firm.ask("journey_steps", **DAYS | {"from": dt.date(2024, 12, 1), "to": dt.date(2024, 12, 31)})
    assert frame["value"].isna().all() and frame["entered"].tolist() == [1, 1, 1]


def test_stages_reached_in_time_are_counted_of_all_who_came(firm: Firm) -> None:
    frame = firm.ask("journey_reached", **DAYS).set_index("stage")
    row, found = frame.loc["Evaluate"], newcombe_difference(8, 12, other_successes=9, other_n=10)
    assert found is not None
    assert (row["customers"], row["in_time"], row["before_customers"], row["before_in_time"]) == (12, 8, 10, 9)
    assert row["share"] == pytest.approx(8 / 12) and row["change"] == pytest.approx(found.value)
    assert frame.loc["Purchase", "in_time"] == 0
