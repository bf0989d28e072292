"""Does a click on a bin, a bucket or a customer list exactly the answers, or the tickets, that were counted there?"""

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest

from queries import questions
from queries.parameters import QuestionError, from_text
from tests.queries.answers import rated, recommended
from tests.queries.conftest import DAY, FIRST_DAY, LAST_DAY

Ask = Callable[..., pd.DataFrame]
PERIOD = {"from": FIRST_DAY, "to": LAST_DAY}
FILTERS: dict[str, object] = {"teams": ["Blue", "(none)"], "segments": ["small"]}


def listed(frame: pd.DataFrame) -> list[str]:
    assert set(frame["total"]) <= {len(frame)}
    return sorted(frame["survey_id"])


@pytest.fixture
def told(facts: Any, ask: Ask) -> Ask:
    """Four ratings, each unlike the others in all that lists are narrowed by."""
    facts.customer(customer_id="K1", name="Ada")
    first = facts.ticket("2024-01-02 09:00", replies=1, replied="2024-01-02 10:00")
    second = facts.ticket("2024-01-02 15:00", replies=4, replied="2024-01-02 18:00")
    rated(facts, "2024-01-05", 1, survey_id="a", ticket_id=first, customer_id="K1", comment="Slow", stage="Adopt")
    rated(facts, "2024-01-06", 5, survey_id="b", ticket_id=second, reply_speed="late", is_reopened=False, comment=" ")
    rated(facts, "2024-01-07", 1, survey_id="c", scale="good-bad", is_reopened=True, reply_speed="in time")
    rated(facts, "2024-01-08", 3.5, survey_id="d", customer_id="K2", comment="Fine, 100%")
    return ask


@pytest.mark.parametrize(
    ("narrowing", "found"),
    [
        ({}, "abcd"),
        ({"score_from": 1, "score_below": 2}, "ac"),
        ({"score_from": 1, "score_below": 2, "scale": "1-5"}, "a"),
        ({"score_from": 3.5}, "bd"),
        ({"score_below": 3.5}, "ac"),
        ({"scale": "good-bad"}, "c"),
        ({"stage": "Adopt"}, "a"),
        ({"stage": "(none)"}, "bcd"),
        ({"stage": "(none)", "reply_speed": "late"}, "b"),
        ({"reply_speed": "(none)"}, "ad"),
        ({"reopened": "reopened"}, "c"),
        ({"reopened": "not reopened"}, "b"),
        ({"reopened": "(none)"}, "ad"),
        ({"dose": "replies", "dose_from": 1, "dose_below": 4}, "a"),
        ({"dose": "replies", "dose_from": 4}, "b"),
        ({"dose": "replies", "dose_below": 5}, "ab"),
        ({"dose": "hour", "dose_from": 15, "dose_below": 16}, "b"),
        ({"dose_from": 60, "dose_below": 61}, "a"),
        ({"dose": "replies"}, "abcd"),
        ({"customer": "K1"}, "a"),
        ({"customer": "k1"}, ""),
        ({"commented": True}, "ad"),
        ({"commented": False}, "bc"),
        ({"commented": True, "search": "100%"}, "d"),
        ({"hit": False, "commented": True}, "ad"),
    ],
    ids=str,
)
def test_lists_are_narrowed(told: Ask, narrowing: dict[str, object], found: str) -> None:
    assert listed(told("csat", shape="rows", **narrowing)) == list(found)


def test_answers_are_listed_with_what_they_are_narrowed_by(told: Ask) -> None:
    row = told("csat", shape="rows", customer="K1").iloc[0]
    assert row[["rating_band", "stage", "customer_name"]].tolist() == ["poor", "Adopt", "Ada"]
    assert told("csat", shape="rows", score_from=5).iloc[0][["reply_speed", "reopened"]].tolist() == [
        "late",
        "not reopened",
    ]


