"""Value of purchases against the published CDNOW figures; the rank correlation that says whether the model may be used."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from queries.statistics.bootstrap import draw_counts, percentile_interval
from queries.statistics.gamma_gamma import (
    GammaGamma,
    Spending,
    _scores,
    drawn_gamma_gamma,
    expected_value,
    fit_gamma_gamma,
    spending,
    value_and_frequency,
)
from queries.statistics.ranks import rank_correlation

CDNOW = Path(__file__).resolve().parents[3] / "shared" / "real" / "cdnow_transactions_summary.csv.gz"
PUBLISHED = GammaGamma(6.25, 3.74, 15.44, 0, 946)  # Fader and Hardie 2013


@pytest.fixture(scope="module")
def cdnow() -> Spending:
    if not CDNOW.exists():
        pytest.skip("the CDNOW customers are not on this machine")
    frame = pd.read_csv(CDNOW)
    return spending(frame["x"], frame["zbar"])


def test_fit_on_cdnow_is_the_published_one(cdnow: Spending) -> None:
    found = fit_gamma_gamma(cdnow)
    assert found is not None and found.n == 946
    assert (found.p, found.q, found.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)


def test_frequency_and_value_are_nearly_unrelated_on_cdnow(cdnow: Spending) -> None:
    found = value_and_frequency(cdnow)
    expected = spearmanr(cdnow.purchases, cdnow.mean).statistic
    assert found.verdict == "unrelated" and found.correlation is not None
    assert found.correlation.value == pytest.approx(expected)


def test_expected_values_lie_between_the_own_mean_and_that_of_all() -> None:
    """24.66 for two purchases of 22.35 and 18.91 for one of 11.77, of all 35.17 (package lifetimes)."""
    found = expected_value(PUBLISHED, [2, 1, 0], [22.35, 11.77, 0])
    assert found == pytest.approx([24.66, 18.91, 35.17], abs=0.06)
    assert expected_value(PUBLISHED, 1e6, 50.0) == pytest.approx(50, abs=0.01)


def test_likelihood_of_one_customer_by_hand() -> None:
    """p 1, q 2, v 3: two exponential values that sum to 5 have the mean's density 2 * 5 * 2 * 3 * 9 / 8^4."""
    seen = spending([2], [2.5])
    drawn = drawn_gamma_gamma(GammaGamma(1, 2, 3, 0, 1), seen, np.ones((1, 1)))
    assert len(drawn) == 1
    value, slopes = _scores(np.log([1.0, 2.0, 3.0]), seen)
    assert np.exp(value[0]) == pytest.approx(2 * 5 * 6 * 9 / 8**4)
    for place in range(3):  # the slopes are those of the value
        move = np.eye(3)[place] * 1e-6
        up, down = (_scores(np.log([1.0, 2.0, 3.0]) + side * move, seen)[0][0] for side in (1, -1))
        assert slopes[0, place] == pytest.approx((up - down) / 2e-6, abs=1e-6)


def test_a_simulated_firm_is_found_again_and_its_mean_is_covered() -> None:
    covered, worlds, truth = 0, 25, 4 * 20 / 3  # p v / (q - 1)
    for seed in range(worlds):
        random = np.random.default_rng(seed)
        own = random.gamma(4.0, 1 / 20, 400)
        purchases = random.geometric(0.4, 400)
        seen = spending(purchases, random.gamma(4.0 * purchases, 1 / own) / purchases)
        found = fit_gamma_gamma(seen)
        assert found is not None
        drawn = drawn_gamma_gamma(found, seen, next(draw_counts(seen.customers, draws=100, seed=seed)))
        value = float(expected_value(found, 0, 0))
        ends = percentile_interval(value, [float(expected_value(one, 0, 0)) for one in drawn])
        covered += ends.low <= truth <= ends.high
    assert covered >= 21


def test_what_the_model_cannot_do_is_said() -> None:
    assert fit_gamma_gamma(spending([1] * 14, range(1, 15))) is None
    assert fit_gamma_gamma(spending([1] * 50, [20] * 50)) is None
    assert value_and_frequency(spending([1, 2, 3, 4], [5, 5, 5, 5])).verdict == "unknown"
    assert value_and_frequency(spending(range(1, 30), range(1, 30))).verdict == "related"
    assert np.isnan(expected_value(GammaGamma(2, 0.5, 3, 0, 1), 0, 0))
    assert spending([0, 1], [5, 0]).mean.size == 0
    with pytest.raises(ValueError, match="finite"):
        spending([1], [-3])
    with pytest.raises(ValueError, match="same length"):
        spending([1], [3, 4])
    with pytest.raises(ValueError, match="purchases"):
        expected_value(PUBLISHED, -1, 3)


pairs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 3)), min_size=2, max_size=30)


@settings(deadline=None, max_examples=50)
@given(pairs)
def test_rank_correlation_is_that_of_the_rows_spread_out(rows: list[tuple[int, int, int]]) -> None:
    first, other, counts = (list(one) for one in zip(*rows, strict=True))
    found = rank_correlation(first, other, counts=counts)
    if found is None:
        assert sum(counts) < 4 or len(set(first)) < 2 or len(set(other)) < 2
        return
    expected = spearmanr(np.repeat(first, counts), np.repeat(other, counts)).statistic
    assert found.value == pytest.approx(expected) and found.low <= found.value <= found.high


def test_intervals_of_rank_correlations_cover_95_percent() -> None:
    random = np.random.default_rng(6)
    truth, covered = 6 / np.pi * np.arcsin(0.5 / 2), 0
    for _ in range(300):
        both = random.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 80)
        found = rank_correlation(both[:, 0], both[:, 1])
        assert found is not None
        covered += found.low <= truth <= found.high
    assert 0.92 <= covered / 300 <= 0.98
    with pytest.raises(ValueError, match="same length"):
        rank_correlation([1], [1, 2])
    with pytest.raises(ValueError, match="finite"):
        rank_correlation([1, np.nan], [1, 2])
