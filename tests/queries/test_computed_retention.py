"""Retention, its reasons and cohorts: worked by hand from what the questions answer."""

from typing import Any

import pandas as pd
import pytest

from queries.computed import retention
from queries.computed.retention import MONTH

YEAR = 365


def asking(**frames: pd.DataFrame) -> Any:
    """Asks that always give the same frames."""
    return lambda name, *, shape=None, **parameters: frames[name]


def risk_sets(*rows: tuple[str, int, int, int, int, int]) -> pd.DataFrame:
    columns = ["bucket", "tenure_days", "entered", "lost", "involuntary", "censored"]
    return pd.DataFrame(rows, columns=columns)


def test_retention_is_kaplan_meier_of_all_losses() -> None:
    """Of 100, ten leave on day 100 and nine of the 90 by a failed payment on day 200; all others are seen for 800 days."""
    ask = asking(
        retention_risk_sets=risk_sets(
            ("all", 0, 100, 0, 0, 0), ("all", 100, 0, 10, 0, 0), ("all", 200, 0, 0, 9, 0), ("all", 800, 0, 0, 0, 81)
        )
    )
    row = retention.retention(ask, {}).iloc[0]
    assert (row["n"], row["lost"], row["involuntary"]) == (100, 10, 9)
    assert row["kept_12"] == pytest.approx(0.81) and row["kept_24"] == pytest.approx(0.81)
    assert row["kept_12_low"] < 0.81 < row["kept_12_high"]
    days = 100 + 0.9 * 100 + 0.81 * (730 - 200)
    assert row["months_of_24"] == pytest.approx(days / MONTH)
    assert pd.isna(row["p_value"])  # nothing to compare with


def test_reasons_add_up_to_all_that_are_lost() -> None:
    ask = asking(
        retention_risk_sets=risk_sets(
            ("all", 0, 100, 0, 0, 0), ("all", 100, 0, 10, 0, 0), ("all", 200, 0, 0, 9, 0), ("all", 800, 0, 0, 0, 81)
        )
    )
    frame = retention.reasons(ask, {})
    year = frame[frame["months"] == 12].set_index("reason")["value"]
    assert year["of their own accord"] == pytest.approx(0.10)
    assert year["by a failed payment"] == pytest.approx(0.9 * 9 / 90)


def test_a_curve_begins_at_one_and_ends_where_fewer_than_ten_are_at_risk() -> None:
    ask = asking(
        retention_risk_sets=risk_sets(
            ("all", 0, 30, 0, 0, 0), ("all", 50, 0, 3, 0, 0), ("all", 90, 0, 0, 0, 20), ("all", 300, 0, 1, 0, 6)
        )
    )
    curve = retention.curves(ask, {})
    assert list(curve["value"].head(2)) == pytest.approx([1, 0.9])
    assert curve["days"].max() == 90 and curve["at_risk"].iloc[0] == 30


def test_buckets_are_told_apart_by_the_log_rank_test_only_with_enough_losses() -> None:
    apart = risk_sets(
        ("a", 0, 200, 0, 0, 0), ("a", 100, 0, 60, 0, 0), ("a", 800, 0, 0, 0, 140),
        ("b", 0, 200, 0, 0, 0), ("b", 100, 0, 12, 0, 0), ("b", 800, 0, 0, 0, 188),
    )  # fmt: skip
    few = risk_sets(
        ("a", 0, 200, 0, 0, 0), ("a", 100, 0, 9, 0, 0), ("a", 800, 0, 0, 0, 191),
        ("b", 0, 200, 0, 0, 0), ("b", 100, 0, 9, 0, 0), ("b", 800, 0, 0, 0, 191),
    )  # fmt: skip
    assert float(retention.retention(asking(retention_risk_sets=apart), {})["p_value"].iloc[0]) < 0.001
    assert retention.retention(asking(retention_risk_sets=few), {})["p_value"].isna().all()


def test_cohorts_are_the_product_of_what_each_month_keeps() -> None:
    months = pd.DataFrame(
        [("2025-01-01", 1, 60, 6), ("2025-02-01", 1, 40, 4), ("2025-01-01", 2, 54, 0), ("2025-02-01", 2, 36, 9), ("2025-03-01", 2, 5, 1)],
        columns=["start_month", "months_since", "at_risk", "lost"],
    )  # fmt: skip
    frame = retention.by_cohort(asking(retention_cohorts=months), {})
    assert list(frame["start_quarter"].unique()) == ["2025-Q1"]
    assert list(frame["at_risk"]) == [100, 95]
    assert list(frame["kept"]) == pytest.approx([0.9, 0.9 * 85 / 95])


def test_a_quarter_that_came_under_observation_late_has_no_cohort() -> None:
    late = pd.DataFrame([("2024-01-01", 5, 60, 6)], columns=["start_month", "months_since", "at_risk", "lost"])
    assert retention.by_cohort(asking(retention_cohorts=late), {}).empty
