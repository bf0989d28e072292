"""Good and poor support compared on the sample company, whose truth is known, and as frames that can be printed."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.sample.truth import TRUTH
from data.versions import open_for_reading
from queries import questions
from queries.computed import one_poor, support, technical

PARAMETERS = {"landmark": 90, "exposure_of": "overall"}


@pytest.fixture(scope="module")
def ask(sample_store: Path) -> Iterator[Any]:
    connection = open_for_reading(sample_store)

    @functools.cache
    def answered(name: str, given: tuple[tuple[str, object], ...]) -> pd.DataFrame:
        return questions.ask(connection, name, dict(given))

    def asking(name: str, *, shape: str | None = None, **parameters: object) -> pd.DataFrame:
        takes = questions.parameters_of(name, shape)
        return answered(name, tuple((key, value) for key, value in parameters.items() if key in takes))

    yield asking
    with_closing: duckdb.DuckDBPyConnection = connection
    with_closing.close()


def test_readings_are_the_comparison_and_groups_add_up(ask: Any) -> None:
    found = support.compared(ask, PARAMETERS)
    frame = support.readings(found).set_index("reading")
    groups = support.groups_of(found).set_index("exposure")
    cells = ask("landmark_cells", **PARAMETERS)
    assert groups["customers"].sum() == cells["customers"].sum()
    assert frame["customers"].iloc[0] == groups["customers"].drop("no contact").sum()
    assert found.difference is not None and found.crude is not None
    assert frame.loc["like with like", "value"] == pytest.approx(
        groups.loc["good", "standardised"] - groups.loc["poor", "standardised"], abs=1e-9
    )
    assert frame.loc["crude", "value"] == pytest.approx(
        groups.loc["good", "kept"] - groups.loc["poor", "kept"], abs=1e-9
    )
    assert frame.loc["by weights", ["value_low", "value_high"]].isna().all()


def test_customers_without_contact_are_shown_and_never_the_yardstick(ask: Any) -> None:
    found = support.compared(ask, PARAMETERS)
    groups = support.groups_of(found).set_index("exposure")
    assert pd.isna(groups.loc["no contact", "standardised"]) and groups.loc["no contact", "kept"] > 0
    assert {found.first, found.second} == {"good", "poor"}


def test_large_customers_get_faster_support_so_the_groups_are_unlike_as_seen_and_alike_after(ask: Any) -> None:
    balance = support.balance_of(support.compared(ask, PARAMETERS))
    segments = balance[balance["confounder"] == "segment"]
    assert segments["before"].abs().max() > 0.1
    assert segments["after"].abs().max() < 0.1


def test_the_model_over_time_finds_the_planted_order_of_sizes(ask: Any) -> None:
    """Mid-market and large customers leave less, by the planted differences, as far as the interval tells."""
    frame = technical.quality_over_time(ask, {}).set_index("term")
    for term, planted in (("segment Mid-market", TRUTH.mid_size), ("segment Enterprise", TRUTH.large_size)):
        error = frame.loc[term, "error"]
        assert abs(frame.loc[term, "coefficient"] - planted) < 3 * error
    assert frame.loc[technical.POOR, "ratio"] > 1


def test_combinations_of_good_and_poor_interactions_hold_everybody(ask: Any) -> None:
    frame = one_poor.of_levels(one_poor.combinations(ask, {"landmark": 180}))
    known = [name for name in one_poor.COMBINATIONS if name in set(frame["combination"])]
    assert list(frame["combination"]) == known
    assert frame["customers"].sum() == ask("interaction_cells", landmark=180)["customers"].sum()
