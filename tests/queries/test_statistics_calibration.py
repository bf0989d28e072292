"""Calibration, Brier score and the record of those flagged: by hand, and where chances are true by construction."""

import numpy as np
import pytest

from queries.statistics.calibration import brier, calibration_table, flagged
from queries.statistics.intervals import wilson


def test_a_table_of_two_bins_by_hand() -> None:
    table = calibration_table([0.1, 0.2, 0.6, np.nan], [30, 20, 50, 99], [2, 5, 27, 99], bins=2)
    assert [(one.n, one.left) for one in table] == [(50, 7), (50, 27)]
    assert [one.predicted for one in table] == pytest.approx([(3 + 4) / 50, 0.6])
    ends = wilson(7, 50)
    assert ends is not None
    assert (table[0].observed.value, table[0].observed.low, table[0].observed.high) == (0.14, ends.low, ends.high)


def test_customers_with_one_chance_stay_together() -> None:
    table = calibration_table([0.3] * 50 + [0.9], [1] * 51, [0] * 51)
    assert [one.n for one in table] == [50, 1] and sum(one.n for one in table) == 51
    assert calibration_table([], [], []) == [] and calibration_table([np.nan], [3], [1]) == []


def test_true_chances_fall_within_their_intervals() -> None:
    random = np.random.default_rng(12)
    chance = random.beta(1, 6, 20_000)
    table = calibration_table(chance, np.ones(20_000), random.random(20_000) < chance)
    assert len(table) == 10 and all(one.n == 2000 for one in table)
    assert sum(one.observed.low <= one.predicted <= one.observed.high for one in table) >= 8


def test_brier_by_hand_and_of_one_chance_for_all() -> None:
    """Ten at 0.2 of whom two left, ten at 0.5 of whom six left."""
    found = brier([0.2, 0.5], [10, 10], [2, 6])
    assert found is not None
    assert found.score == pytest.approx((2 * 0.64 + 8 * 0.04 + 10 * 0.25) / 20)
    assert found.plain == pytest.approx(0.24) and found.skill == pytest.approx(1 - found.score / 0.24)
    plain = brier([0.4, 0.4], [10, 10], [2, 6])
    assert plain is not None and plain.skill == pytest.approx(0)
    sure = brier([0, 1], [10, 10], [0, 10])
    assert sure is not None and sure.score == 0 and sure.skill == 1
    assert brier([], [], []) is None
    nobody = brier([0.1], [10], [0])
    assert nobody is not None and nobody.skill is None


def test_the_record_of_those_flagged_by_hand() -> None:
    """Top 10 % of 100: the 5 at 0.9 and half of the 10 at 0.5, of whom 4 left: 4 + 2 of 10, against 6 of 90."""
    found = flagged([0.9, 0.5, 0.1], [5, 10, 85], [4, 4, 4])
    assert (found.n, found.left) == pytest.approx((10, 6))
    assert found.rate is not None and found.rate.value == pytest.approx(0.6)
    assert found.other_rate is not None and found.other_rate.value == pytest.approx(6 / 90)
    assert found.lift == pytest.approx(0.6 / 0.12) and found.caught == pytest.approx(0.5)


def test_each_period_flags_its_own() -> None:
    """The first month has the higher chances throughout; each month flags its top tenth all the same."""
    chance = [0.9, 0.8, 0.2, 0.1]
    found = flagged(chance, [10, 90, 10, 90], [9, 50, 3, 5], period=[1, 1, 2, 2])
    assert (found.n, found.left) == pytest.approx((20, 12))
    apart = [flagged(chance[at : at + 2], [10, 90], left) for at, left in ((0, [9, 50]), (2, [3, 5]))]
    assert found.left == pytest.approx(sum(one.left for one in apart))


def test_nobody_left_and_impossible_input() -> None:
    none = flagged([0.2, 0.3], [10, 10], [0, 0])
    assert none.lift is None and none.caught is None and none.rate is not None and none.rate.value == 0
    empty = flagged([], [], [])
    assert empty.rate is None and empty.n == 0
    for call in (
        lambda: flagged([0.5], [1], [1], share=1),
        lambda: flagged([0.5], [1], [1], period=[1, 2]),
        lambda: brier([1.5], [1], [1]),
        lambda: brier([0.5], [1], [2]),
        lambda: brier([0.5], [1, 2], [1]),
        lambda: calibration_table([0.5], [1], [1], bins=0),
    ):
        with pytest.raises(ValueError, match=r"must|needs"):
            call()
