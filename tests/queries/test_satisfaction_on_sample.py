"""Do the questions on what customers say hold together on the sample company, as the model makes it?"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.versions import open_for_reading
from queries import questions

PERIOD = {"from": dt.date(2026, 1, 1), "to": dt.date(2026, 11, 15)}
DOSES = ("first_reply", "resolution", "replies", "reopens", "handoffs", "hour")


@pytest.fixture(scope="module")
def sample(sample_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_for_reading(sample_store)
    yield connection
    connection.close()


def asked(connection: duckdb.DuckDBPyConnection, name: str, shape: str | None = None, **given: Any) -> pd.DataFrame:
    return questions.ask(connection, name, PERIOD | given, shape=shape)


@pytest.mark.parametrize("by", ["stage", "reply_speed", "reopened"])
@pytest.mark.parametrize("key", ["csat", "nps", "ces", "csat_response_rate", "arrivals", "backlog"])
def test_the_new_breakdowns_sum_to_all(sample: duckdb.DuckDBPyConnection, key: str, by: str) -> None:
    frame = asked(sample, key, by=by)
    assert frame["n"].sum() == asked(sample, key)["n"].sum() > 0
    assert len(frame) > 1 or key == "nps"  # which is about no ticket


@pytest.mark.parametrize("by", ["reply_speed", "reopened"])
def test_a_survey_says_of_its_ticket_what_the_ticket_says(sample: duckdb.DuckDBPyConnection, by: str) -> None:
    surveys = asked(sample, "csat_response_rate", "rows", limit=None)
    surveys = surveys[surveys["ticket_id"].isin(asked(sample, "tickets", limit=None)["ticket_id"])]
    for value, own in surveys.groupby(by):
        listed = asked(sample, "tickets", limit=None, **{by: str(value)})
        assert len(own) > 10 and set(own["ticket_id"]) <= set(listed["ticket_id"])


@pytest.mark.parametrize("kind", ["csat", "nps", "ces"])
def test_scores_and_cells_sum_to_the_metrics(sample: duckdb.DuckDBPyConnection, kind: str) -> None:
    scores = asked(sample, "score_distribution", kind=kind)
    metric = asked(sample, kind).iloc[0]
    assert scores["n"].sum() == metric["n"] > 0
    if kind == "csat":
        assert scores.loc[scores["is_satisfied"].astype(bool), "n"].sum() == metric["numerator"]
    if kind == "nps":
        by_rating = scores.groupby("rating")["n"].sum()
        assert by_rating.to_dict() == {
            "good": metric["promoters"],
            "neutral": metric["passives"],
            "poor": metric["detractors"],
        }
    cells = asked(sample, "answer_cells", kind=kind)
    rate = asked(sample, f"{kind}_response_rate").iloc[0]
    assert (cells["sent"].sum(), cells["answered"].sum()) == (rate["n"], rate["numerator"])
    assert cells["category"].nunique() <= 13
    delay = asked(sample, "response_delay", kind=kind).iloc[0]
    assert 0 < delay["p50_days"] < delay["p95_days"]


@pytest.mark.parametrize("dose", DOSES)
def test_bins_of_a_dose_sum_to_the_ratings(sample: duckdb.DuckDBPyConnection, dose: str) -> None:
    bins = asked(sample, "csat_by_dose", dose=dose)
    csat = asked(sample, "csat").iloc[0]
    assert bins["n"].sum() + bins["left_out"].iloc[0] == csat["n"]
    one = bins.iloc[len(bins) // 2]
    below = None if pd.isna(one["high"]) else one["high"]  # the last bin is open
    listed = asked(sample, "csat", "rows", dose=dose, dose_from=one["low"], dose_below=below, limit=None)
    assert (len(listed), listed["is_hit"].sum()) == (one["n"], one["hits"])


def test_consistency_is_told_of_the_same_ratings_and_tickets(sample: duckdb.DuckDBPyConnection) -> None:
    patterns = asked(sample, "contact_patterns")
    assert (patterns["always"] + patterns["mixed"] + patterns["never"]).tolist() == patterns["customers"].tolist()
    spread = asked(sample, "experience_spread").iloc[0]
    score = asked(sample, "quality_score").iloc[0]
    assert 0 < spread["tickets"] <= score["n"]
    following = asked(sample, "next_ratings").set_index("bucket")
    assert (following["hits"] <= following["n"]).all() and (following["customers"] <= following["n"]).all()
    assert following.loc["after two good ones", "n"] < following.loc["after a good one", "n"]


def test_poor_last_contacts_are_the_last_and_poor(sample: duckdb.DuckDBPyConnection) -> None:
    found = asked(sample, "last_contact_poor", limit=30)
    assert found["monthly_revenue"].is_monotonic_decreasing and len(found) == 30 <= found["total"].iloc[0]
    for customer, ticket, contacts in found[["customer_id", "ticket_id", "contacts"]].itertuples(index=False):
        tickets = asked(sample, "tickets", customer=customer, sort="created_at", limit=None)
        assert tickets["ticket_id"].iloc[0] == ticket and len(tickets) == contacts
        assert tickets["is_poor"].iloc[0]


def test_support_before_and_referrals_are_told_of_the_same_answers(sample: duckdb.DuckDBPyConnection) -> None:
    by_support = asked(sample, "nps_by_support")
    assert by_support["n"].sum() == asked(sample, "nps")["n"].iloc[0]
    assert by_support["bucket"].tolist() == [
        "no contact", "good only", "neither good nor poor", "some poor", "still open"
    ]  # fmt: skip
    bands = asked(sample, "referrals_by_band")
    assert (bands["referrers"] <= bands["customers"]).all() and bands["referrals"].sum() > 0
