"""Are scores, silent customers, expectations and the new ways to break numbers down counted as by hand?"""

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest

from queries import questions
from tests.queries.answers import rated, recommended, rows
from tests.queries.conftest import FIRST_DAY, LAST_DAY

Ask = Callable[..., pd.DataFrame]


class TestScores:
    def test_every_point_of_a_short_scale_is_there(self, facts: Any, ask: Ask) -> None:
        for day, score in (("2024-01-05", 1), ("2024-01-06", 5), ("2024-01-07", 5), ("2024-01-08", 3.5)):
            rated(facts, day, score)
        rated(facts, "2024-01-09", 1, scale="good-bad")
        rated(facts, "2024-01-09", 5, exclusion="spam")
        facts.survey("csat", sent="2024-01-10")
        found = ask("score_distribution")
        assert rows(found, "scale", "score", "score_below", "n", "rating", "is_satisfied", "of_scale") == [
            ("1-5", 1, 2, 1, "poor", False, 4),
            ("1-5", 2, 3, 0, "poor", False, 4),
            ("1-5", 3, 4, 1, "neutral", False, 4),
            ("1-5", 4, 5, 0, "good", True, 4),
            ("1-5", 5, None, 2, "good", True, 4),
            ("good-bad", 0, 1, 0, "poor", False, 1),
            ("good-bad", 1, None, 1, "good", True, 1),
        ]
        assert found["n"].dtype == "int64"

    def test_answers_to_recommend_have_eleven_points_and_no_satisfied(self, facts: Any, ask: Ask) -> None:
        for score in (10, 9, 8, 7, 6, 6, 0):
            recommended(facts, "2024-02-01", score)
        found = ask("score_distribution", kind="nps")
        assert found["score"].tolist() == list(range(11))
        assert found["n"].tolist() == [1, 0, 0, 0, 0, 0, 2, 1, 1, 1, 1]
        assert found["rating"].tolist() == ["poor"] * 7 + ["neutral"] * 2 + ["good"] * 2
        assert found["is_satisfied"].isna().all()

    def test_a_wide_scale_has_ten_bins_and_the_last_holds_its_end(self, facts: Any, ask: Ask) -> None:
        for score in (0, 9.9, 10, 80, 95, 100):
            rated(facts, "2024-02-01", score, scale="0-100")
        found = ask("score_distribution")
        assert rows(found, "score", "score_below", "n")[:2] == [(0, 10, 2), (10, 20, 1)]
        assert rows(found, "score", "score_below", "n", "is_satisfied")[-2:] == [
            (80, 90, 1, True),
            (90, None, 2, True),
        ]
        assert len(found) == 10 and found["n"].sum() == 6

    def test_a_score_outside_its_scale_counts_at_its_end(self, facts: Any, ask: Ask) -> None:
        rated(facts, "2024-02-01", 0, scale="1-3")
        rated(facts, "2024-02-01", 4, scale="1-3")
        assert rows(ask("score_distribution"), "score", "n") == [(1, 1), (2, 0), (3, 1)]

    def test_answers_are_dated_by_the_response(self, facts: Any, ask: Ask) -> None:
        rated(facts, "2024-02-01", 4, sent_at="2024-01-31", sent_day="2024-01-31")
        assert ask("score_distribution", to=FIRST_DAY.replace(day=31)).empty
        assert ask("score_distribution", **{"from": FIRST_DAY.replace(month=2)})["n"].sum() == 1


