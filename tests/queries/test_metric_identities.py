"""What must hold for every metric, whatever the data are?"""

import datetime as dt

import duckdb
import pandas as pd
import pytest

from queries import questions
from queries.parameters import DIMENSIONS
from queries.registry import METRICS

# Within the data, from a Monday to a Sunday.
PERIOD = {"from": dt.date(2024, 1, 8), "to": dt.date(2024, 3, 24)}
BEFORE = {"previous_from": dt.date(2024, 1, 1), "previous_to": dt.date(2024, 1, 7)}
KEYS = list(METRICS)
COUNTED = {"per_customers": "numerator"}  # of the others, n is what is counted
STOCKS = [key for key in KEYS if METRICS[key].shape == "stock"]


def asked(company: duckdb.DuckDBPyConnection, key: str, shape: str | None = None, **given: object) -> pd.DataFrame:
    return questions.ask(company, key, PERIOD | given, shape=shape)


def counted(frame: pd.DataFrame, key: str) -> int:
    return int(frame[COUNTED.get(METRICS[key].shape, "n")].sum())


@pytest.mark.parametrize("key", KEYS)
def test_something_is_counted(company: duckdb.DuckDBPyConnection, key: str) -> None:
    assert counted(asked(company, key), key) > 20


@pytest.mark.parametrize("key", KEYS)
def test_the_rows_behind_a_number_are_as_many_as_it_counts(company: duckdb.DuckDBPyConnection, key: str) -> None:
    rows = asked(company, key, "rows", limit=None)
    n = counted(asked(company, key), key)
    assert len(rows) == n
    assert set(rows["total"]) == {n}
    assert rows["ticket_id"].is_unique


@pytest.mark.parametrize("key", [key for key in KEYS if METRICS[key].shape == "share"])
def test_hits_and_misses_can_be_listed(company: duckdb.DuckDBPyConnection, key: str) -> None:
    share = asked(company, key).iloc[0]
    hits, misses = (asked(company, key, "rows", hit=hit, limit=None) for hit in (True, False))
    assert (len(hits), len(misses)) == (share["numerator"], share["n"] - share["numerator"])
    assert hits["is_hit"].all() and not misses["is_hit"].any()


@pytest.mark.parametrize(
    ("key", "by"),  # a stock is not the sum of its days
    [(key, by) for key in KEYS for by in (*DIMENSIONS, *(() if key in STOCKS else ("week", "day", "month")))],
)
def test_buckets_add_up_to_all(company: duckdb.DuckDBPyConnection, key: str, by: str) -> None:
    frame = asked(company, key, by=by)
    assert counted(frame, key) == counted(asked(company, key), key)
    assert frame["bucket"].is_unique


@pytest.mark.parametrize("key", KEYS)
def test_every_week_of_the_period_is_there_once_and_complete(company: duckdb.DuckDBPyConnection, key: str) -> None:
    frame = asked(company, key, by="week")
    assert frame["bucket"].tolist() == [
        f"{day:%Y-%m-%d}" for day in pd.date_range("2024-01-08", "2024-03-18", freq="7D")
    ]
    assert frame["is_complete"].all()


@pytest.mark.parametrize("key", [key for key in KEYS if METRICS[key].unit == "share"])
def test_a_share_is_never_above_one(company: duckdb.DuckDBPyConnection, key: str) -> None:
    for by in ("team", "week"):
        frame = asked(company, key, by=by)
        assert frame["value"].dropna().between(0, 1).all()
        assert (frame["numerator"] <= frame["n"]).all()


@pytest.mark.parametrize("key", KEYS)
def test_a_filter_is_the_bucket_of_its_value(company: duckdb.DuckDBPyConnection, key: str) -> None:
    by_team = asked(company, key, by="team").set_index("bucket")
    value = METRICS[key].value
    for team in ("Blue", "Red"):
        alone = asked(company, key, teams=[team])
        assert alone[value].iloc[0] == pytest.approx(by_team.loc[team, value])
    none = asked(company, key, teams=["(none)"])
    assert none[value].iloc[0] == pytest.approx(by_team[by_team.index.isna()][value].iloc[0])


@pytest.mark.parametrize("key", KEYS)
def test_changes_are_the_two_periods_side_by_side(company: duckdb.DuckDBPyConnection, key: str) -> None:
    changes = asked(company, key, "changes", by="channel", **BEFORE).set_index("bucket")
    before = {"from": BEFORE["previous_from"], "to": BEFORE["previous_to"]}
    for column, period in (("after", PERIOD), ("before", before)):
        alone = questions.ask(company, key, period | {"by": "channel"}).set_index("bucket")
        n = alone["observed"] if "observed" in alone else alone[COUNTED.get(METRICS[key].shape, "n")]
        assert changes[f"n_{column}"].to_dict() == n.to_dict()
        if METRICS[key].shape in ("share", "mean", "score"):
            assert changes[f"value_{column}"].to_dict() == pytest.approx(alone["value"].to_dict())
            ratio = changes[f"numerator_{column}"] / changes[f"n_{column}"]
            assert ratio.to_dict() == pytest.approx(alone["value"].to_dict())
        if METRICS[key].shape == "share":
            assert changes[f"squares_{column}"].to_dict() == changes[f"numerator_{column}"].to_dict()
        if METRICS[key].shape == "mean":
            squares = changes[f"squares_{column}"] / changes[f"n_{column}"] - alone["value"] ** 2
            n = changes[f"n_{column}"]
            spread = (squares * n / (n - 1)) ** 0.5
            assert spread.to_dict() == pytest.approx(alone["standard_deviation"].to_dict())


@pytest.mark.parametrize("key", KEYS)
def test_numbers_arrive_as_numbers(company: duckdb.DuckDBPyConnection, key: str) -> None:
    frame = asked(company, key, by="week")
    assert frame["n"].dtype == "int64"
    assert frame[METRICS[key].value].dtype in ("int64", "float64")
    assert frame["is_complete"].dtype == "bool"


def test_sampled_periods_add_up_to_their_whole(company: duckdb.DuckDBPyConnection) -> None:
    halves = [
        {"from": dt.date(2024, 1, 8), "to": dt.date(2024, 2, 4)},
        {"from": dt.date(2024, 2, 5), "to": PERIOD["to"]},
    ]
    for key in KEYS:
        if METRICS[key].shape not in ("stock", "per_customers"):
            parts = [counted(questions.ask(company, key, half), key) for half in halves]
            assert sum(parts) == counted(asked(company, key), key)
