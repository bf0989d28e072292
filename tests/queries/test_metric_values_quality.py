"""Do rates of quality and satisfaction say what a few tickets and surveys written by hand say?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

Ask = Callable[..., pd.DataFrame]


def parts(frame: pd.DataFrame) -> list[float]:
    return frame[["numerator", "n"]].iloc[0].tolist()


def test_one_touch_is_of_solved_tickets_with_known_replies(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", solved="2024-01-03", is_one_touch=True)
    facts.ticket("2024-01-02", solved="2024-01-03", is_one_touch=False)
    facts.ticket("2024-01-02", solved="2024-01-03")  # replies not known
    facts.ticket("2024-01-02")  # nobody answered: neither one touch nor many
    assert parts(ask("one_touch_rate")) == [1, 2]


def test_first_contact_resolution_waits_until_7_days_have_passed(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-03-20", solved="2024-03-24 12:00", is_first_contact_resolved=True)
    facts.ticket("2024-03-20", solved="2024-03-22", is_first_contact_resolved=False)
    facts.ticket("2024-03-20", solved="2024-03-26", is_first_contact_resolved=False)  # a success would not be known yet
    assert parts(ask("first_contact_resolution")) == [1, 2]


def test_a_ticket_that_is_open_again_counts_as_reopened(facts: Any, ask: Ask) -> None:
    first = {
        "is_ever_solved": True,
        "first_solved_at": dt.datetime(2024, 1, 5),
        "first_solved_day": dt.date(2024, 1, 5),
    }
    facts.ticket("2024-01-02", is_reopened=True, **first)
    facts.ticket("2024-01-02", solved="2024-02-02", is_reopened=True, **first)
    facts.ticket("2024-01-02", solved="2024-01-03", is_reopened=False)
    facts.ticket("2024-01-02")  # never solved
    assert parts(ask("reopen_rate")) == [2, 3]
    january = ask("reopen_rate", to=dt.date(2024, 1, 31))
    assert parts(january) == [2, 3]  # all by their first solution


def test_a_reopened_ticket_without_a_dated_solution_still_counts(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", is_ever_solved=True, is_reopened=True)
    assert parts(ask("reopen_rate")) == [1, 1]


def test_replies_and_handoffs_are_medians_over_solved_tickets(facts: Any, ask: Ask) -> None:
    for replies, handoffs in ((1, 0), (2, 0), (9, 3)):
        facts.ticket("2024-01-02", solved="2024-01-03", replies=replies, handoffs=handoffs)
    facts.ticket("2024-01-02", replies=0, handoffs=9)  # not solved: neither is final
    facts.ticket("2024-01-02", solved="2024-01-03")  # neither is known
    replies = ask("replies_per_ticket")
    assert replies[["n", "p50", "mean"]].to_numpy().tolist() == [[3, 2, 4]]
    assert replies["p90"].tolist() == [pytest.approx(2 + 0.8 * 7)]
    assert ask("handoffs_per_ticket")[["n", "p50", "mean"]].to_numpy().tolist() == [[3, 0, 1]]


def test_poor_and_good_are_of_tickets_of_which_something_is_known(facts: Any, ask: Ask) -> None:
    facts.ticket("2024-01-02", is_poor=True, is_good=False)
    facts.ticket("2024-01-02", is_poor=False, is_good=False)
    facts.ticket("2024-01-02", is_poor=False)
    facts.ticket("2024-01-02")
    assert parts(ask("poor_interaction_rate")) == [1, 3]
    assert parts(ask("good_interaction_rate")) == [0, 2]


def test_quality_score_is_the_mean_of_known_scores(facts: Any, ask: Ask) -> None:
    for score in (100.0, 50.0, None):
        facts.ticket("2024-01-02", quality_score=score)
    score = ask("quality_score")
    assert score[["n", "value"]].to_numpy().tolist() == [[2, 75]]
    assert score["standard_deviation"].tolist() == [pytest.approx(35.3553, abs=1e-3)]


def test_csat_is_satisfied_of_rated_on_the_day_of_the_response(facts: Any, ask: Ask) -> None:
    facts.survey("csat", sent="2024-01-31", responded="2024-02-01", is_satisfied=True)
    facts.survey("csat", sent="2024-01-31", responded="2024-02-01", is_satisfied=False)
    facts.survey("csat", sent="2024-01-31")
    facts.survey("nps", sent="2024-01-31", responded="2024-02-01", nps_band=1)
    facts.survey("csat", sent="2024-01-31", responded="2024-02-01", is_satisfied=False, exclusion="test")
    months = ask("csat", by="month").set_index("bucket")
    assert months["n"].tolist() == [0, 2, 0]
    assert months.loc["2024-02-01", "value"] == 0.5


def test_response_rate_filters_both_sides_and_dates_both_by_sending(facts: Any, ask: Ask) -> None:
    facts.survey("csat", sent="2024-01-31", responded="2024-02-01", is_satisfied=True, team="Blue")
    facts.survey("csat", sent="2024-01-31", team="Blue")
    facts.survey("csat", sent="2024-01-31", team="Red")
    facts.survey("csat", responded="2024-01-31", is_satisfied=True, team="Red")  # not known to have been sent
    assert parts(ask("csat_response_rate")) == [1, 3]
    assert parts(ask("csat_response_rate", teams=["Blue"])) == [1, 2]
    assert parts(ask("csat_response_rate", to=dt.date(2024, 1, 31))) == [1, 3]
    assert ask("csat")["n"].tolist() == [2]


def test_response_rate_is_missing_where_sending_is_unknown(facts: Any, ask: Ask) -> None:
    facts.survey("csat", responded="2024-01-31", is_satisfied=True)
    assert ask("csat_response_rate")["value"].isna().all()


def test_nps_is_promoters_minus_detractors(facts: Any, ask: Ask) -> None:
    for band in (1, 1, 1, 0, -1):
        facts.survey("nps", sent="2024-01-02", responded="2024-01-03", nps_band=band)
    facts.survey("nps", sent="2024-01-02")
    score = ask("nps")
    assert score[["promoters", "passives", "detractors", "n", "value"]].to_numpy().tolist() == [[3, 1, 1, 5, 40]]
    assert score["value_low"].iloc[0] < 40 < score["value_high"].iloc[0]
    assert parts(ask("nps_response_rate")) == [5, 6]
    weeks = ask("nps", by="week", to=dt.date(2024, 1, 14))
    assert weeks["n"].tolist() == [5, 0] and pd.isna(weeks["value"].iloc[1])


@pytest.mark.parametrize("metric", ["csat", "nps", "ces", "ces_agreement"])
def test_answers_count_on_the_day_of_the_response_and_sent_surveys_when_sent(facts: Any, ask: Ask, metric: str) -> None:
    answer = {"share": 1.0, "is_satisfied": True, "nps_band": 1}
    facts.survey(metric.split("_")[0], sent="2024-01-31", responded="2024-02-01", **answer)
    assert ask(metric, by="month")["n"].tolist() == [0, 1, 0]
    if metric in ("csat", "nps"):
        assert ask(f"{metric}_response_rate", by="month")["n"].tolist() == [1, 0, 0]


def test_effort_is_a_mean_on_1_to_7_and_a_share_that_agrees(facts: Any, ask: Ask) -> None:
    facts.survey("ces", sent="2024-01-02", responded="2024-01-03", share=1.0, is_satisfied=True)
    facts.survey("ces", sent="2024-01-02", responded="2024-01-03", share=0.5, is_satisfied=False)
    assert ask("ces")[["n", "value"]].to_numpy().tolist() == [[2, 5.5]]
    assert parts(ask("ces_agreement")) == [1, 2]