class TestWhoAnswers:
    def test_cells_count_who_was_asked_and_what_was_said(self, facts: Any, ask: Ask) -> None:
        chat = {"channel": "chat", "priority": "high", "category": "bug", "segment": "small"}
        chat |= {"reply_speed": "late", "is_reopened": True}
        for sent, score in (("2024-01-05", 5), ("2024-01-06", 1)):
            rated(facts, "2024-01-09", score, sent=sent, **chat)
        facts.survey("csat", sent="2024-01-07", **chat)
        facts.survey("csat", sent="2024-01-07")
        facts.survey("csat", sent="2024-01-07", exclusion="test", **chat)
        rated(facts, "2024-01-09", 5, **chat)  # nobody knows that this one was sent
        found = ask("answer_cells")
        columns = ("channel", "priority", "category", "segment", "reply_speed", "reopened")
        assert rows(found, *columns, "sent", "answered", "total", "squares") == [
            ("chat", "high", "bug", "small", "late", "reopened", 3, 2, 1, 1),
            (None, None, None, None, None, None, 1, 0, 0, 0),
        ]

    def test_answers_to_recommend_count_as_their_band(self, facts: Any, ask: Ask) -> None:
        for score in (10, 8, 2, 3):
            recommended(facts, "2024-01-09", score, sent="2024-01-08")
        assert rows(ask("answer_cells", kind="nps"), "sent", "answered", "total", "squares") == [(4, 4, -1, 3)]
        assert ask("answer_cells", kind="csat").empty

    def test_all_but_the_twelve_largest_categories_are_other(self, facts: Any, ask: Ask) -> None:
        for number in range(14):
            for _ in range(14 - number):
                facts.survey("csat", sent="2024-01-07", category=f"c{number:02}")
        facts.survey("csat", sent="2024-01-07")
        found = {row[0]: row[1] for row in rows(ask("answer_cells"), "category", "sent")}
        assert found == {f"c{number:02}": 14 - number for number in range(12)} | {"other": 3, None: 1}

    def test_delay_is_that_of_answers_with_both_times(self, facts: Any, ask: Ask) -> None:
        for days in (1, 2, 9):
            rated(facts, f"2024-01-{10 + days}", 5, sent="2024-01-10")
        rated(facts, "2024-01-12", 5)
        rated(facts, "2024-01-12", 5, sent="2024-01-12", is_day_approximate=True)
        rated(facts, "2024-01-12", 5, sent="2024-01-13")  # before it was sent: a wrong time
        assert rows(ask("response_delay"), "n", "p50_days", "p95_days") == [(3, 2, pytest.approx(8.3))]
        assert rows(ask("response_delay", kind="ces"), "n", "p50_days", "p95_days") == [(0, None, None)]


class TestExpectations:
    @pytest.fixture
    def asked(self, facts: Any, ask: Ask) -> Ask:
        aspects = (("timely", 5, 1.0, True), ("timely", 1, 0.0, False), ("empathetic", 3, 0.5, False))
        for month, (expectation, score, share, satisfied) in enumerate(aspects, start=1):
            rated(facts, f"2024-0{month}-10", 5, survey_id=f"A{month}", team="Blue" if month == 1 else "Red")
            told = {"expectation": expectation, "score": score, "scale": "1-5", "share": share}
            facts.add("aspect_facts", {"survey_id": f"A{month}", "is_satisfied": satisfied, **told})
        rated(facts, "2024-01-10", 5, survey_id="spam", exclusion="spam")
        facts.add("aspect_facts", {"survey_id": "spam", "expectation": "timely", "score": 1, "is_satisfied": False})
        return ask

    def test_questions_on_each_are_counted(self, asked: Ask) -> None:
        found = asked("aspects")
        assert rows(found, "bucket", "expectation", "n", "satisfied", "mean_share") == [
            ("all", "empathetic", 1, 0, 0.5),
            ("all", "timely", 2, 1, 0.5),
        ]

    def test_they_can_be_followed_by_month_and_filtered(self, asked: Ask) -> None:
        assert rows(asked("aspects", by="month"), "bucket", "expectation", "n", "satisfied") == [
            ("2024-01-01", "timely", 1, 1),
            ("2024-02-01", "timely", 1, 0),
            ("2024-03-01", "empathetic", 1, 0),
        ]
        assert rows(asked("aspects", teams=["Blue"]), "expectation", "n") == [("timely", 1)]


