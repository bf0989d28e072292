"""Ranks that bound a quantile, and intervals of counts, against published tables and R."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.intervals import poisson_interval, poisson_ratio, quantile_ranks

counts = st.integers(min_value=0, max_value=100_000)


@pytest.mark.parametrize(("n", "low", "high"), [(10, 2, 9), (20, 6, 15), (5, None, None), (6, 1, 6), (0, None, None)])
def test_median_ranks_match_published_tables(n: int, low: int | None, high: int | None) -> None:
    """n 10: 2nd to 9th, n 20: 6th to 15th (Conover 1999); 6 is the smallest sample with both limits."""
    ranks = quantile_ranks(n)
    assert (ranks.low, ranks.high) == (low, high)


@pytest.mark.parametrize(("n", "has_upper"), [(35, False), (36, True)])
def test_upper_rank_of_the_90th_percentile_needs_36_values(n: int, has_upper: bool) -> None:
    assert (quantile_ranks(n, 0.9).high is not None) == has_upper


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=5_000), st.floats(min_value=0.01, max_value=0.99))
def test_quantile_ranks_are_the_tightest_that_cover(n: int, q: float) -> None:
    from scipy.stats import binom

    ranks = quantile_ranks(n, q)
    if ranks.low is not None:
        assert ranks.low >= 1 and binom.cdf(ranks.low - 1, n, q) <= 0.025 + 1e-9
    assert binom.cdf(ranks.low or 0, n, q) > 0.025 - 1e-9
    if ranks.high is not None:
        assert (ranks.low or 1) <= ranks.high <= n and binom.sf(ranks.high - 1, n, q) <= 0.025 + 1e-9


@pytest.mark.parametrize("q", [0.0, 1.0, math.nan])
def test_quantile_ranks_refuse_an_impossible_quantile(q: float) -> None:
    with pytest.raises(ValueError, match="quantile_ranks"):
        quantile_ranks(10, q)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.390)])
def test_poisson_interval_matches_garwood_1936(count: int, low: float, high: float) -> None:
    interval = poisson_interval(count)
    assert (interval.low, interval.high) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


@settings(deadline=None)
@given(counts)
def test_poisson_interval_holds_its_count(count: int) -> None:
    interval = poisson_interval(count)
    assert 0 <= interval.low <= count < interval.high


def test_poisson_ratio_matches_r_poisson_test() -> None:
    """R's documented example: 11 over 800 against 21 over 3011 (dicentrics)."""
    estimate = poisson_ratio(11, 21)
    assert estimate is not None
    per_unit = 3011 / 800
    assert estimate.value * per_unit == pytest.approx(1.971488, abs=1e-6)
    assert estimate.low * per_unit == pytest.approx(0.8584264, abs=1e-6)
    assert estimate.high * per_unit == pytest.approx(4.2772659, abs=1e-6)


@settings(deadline=None)
@given(counts, counts)
def test_poisson_ratio_holds_its_ratio(count: int, other: int) -> None:
    estimate = poisson_ratio(count, other)
    if other == 0:
        assert estimate is None
    else:
        assert estimate is not None and 0 <= estimate.low <= estimate.value <= estimate.high


def test_poisson_refuses_negative_counts() -> None:
    with pytest.raises(ValueError, match="count"):
        poisson_interval(-1)
    with pytest.raises(ValueError, match="count"):
        poisson_ratio(1, -1)
