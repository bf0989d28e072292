"""Do the questions on the journey hold together on the sample company, and do they find a conversion that is known?"""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.sample.company import SEGMENTS
from data.versions import open_for_reading
from queries import questions
from queries.statistics.intervals import wilson
from tests.queries.journeys import LAST_DAY, Firm

DAY = dt.timedelta(days=1)
PERIOD = {"from": dt.date(2024, 1, 1), "to": dt.date(2026, 11, 15)}
SEGMENT = SEGMENTS[0]
CUTS = ("all", "segment", "plan", "region", "acquisition_channel")


@pytest.fixture(scope="module")
def sample(sample_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_for_reading(sample_store)
    yield connection
    connection.close()


def asked(connection: duckdb.DuckDBPyConnection, name: str, **given: Any) -> pd.DataFrame:
    return questions.ask(connection, name, PERIOD | given)


@pytest.mark.parametrize("customers_by", CUTS)
def test_everybody_at_a_step_is_counted_once(sample: duckdb.DuckDBPyConnection, customers_by: str) -> None:
    frame = asked(sample, "journey_funnel", customers_by=customers_by)
    steps = frame[frame["window_days"].notna()]
    assert (steps["entered"] == steps["converted"] + steps["dropped"] + steps["in_window"]).all()
    assert (frame["entered"] == frame["told"] + frame["skipped"]).all()
    assert (steps["late"] + steps["lost"] <= steps["dropped"]).all() and (steps["mature"] <= steps["entered"]).all()
    # who reached a stage has reached the one before: moved on in time or late
    for _, stages in frame.groupby("bucket", dropna=False):
        moved = (stages["converted"] + stages["late"]).tolist()[:-1]
        assert stages["entered"].tolist()[1:] == moved
    whole = asked(sample, "journey_funnel")
    counts = [
        "entered",
        "told",
        "skipped",
        "out_of_order",
        "returned",
        "converted",
        "dropped",
        "mature",
        "mature_converted",
    ]
    assert (frame.groupby("position")[counts].sum().fillna(0) == whole.set_index("position")[counts].fillna(0)).all(
        axis=None
    )
    assert len(frame) == frame["bucket"].nunique(dropna=False) * 8 and whole["entered"].min() > 0


def test_the_other_questions_count_the_same_customers(sample: duckdb.DuckDBPyConnection) -> None:
    funnel = asked(sample, "journey_funnel").set_index("stage")
    months = asked(sample, "journey_cohorts").groupby("stage")
    for column in ("entered", "mature", "mature_converted"):
        assert months[column].sum().to_dict() == funnel[column].fillna(0).to_dict()
    times = asked(sample, "journey_times").groupby("stage")["customers"].sum()
    landmarks = asked(sample, "journey_landmarks").set_index("stage")
    assert times.to_dict() == landmarks["entered"].to_dict() and times.sum() > 1000
    in_order = funnel["told"] - funnel["out_of_order"]
    assert landmarks["entered"].to_dict() == in_order[:-1].to_dict()
    for stage, row in landmarks.iterrows():
        cells = asked(sample, "journey_help_cells", stage=stage)
        groups = cells.groupby("exposure")["customers"].sum()
        wanted = {"no contact": "no_contact", "good": "good", "neither": "neither", "poor": "poor"}
        assert {name: groups.get(name, 0) for name in wanted} == {name: row[column] for name, column in wanted.items()}
        assert (cells.loc[cells["is_event"], "months"] >= 1).all()
    paths = asked(sample, "journey_paths")
    assert paths[paths["step"] == 1]["customers"].sum() == funnel["entered"].iloc[0]
    for step in range(1, int(paths["step"].max())):
        here, there = paths[paths["step"] == step], paths[paths["step"] == step + 1]
        arriving = here[here["target"] != "no further"].groupby("target")["customers"].sum()
        assert arriving.to_dict() == there.groupby("source")["customers"].sum().to_dict()


@pytest.mark.parametrize(
    "outcome", ["converted", "dropped", "late", "lost", "in_window", "skipped", "out_of_order", "returned"]
)
def test_every_number_of_the_funnel_has_its_customers(sample: duckdb.DuckDBPyConnection, outcome: str) -> None:
    funnel = asked(sample, "journey_funnel", segments=[SEGMENT]).set_index("stage")
    for stage in ("Discover", "Purchase", "Adopt"):
        listed = asked(sample, "journey_customers", stage=stage, outcome=outcome, segments=[SEGMENT], limit=1)
        assert (listed["total"].iloc[0] if len(listed) else 0) == funnel.loc[stage, outcome]


def test_support_adds_up_to_all_tickets(sample: duckdb.DuckDBPyConnection) -> None:
    support = asked(sample, "journey_support")
    arrivals = asked(sample, "arrivals", by="stage").set_index("bucket")["n"]
    assert (
        support[support["stage"].notna()].set_index("stage")["tickets"].to_dict()
        == arrivals[arrivals.index.notna()].to_dict()
    )
    assert support["tickets"].sum() == arrivals.sum()
    stages = support[support["stage"].notna()]
    assert (stages["helped"] <= stages["customers"]).all() and (stages["helped"] <= stages["tickets"]).all()
    troubles = asked(sample, "journey_troubles")
    for row in troubles.head(5).itertuples():
        given = {"stage": row.stage, "poor": True, "category": row.category, "limit": 1}
        assert asked(sample, "journey_customers", **given)["total"].iloc[0] == row.customers
        assert asked(sample, "journey_customers", **given | {"outcome": "dropped"})["total"].iloc[0] == row.dropped


def test_intervals_hold_a_conversion_that_is_known() -> None:
    """40 firms, each a segment: the share who ever buy differs, buying takes up to 60 days, the window is 30.

    Customers arrive up to the last day, so that a count of all of them would be far too low for every firm.
    """
    draw = random.Random(11)
    firm = Firm(journey=[{"name": name, "is_optional": False, "window_days": 30} for name in ("Try", "Buy")])
    truth = {f"firm {number:02}": 0.2 + 0.015 * number for number in range(40)}
    for segment, share in truth.items():
        for number in range(120):
            name = f"{segment} {number}"
            began = LAST_DAY - draw.random() * 75 * DAY
            buys = began + draw.random() * 60 * DAY if draw.random() < share else None
            leaves = began + draw.random() * 90 * DAY if buys is None and draw.random() < 0.3 else None
            firm.customer(name, segment=segment, churned_at=f"{leaves}" if leaves and leaves <= LAST_DAY else None)
            firm.went(name, Try=f"{began}", **({"Buy": f"{buys}"} if buys and buys <= LAST_DAY else {}))
    firm.asked(None, f"{LAST_DAY}")
    frame = firm.ask("journey_funnel", customers_by="segment")
    rows = frame[frame["stage"] == "Try"].set_index("bucket")
    # half of those who ever buy do so within 30 days, and half a day: days are whole
    wanted = {segment: share * 30.5 / 60 for segment, share in truth.items()}
    intervals = {
        segment: wilson(rows.loc[segment, "mature_converted"], rows.loc[segment, "mature"]) for segment in truth
    }
    held = [ends.low <= wanted[segment] <= ends.high for segment, ends in intervals.items() if ends]
    assert len(held) == 40 and sum(held) >= 36
    pooled = rows["mature_converted"].sum() / rows["mature"].sum()
    expected = sum(wanted.values()) / 40
    assert abs(pooled - expected) < 0.02
    assert rows["converted"].sum() / rows["entered"].sum() < expected - 0.04
