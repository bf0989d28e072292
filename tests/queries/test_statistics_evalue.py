"""E-values against VanderWeele and Ding 2017 and R's package EValue; strengths of confounders in worlds that are known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.statistics.evalue import (
    bias_factor,
    confounder_strength,
    e_value,
    e_value_of_difference,
    e_value_of_ratio,
    ratio_of_shares,
    strength_by_leaving_out,
    strongest,
)
from queries.statistics.intervals import Estimate, wilson


def share(successes: int, n: int) -> Estimate:
    ends = wilson(successes, n)
    assert ends is not None
    return Estimate(successes / n, ends.low, ends.high)


@pytest.mark.parametrize(
    ("ratio", "value", "limit"),
    [
        (Estimate(3.9, 1.8, 8.7), 7.26, 3.00),  # VanderWeele and Ding 2017: maternal formula feeding
        (Estimate(0.80, 0.71, 0.91), 1.81, 1.43),  # the same: leukaemia
        (Estimate(1.2, 0.9, 1.6), 1.69, 1.00),  # the interval holds 1
        (Estimate(1.0, 0.9, 1.1), 1.00, 1.00),
    ],
)
def test_e_values_are_the_published_ones(ratio: Estimate, value: float, limit: float) -> None:
    found = e_value_of_ratio(ratio)
    assert (found.value, found.limit) == pytest.approx((value, limit), abs=5e-3)


def test_smoking_and_lung_cancer_by_the_difference_of_risks() -> None:
    """Hammond and Horn 1958, as in EValue: ratio 10.73 (8.02 to 14.36), E-values 20.95 and 15.5."""
    smokers, others = share(397, 397 + 78557), share(51, 51 + 108778)
    ratio = ratio_of_shares(smokers, others)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((10.7298, 8.0175, 14.3597), rel=2e-3)
    found = e_value_of_difference(smokers, others)
    assert found is not None
    assert (found.value, found.limit) == pytest.approx((20.947, 15.518), rel=1e-3)


@given(st.floats(min_value=0.01, max_value=100))
def test_a_factor_as_strong_as_the_e_value_just_explains_the_ratio(ratio: float) -> None:
    strength = e_value(ratio)
    assert bias_factor(strength, strength) == pytest.approx(max(ratio, 1 / ratio))
    assert strength == pytest.approx(e_value(1 / ratio))


@given(st.integers(0, 60), st.integers(1, 60))
def test_the_ratio_holds_one_as_often_as_its_inverse(one: int, other: int) -> None:
    if one == 0:
        none = ratio_of_shares(share(0, 60), share(other, 60))
        assert (none.value, none.low) == (0, 0) and none.high > 0
        return
    ratio, inverse = (
        ratio_of_shares(share(one, 60), share(other, 60)),
        ratio_of_shares(share(other, 60), share(one, 60)),
    )
    assert 0 <= ratio.low <= ratio.value <= ratio.high
    assert ratio.low == pytest.approx(1 / inverse.high) and ratio.high == pytest.approx(1 / inverse.low)


def test_ratio_intervals_cover_95_percent() -> None:
    random = np.random.default_rng(4)
    first, other = random.binomial(300, 0.12, 2000), random.binomial(500, 0.2, 2000)
    pairs = zip(first.tolist(), other.tolist(), strict=True)
    ratios = [ratio_of_shares(share(a, 300), share(b, 500)) for a, b in pairs]
    assert 0.935 <= np.mean([ratio.low <= 0.6 <= ratio.high for ratio in ratios]) <= 0.965


def test_strength_of_a_confounder_by_hand() -> None:
    """Large firms are 60 % of the one group and 20 % of the other, and lose 10 % instead of 30 % in both."""
    found = confounder_strength([600, 400], [60, 120], [200, 800], [20, 240])
    assert found is not None
    assert (found.exposure_ratio, found.outcome_ratio) == pytest.approx((3, 3))
    assert bias_factor(3, 3) == pytest.approx(9 / 5)
    assert found.strength == pytest.approx(3)
    # The crude ratio is (180 / 1000) / (260 / 1000), all of it by this confounder: within its bound.
    assert 1 / bias_factor(3, 3) <= 180 / 260


def test_a_factor_that_does_not_matter_has_no_strength() -> None:
    found = confounder_strength([500, 500], [50, 50], [500, 500], [100, 100])
    assert found is not None and found.strength == pytest.approx(1)


def test_small_levels_are_put_together_and_what_cannot_be_measured_is_missing() -> None:
    found = confounder_strength([500, 3, 20, 480], [50, 3, 2, 24], [500, 40, 1, 460], [50, 3, 1, 23])
    expected = confounder_strength([500, 480, 23], [50, 24, 5], [500, 460, 41], [50, 23, 4])
    assert found == expected and found is not None
    assert confounder_strength([500], [50], [400], [40]) is None
    assert confounder_strength([500, 500], [0, 50], [400, 400], [0, 40]) is None
    assert strongest([("plan", None)]) is None
    assert strongest([("plan", None), ("segment", found)]) == ("segment", found)


def test_strength_by_leaving_a_confounder_out() -> None:
    assert strength_by_leaving_out(0.8, 0.8) == 1
    assert strength_by_leaving_out(0.8, 0.4) == pytest.approx(e_value(2))


def test_risks_of_nothing_and_impossible_input() -> None:
    assert e_value_of_difference(share(0, 30), share(3, 30)) is None
    assert ratio_of_shares(share(3, 30), Estimate(0.1, 0.0, 0.3)).high == math.inf
    assert bias_factor(math.inf, 2) == 2 and e_value(math.inf) == math.inf
    for call in (
        lambda: e_value(0),
        lambda: e_value_of_ratio(Estimate(1, 2, 3)),
        lambda: e_value_of_difference(Estimate(0.5, 0.4, 1.2), share(3, 30)),
        lambda: bias_factor(0.5, 2),
        lambda: confounder_strength([5], [6], [5], [1]),
        lambda: confounder_strength([5], [1], [5, 5], [1, 1]),
        lambda: strength_by_leaving_out(0, 1),
    ):
        with pytest.raises(ValueError, match=r"must|needs"):
            call()
