"""Does a click on a customer's pattern, on what came before a rating, or on a referrer's band list what was counted?"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.versions import open_for_reading
from queries import questions
from queries.parameters import HISTORIES

PERIOD = {"from": dt.date(2026, 3, 1), "to": dt.date(2026, 11, 15)}
BAND_SCORES = {"promoter": (9, 11), "passive": (7, 9), "detractor": (0, 7)}


@pytest.fixture(scope="module")
def sample(sample_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_for_reading(sample_store)
    yield connection
    connection.close()


def asked(connection: duckdb.DuckDBPyConnection, name: str, shape: str | None = None, **given: Any) -> pd.DataFrame:
    return questions.ask(connection, name, PERIOD | given, shape=shape)


def test_every_pattern_lists_the_ratings_of_its_customers(sample: duckdb.DuckDBPyConnection) -> None:
    patterns = asked(sample, "contact_patterns")
    assert len(patterns) > 1
    for row in patterns.to_dict("records"):
        listed = asked(sample, "csat", "rows", limit=None, ratings_given=row["bucket"])
        assert (len(listed), listed["customer_id"].nunique()) == (row["ratings"], row["customers"])
        for pattern in ("always", "mixed", "never"):
            own = asked(sample, "csat", "rows", limit=None, ratings_given=row["bucket"], pattern=pattern)
            assert own["customer_id"].nunique() == row[pattern]
            satisfied = own.groupby("customer_id")["is_hit"].agg(["all", "any"]) if len(own) else pd.DataFrame()
            kinds = {"always": [(True, True)], "mixed": [(False, True)], "never": [(False, False)]}[pattern]
            assert {tuple(map(bool, both)) for both in satisfied.to_numpy()} <= set(kinds)


@pytest.mark.parametrize("history", HISTORIES)
def test_every_history_lists_the_ratings_that_followed(sample: duckdb.DuckDBPyConnection, history: str) -> None:
    row = asked(sample, "next_ratings").set_index("bucket").loc[history]
    listed = asked(sample, "csat", "rows", limit=None, after=history)
    assert (len(listed), int(listed["is_hit"].sum())) == (row["n"], row["hits"])
    assert listed["customer_id"].nunique() == row["customers"]


def test_what_came_before_is_told_by_the_customers_own_ratings(sample: duckdb.DuckDBPyConnection) -> None:
    everything = questions.ask(
        sample, "csat", PERIOD | {"from": dt.date(2020, 1, 1), "limit": None, "descending": False}, shape="rows"
    )
    found: dict[str, set[str]] = {history: set() for history in HISTORIES}
    for _, own in everything.dropna(subset="customer_id").groupby("customer_id"):
        ordered = own.sort_values(["responded_at", "survey_id"]).to_dict("records")
        for place, row in enumerate(ordered):
            if row["day"] < PERIOD["from"].isoformat() or not place:
                continue
            last = ordered[place - 1]["rating_band"]
            before = ordered[place - 2]["rating_band"] if place > 1 else None
            for history, fits in zip(
                HISTORIES,
                (
                    last == "good",
                    last == "poor",
                    (before, last) == ("poor", "good"),
                    (before, last) == ("good", "good"),
                ),
                strict=True,
            ):
                found[history] |= {row["survey_id"]} if fits else set()
    for history, ids in found.items():
        assert set(asked(sample, "csat", "rows", limit=None, after=history)["survey_id"]) == ids


def test_every_band_lists_the_first_answers_of_its_customers(sample: duckdb.DuckDBPyConnection) -> None:
    bands = asked(sample, "referrals_by_band")
    assert bands["customers"].sum() > 50
    for row in bands.to_dict("records"):
        low, below = BAND_SCORES[row["bucket"]]
        listed = asked(sample, "nps", "rows", limit=None, first=True, score_from=low, score_below=below)
        assert len(listed) == listed["customer_id"].nunique() == row["customers"]
    first = asked(sample, "nps", "rows", limit=None, first=True)
    assert first["day"].tolist() == [
        day for day in first["day"] if PERIOD["from"].isoformat() <= day <= PERIOD["to"].isoformat()
    ]
