"""Intervals against the values their authors published, and properties that hold for every input."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.intervals import (
    Estimate,
    difference,
    mean_interval,
    newcombe_difference,
    nps,
    nps_difference,
    poisson_interval,
    quantile_ranks,
    wilson,
)

counts = st.integers(min_value=0, max_value=100_000)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(min_value=1, max_value=100_000))
    return draw(st.integers(min_value=0, max_value=n)), n


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_matches_newcombe_1998(successes: int, n: int, low: float, high: float) -> None:
    interval = wilson(successes, n)
    assert interval is not None
    assert (interval.low, interval.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@settings(deadline=None)
@given(shares())
def test_wilson_holds_its_share_and_stays_within_0_and_1(share: tuple[int, int]) -> None:
    successes, n = share
    interval, wider = wilson(successes, n), wilson(successes, n, confidence=0.99)
    assert interval is not None and wider is not None
    assert 0 <= interval.low <= successes / n <= interval.high <= 1
    assert wider.low <= interval.low and interval.high <= wider.high
    assert interval.low < interval.high
    assert (interval.low == 0) == (successes == 0) and (interval.high == 1) == (successes == n)


@settings(deadline=None)
@given(shares())
def test_wilson_of_failures_mirrors_that_of_successes(share: tuple[int, int]) -> None:
    successes, n = share
    interval, mirrored = wilson(successes, n), wilson(n - successes, n)
    assert interval is not None and mirrored is not None
    assert interval.low == pytest.approx(1 - mirrored.high, abs=1e-12)


def test_wilson_of_nothing_is_missing() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (0, -1), (math.nan, 5), (1, math.nan)])
def test_wilson_refuses_impossible_counts(successes: float, n: float) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson(successes, n)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, math.nan])
def test_intervals_refuse_an_impossible_confidence(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        wilson(1, 2, confidence=confidence)
    with pytest.raises(ValueError, match="confidence"):
        quantile_ranks(20, confidence=confidence)
    with pytest.raises(ValueError, match="confidence"):
        poisson_interval(3, confidence=confidence)


@pytest.mark.parametrize(
    ("first", "other", "value", "low", "high"),
    [
        ((56, 70), (48, 80), 0.2000, 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.6000, 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.5714, 0.0582, 0.8062),
        ((5, 56), (0, 29), 0.0893, -0.0381, 0.1926),
        ((0, 10), (0, 20), 0.0, -0.1611, 0.2775),
        ((0, 10), (0, 10), 0.0, -0.2775, 0.2775),
        ((10, 10), (0, 20), 1.0, 0.6791, 1.0),
        ((10, 10), (0, 10), 1.0, 0.6075, 1.0),
    ],
)
def test_difference_of_shares_matches_newcombe_1998_method_10(
    first: tuple[int, int], other: tuple[int, int], value: float, low: float, high: float
) -> None:
    estimate = newcombe_difference(*first, other_successes=other[0], other_n=other[1])
    assert estimate is not None
    assert estimate.value == pytest.approx(value, abs=5e-5)
    assert (estimate.low, estimate.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@settings(deadline=None)
@given(shares(), shares())
def test_difference_of_shares_stays_within_minus_1_and_1_and_turns_with_its_order(
    first: tuple[int, int], other: tuple[int, int]
) -> None:
    forward = newcombe_difference(*first, other_successes=other[0], other_n=other[1])
    backward = newcombe_difference(*other, other_successes=first[0], other_n=first[1])
    assert forward is not None and backward is not None
    assert -1 - 1e-12 <= forward.low <= forward.value <= forward.high <= 1 + 1e-12
    assert forward.low == pytest.approx(-backward.high, abs=1e-12)


def test_difference_to_a_share_of_nothing_is_missing() -> None:
    assert newcombe_difference(1, 2, other_successes=0, other_n=0) is None
    assert newcombe_difference(0, 0, other_successes=1, other_n=2) is None


def test_difference_adds_squared_distances_to_the_limits() -> None:
    """By hand: below = hypot(3, 4) = 5, above = hypot(5, 12) = 13."""
    result = difference(Estimate(10.0, 7.0, 15.0), Estimate(4.0, -8.0, 8.0))
    assert result == Estimate(6.0, 1.0, 19.0)


def test_mean_interval_matches_student_1908_sleep_data() -> None:
    estimate = mean_interval(1.58, 1.229995, n=10)
    assert estimate is not None
    assert (estimate.low, estimate.high) == (pytest.approx(0.7001, abs=5e-4), pytest.approx(2.4599, abs=5e-4))


def test_mean_interval_of_fewer_than_two_values_is_missing() -> None:
    assert mean_interval(4.0, math.nan, n=1) is None
    assert mean_interval(math.nan, math.nan, n=0) is None


def test_mean_interval_of_equal_values_has_no_width() -> None:
    assert mean_interval(4.0, 0.0, n=3) == Estimate(4.0, 4.0, 4.0)


@pytest.mark.parametrize(("standard_deviation", "n"), [(-1.0, 5), (math.nan, 5), (1.0, -1)])
def test_mean_interval_refuses_impossible_input(standard_deviation: float, n: int) -> None:
    with pytest.raises(ValueError, match="standard deviation"):
        mean_interval(4.0, standard_deviation, n=n)


def test_nps_matches_adjusted_wald_of_rocks_2016() -> None:
    estimate = nps(promoters=60, passives=25, detractors=15)
    assert estimate is not None
    assert estimate.value == pytest.approx(45)
    assert (estimate.low, estimate.high) == (pytest.approx(29.3, abs=0.05), pytest.approx(58.0, abs=0.05))


@settings(deadline=None)
@given(counts, counts, counts)
def test_nps_holds_its_value_and_stays_within_its_scale(promoters: int, passives: int, detractors: int) -> None:
    estimate = nps(promoters=promoters, passives=passives, detractors=detractors)
    if promoters + passives + detractors == 0:
        assert estimate is None
        return
    assert estimate is not None
    assert -100 <= estimate.low <= estimate.value <= estimate.high <= 100
    assert estimate.low < estimate.high
    mirrored = nps(promoters=detractors, passives=passives, detractors=promoters)
    assert mirrored is not None and mirrored.low == pytest.approx(-estimate.high, abs=1e-9)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 10])
def test_nps_of_few_who_all_agree_keeps_a_wide_interval(n: int) -> None:
    estimate = nps(promoters=n, passives=0, detractors=0)
    assert estimate is not None
    assert estimate.high == 100 and estimate.low < 100 - 100 / n


def test_nps_covers_95_percent_at_small_n() -> None:
    """Exact coverage over all samples of 8, 15 and 30 responses, for three kinds of company."""
    from scipy.stats import multinomial

    for truth in [(0.6, 0.25, 0.15), (0.45, 0.3, 0.25), (0.85, 0.1, 0.05)]:
        for n in (8, 15, 30):
            covered = 0.0
            for promoters in range(n + 1):
                for detractors in range(n + 1 - promoters):
                    passives = n - promoters - detractors
                    estimate = nps(promoters=promoters, passives=passives, detractors=detractors)
                    assert estimate is not None
                    if estimate.low <= 100 * (truth[0] - truth[2]) <= estimate.high:
                        covered += multinomial.pmf([promoters, passives, detractors], n=n, p=truth)
            assert 0.93 <= covered <= 0.99


def test_nps_refuses_negative_counts() -> None:
    with pytest.raises(ValueError, match="responses"):
        nps(promoters=-1, passives=0, detractors=2)


def test_nps_difference_of_a_score_with_itself_is_zero_and_wider_than_the_score() -> None:
    score = nps(promoters=60, passives=25, detractors=15)
    assert score is not None
    change = nps_difference(score, score)
    assert change.value == 0 and change.low == pytest.approx(-change.high)
    assert change.high - change.low == pytest.approx(math.sqrt(2) * (score.high - score.low), rel=0.01)
