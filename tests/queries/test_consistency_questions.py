"""How alike are the experiences of one customer, what follows a poor one, and who recommends? Counted as by hand."""

import datetime as dt
import statistics
from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest

from queries import questions
from tests.queries.answers import rated, recommended, rows
from tests.queries.conftest import FIRST_DAY, LAST_DAY

Ask = Callable[..., pd.DataFrame]
FEBRUARY = {"from": dt.date(2024, 2, 1), "to": dt.date(2024, 2, 29)}


def ratings(facts: Any, customer: str | None, scores: str, *, month: int = 2, **given: Any) -> None:
    """One rating per figure, a day apart."""
    for day, score in enumerate(scores, start=1):
        rated(facts, f"2024-{month:02}-{day:02}", int(score), customer_id=customer, **given)


class TestPatterns:
    def test_customers_are_counted_by_how_often_they_were_satisfied(self, facts: Any, ask: Ask) -> None:
        for customer, scores in (("a", "55"), ("b", "51"), ("c", "11"), ("d", "555"), ("e", "151515"), ("f", "1")):
            ratings(facts, customer, scores)
        ratings(facts, None, "1111")
        ratings(facts, "a", "1", exclusion="spam")
        ratings(facts, "f", "1", month=3)
        found = ask("contact_patterns", **FEBRUARY)
        assert rows(found, "bucket", "customers", "ratings", "hits", "always", "mixed", "never") == [
            ("2", 3, 6, 3, 1, 1, 1),
            ("3", 1, 3, 3, 1, 0, 0),
            ("5 or more", 1, 6, 3, 0, 1, 0),
        ]
        share = 9 / 15
        assert found["chance_always"].tolist() == pytest.approx([3 * share**2, share**3, share**6])
        assert found["chance_never"].tolist() == pytest.approx([3 * 0.4**2, 0.4**3, 0.4**6])

    def test_one_rating_makes_no_pattern(self, facts: Any, ask: Ask) -> None:
        ratings(facts, "a", "5")
        assert ask("contact_patterns").empty

    def test_all_alike_are_as_many_as_chance_has(self, facts: Any, ask: Ask) -> None:
        ratings(facts, "a", "55")
        assert rows(ask("contact_patterns"), "always", "chance_always", "chance_never") == [(1, 1, 0)]


class TestCustomersOfPatterns:
    def test_as_many_are_listed_as_the_patterns_count(self, facts: Any, ask: Ask) -> None:
        for customer, scores in (("a", "55"), ("b", "51"), ("c", "11"), ("d", "555"), ("e", "151515"), ("f", "1")):
            ratings(facts, customer, scores)
            facts.customer(customer_id=customer, name=customer.upper(), monthly_revenue=ord(customer))
        ratings(facts, "f", "1", month=3)
        found = ask("repeat_customers", **FEBRUARY)
        assert rows(found, "customer_id", "customer_name", "ratings", "hits", "last_day", "total") == [
            ("e", "E", 6, 3, "2024-02-06", 5),
            ("d", "D", 3, 3, "2024-02-03", 5),
            ("c", "C", 2, 0, "2024-02-02", 5),
            ("b", "B", 2, 1, "2024-02-02", 5),
            ("a", "A", 2, 2, "2024-02-02", 5),
        ]
        for row in ask("contact_patterns", **FEBRUARY).to_dict("records"):
            for pattern in ("always", "mixed", "never"):
                listed = ask("repeat_customers", **FEBRUARY, ratings_given=row["bucket"], pattern=pattern, limit=1)
                assert row[pattern] == (listed["total"].iloc[0] if len(listed) else 0)


class TestRepeats:
    def test_the_design_effect_is_worked_by_hand(self, facts: Any, ask: Ask) -> None:
        """Mean 3/4; a is 1/2 above it in all, b 3/4 below, nobody known 1/4 above."""
        for customer, score in (("a", 5), ("a", 5), ("b", 1), (None, 5)):
            rated(facts, "2024-02-05", score, customer_id=customer, sent="2024-02-04")
        rated(facts, "2024-02-05", 1, customer_id="b")  # not known to have been sent
        row = ask("answer_repeats", **FEBRUARY).iloc[0]
        assert (row["n"], row["customers"]) == (4, 3)
        assert row["design_effect"] == pytest.approx((1 / 4 + 9 / 16 + 1 / 16) / (3 / 16 + 9 / 16) * (3 / 2) * (3 / 4))

    def test_bands_of_nps_count_from_minus_one_to_one(self, facts: Any, ask: Ask) -> None:
        for customer, score in (("a", 10), ("a", 9), ("b", 0), ("b", 3)):
            recommended(facts, "2024-02-05", score, customer_id=customer, sent="2024-02-04")
        row = ask("answer_repeats", **FEBRUARY, kind="nps").iloc[0]
        assert row["design_effect"] == pytest.approx((4 + 4) / 4 * 2 * (3 / 4))

    def test_nothing_and_agreement_have_none(self, facts: Any, ask: Ask) -> None:
        for customer in "aab":
            rated(facts, "2024-02-05", 5, customer_id=customer, sent="2024-02-04")
        assert rows(ask("answer_repeats"), "n", "customers", "design_effect") == [(3, 2, 1)]
        assert rows(ask("answer_repeats", kind="nps"), "n", "customers", "design_effect") == [(0, 0, 1)]

    def test_customers_who_differ_within_have_none(self, facts: Any, ask: Ask) -> None:
        for customer in "abcd":
            for score in (1, 5):
                rated(facts, "2024-02-05", score, customer_id=customer, sent="2024-02-04")
        assert ask("answer_repeats")["design_effect"].tolist() == [1]


