"""Do counts, stocks and rates of contact say what a few tickets written by hand say?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

Ask = Callable[..., pd.DataFrame]


def series(frame: pd.DataFrame, column: str = "n") -> dict[str, Any]:
    return dict(zip(frame["bucket"], frame[column], strict=True))


def test_arrivals_count_by_creation_and_solved_by_the_last_solution(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-30", solved="2024-02-01")
    facts.ticket("2024-01-31")
    assert series(ask("arrivals", by="month"), "n") == {"2024-01-01": 2, "2024-02-01": 0, "2024-03-01": 0}
    assert series(ask("solved", by="month"), "n") == {"2024-01-01": 0, "2024-02-01": 1, "2024-03-01": 0}


def test_excluded_tickets_leave_every_number_and_are_counted_by_reason(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", team="Blue")
    facts.ticket("2024-01-02", team="Blue", exclusion="spam", solved="2024-01-03")
    facts.ticket("2024-01-02", team="Red", exclusion="merged")
    assert ask("arrivals")["n"].tolist() == [1]
    assert ask("solved")["n"].tolist() == [0]
    assert ask("backlog")["n"].tolist() == [1]
    assert series(ask("excluded").rename(columns={"reason": "bucket"})) == {"merged": 1, "spam": 1}
    assert ask("excluded", teams=["Blue"])["reason"].tolist() == ["spam"]


def test_weeks_without_tickets_are_there_with_zero_and_start_on_monday(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-07 23:30")  # a Sunday
    facts.ticket("2024-01-15 00:10")
    weeks = ask("arrivals", by="week", to=dt.date(2024, 1, 21))
    assert series(weeks) == {"2024-01-01": 1, "2024-01-08": 0, "2024-01-15": 1}


def test_a_week_is_complete_when_period_and_data_hold_all_of_it(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-10")
    facts.ticket("2024-01-24 08:00")
    facts.status(first_day=dt.date(2024, 1, 3), last_day=dt.date(2024, 1, 23))
    weeks = ask("arrivals", by="week", to=dt.date(2024, 1, 31))
    assert series(weeks, "is_complete") == {
        "2024-01-01": False,  # the data begin on its Wednesday
        "2024-01-08": True,
        "2024-01-15": True,
        "2024-01-22": False,  # still running
    }
    cut = ask("arrivals", by="week", **{"from": dt.date(2024, 1, 9), "to": dt.date(2024, 1, 21)})
    assert series(cut, "is_complete") == {"2024-01-08": False, "2024-01-15": True}
    days = ask("arrivals", by="day", **{"from": dt.date(2024, 1, 23), "to": dt.date(2024, 1, 24)})
    assert series(days, "is_complete") == {"2024-01-23": True, "2024-01-24": False}
    assert ask("arrivals", **{"from": dt.date(2024, 1, 8), "to": dt.date(2024, 1, 14)})["is_complete"].all()
    assert not ask("arrivals", **{"from": dt.date(2024, 1, 20), "to": dt.date(2024, 1, 26)})["is_complete"].any()


def test_answers_reach_as_far_as_surveys_do_and_tickets_as_far_as_tickets(facts: Any, ask: Ask) -> None:
    """Tickets cover 3 to 23 January, surveys 27 December to 31 January (whose last day is not over)."""
    facts.ticket("2024-01-10")
    answer = {"is_satisfied": True, "score": 5, "scale": "1-5"}
    for day in ("2023-12-28", "2024-01-10", "2024-01-25", "2024-01-31"):
        facts.survey("csat", responded=day, comment="Fine", **answer)
    facts.status(first_day=dt.date(2024, 1, 3), last_day=dt.date(2024, 1, 23),
                 answers_first_day=dt.date(2023, 12, 27), answers_last_day=dt.date(2024, 1, 31))  # fmt: skip
    whole = {"from": dt.date(2023, 12, 1), "to": dt.date(2024, 2, 29), "by": "week"}
    assert series(ask("arrivals", **whole), "is_complete") == {
        "2024-01-01": False, "2024-01-08": True, "2024-01-15": True, "2024-01-22": False
    }  # fmt: skip
    of_answers = {"2023-12-25": False, "2024-01-01": True, "2024-01-08": True, "2024-01-15": True, "2024-01-22": True,
                  "2024-01-29": False}  # fmt: skip
    assert series(ask("csat", **whole), "is_complete") == of_answers
    assert series(ask("comment_counts", **whole), "is_complete") == of_answers
    assert series(ask("csat", **whole))["2024-01-29"] == 1


def test_months_of_a_part_are_not_complete(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-02-10")
    months = ask("arrivals", by="month", **{"from": dt.date(2024, 1, 2), "to": dt.date(2024, 3, 30)})
    assert series(months, "is_complete") == {"2024-01-01": False, "2024-02-01": True, "2024-03-01": False}


def test_backlog_is_a_stock_at_the_end_of_the_day_not_created_minus_solved(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-01", solved="2024-01-03")
    facts.ticket("2024-01-02")
    facts.ticket("2024-01-02", solved="2024-01-02 13:00")  # within the day: never in the stock
    days = ask("backlog", by="day", to=dt.date(2024, 1, 4))
    assert series(days) == {"2024-01-01": 1, "2024-01-02": 2, "2024-01-03": 1, "2024-01-04": 1}
    # Nothing was created or solved in this week, and still one is open.
    assert ask("backlog", **{"from": dt.date(2024, 1, 8), "to": dt.date(2024, 1, 14)})["n"].tolist() == [1]


def test_backlog_leaves_out_what_was_closed_without_a_solution(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-01", status="closed", left_at=dt.datetime(2024, 1, 5), left_day=dt.date(2024, 1, 5))
    assert series(ask("backlog", by="week", to=dt.date(2024, 1, 7))) == {"2024-01-01": 0}


def test_backlog_of_a_week_is_that_of_its_last_day_and_age_runs_to_its_end(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-06 12:00", solved="2024-01-16")
    facts.ticket("2024-01-07 00:00", solved="2024-01-16")
    facts.ticket("2024-01-07 18:00", solved="2024-01-16")
    weeks = ask("backlog", by="week", to=dt.date(2024, 1, 21))
    assert series(weeks) == {"2024-01-01": 3, "2024-01-08": 3, "2024-01-15": 0}
    assert series(weeks, "age_p50_days")["2024-01-01"] == 1.0
    assert series(weeks, "age_p50_days")["2024-01-08"] == 8.0
    assert series(weeks, "p90")["2024-01-01"] == pytest.approx(1440 * (1 + 0.8 * 0.5))


def test_backlog_age_runs_to_local_midnight(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-07 12:00")
    facts.status(time_zone="America/New_York")
    assert ask("backlog", to=dt.date(2024, 1, 7))["p50"].tolist() == [17 * 60]  # midnight there is 05:00 UTC


def test_backlog_by_a_dimension_and_by_age(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-03-31", team="Blue", priority="high")
    facts.ticket("2024-03-20", team=None, priority=None)
    facts.ticket("2024-01-01", team="Blue", priority="high")
    teams = ask("backlog", by="team")
    assert teams["n"].tolist() == [2, 1] and teams["bucket"].tolist()[0] == "Blue" and pd.isna(teams["bucket"].iloc[1])
    ages = ask("backlog_by_age")
    assert ages["band"].tolist() == [1, 2, 3, 4, 5, 6]
    assert ages["n"].tolist() == [1, 0, 0, 1, 0, 1]
    assert ages["priority"].iloc[0] == "high" and pd.isna(ages["priority"].iloc[3])


def test_contact_rate_is_per_100_customers_active_in_the_bucket(facts: Any, ask: Ask) -> None:
    facts.customer(segment="small")
    facts.customer("2024-02-01", segment="small")
    facts.customer("2023-01-01", "2024-01-15", segment="large")
    facts.customer("2024-06-01", segment="large")  # later than all of it
    for day in ("2024-01-05", "2024-02-05", "2024-02-06"):
        facts.ticket(day, segment="small", team="Blue")
    months = ask("contact_rate", by="month")
    assert series(months, "n") == {"2024-01-01": 2, "2024-02-01": 2, "2024-03-01": 2}
    assert series(months, "value") == {"2024-01-01": 50, "2024-02-01": 100, "2024-03-01": 0}
    assert series(ask("contact_rate", by="segment"), "value") == {"small": 150, "large": 0}
    assert ask("contact_rate", segments=["small"])["n"].tolist() == [2]
    assert series(ask("contact_rate", by="team"), "value") == {"Blue": 100}
    assert ask("contact_rate")[["numerator", "n"]].to_numpy().tolist() == [[3, 3]]


def test_contact_rate_without_customers_is_missing(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-05")
    assert ask("contact_rate")["value"].isna().all()


def test_arrivals_by_hour_have_all_168_hours_and_divide_by_that_weekday(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-01 23:30")
    facts.ticket("2024-01-08 23:59")
    facts.ticket("2024-01-07 00:00")
    hours = ask("arrivals_by_hour", to=dt.date(2024, 1, 9)).set_index(["weekday", "hour"])
    assert len(hours) == 168
    assert hours.loc[(1, 23)].tolist() == [2, 2, 1.0]  # two Mondays
    assert hours.loc[(7, 0)].tolist() == [1, 1, 1.0]  # one Sunday; midnight counts once
    assert hours["n"].sum() == 3
    assert hours.loc[(1, 22), "per_day"] == 0


def test_a_weekday_that_the_period_does_not_have_has_no_average(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-01")
    hours = ask("arrivals_by_hour", to=dt.date(2024, 1, 1)).set_index(["weekday", "hour"])
    assert hours.loc[(1, 12), "per_day"] == 1
    assert pd.isna(hours.loc[(2, 12), "per_day"])


def test_weekday_and_hour_choose_tickets_by_their_creation(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-01 09:10")
    facts.ticket("2024-01-02 09:10")
    facts.ticket("2024-01-02 10:10")
    assert ask("arrivals", weekday=2)["n"].tolist() == [2]
    assert ask("arrivals", weekday=2, hour=10)["n"].tolist() == [1]
    assert series(ask("arrivals", by="hour")) == {"09": 2, "10": 1}
