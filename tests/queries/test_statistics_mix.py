"""The change of a rate is split without remainder into a changed mix and changed performance."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.mix import RateChange, count_changes, mix_p_values, rate_change


def split(before: list[tuple[float, float]], after: list[tuple[float, float]]) -> RateChange | None:
    """From (numerator, denominator) of each group."""
    return rate_change(
        numerator_before=[pair[0] for pair in before],
        denominator_before=[pair[1] for pair in before],
        numerator_after=[pair[0] for pair in after],
        denominator_after=[pair[1] for pair in after],
    )


def test_change_of_mix_alone_by_hand() -> None:
    """Email stays at 90 %, chat at 60 %, but chat grows from half to three quarters: 75.0 % to 67.5 %."""
    result = split([(90, 100), (60, 100)], [(45, 50), (90, 150)])
    assert result is not None
    assert (result.before, result.after) == (0.75, 0.675)
    assert result.mix == pytest.approx([-0.25 * (0.9 - 0.7125), 0.25 * (0.6 - 0.7125)])
    assert result.performance == pytest.approx([0, 0])
    assert result.total_mix == pytest.approx(-0.075) and result.total_performance == pytest.approx(0)


def test_change_of_performance_alone_by_hand() -> None:
    """Weights stay 0.8 and 0.2; chat falls from 60 % to 50 %: 0.2 x -10 points."""
    result = split([(72, 80), (12, 20)], [(144, 160), (20, 40)])
    assert result is not None
    assert result.mix == pytest.approx([0, 0])
    assert result.performance == pytest.approx([0, -0.02])
    assert result.change == pytest.approx(-0.02)


def test_every_group_improves_and_the_whole_falls() -> None:
    """Simpson's reversal: both groups gain 5 points, yet the harder one grows so much that the whole loses."""
    result = split([(720, 800), (100, 200)], [(190, 200), (440, 800)])
    assert result is not None
    assert np.all(result.performance > 0)
    assert result.total_performance == pytest.approx(0.05)
    assert result.change == pytest.approx(-0.19) and result.total_mix == pytest.approx(-0.24)


def test_group_in_one_period_only_is_all_mix() -> None:
    result = split([(90, 100), (30, 50), (0, 0)], [(90, 100), (0, 0), (10, 100)])
    assert result is not None
    assert result.performance == pytest.approx([0, 0, 0])
    assert math.isnan(result.rate_after[1]) and math.isnan(result.rate_before[2])
    assert result.rate_before[1] == pytest.approx(0.6) and result.weight_after[1] == 0
    assert result.mix[1] > 0 and result.mix[2] < 0
    assert result.mix.sum() == pytest.approx(result.change)


def test_group_in_neither_period_has_no_part() -> None:
    result = split([(90, 100), (0, 0)], [(80, 100), (0, 0)])
    assert result is not None
    assert (result.mix[1], result.performance[1]) == (0, 0)


def test_period_without_anything_is_missing() -> None:
    assert split([(0, 0)], [(1, 2)]) is None
    assert split([], []) is None


pairs = st.tuples(st.integers(min_value=0, max_value=10_000), st.floats(min_value=-1, max_value=1)).map(
    lambda pair: (pair[0] * pair[1], float(pair[0]))
)


@settings(deadline=None)
@given(st.lists(st.tuples(pairs, pairs), min_size=1, max_size=20))
def test_parts_sum_to_the_change(groups: list[tuple[tuple[float, float], tuple[float, float]]]) -> None:
    forward = split([group[0] for group in groups], [group[1] for group in groups])
    backward = split([group[1] for group in groups], [group[0] for group in groups])
    if forward is None:
        assert backward is None
        return
    assert backward is not None
    assert forward.total_mix + forward.total_performance == pytest.approx(forward.change, abs=1e-12)
    assert forward.after - forward.before == forward.change
    assert forward.mix == pytest.approx(-backward.mix, abs=1e-12)
    assert forward.performance == pytest.approx(-backward.performance, abs=1e-12)


def test_rate_change_refuses_impossible_input() -> None:
    with pytest.raises(ValueError, match="group"):
        split([(1, 2)], [(1, 2), (1, 2)])
    with pytest.raises(ValueError, match="denominator"):
        split([(1, -2)], [(1, 2)])
    with pytest.raises(ValueError, match="denominator"):
        split([(1, 0), (1, 2)], [(1, 2), (1, 2)])
    with pytest.raises(ValueError, match="finite"):
        split([(math.nan, 2)], [(1, 2)])


def test_a_mix_is_noise_as_often_as_it_should_be() -> None:
    """Weights of 3 groups drawn twice alike: 5 % of p-values are below 0.05, whatever the group's own rate."""
    chance = np.random.default_rng(11)
    rate, weight = np.array([0.9, 0.7, 0.4]), np.array([0.6, 0.3, 0.1])
    below = []
    for _ in range(400):
        n = np.stack([chance.multinomial(400, weight), chance.multinomial(500, weight)]).astype(float)
        hits = chance.binomial(n.astype(int), rate)
        found = split(list(zip(hits[0], n[0], strict=True)), list(zip(hits[1], n[1], strict=True)))
        assert found is not None
        errors = np.sqrt(hits / n * (1 - hits / n) / n)
        given = {"n_before": n[0], "n_after": n[1], "error_before": errors[0], "error_after": errors[1]}
        below.append(mix_p_values(found, **given) < 0.05)
    assert np.all(np.mean(below, axis=0) < 0.075)


def test_p_values_of_a_mix_by_hand() -> None:
    """Goodman's variance of a product: 0.1 of weight times 0.3 of rate, each with its own error."""
    before, after = [(90, 100), (60, 100)], [(81, 90), (66, 110)]
    found = split(before, after)
    assert found is not None
    error = np.array([[0.03, 0.049], [0.0316, 0.0467]])
    p = mix_p_values(found, n_before=[100, 100], n_after=[90, 110], error_before=error[0], error_after=error[1])
    of_weight = 0.25 / 200 + 0.45 * 0.55 / 200
    of_rate, apart = (0.03**2 + 0.0316**2) / 4, 0.9 - (150 / 200 + 147 / 200) / 2
    variance = apart**2 * of_weight + 0.05**2 * of_rate + of_weight * of_rate
    assert p[0] == pytest.approx(math.erfc(0.05 * apart / math.sqrt(2 * variance)))
    alike = split(before, before)
    assert alike is not None
    same = mix_p_values(alike, n_before=[100, 100], n_after=[100, 100], error_before=error[0], error_after=error[0])
    assert same.tolist() == [1, 1]
    with pytest.raises(ValueError, match="one value per group"):
        mix_p_values(found, n_before=[1], n_after=[1], error_before=[1], error_after=[1])


def test_count_changes_by_hand() -> None:
    changes = count_changes([10, 20, 0], [14, 16, 5])
    assert changes.difference.tolist() == [4, -4, 5] and changes.total == 5
    assert changes.share_of_change == pytest.approx([0.8, -0.8, 1.0])


def test_count_changes_without_change_have_no_shares() -> None:
    changes = count_changes([10, 20], [20, 10])
    assert changes.total == 0 and np.all(np.isnan(changes.share_of_change))