class TestSpread:
    def test_squares_are_those_of_the_analysis_of_variance(self, facts: Any, ask: Ask) -> None:
        scores = {"a": [100, 50, 60], "b": [20, 40], "c": [90]}
        for customer, own in scores.items():
            for score in own:
                facts.ticket("2024-02-02", customer_id=customer, quality_score=score, is_poor=score == 20)
        facts.ticket("2024-02-02", customer_id="a", quality_score=0, exclusion="spam")
        for _ in range(3):
            facts.ticket("2024-02-02", quality_score=0, is_poor=True)
        facts.ticket("2024-03-02", customer_id="b", quality_score=0, is_poor=True)
        found = ask("experience_spread", **FEBRUARY)
        told = [scores["a"], scores["b"]]
        mean = statistics.mean([*scores["a"], *scores["b"]])
        within = sum(statistics.pvariance(own) * len(own) for own in told)
        between = sum(len(own) * (statistics.mean(own) - mean) ** 2 for own in told)
        assert rows(found, "customers", "tickets", "sum_sizes_squared", "customers3", "with_poor") == [(2, 5, 13, 1, 0)]
        assert rows(found, "within_squares", "between_squares", "mean") == [pytest.approx((within, between, mean))]

    def test_a_poor_contact_among_three_is_counted(self, facts: Any, ask: Ask) -> None:
        for customer, poor in (("a", (True, False, False)), ("b", (False, False, False)), ("c", (True, False, None))):
            for one in poor:
                facts.ticket("2024-02-02", customer_id=customer, is_poor=one)
        assert rows(ask("experience_spread"), "customers", "customers3", "with_poor", "mean") == [(0, 2, 1, None)]


class TestLastContact:
    @pytest.fixture
    def left(self, facts: Any, ask: Ask) -> Ask:
        people = {"a": ("Ada", 10.0), "b": ("Bob", 90.0), "c": ("Cy", 50.0), "gone": ("Di", 1.0), "later": ("Ed", 2.0)}
        churned = {"gone": "2024-02-20", "later": "2024-03-20"}
        for key, (name, revenue) in people.items():
            money = {"monthly_revenue": revenue, "segment": "small"}
            facts.customer(churned=churned.get(key), customer_id=key, name=name, **money)
        facts.customer(customer_id="p", name="Pat", is_prospect=True)
        poor = {"is_poor": True, "is_reopened": True}
        facts.ticket("2024-02-01", customer_id="a", is_poor=False, team="Blue")
        facts.ticket(
            "2024-02-05", customer_id="a", ticket_id="A", csat_score=1, csat_scale="1-5", is_satisfied=False, **poor
        )
        facts.ticket("2024-03-05", customer_id="a", is_poor=False)
        facts.ticket("2024-02-05", customer_id="b", ticket_id="B", subject="Bill", **poor)
        facts.ticket("2024-02-01", customer_id="c", **poor)
        facts.ticket("2024-02-09", customer_id="c", is_poor=False)
        facts.ticket("2024-02-10", customer_id="c", exclusion="spam", **poor)
        for customer in ("gone", "later", "p", None):
            facts.ticket("2024-02-06", customer_id=customer, is_poor=True, is_reopened=False)
        facts.ticket("2024-02-06", customer_id="nobody", is_poor=True, segment="large")
        facts.ticket("2024-02-07", customer_id="unjudged")
        return ask

    def test_those_still_here_are_listed_with_why_the_dearest_first(self, left: Ask) -> None:
        found = left("last_contact_poor", **FEBRUARY)
        assert rows(found, "customer_id", "customer_name", "monthly_revenue", "why", "contacts", "segment") == [
            ("b", "Bob", 90, "reopened", 1, "small"),
            ("a", "Ada", 10, "rated poor", 2, "small"),
            ("later", "Ed", 2, "late", 1, "small"),
            ("nobody", None, None, "late", 1, "large"),
        ]
        assert rows(found, "ticket_id", "subject", "day", "csat_score", "csat_scale", "total", "contacted")[:2] == [
            ("B", "Bill", "2024-02-05", None, None, 4, 5),
            ("A", None, "2024-02-05", 1, "1-5", 4, 5),
        ]

    def test_who_left_by_the_end_of_the_period_is_not(self, left: Ask) -> None:
        found = left("last_contact_poor")
        assert found["customer_id"].tolist() == ["b", "nobody"]
        assert found["contacted"].tolist() == [4, 4]

    def test_it_can_be_searched_paged_and_filtered(self, left: Ask) -> None:
        assert left("last_contact_poor", search="ADA", **FEBRUARY)["customer_id"].tolist() == ["a"]
        assert left("last_contact_poor", search="nobo", **FEBRUARY)["total"].tolist() == [1]
        page = left("last_contact_poor", limit=2, offset=1, **FEBRUARY)
        assert page["customer_id"].tolist() == ["a", "later"] and page["total"].tolist() == [4, 4]
        assert left("last_contact_poor", teams=["Blue"], **FEBRUARY).empty  # of this team's, the last was not poor
        assert left("last_contact_poor", search="%", **FEBRUARY).empty

    def test_of_tickets_of_the_same_instant_a_poor_one_counts_once(self, facts: Any, ask: Ask) -> None:
        for number, poor in enumerate((True, False, True, None)):
            facts.ticket("2024-02-06", customer_id="a", ticket_id=f"t{number}", is_poor=poor)
        assert rows(ask("last_contact_poor"), "ticket_id", "contacts", "total") == [("t2", 4, 1)]


