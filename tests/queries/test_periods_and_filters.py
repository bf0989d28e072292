"""Are periods compared like with like, and do filters survive a URL?"""

import datetime as dt

import pytest

from queries.filters import FIELDS, NONE, Filters
from queries.parameters import QuestionError
from queries.periods import NAMES, Coverage, Period, monday, named, picked, week

DAY = dt.timedelta(days=1)
COVERAGE = Coverage(dt.date(2024, 1, 3), dt.date(2025, 5, 14))  # to a Wednesday


@pytest.mark.parametrize("days", [1, 2, 7, 8, 28, 30, 31, 91, 365, 366])
def test_the_previous_period_is_as_long_on_the_same_weekdays_and_apart(days: int) -> None:
    period = Period(dt.date(2025, 3, 5), dt.date(2025, 3, 5) + (days - 1) * DAY)
    before = period.previous()
    assert before.days == period.days == days
    assert before.start.weekday() == period.start.weekday()
    assert before.end < period.start
    assert (period.start - before.end).days <= 7  # as near as whole weeks allow


def test_whole_weeks_follow_each_other_without_a_gap() -> None:
    period = named("last_4_weeks", COVERAGE)
    assert period.previous().end + DAY == period.start


@pytest.mark.parametrize("weeks", [4, 8, 13, 26, 52])
def test_complete_weeks_run_from_monday_to_the_last_sunday_of_the_data(weeks: int) -> None:
    period = named(f"last_{weeks}_weeks", COVERAGE)
    assert (period.start.isoweekday(), period.end.isoweekday(), period.days) == (1, 7, 7 * weeks)
    assert period.end == dt.date(2025, 5, 11)


def test_a_week_that_ends_with_the_data_is_complete() -> None:
    assert Coverage(dt.date(2024, 1, 1), dt.date(2025, 5, 11)).last_week == dt.date(2025, 5, 5)
    assert Coverage(dt.date(2024, 1, 1), dt.date(2025, 5, 10)).last_week == dt.date(2025, 4, 28)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("this_month", "2025-05-01", "2025-05-14"),
        ("last_month", "2025-04-01", "2025-04-30"),
        ("this_quarter", "2025-04-01", "2025-05-14"),
        ("last_quarter", "2025-01-01", "2025-03-31"),
        ("all", "2024-01-03", "2025-05-14"),
    ],
)
def test_months_and_quarters_are_those_of_the_calendar(name: str, start: str, end: str) -> None:
    assert named(name, COVERAGE) == Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def test_january_looks_back_over_the_year() -> None:
    coverage = Coverage(dt.date(2020, 1, 1), dt.date(2024, 1, 31))
    assert named("last_month", coverage) == Period(dt.date(2023, 12, 1), dt.date(2023, 12, 31))
    assert named("last_quarter", coverage) == Period(dt.date(2023, 10, 1), dt.date(2023, 12, 31))


def test_every_name_but_custom_is_a_period() -> None:
    for name in NAMES:
        if name != "custom":
            assert named(name, COVERAGE).end <= COVERAGE.last_day
    for wrong in ("custom", "last_3_weeks", "yesterday"):
        with pytest.raises(QuestionError, match="is not the name of a period"):
            named(wrong, COVERAGE)


def test_picking_one_day_in_a_calendar_is_that_day() -> None:
    day, fallback = dt.date(2025, 2, 3), named("all", COVERAGE)
    assert picked((), fallback=fallback) == fallback
    assert picked((day,), fallback=fallback) == Period(day, day)
    assert picked((day, day - DAY), fallback=fallback) == Period(day - DAY, day)


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(QuestionError, match="starts"):
        Period(dt.date(2025, 1, 2), dt.date(2025, 1, 1))


def test_parameters_hold_both_periods() -> None:
    period = week(dt.date(2025, 1, 1))
    assert monday(dt.date(2025, 1, 5)) == period.start == dt.date(2024, 12, 30)
    assert period.parameters() == {
        "from": dt.date(2024, 12, 30),
        "to": dt.date(2025, 1, 5),
        "previous_from": dt.date(2024, 12, 23),
        "previous_to": dt.date(2024, 12, 29),
    }


def test_data_without_a_complete_day_has_no_period() -> None:
    with pytest.raises(QuestionError, match="no complete day"):
        Coverage.from_status({"first_day": None, "last_day": "2025-01-01"})


AWKWARD = ('Blue, "the" team', "a=b", "&?%", NONE, " space ", "two\nlines", "Ünïcode")


@pytest.mark.parametrize("field", FIELDS)
def test_filters_survive_a_url(field: str) -> None:
    filters = Filters().replaced(field, AWKWARD)
    assert filters.values(field) == AWKWARD
    assert Filters.from_query(filters.to_query()) == filters
    assert Filters.from_query({**filters.to_query(), "page": "speed"}) == filters


def test_nothing_chosen_is_no_filter() -> None:
    assert Filters(teams=()) == Filters() == Filters.from_query({"team": ""})
    assert not Filters() and Filters(teams=("Blue",))
    assert set(Filters().parameters()) == set(FIELDS.values()) and not any(Filters().parameters().values())


def test_conditions_widen_the_choice_of_their_field() -> None:
    filters = Filters.from_conditions(["team=Blue", "team=Red", "channel=(none)", "category=a=b"])
    assert filters == Filters(teams=("Blue", "Red"), channels=(NONE,), categories=("a=b",))
    assert filters.parameters()["teams"] == ["Blue", "Red"]
    for wrong in ("team", "team=", "colour=red"):
        with pytest.raises(QuestionError):
            Filters.from_conditions([wrong])


def test_filters_are_said_in_words() -> None:
    assert Filters().describe() == "all tickets"
    filters = Filters(teams=("Blue", "Red", NONE), plans=(NONE,), channels=("chat",))
    assert filters.describe() == "channel chat; team Blue or Red or no team; no plan"


def test_a_click_replaces_one_field() -> None:
    filters = Filters(teams=("Blue",), channels=("chat",))
    assert filters.replaced("team", [None]) == Filters(teams=(NONE,), channels=("chat",))
    assert filters.replaced("team", None) == Filters(channels=("chat",))
