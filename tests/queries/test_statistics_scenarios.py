"""Scenarios, break-even and holdouts: by hand, against R's power.prop.test, and in simulated experiments."""

import math

import numpy as np
import pytest

from queries.statistics.holdout import by_assignment, sample_size, smallest_difference
from queries.statistics.intervals import Estimate, newcombe_difference
from queries.statistics.scenario import break_even, scenario, smallest_shown

EFFECT, VALUE = Estimate(0.042, 0.018, 0.066), Estimate(1000, 800, 1300)


def test_a_scenario_by_hand() -> None:
    """42 of 1,000 more (18 to 66) of 5,000 customers worth 1,000 each (800 to 1,300)."""
    found = scenario(EFFECT, customers=5000, value=VALUE)
    assert (found.kept.value, found.kept.low, found.kept.high) == pytest.approx((210, 90, 330))
    assert found.money.value == pytest.approx(210_000)
    assert found.money.low == pytest.approx(210_000 - 5000 * math.hypot(24, 8.4))
    assert found.money.high == pytest.approx(210_000 + 5000 * math.hypot(24, 12.6))
    assert (found.half_kept, found.half_money) == pytest.approx((105, 105_000))
    assert found.is_detectable
    assert found.smallest == pytest.approx(0.024 / 1.959964 * (1.959964 + 0.841621))


def test_a_certain_value_only_scales_and_a_negative_effect_turns_over() -> None:
    sure = scenario(EFFECT, customers=1000, value=Estimate(10, 10, 10)).money
    assert (sure.low, sure.value, sure.high) == pytest.approx((180, 420, 660))
    minus = scenario(Estimate(-0.042, -0.066, -0.018), customers=5000, value=VALUE).money
    plus = scenario(EFFECT, customers=5000, value=VALUE).money
    assert (minus.low, minus.high) == pytest.approx((-plus.high, -plus.low))


@pytest.mark.parametrize("low", [-0.012, 0.0])
def test_an_interval_with_zero_is_not_detectable(low: float) -> None:
    found = scenario(Estimate(0.01, low, 0.031), customers=1000, value=VALUE)
    assert not found.is_detectable and found.smallest > 0


def test_money_intervals_cover_95_percent() -> None:
    random = np.random.default_rng(0)
    effects, values = random.normal(0.04, 0.012, 2000), random.normal(900, 120, 2000)
    covered = [
        found.low <= 36 <= found.high
        for e, v in zip(effects, values, strict=True)
        for found in [
            scenario(
                Estimate(e, e - 1.96 * 0.012, e + 1.96 * 0.012),
                customers=1,
                value=Estimate(v, v - 1.96 * 120, v + 1.96 * 120),
            ).money
        ]
    ]
    assert 0.93 <= np.mean(covered) <= 0.97


def test_break_even_is_where_the_scenario_pays_for_the_cost() -> None:
    found = break_even(100_000, customers=5000, value=VALUE)
    assert found is not None and found.value == pytest.approx(2.0)
    assert (found.low, found.high) == pytest.approx((20 / 13, 2.5))
    paid = scenario(Estimate(found.value / 100, 0, 1), customers=5000, value=VALUE)
    assert paid.money.value == pytest.approx(100_000)
    assert break_even(1, customers=1, value=Estimate(-1, -2, 3)) is None
    unsure = break_even(1, customers=1, value=Estimate(1, -2, 3))
    assert unsure is not None and unsure.high == math.inf


def test_experiments_count_by_assignment() -> None:
    """56 of 70 against 48 of 80: 0.2000 (0.0524 to 0.3339), Newcombe 1998."""
    found = by_assignment(56, 70, held_out_kept=48, held_out_n=80, contacted=35)
    assert found.difference is not None
    ends = (found.difference.value, found.difference.low, found.difference.high)
    assert ends == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert found.share_contacted == 0.5 and found.smallest is not None
    assert found.smallest == smallest_shown(found.difference)


@pytest.mark.parametrize(
    ("kept", "n", "other", "other_n"),
    [(91, 100, 80, 100), (80, 100, 91, 100), (0, 0, 80, 100), (9, 100, 30, 100)],
)
def test_few_events_give_counts_only(kept: int, n: int, other: int, other_n: int) -> None:
    found = by_assignment(kept, n, held_out_kept=other, held_out_n=other_n)
    assert found.difference is None and found.smallest is None and (found.kept, found.n) == (kept, n)


def test_sample_sizes_are_those_of_power_prop_test() -> None:
    """R's own examples: .50 and .75 with a power of .90 need 76.7 in each; 50 in each show .8026."""
    assert sample_size(0.5, 0.25, power=0.9) == math.ceil(2 * 76.7)
    assert smallest_difference(0.5, 100, power=0.9) == pytest.approx(0.3026, abs=5e-5)
    gain = smallest_difference(0.8, 4000, share_held_out=0.2)
    assert gain is not None and sample_size(0.8, gain, share_held_out=0.2) == pytest.approx(4000, abs=1)
    assert smallest_difference(0.95, 10) is None and sample_size(0.95, 0.1) is None


def test_an_experiment_of_that_size_shows_the_difference_four_times_in_five() -> None:
    n = sample_size(0.7, 0.08, share_held_out=0.3)
    assert n is not None
    random = np.random.default_rng(9)
    held, contacted = round(0.3 * n), n - round(0.3 * n)
    shown = []
    for kept, other in zip(random.binomial(contacted, 0.78, 1500), random.binomial(held, 0.7, 1500), strict=True):
        found = newcombe_difference(int(kept), contacted, other_successes=int(other), other_n=held)
        assert found is not None
        shown.append(found.low > 0)
    assert np.mean(shown) == pytest.approx(0.8, abs=0.035)


def test_impossible_input_is_refused() -> None:
    for call in (
        lambda: scenario(EFFECT, customers=-1, value=VALUE),
        lambda: scenario(Estimate(0, 1, 2), customers=1, value=VALUE),
        lambda: break_even(1, customers=0, value=VALUE),
        lambda: smallest_shown(EFFECT, power=1),
        lambda: by_assignment(5, 4, held_out_kept=1, held_out_n=2),
        lambda: by_assignment(3, 4, held_out_kept=1, held_out_n=2, contacted=5),
        lambda: sample_size(1, 0.1),
        lambda: sample_size(0.5, 0),
        lambda: smallest_difference(0.5, -1),
    ):
        with pytest.raises(ValueError, match=r"must|needs|cannot"):
            call()