class TestNextRatings:
    def test_a_rating_follows_what_came_before(self, facts: Any, ask: Ask) -> None:
        ratings(facts, "a", "515")
        ratings(facts, "b", "1551")
        ratings(facts, "c", "135")  # neither good nor poor in between
        ratings(facts, None, "11")
        found = ask("next_ratings", **FEBRUARY)
        assert rows(found, "bucket", "n", "hits", "customers") == [
            ("after a good one", 3, 1, 2),
            ("after a poor one", 3, 2, 3),
            ("after a poor one made good", 1, 1, 1),
            ("after two good ones", 1, 0, 1),
        ]
        # after a good one: of a one, not satisfied; of b two, one of them satisfied; the share is 1/3
        assert found["squares"].iloc[0] == pytest.approx((0 - 1 / 3) ** 2 + (1 - 2 / 3) ** 2)
        assert found["squares"].iloc[1] == pytest.approx((1 - 2 / 3) ** 2 * 2 + (0 - 2 / 3) ** 2)

    def test_the_later_one_is_in_the_period_and_the_earlier_may_lie_before(self, facts: Any, ask: Ask) -> None:
        ratings(facts, "a", "551", month=1)
        ratings(facts, "a", "5", month=2)
        ratings(facts, "a", "1", month=3)
        assert rows(ask("next_ratings", **FEBRUARY), "bucket", "n", "hits") == [("after a poor one", 1, 1)]
        january = {"from": FIRST_DAY, "to": dt.date(2024, 1, 31)}
        assert rows(ask("next_ratings", **january), "bucket", "n", "hits") == [
            ("after a good one", 2, 1),
            ("after two good ones", 1, 0),
        ]

    def test_what_came_before_is_the_customers_history_whatever_the_filters(self, facts: Any, ask: Ask) -> None:
        rated(facts, "2024-02-01", 1, customer_id="a", team="Blue")
        rated(facts, "2024-02-02", 5, customer_id="a", team="Red")
        rated(facts, "2024-02-03", 5, customer_id="a", team="Blue")
        rated(facts, "2024-02-02", 1, customer_id="a", team="Blue", exclusion="spam")
        assert rows(ask("next_ratings", teams=["Blue"]), "bucket", "n", "hits") == [
            ("after a good one", 1, 1),
            ("after a poor one made good", 1, 1),
        ]
        assert rows(ask("next_ratings", teams=["Red"]), "bucket", "n", "hits") == [("after a poor one", 1, 1)]


