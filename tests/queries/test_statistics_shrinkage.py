"""Shrunken groups against published analyses, and whether they keep their promises in simulated firms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.shrinkage import groups_that_differ, shrink_means, shrink_rates

# Efron and Morris 1975: hits in the first 45 times at bat of 18 players, and their averages for the rest of 1970.
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
REST_OF_SEASON = np.array(
    [
        *[0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269],
        *[0.230, 0.264, 0.256, 0.303, 0.264, 0.226, 0.285, 0.316, 0.200],
    ]
)
# Tarone 1982, as in Gelman et al. 2013, table 5.1: rats with tumours in 70 earlier experiments.
RATS_WITH_TUMOUR = [int(count) for count in "000000000000001111111122222222215253277332"] + [
    *[9, 10, 4, 4, 4, 4, 4, 4, 4, 10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5, 6, 6, 6, 6, 16, 15, 15, 9],
]
RATS = [
    *[20, 20, 20, 20, 20, 20, 20, 19, 19, 19, 19, 18, 18, 17, 20, 20, 20, 20, 19, 19, 18, 18, 25, 24],
    *[23, 20, 20, 20, 20, 20, 20, 10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50, 20, 20, 20, 20],
    *[20, 20, 20, 48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24],
]
# Rubin 1981, as in Gelman et al. 2013, section 5.5: coaching in eight schools.
EFFECTS = [28, 8, -3, 7, -1, 1, 18, 12]
STANDARD_ERRORS = [15, 10, 16, 11, 9, 11, 10, 18]


def test_rates_predict_as_well_as_efron_and_morris_1975() -> None:
    """Their total squared error falls from 0.077 for raw averages to 0.022 for shrunken ones."""
    result = shrink_rates(HITS, np.full(18, 45))
    assert result is not None
    assert np.sum((result.raw - REST_OF_SEASON) ** 2) == pytest.approx(0.0755, abs=0.002)
    assert np.sum((result.value - REST_OF_SEASON) ** 2) == pytest.approx(0.022, abs=0.002)


def test_centre_and_spread_match_the_beta_prior_fitted_to_tarone_1982() -> None:
    """Maximum likelihood (R package BayesGOF): alpha 2.305, beta 14.08, hence mean 0.141 and deviation 0.083."""
    result = shrink_rates(RATS_WITH_TUMOUR, RATS)
    assert result is not None
    assert result.usual == pytest.approx(0.141, abs=0.002)
    assert result.spread == pytest.approx(0.083, abs=0.007)


def test_means_match_the_eight_schools_of_gelman_2013() -> None:
    """The same model sampled by Stan (20,000 draws, which leave an error of about 0.1 in means, 0.5 in limits)."""
    result = shrink_means(EFFECTS, STANDARD_ERRORS)
    assert result is not None
    assert result.value == pytest.approx([11.32, 7.87, 6.14, 7.66, 5.15, 6.21, 10.61, 8.45], abs=0.2)
    assert result.low == pytest.approx([-2.04, -4.41, -11.14, -5.23, -8.80, -8.44, -1.25, -7.29], abs=0.6)
    assert result.high == pytest.approx([31.17, 20.50, 20.25, 20.78, 16.35, 18.77, 25.78, 25.51], abs=0.6)
    assert (result.usual, result.spread) == (pytest.approx(7.95, abs=0.2), pytest.approx(6.49, abs=0.2))
    assert result.overall == pytest.approx(7.7, abs=0.05)
    assert groups_that_differ(result.low, result.high, overall=result.overall) == ["not distinguishable"] * 8


@pytest.mark.parametrize(
    ("groups", "centre", "precision", "tickets"),
    [(6, 0.8, 30, 40), (30, 0.8, 60, 40), (30, 0.1, 40, 60), (30, 0.8, 100, 2000), (100, 0.9, 30, 10)],
)
def test_rate_intervals_cover_95_percent_and_errors_shrink(
    groups: int, centre: float, precision: float, tickets: int
) -> None:
    generator = np.random.default_rng(1)
    covered, counted, error, raw_error = 0, 0, 0.0, 0.0
    for _ in range(150):
        truth = generator.beta(centre * precision, (1 - centre) * precision, groups)
        n = generator.poisson(tickets * generator.gamma(1, 1, groups))
        result = shrink_rates(generator.binomial(n, truth), n)
        if result is None:
            continue
        covered, counted = covered + int(np.sum((result.low <= truth) & (truth <= result.high))), counted + groups
        error += np.sum((result.value - truth)[n > 0] ** 2)
        raw_error += np.sum((result.raw - truth)[n > 0] ** 2)
    assert 0.93 <= covered / counted <= 0.985
    assert error < 0.7 * raw_error


@pytest.mark.parametrize(("groups", "spread"), [(6, 1.0), (30, 1.0), (30, 5.0), (100, 0.5)])
def test_mean_intervals_cover_95_percent_and_errors_shrink(groups: int, spread: float) -> None:
    generator = np.random.default_rng(2)
    covered, counted, error, raw_error = 0, 0, 0.0, 0.0
    for _ in range(100):
        truth = 3 + spread * generator.normal(size=groups)
        standard_errors = 0.05 + generator.gamma(2, 0.5, groups)
        estimates = truth + standard_errors * generator.normal(size=groups)
        result = shrink_means(estimates, standard_errors)
        assert result is not None
        covered, counted = covered + int(np.sum((result.low <= truth) & (truth <= result.high))), counted + groups
        error, raw_error = error + np.sum((result.value - truth) ** 2), raw_error + np.sum((estimates - truth) ** 2)
    assert 0.93 <= covered / counted <= 0.985
    assert error < 0.9 * raw_error


def test_equal_agents_are_not_told_apart() -> None:
    """No agent differs; at most 1 in 100 may be called different, where raw 95 % intervals would name 5."""
    generator = np.random.default_rng(3)
    called, worlds = 0, 100
    for _ in range(worlds):
        n = generator.poisson(80, 20)
        result = shrink_rates(generator.binomial(n, 0.8), n)
        assert result is not None
        standings = groups_that_differ(result.low, result.high, overall=result.overall)
        called += sum(standing != "not distinguishable" for standing in standings)
    assert called / (20 * worlds) < 0.01


def test_clearly_different_agent_is_named() -> None:
    result = shrink_rates([160, 164, 156, 161, 159, 90], [200] * 6)
    assert result is not None
    standings = groups_that_differ(result.low, result.high, overall=result.overall)
    assert standings[-1] == "below" and "below" not in standings[:-1]


def test_groups_that_do_not_differ_at_all_share_one_value() -> None:
    result = shrink_rates([40] * 10, [50] * 10)
    assert result is not None
    assert result.value == pytest.approx(np.full(10, 0.8), abs=0.005)
    assert result.spread < 0.05 and np.all(result.low < 0.8) and np.all(result.high > 0.8)


def test_group_without_tickets_has_the_usual_rate_and_the_widest_interval() -> None:
    result = shrink_rates([90, 40, 0, 70], [100, 60, 0, 80])
    assert result is not None
    assert np.isnan(result.raw[2]) and result.own_weight[2] == 0
    assert result.value[2] == pytest.approx(result.usual)
    assert np.argmax(result.high - result.low) == 2


def test_rates_of_all_or_nothing_stay_undistinguished() -> None:
    for successes, n in [([0, 0, 0, 0], [10, 20, 5, 0]), ([10, 20, 5, 0], [10, 20, 5, 0]), ([5], [5])]:
        result = shrink_rates(successes, n)
        assert result is not None
        standings = groups_that_differ(result.low, result.high, overall=result.overall)
        assert set(standings) == {"not distinguishable"}


def test_large_groups_keep_their_own_rate() -> None:
    result = shrink_rates([500_000, 300_000], [600_000, 400_000])
    assert result is not None
    assert result.value == pytest.approx(result.raw, abs=1e-4)
    assert groups_that_differ(result.low, result.high, overall=result.overall) == ["above", "below"]


def test_nothing_to_shrink_is_missing() -> None:
    assert shrink_rates([], []) is None and shrink_rates([0, 0], [0, 0]) is None
    assert shrink_means([], []) is None and shrink_means([float("nan")], [1.0]) is None


def test_mean_that_is_missing_has_the_usual_value() -> None:
    result = shrink_means([1.0, 2.0, float("nan"), 3.0], [0.1, 0.1, 0.1, float("nan")])
    assert result is not None
    assert np.isnan(result.raw[2]) and np.isnan(result.raw[3])
    assert result.value[2] == pytest.approx(result.usual) and result.value[3] == pytest.approx(result.usual)
    assert np.all(result.low < result.value) and np.all(result.value < result.high)


def test_single_mean_is_left_alone() -> None:
    result = shrink_means([4.0], [0.5])
    assert result is not None
    assert result.value[0] == pytest.approx(4.0)
    assert (result.low[0], result.high[0]) == (pytest.approx(4 - 0.98, abs=1e-3), pytest.approx(4 + 0.98, abs=1e-3))


@st.composite
def group_counts(draw: st.DrawFn) -> list[tuple[int, int]]:
    numbers = draw(st.lists(st.integers(min_value=0, max_value=100_000), min_size=1, max_size=15))
    return [(draw(st.integers(min_value=0, max_value=number)), number) for number in numbers]


@settings(deadline=None)
@given(group_counts())
def test_shrunken_rates_lie_between_raw_and_others_and_within_0_and_1(groups: list[tuple[int, int]]) -> None:
    result = shrink_rates([success for success, _ in groups], [number for _, number in groups])
    if result is None:
        assert sum(number for _, number in groups) == 0
        return
    assert np.all((result.low >= 0) & (result.low <= result.value))
    assert np.all((result.high >= result.value) & (result.high <= 1))
    assert np.all((result.own_weight >= 0) & (result.own_weight <= 1))


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(1e-3, 1e3)), min_size=1, max_size=15))
def test_shrunken_means_lie_within_their_intervals_and_the_range_of_raw_ones(
    groups: list[tuple[float, float]],
) -> None:
    estimates = [estimate for estimate, _ in groups]
    result = shrink_means(estimates, [error for _, error in groups])
    assert result is not None
    assert np.all((result.low <= result.value) & (result.value <= result.high))
    slack = 1e-6 * (1 + max(map(abs, estimates)))
    assert np.all((result.value >= min(estimates) - slack) & (result.value <= max(estimates) + slack))


def test_standings_by_hand() -> None:
    standings = groups_that_differ([0.6, 0.2, 0.4, np.nan], [0.8, 0.4, 0.6, np.nan], overall=0.5)
    assert standings == ["above", "below", "not distinguishable", "not distinguishable"]


def test_impossible_groups_are_refused() -> None:
    with pytest.raises(ValueError, match="successes"):
        shrink_rates([3], [2])
    with pytest.raises(ValueError, match="same length"):
        shrink_rates([1, 1], [2])
    with pytest.raises(ValueError, match="standard errors"):
        shrink_means([1.0], [0.0])
    with pytest.raises(ValueError, match="same length"):
        shrink_means([1.0, 2.0], [0.1])
