"""Cells of customers: read, checked, cut at the horizon, put together into kinds."""

import numpy as np
import pandas as pd
import pytest

from queries.statistics.cells import Factor, later_start, put_together, read_cells
from queries.statistics.kinds import group_kinds


def frame_of(*rows: tuple[str | None, str | None, int, bool, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["exposure", "plan", "months", "is_event", "customers"])


def test_levels_are_in_the_order_of_the_alphabet_and_null_is_one() -> None:
    frame = frame_of(("poor", "pro", 3, True, 2), ("good", None, 12, False, 5), (None, "basic", 0, False, 1))
    cells = read_cells(frame, ["plan"], exposure="exposure", horizon=12)
    assert cells.exposure.levels == ("good", "poor", None)
    assert cells.confounders[0].levels == ("basic", "pro", None)
    assert cells.exposure.codes.tolist() == [1, 0, 2]
    assert cells.customers.tolist() == [2, 5, 1]


def test_categories_and_numbers_are_read_as_texts() -> None:
    frame = frame_of(("good", "x", 3, True, 2), ("poor", "y", 4, False, 2)).astype({"plan": "category"})
    cells = read_cells(frame.assign(size=[10, 9]), ["plan", "size"], exposure="exposure", horizon=12)
    assert [factor.levels for factor in cells.confounders] == [("x", "y"), ("10", "9")]


def test_an_event_after_the_horizon_has_not_happened_within_it() -> None:
    frame = frame_of(("good", "x", 7, True, 2), ("good", "x", 6, True, 3), ("good", "x", 9, False, 4))
    cells = read_cells(frame, ["plan"], exposure="exposure", horizon=6)
    assert cells.months.tolist() == [6, 6, 6]
    assert cells.is_event.tolist() == [False, True, False]


def test_cells_without_customers_are_passed_over() -> None:
    frame = frame_of(("good", "x", 7, True, 0), ("poor", "y", 6, True, 3))
    cells = read_cells(frame, ["plan"], exposure="exposure", horizon=12)
    assert cells.exposure.levels == ("poor",) and cells.confounders[0].levels == ("y",)


@pytest.mark.parametrize(
    "row",
    [("good", "x", -1, False, 1), ("good", "x", 0, True, 1), ("good", "x", 2, True, -1), ("good", "x", 1.5, True, 1)],
)
def test_impossible_cells_are_refused(row: tuple[str, str, int, bool, int]) -> None:
    with pytest.raises(ValueError, match="whole months"):
        read_cells(frame_of(row), ["plan"], exposure="exposure", horizon=12)


def test_the_exposure_cannot_be_a_confounder() -> None:
    with pytest.raises(ValueError, match="exposure"):
        read_cells(frame_of(("good", "x", 1, True, 1)), ["exposure"], exposure="exposure", horizon=12)


def test_a_later_start_leaves_out_who_left_or_was_not_seen_until_then() -> None:
    frame = frame_of(
        ("good", "x", 1, True, 2), ("good", "x", 2, True, 3), ("good", "x", 1, False, 4), ("good", "x", 12, False, 5)
    )
    later = later_start(frame, months=1)
    assert later[["months", "is_event", "customers"]].values.tolist() == [[1, True, 3], [11, False, 5]]
    assert later_start(frame, months=0).equals(frame)


def test_rare_levels_are_put_together() -> None:
    codes = np.arange(4)
    factor = put_together(Factor("region", ("a", "b", "c", "d"), codes), np.array([100.0, 15, 60, 19]), rate=0.5)
    assert factor.levels == ("a", "c", None) and factor.codes.tolist() == [0, 2, 1, 2]


def test_rare_levels_that_are_too_few_even_together_go_with_the_largest() -> None:
    factor = put_together(Factor("region", ("a", "b", "c"), np.arange(3)), np.array([30.0, 15, 60]), rate=0.5)
    assert factor.levels == ("a", "c") and factor.codes.tolist() == [0, 1, 1]


def test_levels_where_few_events_are_to_be_expected_are_rare() -> None:
    """Not those where few happened: that nobody of a large level left is worth knowing."""
    factor = put_together(Factor("region", ("a", "b"), np.arange(2)), np.array([1000.0, 300]), rate=0.01)
    assert factor.levels == ("a",)
    assert len(put_together(Factor("region", ("a", "b"), np.arange(2)), np.array([1000.0, 600]), rate=0.01).levels) == 2


def test_kinds_count_leavers_and_the_others_by_month_in_whatever_order() -> None:
    frame = frame_of(
        ("poor", "x", 2, True, 2),
        ("good", "x", 1, True, 3),
        ("good", "x", 3, False, 4),
        ("good", "x", 0, False, 5),
        ("poor", "x", 2, True, 1),
    )
    kinds = [
        group_kinds(cells, cells.confounders, horizon=3)
        for given in (frame, frame.iloc[::-1].reset_index(drop=True))
        for cells in [read_cells(given, ["plan"], exposure="exposure", horizon=3)]
    ]
    for one in kinds:
        assert one.events.tolist() == [[3, 0, 0], [0, 3, 0]]
        assert one.censored.tolist() == [[5, 0, 0, 4], [0, 0, 0, 0]]
        assert one.at_risk.tolist() == [[7, 4, 4], [3, 3, 0]]
        assert one.customers.tolist() == [12, 3]
        assert one.rows(1) == slice(1, 2)


def test_very_many_combinations_are_told_apart() -> None:
    """Ten factors of 90 levels have more combinations than an integer can count."""
    random = np.random.default_rng(1)
    names = [f"factor {number}" for number in range(10)]
    frame = pd.DataFrame({name: random.integers(0, 90, 4000).astype(str) for name in names})
    frame = frame.assign(exposure="good", months=12, is_event=False, customers=1)
    cells = read_cells(frame, names, exposure="exposure", horizon=12)
    assert len(group_kinds(cells, cells.confounders, horizon=12).customers) == len(frame[names].drop_duplicates())
