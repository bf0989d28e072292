"""Are ratings put beside what happened to their ticket as by hand, and is every one of them in just one bin?"""

import datetime as dt
import statistics
from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest

from queries import questions
from queries.parameters import QuestionError
from tests.queries.answers import rated, rows
from tests.queries.conftest import FIRST_DAY, LAST_DAY

Ask = Callable[..., pd.DataFrame]


def doses(facts: Any, *told: tuple[float | None, bool], column: str = "replies") -> None:
    """Ratings about tickets of which that column is told, satisfied or not."""
    for value, satisfied in told:
        ticket = facts.ticket("2024-01-02", replied="2024-01-02 13:00", solved="2024-01-03", **{column: value})
        rated(facts, "2024-01-04", 5 if satisfied else 1, ticket_id=ticket)


class TestDoses:
    def test_counts_have_a_bin_each_and_what_is_not_known_is_left_out(self, facts: Any, ask: Ask) -> None:
        doses(facts, (0, False), (0, True), (1, True), (1, True), (1, True), (1, False), (None, True))
        doses(facts, (2, True), (2, False), (2, False), (3, True), (4, False), (7, False))
        rated(facts, "2024-01-04", 5)  # about no ticket
        found = ask("csat_by_dose", dose="replies")
        # Of three or more there are only three: the five (of so few ratings) are reached from two on.
        assert rows(found, "bin", "low", "high", "middle", "n", "hits", "left_out") == [
            (1, 0, 1, 0, 2, 1, 2),
            (2, 1, 2, 1, 4, 3, 2),
            (3, 2, None, 2.5, 6, 2, 2),
        ]

    def test_the_last_bin_of_counts_holds_thirty_of_many_ratings(self, facts: Any, ask: Ask) -> None:
        doses(facts, *[(1, True)] * 270, *[(2, True)] * 20, *[(7, False)] * 30, (40, False), column="handoffs")
        found = ask("csat_by_dose", dose="handoffs")
        assert rows(found, "low", "high", "n", "hits") == [(1, 2, 270, 270), (2, 3, 20, 20), (7, None, 31, 0)]
        assert found["middle"].tolist() == [1, 2, 7]

    def test_a_last_bin_of_one_count_has_an_end(self, facts: Any, ask: Ask) -> None:
        doses(facts, *[(0, True)] * 6, *[(1, False)] * 5, column="reopens")
        assert rows(ask("csat_by_dose", dose="reopens"), "low", "high", "n") == [(0, 1, 6), (1, 2, 5)]

    def test_customers_are_told_apart_in_each_bin_and_in_all(self, facts: Any, ask: Ask) -> None:
        """By hand: shares 3/4 and 2/3; residuals of a 1/2 and 1/3, of b -3/4, of nobody known 1/4, of c -1/3."""
        told = ((9, "a", 5), (9, "a", 5), (9, "b", 1), (9, None, 5), (10, "a", 5), (10, "c", 5), (10, "c", 1))
        for hour, customer, score in told:
            ticket = facts.ticket(f"2024-01-02 {hour:02}:30")
            rated(facts, "2024-01-04", score, ticket_id=ticket, customer_id=customer)
        found = ask("csat_by_dose", dose="hour")
        assert rows(found, "low", "n", "hits", "customers") == [(9, 4, 3, 3), (10, 3, 2, 2)]
        assert found["squares"].tolist() == pytest.approx([1 / 4 + 9 / 16 + 1 / 16, 1 / 9 + 1 / 9])
        clustered = (1 / 2 + 1 / 3) ** 2 + 9 / 16 + 1 / 16 + 1 / 9
        effect = clustered / (4 * 3 / 16 + 3 * 2 / 9) * (4 / 3) * (6 / 7)
        assert found["design_effect"].tolist() == pytest.approx([effect] * 2) and effect > 1

    def test_different_customers_have_no_design_effect(self, facts: Any, ask: Ask) -> None:
        doses(facts, *[(0, True)] * 9, *[(1, False)] * 9, (1, True))
        assert ask("csat_by_dose", dose="replies")["design_effect"].tolist() == pytest.approx([1, 1])

    def test_the_number_of_groups_of_minutes_can_be_asked_for(self, facts: Any, ask: Ask) -> None:
        doses(facts, *[(float(minute), True) for minute in range(120)], column="reply_business_minutes")
        assert ask("csat_by_dose", bins=12)["n"].tolist() == [10] * 12
        assert ask("csat_by_dose", dose="hour", bins=2)["n"].tolist() == [120]

    def test_minutes_are_cut_into_bins_of_equal_count_with_ties_together(self, facts: Any, ask: Ask) -> None:
        told = [0.0] * 100 + [float(minute) for minute in range(1, 501)]
        doses(facts, *[(minute, minute < 250) for minute in told], column="reply_business_minutes")
        found = ask("csat_by_dose", dose="first_reply")
        assert found["low"].is_monotonic_increasing and found["n"].sum() == 600 and found["hits"].sum() == 349
        assert rows(found, "low", "high", "middle", "n")[0] == (0, 1, 0, 100)  # the tie, and nothing else
        assert set(found["n"][1:]) == {10} and len(found) == 51
        assert found["high"].tolist()[:-1] == found["low"].tolist()[1:]
        assert pd.isna(found["high"].iloc[-1])
        assert rows(found, "low", "middle")[1] == (1, statistics.median(range(1, 11)))

    def test_a_tie_in_the_middle_is_not_mixed_with_what_is_smaller(self, facts: Any, ask: Ask) -> None:
        told = [float(minute) for minute in range(1, 101)] + [500.0] * 300 + [600.0 + minute for minute in range(100)]
        doses(facts, *[(minute, True) for minute in told], column="reply_business_minutes")
        found = ask("csat_by_dose", dose="first_reply").set_index("low")
        assert found.loc[500, "n"] == 300 and found.loc[500, "middle"] == 500

    def test_the_clock_chooses_the_minutes(self, facts: Any, ask: Ask) -> None:
        doses(facts, (7.0, True), column="reply_business_minutes")
        assert ask("csat_by_dose")["middle"].tolist() == [7]
        assert ask("csat_by_dose", clock="calendar")["middle"].tolist() == [60]
        assert ask("csat_by_dose", dose="resolution", clock="calendar")["middle"].tolist() == [1440]

    def test_who_still_waits_has_no_minutes(self, facts: Any, ask: Ask) -> None:
        doses(facts, (5.0, True), column="reply_business_minutes")
        rated(facts, "2024-01-04", 5, ticket_id=facts.ticket("2024-01-03"))
        for dose in ("first_reply", "resolution"):
            for clock in ("business", "calendar"):
                assert rows(ask("csat_by_dose", dose=dose, clock=clock), "n", "left_out") == [(1, 1)]

    def test_ratings_are_dated_by_the_response(self, facts: Any, ask: Ask) -> None:
        doses(facts, (1, True))
        rated(facts, "2024-02-04", 5, ticket_id=facts.ticket("2024-01-03", replies=1))
        rated(facts, "2024-02-04", 5)
        assert rows(ask("csat_by_dose", dose="replies", to=dt.date(2024, 1, 31)), "n", "left_out") == [(1, 0)]

    def test_hours_are_those_of_creation(self, facts: Any, ask: Ask) -> None:
        for hour in ("00", "13", "13", "23"):
            ticket = facts.ticket(f"2024-01-02 {hour}:30")
            rated(facts, "2024-01-04", 5, ticket_id=ticket)
        found = ask("csat_by_dose", dose="hour")
        assert rows(found, "low", "high", "middle", "n") == [(0, 1, 0, 1), (13, 14, 13, 2), (23, 24, 23, 1)]

    def test_without_ratings_there_is_no_bin(self, facts: Any, ask: Ask) -> None:
        doses(facts, (None, True))
        assert ask("csat_by_dose", dose="replies").empty

    def test_an_unknown_dose_is_refused(self, ask: Ask) -> None:
        with pytest.raises(QuestionError, match="dose must be one of first_reply"):
            ask("csat_by_dose", dose="weather")


