"""Is a question refused clearly, bound safely, and answered right when many ask at once?"""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from queries import questions
from queries.parameters import PARAMETERS, QuestionError, from_text

Ask = Callable[..., pd.DataFrame]
PERIOD = {"from": dt.date(2024, 1, 1), "to": dt.date(2024, 3, 31)}


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("no_such", {}, "no question 'no_such'"),
        ("arrivals", {"shape": "pie"}, "no shape 'pie'"),
        ("csat", {"shape": "duration"}, "it has no value and no is_observed"),
        ("tickets", {"shape": "share"}, "tickets has no shapes"),
        ("arrivals", {"colour": "red"}, "no parameter 'colour'"),
        ("arrivals", {"by": "moon"}, "by must be one of all, day, week"),
        ("arrivals", {"by": None}, "by must be one of"),
        ("arrivals", {"teams": "Blue"}, "teams must be a list of texts, not 'Blue'"),
        ("arrivals", {"from": "2024-01-01"}, "from must be a day"),
        ("arrivals", {"from": dt.datetime(2024, 1, 1)}, "from must be a day"),
        ("arrivals", {"from": dt.date(2024, 4, 1)}, "from (2024-04-01) is after to (2024-03-31)"),
        ("arrivals", {"hour": 24}, "hour must be a whole number from 0 to 23, not 24"),
        ("arrivals", {"hour": True}, "hour must be a whole number"),
        ("tickets", {"limit": -1}, "limit must be a whole number from 0, not -1"),
        ("tickets", {"descending": "yes"}, "descending must be true or false"),
        ("tickets", {"least": float("nan")}, "least must be a number"),
        ("csat", {"shape": "changes", "by": "week"}, "changes can be split by all, channel"),
        ("journey_funnel", {"customers_by": "start_year"}, "journey_funnel can be split by all, segment"),
    ],
)
def test_a_wrong_question_is_refused_in_words(ask: Ask, name: str, given: dict[str, Any], says: str) -> None:
    with pytest.raises(QuestionError) as refused:
        ask(name, **given)
    assert says in str(refused.value)


def test_a_missing_period_is_named(company: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QuestionError, match="arrivals needs from: first day of the period"):
        questions.ask(company, "arrivals", {})


def test_parameters_that_a_question_does_not_take_are_left_out(company: duckdb.DuckDBPyConnection) -> None:
    needed = {"ticket_id": "T1", "load_id": 1, "experiment": "calls", "starts": PERIOD["from"]}
    everything = {name: parameter.default for name, parameter in PARAMETERS.items()} | PERIOD | needed
    for name in questions.names():
        questions.ask(company, name, everything)


def test_every_metric_answers_in_every_shape_that_it_takes(company: duckdb.DuckDBPyConnection) -> None:
    for name in questions.METRICS:
        for shape in questions.NEEDED:
            try:
                questions.sql_of(name, shape)
            except QuestionError:
                continue
            assert "bucket" in questions.ask(company, name, PERIOD, shape=shape) or shape in (
                "rows",
                "by_hour",
                "by_age",
            )


def test_numbers_of_numpy_are_numbers(company: duckdb.DuckDBPyConnection) -> None:
    assert len(questions.ask(company, "tickets", PERIOD | {"limit": np.int64(3), "least": np.float64(0)})) == 0
    assert len(questions.ask(company, "tickets", PERIOD | {"limit": np.int64(3)})) == 3


def test_values_are_never_part_of_the_text(facts: Any, ask: Ask) -> None:
    hostile = "x' or 1=1 --"
    facts.ticket("2024-01-02", team=hostile)
    facts.ticket("2024-01-02", team="Blue")
    assert ask("arrivals", teams=[hostile])["n"].tolist() == [1]
    assert hostile not in questions.sql_of("arrivals")


def test_the_text_of_a_question_runs_by_itself_with_its_parameters(company: duckdb.DuckDBPyConnection) -> None:
    sql = questions.sql_of("csat", "share")
    assert sql.startswith("with selected_surveys as") and "counted as" in sql
    values = {name: PARAMETERS[name].default for name in questions.parameters_of("csat")} | PERIOD
    with company.cursor() as cursor:
        alone = cursor.execute(sql, values).df()
    assert alone.equals(questions.ask(company, "csat", PERIOD)[list(alone)])


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("teams", "Blue,Red", ["Blue", "Red"]),
        ("from", "2024-02-29", dt.date(2024, 2, 29)),
        ("limit", "null", None),
        ("descending", "False", False),
        ("below", "1.5", 1.5),
        ("hour", "7", 7),
        ("search", "Null and void", "Null and void"),
    ],
)
def test_values_can_be_typed(name: str, text: str, value: object) -> None:
    assert from_text(name, text) == value


@pytest.mark.parametrize(
    ("name", "text"), [("from", "2024-02-30"), ("limit", "many"), ("hit", "maybe"), ("by", "null")]
)
def test_values_typed_wrong_are_refused(name: str, text: str) -> None:
    with pytest.raises(QuestionError, match=f"^{name} must be"):
        from_text(name, text)


def test_eight_threads_asking_at_once_get_their_own_answers(company: duckdb.DuckDBPyConnection) -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=number) for number in range(80)]
    alone = {day: questions.ask(company, "arrivals", {"from": day, "to": day})["n"].iloc[0] for day in days}
    assert len(set(alone.values())) > 5

    def wrong_answers(thread: int) -> list[dt.date]:
        mine = days[thread:] + days[:thread]
        return [day for day in mine if _asked(company, day, thread) != alone[day]]

    with ThreadPoolExecutor(8) as threads:
        assert not [day for days_of_thread in threads.map(wrong_answers, range(8)) for day in days_of_thread]


def _asked(connection: duckdb.DuckDBPyConnection, day: dt.date, thread: int) -> int:
    """The same number in a way of the thread's own, so that answers have different columns and lengths."""
    if thread % 2:
        return len(questions.ask(connection, "tickets", {"from": day, "to": day, "limit": None}))
    by = ("all", "team", "hour", "channel")[thread // 2]
    return int(questions.ask(connection, "arrivals", {"from": day, "to": day, "by": by})["n"].sum())
