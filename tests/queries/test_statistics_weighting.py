"""Weights, overlap and balance, worked out by hand where each stratum speaks for itself."""

import numpy as np
import pandas as pd
import pytest

from queries.statistics.balance import balance
from queries.statistics.cells import Factor, read_cells
from queries.statistics.kinds import group_kinds
from queries.statistics.weighting import Weighted, weigh, weighted_kept

Row = tuple[str, str, int, int]
ROWS: list[Row] = [
    ("large", "good", 3000, 300),
    ("large", "neither", 1000, 150),
    ("large", "poor", 1000, 200),
    ("small", "good", 1000, 400),
    ("small", "neither", 1000, 450),
    ("small", "poor", 2000, 1200),
]


def weighed(rows: list[Row]) -> Weighted:
    frame = pd.DataFrame(
        [
            (segment, support, 1, is_event, count)
            for segment, support, total, left in rows
            for is_event, count in ((True, left), (False, total - left))
        ],
        columns=["segment", "exposure", "months", "is_event", "customers"],
    )
    cells = read_cells(frame, ["segment"], exposure="exposure", horizon=1)
    kinds = group_kinds(cells, cells.confounders, horizon=1)
    good, poor = kinds.exposure.code("good"), kinds.exposure.code("poor")
    assert good is not None and poor is not None
    return weigh(kinds, levels=(good, poor))


def test_weights_are_the_share_of_a_level_over_its_chance() -> None:
    """4/9 of all had good support, 3/5 of the large and 1/4 of the small; 3/9 poor: 1/5 and 1/2."""
    found = weighed(ROWS)
    by_hand = [4 / 9 / (3 / 5), 4 / 9 / (1 / 4), 0, 0, 3 / 9 / (1 / 5), 3 / 9 / (1 / 2)]
    assert found.weight == pytest.approx(by_hand, rel=1e-4)
    assert found.largest_weight == pytest.approx(4 / 9 * 4, rel=1e-4)
    assert found.share_trimmed == 0 and found.share_without == 0


def test_weighted_groups_look_like_all_customers_and_keep_what_their_strata_keep() -> None:
    found = weighed(ROWS)
    assert found.kept[0] == pytest.approx(0.9 * 5 / 9 + 0.6 * 4 / 9, abs=1e-5)
    assert found.kept[1] == pytest.approx(0.8 * 5 / 9 + 0.4 * 4 / 9, abs=1e-5)


def test_effective_n_is_that_of_kish() -> None:
    first, second = 4 / 9 / (3 / 5), 4 / 9 / (1 / 4)
    by_hand = (3000 * first + 1000 * second) ** 2 / (3000 * first**2 + 1000 * second**2)
    assert weighed(ROWS).effective_n[0] == pytest.approx(by_hand, rel=1e-4)


def test_weights_are_trimmed_at_ten() -> None:
    found = weighed(
        [("large", "good", 6000, 600), ("large", "poor", 25, 5), ("small", "good", 20, 3), ("small", "poor", 900, 90)]
    )
    assert found.largest_weight == 10
    assert found.share_trimmed == pytest.approx(45 / 6945)
    assert found.share_without == 1.0


def test_who_can_hardly_have_had_a_level_is_without_overlap() -> None:
    rows = [
        ("large", "good", 1000, 100),
        ("large", "poor", 0, 0),
        ("small", "good", 500, 50),
        ("small", "poor", 2500, 250),
    ]
    assert weighed(rows).share_without == pytest.approx(0.25)


def test_weighted_curve_by_hand() -> None:
    """Two kinds, of which the second counts twice: hazards (1 + 2·3)/(10 + 2·10) and (2 + 0)/(9 + 2·7)."""
    events, at_risk = np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[10.0, 9.0], [10.0, 7.0]])
    kept = weighted_kept(events, at_risk, np.array([1.0, 2.0]))
    assert kept == pytest.approx((1 - 7 / 30) * (1 - 2 / 23))


def test_balance_by_hand() -> None:
    """Shares of 60 % and 30 % are 0.6355 standard deviations apart."""
    plan = Factor("plan", ("basic", "pro", None), np.array([0, 1, 0, 1, 2]))
    customers, weight = np.array([60.0, 40, 30, 70, 50]), np.array([0.5, 0.75, 1, 3 / 7, 9])
    first, second = (np.array(flags, dtype=bool) for flags in ([1, 1, 0, 0, 0], [0, 0, 1, 1, 0]))
    found = balance([plan], customers, weight, in_first=first, in_second=second)
    assert found["confounder"].tolist() == ["plan"] * 3
    assert found["level"].isna().tolist() == [False, False, True]
    assert found["share_first"].tolist() == [0.6, 0.4, 0] and found["share_second"].tolist() == [0.3, 0.7, 0]
    by_hand = 0.3 / np.sqrt((0.6 * 0.4 + 0.3 * 0.7) / 2)
    assert found["before"].tolist() == pytest.approx([by_hand, -by_hand, 0])
    assert found["after"].tolist() == pytest.approx([0, 0, 0], abs=1e-12)
    assert found["was_flagged"].tolist() == [True, True, False]
    assert found["is_flagged"].tolist() == [False, False, False]


def test_balance_without_confounders_has_no_rows() -> None:
    none = np.zeros(0, dtype=bool)
    found = balance([], np.zeros(0), np.zeros(0), in_first=none, in_second=none)
    assert len(found) == 0 and "is_flagged" in found