@pytest.mark.parametrize("dose", ["first_reply", "resolution", "replies", "reopens", "handoffs", "hour"])
@pytest.mark.parametrize("given", [{}, {"teams": ["Blue"], "segments": ["small"]}], ids=["all", "some"])
def test_bins_sum_to_the_ratings_about_a_ticket(company: duckdb.DuckDBPyConnection, dose: str, given: Any) -> None:
    period = {"from": FIRST_DAY, "to": LAST_DAY}
    found = questions.ask(company, "csat_by_dose", period | given | {"dose": dose})
    csat = questions.ask(company, "csat", period | given).iloc[0]
    assert found["n"].sum() + found["left_out"].iloc[0] == csat["n"]
    assert len(found) <= 60 and found["bin"].tolist() == list(range(1, len(found) + 1))
    assert (found["customers"] <= found["n"]).all() and (found["design_effect"] >= 1).all()
    assert ((found["low"] <= found["middle"]) & ~(found["middle"] >= found["high"])).all()
    if dose not in ("first_reply", "resolution"):  # of those every ticket of this company is told
        assert found["left_out"].iloc[0] == 0 and found["hits"].sum() == csat["numerator"]


def test_without_answers_there_is_no_bin(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02")
    for dose in ("first_reply", "replies", "hour"):
        assert ask("csat_by_dose", dose=dose).empty