class TestBreakdowns:
    def test_tickets_by_stage_speed_and_reopened(self, facts: Any, ask: Ask) -> None:
        facts.ticket("2024-01-02 09:00", reply_speed="in time")
        facts.ticket("2024-01-02 09:00", reply_speed="late", is_reopened=False)
        facts.ticket("2024-01-02 09:00", reply_speed="very late", is_reopened=True, stage="Adopt")
        facts.ticket("2024-03-31 23:30")
        assert rows(ask("arrivals", by="reply_speed"), "bucket", "n") == [
            ("in time", 1),
            ("late", 1),
            ("very late", 1),
            (None, 1),
        ]
        assert rows(ask("arrivals", by="reopened"), "bucket", "n") == [("not reopened", 1), ("reopened", 1), (None, 2)]
        assert rows(ask("arrivals", by="stage"), "bucket", "n") == [("Adopt", 1), (None, 3)]
        assert rows(ask("backlog", by="stage"), "bucket", "n") == [("Adopt", 1), (None, 3)]

    def test_ratings_by_stage_speed_and_reopened(self, facts: Any, ask: Ask) -> None:
        rated(facts, "2024-01-05", 5, stage="Onboard", reply_speed="very late", is_reopened=True)
        rated(facts, "2024-01-05", 1)
        for by, bucket in (("stage", "Onboard"), ("reply_speed", "very late"), ("reopened", "reopened")):
            assert rows(ask("csat", by=by), "bucket", "value") == [(bucket, 1), (None, 0)]

    def test_effort_surveys_have_a_response_rate(self, facts: Any, ask: Ask) -> None:
        rated(facts, "2024-01-05", 5, scale="1-7", kind="ces", sent="2024-01-04")
        facts.survey("ces", sent="2024-01-04")
        rated(facts, "2024-01-05", 5, scale="1-7", kind="ces")
        assert rows(ask("ces_response_rate"), "numerator", "n", "value") == [(1, 2, 0.5)]


FILTERS: dict[str, object] = {"teams": ["Blue"], "channels": ["chat", "email"], "segments": ["small"]}


@pytest.mark.parametrize("given", [{}, FILTERS, {"priorities": ["(none)"]}], ids=["all", "some", "without priority"])
@pytest.mark.parametrize("kind", ["csat", "nps", "ces"])
class TestSums:
    def asked(self, company: duckdb.DuckDBPyConnection, name: str, given: dict[str, object]) -> pd.DataFrame:
        return questions.ask(company, name, {"from": FIRST_DAY, "to": LAST_DAY} | given)

    def test_scores_sum_to_the_answers(self, company: duckdb.DuckDBPyConnection, kind: str, given: Any) -> None:
        n = self.asked(company, kind, given)["n"].sum()
        assert self.asked(company, "score_distribution", {"kind": kind} | given)["n"].sum() == n > 10

    def test_cells_sum_to_the_response_rate(self, company: duckdb.DuckDBPyConnection, kind: str, given: Any) -> None:
        cells = self.asked(company, "answer_cells", {"kind": kind} | given)
        rate = self.asked(company, f"{kind}_response_rate", given).iloc[0]
        assert (cells["sent"].sum(), cells["answered"].sum()) == (rate["n"], rate["numerator"])
        assert (cells["answered"] <= cells["sent"]).all() and (cells["squares"] <= cells["answered"]).all()
        if kind == "csat":
            assert cells["total"].sum() == self.asked(company, "csat", given)["numerator"].sum()


def test_without_answers_there_is_nothing_and_no_error(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02")
    for kind in ("csat", "nps", "ces"):
        assert ask("score_distribution", kind=kind).empty and ask("answer_cells", kind=kind).empty
    assert ask("aspects").empty and ask("aspects", by="month").empty
    assert ask("response_delay")["n"].tolist() == [0]