def test_tickets_are_narrowed_by_customer_stage_speed_and_reopened(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02 09:00", replied="2024-01-02 10:00", ticket_id="a", customer_id="K1", reply_speed="late")
    facts.ticket(
        "2024-01-02 09:00", replied="2024-01-02 11:00", ticket_id="b", is_reopened=True, reply_speed="very late"
    )
    facts.ticket("2024-01-02 09:00", ticket_id="c", stage="Adopt", is_reopened=False)
    expected = {
        ("customer", "K1"): "a",
        ("stage", "Adopt"): "c",
        ("stage", "(none)"): "ab",
        ("reply_speed", "late"): "a",
        ("reply_speed", "very late"): "b",
        ("reply_speed", "(none)"): "c",
        ("reopened", "reopened"): "b",
        ("reopened", "not reopened"): "c",
        ("reopened", "(none)"): "a",
    }
    for (name, value), found in expected.items():
        assert sorted(ask("tickets", **{name: value})["ticket_id"]) == list(found), (name, value)


def test_no_narrowing_is_said_by_nothing_and_others_are_refused(told: Ask) -> None:
    assert from_text("support", "null") is None
    assert len(told("csat", shape="rows", support=None, reopened=None, reply_speed=None, scale=None)) == 4
    for name, value in (("support", "great"), ("reopened", "perhaps"), ("score_from", "five"), ("kind", None)):
        with pytest.raises(QuestionError, match=name):
            told("csat" if name != "kind" else "score_distribution", **{name: value}, **_rows(name))


def _rows(name: str) -> dict[str, Any]:
    return {} if name == "kind" else {"shape": "rows"}


def asked(connection: duckdb.DuckDBPyConnection, name: str, shape: str | None = None, **given: Any) -> pd.DataFrame:
    return questions.ask(connection, name, PERIOD | given, shape=shape)


def edge(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


DOSED = [("first_reply", {"clock": "calendar"}), ("resolution", FILTERS), ("hour", FILTERS)]


@pytest.mark.parametrize(("dose", "more"), [*DOSED, *[(dose, {}) for dose in ("replies", "reopens", "handoffs")]])
def test_every_bin_of_a_dose_lists_its_ratings(
    company: duckdb.DuckDBPyConnection, dose: str, more: dict[str, object]
) -> None:
    given = more | {"dose": dose}
    bins = asked(company, "csat_by_dose", **given)
    assert len(bins) > 1
    seen: list[str] = []
    for one in bins.itertuples():
        found = asked(
            company, "csat", "rows", dose_from=edge(one.low), dose_below=edge(one.high), limit=None, **given
        )  # fmt: skip
        assert (len(found), found["is_hit"].sum()) == (one.n, one.hits)
        seen += listed(found)
    assert len(set(seen)) == len(seen) == bins["n"].sum()


@pytest.mark.parametrize("kind", ["csat", "nps", "ces"])
def test_every_score_lists_its_answers(company: duckdb.DuckDBPyConnection, kind: str) -> None:
    scores = asked(company, "score_distribution", kind=kind)
    assert len(scores) == 5
    for one in scores.itertuples():
        narrowing = {"scale": one.scale, "score_from": edge(one.score), "score_below": edge(one.score_below)}
        assert len(asked(company, kind, "rows", limit=None, **narrowing)) == one.n > 0


def test_every_support_lists_its_answers(facts: Any, ask: Ask) -> None:
    facts.status(first_day=FIRST_DAY - 90 * DAY, tickets=9)
    for number in range(12):
        customer = f"K{number % 4}"
        judged = {"is_good": number % 4 == 1, "is_poor": number % 4 == 2}
        if number % 4:
            facts.ticket("2024-01-02", solved="2024-01-05", customer_id=customer, **judged)
        recommended(facts, f"2024-0{1 + number % 3}-20", number % 11, customer_id=customer)
    by_support = ask("nps_by_support")
    assert by_support["n"].tolist() == [3, 3, 3, 3]
    for one in by_support.itertuples():
        found = ask("nps", shape="rows", support=one.bucket, limit=None)
        assert len(listed(found)) == one.n
        assert (found["nps_band"] == 1).sum() == one.promoters


@pytest.mark.parametrize("by", ["stage", "reply_speed", "reopened"])
@pytest.mark.parametrize("key", ["csat", "csat_response_rate", "nps", "ces", "arrivals", "poor_interaction_rate"])
def test_every_bucket_lists_what_it_counts(company: duckdb.DuckDBPyConnection, key: str, by: str) -> None:
    buckets = asked(company, key, by=by)
    assert len(buckets) > 1
    for one in buckets.itertuples():
        value = "(none)" if pd.isna(one.bucket) else one.bucket
        assert len(asked(company, key, "rows", limit=None, **{by: value})) == one.n


def test_support_before_an_answer_is_unknown_without_a_customer_and_in_the_first_90_days(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-01")
    recommended(facts, "2024-03-31", 10, survey_id="nobody")
    recommended(facts, "2024-03-31", 10, survey_id="known", customer_id="K1")
    recommended(facts, "2024-03-30", 10, survey_id="early", customer_id="K1")  # the data begin on 1 January
    assert listed(ask("nps", shape="rows", support="(none)")) == ["early", "nobody"]
    assert listed(ask("nps", shape="rows", support="no contact")) == ["known"]