class TestReferrals:
    def test_newcomers_after_the_first_answer_are_counted(self, facts: Any, ask: Ask) -> None:
        recommended(facts, "2024-01-01", 10, customer_id="p")
        recommended(facts, "2024-02-01", 0, customer_id="p")  # only the first answer counts
        recommended(facts, "2024-03-01", 9, customer_id="q")
        recommended(facts, "2024-03-01", 7, customer_id="r")
        recommended(facts, "2024-03-01", 9)
        for acquired in ("2024-01-01", "2024-01-02", "2024-03-31", "2024-04-01", None):
            facts.customer(acquired, referred_by="p")
        facts.customer("2024-02-01", referred_by="q")  # before the answer
        found = ask("referrals_by_band")
        assert rows(found, "bucket", "customers", "referrers", "referrals") == [
            ("promoter", 2, 1, 2),
            ("passive", 1, 0, 0),
        ]
        assert found["customer_years"].tolist() == pytest.approx([(90 + 30) / 365.25, 30 / 365.25])
        listed = ask("referring_customers")
        assert rows(listed, "customer_id", "band", "day", "referrals", "total") == [
            ("p", "promoter", "2024-01-01", 2, 3),
            *[(name, band, day, 0, 3) for name, band, day in rows(listed.iloc[1:], "customer_id", "band", "day")],
        ]
        for row in found.to_dict("records"):
            of_band = ask("referring_customers", band=row["bucket"], limit=1)
            assert of_band["total"].tolist() == [row["customers"]]

    def test_the_first_answer_is_that_of_the_period(self, facts: Any, ask: Ask) -> None:
        recommended(facts, "2024-01-01", 10, customer_id="p")
        recommended(facts, "2024-02-01", 0, customer_id="p", segment="small")
        assert rows(ask("referrals_by_band", **FEBRUARY), "bucket", "customers") == [("detractor", 1)]
        assert ask("referrals_by_band", segments=["large"]).empty


class TestSupportBefore:
    def test_answers_are_put_by_the_support_of_the_90_days_before(self, facts: Any, ask: Ask) -> None:
        def solved(customer: str, at: str | None, **given: Any) -> None:
            facts.ticket("2024-01-01", solved=at, customer_id=customer, **given)

        solved("good", "2024-01-02", is_good=True, is_poor=False)
        solved("good", "2024-03-31 11:59", is_good=True, is_poor=False)
        solved("good", "2024-03-01", is_poor=True, exclusion="spam")
        solved("ends", "2024-03-31 12:00", is_poor=True)  # ended when the answer came
        solved("ends", "2024-03-01", is_good=True, is_poor=False)
        solved("open", None, is_poor=True)
        solved("open poor", None)
        solved("open poor", "2024-03-01", is_poor=True)
        later = facts.ticket("2024-01-01", solved="2024-03-01", customer_id="later", is_poor=True)
        rated(facts, "2024-03-31 18:00", 1, customer_id="later", ticket_id=later)  # known only after the answer
        solved("poor", "2024-03-01", is_good=True, is_poor=False)
        solved("poor", "2024-03-02", is_good=False, is_poor=True)
        solved("neither", "2024-03-01", is_good=True)
        solved("neither", "2024-03-02", is_good=False, is_poor=False)
        solved("unjudged", "2024-03-02")
        solved("long ago", "2024-01-01 11:59", is_poor=True)  # one minute more than 90 days before the answer
        solved("just", "2024-01-01 12:00", is_poor=True)
        for customer, score in (("good", 10), ("poor", 0), ("neither", 9), ("unjudged", 7), ("long ago", 10)):
            recommended(facts, "2024-03-31", score, customer_id=customer)
        recommended(facts, "2024-03-31", 8, customer_id="just")
        for customer in ("ends", "open", "open poor", "later"):
            recommended(facts, "2024-03-31", 10, customer_id=customer)
        recommended(facts, "2024-03-31", 5)
        rated(facts, "2024-03-31", 5, customer_id="good")
        found = ask("nps_by_support")
        assert rows(found, "bucket", "promoters", "passives", "detractors", "n", "value") == [
            ("no contact", 1, 0, 0, 1, 100),
            ("good only", 1, 0, 0, 1, 100),
            ("neither good nor poor", 2, 1, 0, 3, pytest.approx(200 / 3)),
            ("some poor", 1, 1, 1, 3, 0),
            ("still open", 2, 0, 0, 2, 100),
            (None, 0, 0, 1, 1, -100),
        ]

    @pytest.mark.parametrize("given", [{}, {"teams": ["Blue"]}, {"segments": ["small"], "channels": ["chat"]}], ids=str)
    def test_they_sum_to_all_answers(self, company: duckdb.DuckDBPyConnection, given: dict[str, object]) -> None:
        period = {"from": dt.date(2024, 2, 1), "to": LAST_DAY}
        found = questions.ask(company, "nps_by_support", period | given)
        nps = questions.ask(company, "nps", period | given).iloc[0]
        columns = ["promoters", "passives", "detractors", "n"]
        assert found[columns].sum().tolist() == nps[columns].tolist()


def test_without_data_there_is_nothing_and_no_error(facts: Any, ask: Ask) -> None:
    facts.status(first_day=None)
    names = (
        *("contact_patterns", "repeat_customers", "referring_customers", "last_contact_poor", "next_ratings"),
        *("referrals_by_band", "nps_by_support"),
    )
    assert all(ask(name).empty for name in names)
    assert rows(ask("experience_spread"), "customers", "tickets", "within_squares", "mean") == [(0, 0, None, None)]
