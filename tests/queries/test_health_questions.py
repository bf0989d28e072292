"""Do the questions about the data themselves give what can be counted by hand in a small store?"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data import schema, versions
from data.loading.load import remove_load
from queries import questions
from queries.registry import METRICS
from tests.data.trial_store import TrialStore
from tests.queries.faulty_company import CUSTOMERS, ORDERS, SURVEYS, TICKETS

Ask = Callable[..., pd.DataFrame]
EVER = {"from": dt.date(2000, 1, 1), "to": dt.date(2100, 1, 1)}
JANUARY = {"from": dt.date(2024, 1, 1), "to": dt.date(2024, 1, 31)}
FEBRUARY = {"from": dt.date(2024, 2, 1), "to": dt.date(2024, 2, 29)}
MARCH = {"from": dt.date(2024, 3, 1), "to": dt.date(2024, 3, 31)}


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> TrialStore:
    """A store of 17 usable tickets, 6 surveys, 3 customers and 2 orders, each with something the matter."""
    store = TrialStore(tmp_path_factory.mktemp("health"))
    store.load(CUSTOMERS, "customers.csv")
    store.load([{"status": "open", **ticket} for ticket in TICKETS], "tickets.csv")
    store.load(SURVEYS, "surveys.csv")
    store.load(ORDERS, "orders.csv")
    return store


@pytest.fixture(scope="module")
def connection(trial: TrialStore) -> Iterator[duckdb.DuckDBPyConnection]:
    found = versions.open_for_reading(trial.path)
    yield found
    found.close()


@pytest.fixture
def answer(connection: duckdb.DuckDBPyConnection) -> Ask:
    """Asks that store, about all days unless others are given."""

    def asked(name: str, **given: Any) -> pd.DataFrame:
        return questions.ask(connection, name, EVER | {key.removesuffix("_"): value for key, value in given.items()})

    return asked


def counts(frame: pd.DataFrame, key: str) -> dict[str, tuple[int, int]]:
    """n and of_all by key."""
    return {row[key]: (row["n"], row["of_all"]) for row in frame.to_dict("records")}


def test_freshness_tells_how_far_every_table_reaches_and_which_lag(answer: Ask) -> None:
    frame = answer("freshness").set_index("table_name")
    assert list(frame.index[:4]) == ["tickets", "surveys", "customers", "orders"]
    loaded = {"tickets": 17, "surveys": 6, "customers": 3, "orders": 2}
    assert frame["rows"].to_dict() == dict.fromkeys(frame.index, 0) | loaded
    assert str(frame.loc["tickets", "newest_at"]) == "2024-04-01 08:00:00"
    assert str(frame.loc["surveys", "newest_at"]) == "2024-02-20 12:00:00"
    assert frame.loc["surveys", "days_behind"] == pytest.approx(40 + 20 / 24)
    assert frame.loc["surveys", "usual_gap_days"] == 28  # from 5 January to 2 February
    assert frame.loc["orders", "usual_gap_days"] == 17
    assert frame["is_behind"].to_dict() == dict.fromkeys(frame.index, False) | dict.fromkeys(
        ("surveys", "customers", "orders"), True
    )
    assert (frame.loc["orders", "last_file"], frame.loc["orders", "loads"], frame.loc["stages", "loads"]) == (
        "orders.csv", 1, 0,
    )  # fmt: skip


def test_coverage_counts_filled_fields_of_tickets_that_count_and_of_answers(answer: Ask) -> None:
    frame = answer("field_coverage").set_index(["table_name", "column_name", "month"])
    found = {key: tuple(frame.loc[key, ["n", "filled"]]) for key in frame.index}
    assert found["tickets", "agent", "2024-01-01"] == (5, 2)
    assert found["tickets", "customer_id", "2024-02-01"] == (3, 2)  # the spam does not count
    assert found["tickets", "solved_at", "2024-03-01"] == (6, 1)
    assert found["surveys", "comment", "2024-01-01"] == (2, 1)
    assert found["surveys", "responded_at", "2024-02-01"] == (2, 1)  # an answer without a date stands where it was sent
    assert found["surveys", "ticket_id", "2024-02-01"] == (1, 1)  # the NPS answer is about no ticket
    assert frame.loc[("tickets", "agent", "2024-01-01"), "value"] == pytest.approx(0.4)
    is_carried = frame.groupby(level=["table_name", "column_name"])["is_carried"].max()
    assert is_carried["tickets", "agent"] and not is_carried["tickets", "tags"]
    assert not frame.loc[("tickets", "agent", "2024-04-01"), "is_complete"]


def test_coverage_knows_every_field_that_can_be_missing(answer: Ask) -> None:
    frame = answer("field_coverage")
    always = {"tickets": {"ticket_id", "created_at", "exclusion"}, "surveys": {"survey_id", "kind"}}
    for table, left_out in always.items():
        asked = set(frame.loc[frame["table_name"] == table, "column_name"])
        assert asked == set(schema.TABLES[table].names) - left_out


def test_left_out_counts_tickets_of_the_period_that_lack_a_value(answer: Ask) -> None:
    march = answer("left_out", **MARCH).set_index("metric")
    found = {metric: tuple(march.loc[metric, ["n", "left_out"]]) for metric in march.index}
    assert found["full_resolution_time"] == (2, 1)  # T12, and T10 that was solved nobody knows when
    assert found["first_reply_time"] == (6, 1)
    assert found["handoffs_per_ticket"] == (2, 2)  # T12 has no handoffs, T10 no date
    assert march.loc["full_resolution_time", "share"] == 0.5
    assert pd.isna(march.loc["full_resolution_time", "highest"])
    assert found["replied_within_target"][1] == 1


def test_left_out_bounds_a_share_by_misses_and_hits(answer: Ask) -> None:
    march = answer("left_out", **MARCH).set_index("metric").loc["one_touch_rate"]
    assert (march["n"], march["left_out"], march["value"]) == (2, 1, 0)  # T12 took two replies, T10 has no date
    assert (march["lowest"], march["highest"]) == (0, 0.5)


@pytest.mark.parametrize("metric", ["first_reply_time", "replied_within_target", "first_resolution_time",
                                    "full_resolution_time", "resolution_time_by_cohort", "resolved_within_target",
                                    "requester_wait", "one_touch_rate", "first_contact_resolution", "reopen_rate",
                                    "replies_per_ticket", "handoffs_per_ticket", "poor_interaction_rate",
                                    "good_interaction_rate", "quality_score"])  # fmt: skip
def test_what_is_not_left_out_is_what_the_metric_counts(metric: str, sample_store: Path, answer: Ask) -> None:
    sample = versions.open_for_reading(sample_store)
    try:
        for asked in (answer, lambda name, **given: questions.ask(sample, name, EVER | given)):
            row = asked("left_out").set_index("metric").loc[metric]
            whole = asked(metric, by="all").iloc[0]
            assert row["n"] - row["left_out"] == whole["n"]
            if METRICS[metric].shape == "share" and whole["n"]:
                assert row["value"] == pytest.approx(whole["value"])
    finally:
        sample.close()


def test_links_stand_in_the_order_in_which_they_are_tried(answer: Ask) -> None:
    frame = answer("links").astype({"linked_by": object})
    rows = [
        tuple(row) for row in frame.loc[frame["table_name"] == "tickets", ["linked_by", "n"]].itertuples(index=False)
    ]
    assert [n for _, n in rows] == [10, 1, 1, 1, 4]
    assert [way for way, _ in rows[:4]] == ["id", "e-mail", "organisation", "domain"] and pd.isna(rows[4][0])
    surveys = frame[(frame["table_name"] == "surveys") & (frame["linked_to"] == "customers")]
    assert surveys["n"].tolist() == [1, 4, 1]  # by id, through their ticket, not at all
    to_tickets = frame[frame["linked_to"] == "tickets"]
    assert to_tickets[["n", "of_all"]].values.tolist() == [[4, 5], [1, 5]]
    assert frame.loc[frame["table_name"] == "orders", "share"].tolist() == [0.5, 0.5]


def test_unmatched_names_who_is_not_known(answer: Ask) -> None:
    rows = answer("unmatched").to_dict("records")
    found = [(row["table_name"], row["kind"], row["n"], row["rows_without"]) for row in rows]
    assert found == [
        ("tickets", "customer", 2, 4), ("tickets", "organisation", 1, 4), ("tickets", "domain", 1, 4),
        ("tickets", "domain", 1, 4), ("tickets", "nothing", 1, 4),
        ("surveys", "nothing", 1, 1), ("orders", "customer", 1, 1),
    ]  # fmt: skip
    assert [row["name"] for row in rows[:4]] == ["X9", "Zeta", "two.example", "zeta.example"]
    assert (str(rows[0]["first_at"]), str(rows[0]["last_at"])) == ("2024-02-03 10:00:00", "2024-02-04 10:00:00")


@pytest.mark.parametrize(
    ("given", "tickets"),
    [
        ({"unknown": "customer", "named": "X9"}, ["T6", "T5"]),
        ({"unknown": "customer", "named": "X"}, []),
        ({"unknown": "customer"}, ["T6", "T5"]),
        ({"unknown": "organisation", "named": "Zeta"}, ["T6"]),
        ({"unknown": "domain", "named": "two.example"}, ["T4"]),
        ({"unknown": "nothing"}, ["T7"]),
    ],
)
def test_the_tickets_of_the_unknown_are_listed(answer: Ask, given: dict[str, str], tickets: list[str]) -> None:
    frame = answer("unmatched_tickets", **given)
    assert frame["ticket_id"].tolist() == tickets
    assert frame["total"].tolist() == [len(tickets)] * len(tickets)
    assert len(answer("unmatched_tickets", **given, limit=1)) == min(1, len(tickets))


def test_breakdowns_say_for_how_many_tickets_they_are_known(answer: Ask) -> None:
    march = answer("breakdown_coverage", **MARCH).set_index("bucket")
    assert tuple(march.loc["segment", ["n", "numerator", "unlinked"]]) == (6, 6, 0)
    assert tuple(march.loc["plan", ["n", "numerator", "unlinked"]]) == (6, 4, 0)
    assert tuple(march.loc["agent", ["n", "numerator", "unlinked"]]) == (6, 0, 0)
    february = answer("breakdown_coverage", **FEBRUARY).set_index("bucket")
    assert tuple(february.loc["segment", ["n", "numerator", "unlinked"]]) == (3, 0, 3)
    assert february.loc["team", "unlinked"] == 0


def test_duplicates_are_counted_per_kind(answer: Ask) -> None:
    frame = answer("duplicates", **JANUARY)
    assert counts(frame, "kind") == {"tickets": (1, 3), "customers": (1, 3), "addresses": (1, 1), "answers": (1, 3)}
    tickets = frame.set_index("kind").loc["tickets"]
    assert (tickets["share"], tickets["recent"], tickets["recent_of"]) == (pytest.approx(1 / 3), 1, 3)
    assert answer("duplicates", **MARCH).set_index("kind").loc["tickets", "recent"] == 0


def test_a_repeated_ticket_stands_with_the_one_it_repeats(answer: Ask) -> None:
    (row,) = answer("duplicate_tickets").to_dict("records")
    assert (row["ticket_id"], row["earlier_ticket_id"], row["minutes_after"]) == ("T2", "T1", 5)  # T3: 11 minutes later


def test_customers_with_one_address_stand_together(answer: Ask) -> None:
    (row,) = answer("duplicate_customers").to_dict("records")
    assert row == {"email": "bob@two.example", "customers": 2, "customer_ids": "C2, C3", "names": "Bea, Bob"}


def test_exclusions_are_counted_by_month_and_reason(answer: Ask) -> None:
    (row,) = answer("excluded_by_month").to_dict("records")
    assert (row["bucket"], row["reason"], row["n"], row["of_all"]) == ("2024-02-01", "spam", 1, 4)
    assert row["value"] == 0.25 and row["is_complete"]


@pytest.mark.parametrize(
    ("metric", "counted", "whole"), [("arrivals", 3, 4), ("csat", 0, 1), ("first_reply_time", 3, 4)]
)
def test_any_metric_can_be_asked_with_excluded_tickets(answer: Ask, metric: str, counted: int, whole: int) -> None:
    assert answer(metric, **FEBRUARY).iloc[0]["n"] == counted
    assert answer(metric, **FEBRUARY, with_excluded=False).iloc[0]["n"] == counted
    assert answer(metric, **FEBRUARY, with_excluded=True).iloc[0]["n"] == whole


def test_doubtful_values_are_counted_among_those_that_could_have_them(answer: Ask) -> None:
    frame = answer("doubtful_values", **MARCH)
    assert counts(frame, "doubt") == {
        "solved_at_once": (1, 3), "replied_at_once": (1, 4), "open_long": (1, 12), "in_future": (1, 16),
        "many_replies": (1, 4), "many_handoffs": (1, 2), "before_customer": (2, 12), "solved_undated": (1, 4),
        "solved_unanswered": (1, 4), "at_midnight": (1, 16), "in_bulk": (0, 16), "undated_answers": (1, 4),
    }  # fmt: skip
    recent = {row["doubt"]: (row["recent"], row["recent_of"]) for row in frame.to_dict("records")}
    assert recent["in_future"] == (1, 6) and recent["solved_at_once"] == (0, 1) and recent["undated_answers"] == (0, 0)


@pytest.mark.parametrize(
    ("doubt", "tickets"),
    [
        ("solved_at_once", ["T1"]),
        ("replied_at_once", ["T1"]),
        ("open_long", ["T0"]),
        ("in_future", ["T16"]),
        ("many_replies", ["T10"]),
        ("many_handoffs", ["T10"]),
        ("before_customer", ["T8", "T0"]),
        ("solved_undated", ["T10"]),
        ("solved_unanswered", ["T10"]),
        ("at_midnight", ["T4"]),
        ("in_bulk", []),
    ],
)
def test_the_tickets_of_a_doubt_are_listed(answer: Ask, doubt: str, tickets: list[str]) -> None:
    frame = answer("doubtful_tickets", doubt=doubt)
    assert frame["ticket_id"].tolist() == tickets
    assert frame["total"].tolist() == [len(tickets)] * len(tickets)


def test_fifty_tickets_of_one_second_are_a_bulk(tmp_path: Path) -> None:
    for number, n in ((49, 0), (50, 50)):
        store = TrialStore(tmp_path / str(number))
        store.folder.mkdir()
        store.load([{"ticket_id": f"B{k}", "created_at": "2024-01-02 10:00:00"} for k in range(number)])
        reader = versions.open_for_reading(store.path)
        found = counts(questions.ask(reader, "doubtful_values", EVER), "doubt")
        reader.close()
        assert found["in_bulk"] == (n, number)
        assert "solved_at_once" not in found  # what no file tells is not asked


def test_rejected_rows_stand_by_reason_with_an_example(answer: Ask) -> None:
    (row,) = answer("rejected_rows").to_dict("records")
    assert (row["table_name"], row["file"], row["column_name"]) == ("tickets", "tickets.csv", "created_at")
    assert (row["n"], row["rows"], row["example"]) == (1, 18, "yesterday")
    assert row["reason"] and row["first_line"] == 19


def test_the_last_loads_leave_out_what_was_taken_back(trial: TrialStore, answer: Ask) -> None:
    frame = answer("last_loads").set_index("table_name")
    assert frame["rejected"].to_dict() == {"orders": 0, "surveys": 0, "tickets": 1, "customers": 0}
    assert frame.loc["tickets", "share"] == pytest.approx(1 / 18)
    assert "in the future" in frame.loc["tickets", "warnings"]
    remove_load(int(frame.loc["orders", "load_id"]), store=trial.path)
    reader = versions.open_for_reading(trial.path)
    left = questions.ask(reader, "last_loads", {})
    orders = questions.ask(reader, "freshness", {}).set_index("table_name").loc["orders"]
    reader.close()
    assert set(left["table_name"]) == {"surveys", "tickets", "customers"}
    assert (orders["rows"], orders["loads"]) == (0, 0)
