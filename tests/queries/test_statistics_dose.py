"""Curves and turning points along a dose, against a general optimiser, hand-made bases and data without noise."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import chdtrc, expit, ndtri

from queries.statistics.dose import dose_curve
from queries.statistics.logistic import read_doses, spline
from queries.statistics.turning import bent_line, search_p, turning_point

DOSE = np.arange(1.0, 41)
N = np.full(40, 25.0)


def hits_at(logit: np.ndarray, *, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).binomial(N.astype(int), expit(logit)).astype(float)


def harrell(x: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """Equations 2.25 to 2.27 of Harrell 2001, written out for four knots, with their constant."""
    t1, t2, t3, t4 = knots

    def plus(t: float) -> np.ndarray:
        return np.clip(x - t, 0, None) ** 3

    cubics = [plus(t) - plus(t3) * (t4 - t) / (t4 - t3) + plus(t4) * (t3 - t) / (t4 - t3) for t in (t1, t2)]
    return np.column_stack([np.ones_like(x), x, *cubics])


@pytest.mark.parametrize("is_log", [False, True])
def test_the_curve_is_that_of_an_independent_maximum_likelihood_fit(is_log: bool) -> None:
    hits = hits_at(2 - 0.004 * DOSE**2 + 0.5 * np.sin(DOSE / 5))
    curve = dose_curve(DOSE, N, hits, is_log=is_log)
    assert curve is not None and curve.n == 1000
    scale = np.log1p if is_log else np.asarray
    # 5 %, 35 %, 65 % and 95 % of 40 bins of the same size are reached in bins 2, 14, 26 and 38.
    basis, along = (
        harrell(scale(x) / scale(40.0), scale(DOSE[[1, 13, 25, 37]]) / scale(40.0)) for x in (DOSE, curve.x)
    )

    def minus_log_likelihood(b: np.ndarray) -> tuple[float, np.ndarray]:
        return (N @ np.logaddexp(0, basis @ b) - hits @ (basis @ b)), basis.T @ (N * expit(basis @ b) - hits)

    found = minimize(
        minus_log_likelihood, np.zeros(4), jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 9999}
    )
    assert curve.value == pytest.approx(expit(along @ found.x), abs=2e-4)
    fitted = expit(basis @ found.x)
    covariance = np.linalg.inv(basis.T @ (basis * (N * fitted * (1 - fitted))[:, np.newaxis]))
    error = np.sqrt(np.diag(along @ covariance @ along.T))
    assert curve.low == pytest.approx(expit(along @ found.x + ndtri(0.025) * error), abs=5e-4)
    assert curve.high == pytest.approx(expit(along @ found.x + ndtri(0.975) * error), abs=5e-4)
    share = hits.sum() / 1000
    flat = -(hits.sum() * math.log(share) + (1000 - hits.sum()) * math.log(1 - share))
    assert curve.p_value == pytest.approx(chdtrc(3, 2 * (flat - found.fun)), rel=1e-3)


def test_the_curve_keeps_to_the_doses_that_were_seen() -> None:
    n = np.full(40, 100.0)
    n[[0, 39]] = 1.0
    curve = dose_curve(DOSE, n, n // 2, is_log=True)
    assert curve is not None and curve.x.size == 60
    assert (curve.x[0], curve.x[-1]) == (pytest.approx(2), pytest.approx(39))
    assert np.all(curve.low < curve.value) and np.all(curve.value < curve.high)


def test_the_spline_is_straight_beyond_its_outer_knots() -> None:
    x = np.linspace(0, 1, 101)
    columns = spline(x, np.array([0.1, 0.3, 0.6, 0.8]))
    bends = np.abs(np.diff(columns, n=2, axis=0)).max(axis=1)
    assert columns.shape == (101, 4)
    assert bends[:9] == pytest.approx(0, abs=1e-12) and bends[81:] == pytest.approx(0, abs=1e-12)
    assert bends[20:70].min() > 1e-6


def test_two_doses_are_two_shares() -> None:
    """A straight line through two doses goes through their shares; p as by the likelihood ratio of the table."""
    curve = dose_curve([1, 5], [50, 40], [40, 10], is_log=False)
    assert curve is not None
    assert (curve.value[0], curve.value[-1]) == (pytest.approx(0.8, abs=1e-4), pytest.approx(0.25, abs=1e-4))
    observed, expected = np.array([40, 10, 10, 30]), np.array([50, 40, 50, 40]) * np.array([5, 5, 4, 4]) / 9
    ratio = 2 * (observed * np.log(observed / expected)).sum()
    assert curve.p_value == pytest.approx(chdtrc(1, ratio), rel=1e-3)


def test_bins_of_the_same_dose_are_one_and_empty_ones_none() -> None:
    split = dose_curve([1, 5, 5, 9, 7], [50, 20, 20, 60, 0], [40, 6, 4, 30, 0], is_log=False)
    whole = dose_curve([9, 1, 5], [60, 50, 40], [30, 40, 10], is_log=False)
    assert split is not None and whole is not None
    assert split.value == pytest.approx(whole.value) and split.p_value == pytest.approx(whole.p_value)


def test_a_dose_that_parts_hits_from_misses_has_a_finite_curve() -> None:
    curve = dose_curve(DOSE, N, np.where(DOSE <= 20, N, 0.0), is_log=False)
    assert curve is not None and np.all(np.isfinite([curve.value, curve.low, curve.high]))
    assert curve.value[0] > 0.99 and curve.value[-1] < 0.01 and curve.p_value < 1e-100


@pytest.mark.parametrize(
    ("dose", "n", "hits"),
    [
        ([1, 2], [10, 19], [5, 5]),
        ([3, 3], [50, 50], [20, 30]),
        ([1, 2], [50, 50], [50, 50]),
        ([1, 2], [50, 50], [0, 0]),
    ],
)
def test_nothing_is_drawn_from_too_little(dose: list[float], n: list[float], hits: list[float]) -> None:
    assert dose_curve(dose, n, hits, is_log=True) is None
    assert turning_point(dose, n, hits, is_log=True) is None


def test_a_single_dose_with_few_exceptions_has_no_curve() -> None:
    assert dose_curve([1, 2], [990, 10], [500, 2], is_log=False) is None


@pytest.mark.parametrize(
    ("dose", "n", "hits"),
    [([1], [1, 2], [1, 1]), ([1, 2], [3, 3], [4, 1]), ([-1, 2], [3, 3], [1, 1]), ([math.nan], [3], [1])],
)
def test_impossible_bins_are_refused(dose: list[float], n: list[float], hits: list[float]) -> None:
    for asked in (dose_curve, turning_point):
        with pytest.raises(ValueError, match="must"):
            asked(dose, n, hits, is_log=True)


@pytest.mark.parametrize(("at", "is_log"), [(12.3, False), (22.0, False), (8.0, True), (15.7, True)])
def test_data_without_noise_give_their_turning_point_back(at: float, is_log: bool) -> None:
    scale = np.log1p if is_log else np.asarray
    logit = 2 - (2.5 if is_log else 0.15) * np.clip(scale(DOSE) - scale(at), 0, None)
    found = turning_point(DOSE, 40 * N, 40 * N * expit(logit), is_log=is_log)
    assert found is not None
    assert found.at == pytest.approx(at, abs=0.05)
    assert found.low < at < found.high
    assert found.before == pytest.approx(expit(2), abs=1e-3)
    # Nine tenths of the doses beyond the point are not above this one.
    after_at = np.sort(DOSE[at < DOSE])[math.ceil(0.9 * np.sum(at < DOSE)) - 1]
    assert found.after_at == pytest.approx(after_at)
    assert found.after == pytest.approx(expit(logit[after_at == DOSE][0]), abs=2e-3)


def test_the_interval_holds_what_the_profile_says() -> None:
    """At each end the best fit with the point held there is worse by 3.84, found by a general optimiser."""
    hits = hits_at(1.8 - 0.12 * np.clip(DOSE - 15, 0, None), seed=4)
    found = turning_point(DOSE, N, hits, is_log=False)
    assert found is not None

    def profile(at: float) -> float:
        def twice(b: np.ndarray) -> float:
            logit = b[0] + b[1] * np.clip(DOSE - at, 0, None)
            return 2 * float(N @ np.logaddexp(0, logit) - hits @ logit)

        return float(minimize(twice, [1.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-7}).fun)

    best = profile(found.at)
    assert profile(found.low) - best == pytest.approx(3.84, abs=0.08)
    assert profile(found.high) - best == pytest.approx(3.84, abs=0.08)
    assert best <= min(profile(found.at - 0.3), profile(found.at + 0.3)) + 1e-6


@pytest.mark.parametrize(
    "logit",
    [
        pytest.param(2 - 0.08 * DOSE, id="straight from the start"),
        pytest.param(1 + 0.1 * np.clip(DOSE - 15, 0, None), id="upward"),
        pytest.param(2 - 0.3 * np.clip(DOSE, 0, 8), id="falls first, then flat"),
        pytest.param(np.full(40, 1.3), id="no association"),
        pytest.param(2 - 2.0 * (DOSE >= 40), id="beyond the 95th percentile only"),
        pytest.param(
            2.6 - 0.06 * np.clip(DOSE, 0, 20) - 0.25 * np.clip(DOSE - 20, 0, None), id="falls gently, then steeply"
        ),
    ],
)
def test_other_shapes_have_no_turning_point(logit: np.ndarray) -> None:
    for is_log in (False, True):
        assert turning_point(DOSE, 4 * N, 4 * N * expit(logit), is_log=is_log) is None


def test_a_fall_straight_in_minutes_is_no_turn_on_a_logarithmic_scale() -> None:
    dose = np.expm1(np.linspace(0.5, 7, 40))
    assert turning_point(dose, 40 * N, 40 * N * expit(2 - 0.004 * dose), is_log=True) is None


def test_the_search_is_paid_for() -> None:
    """By hand, Davies 1987: largest root 3, ups and downs of 3 + 1; and no search where there is one model only."""
    single = math.erfc(3 / math.sqrt(2))
    assert search_p([9.0]) == pytest.approx(single) == pytest.approx(0.0027, abs=1e-4)
    assert search_p([0.0, 9.0, 4.0]) == pytest.approx(single + 4 * math.exp(-4.5) / math.sqrt(2 * math.pi))
    assert search_p([0.0, 0.5, 0.0, 0.5, 0.0, 0.5]) == 1.0


def test_places_follow_the_weights() -> None:
    doses = read_doses([10, 20, 30], [10, 80, 10], [5, 40, 5], is_log=False)
    assert doses is not None
    assert [doses.at(share) for share in (0.1, 0.11, 0.9, 0.91)] == [0, 0.5, 0.5, 1]
    assert doses.at(0.9, beyond=0.0) == 1


def test_answers_of_the_same_customers_count_as_fewer() -> None:
    hits = hits_at(1.8 - 0.12 * np.clip(DOSE - 15, 0, None), seed=4)
    for asked in (dose_curve, turning_point):
        alone, repeated = (
            asked(DOSE, times * N, times * hits, is_log=False, design_effect=times) for times in (1.0, 3.0)
        )
        assert alone is not None and repeated is not None
        for name in set(vars(alone)) - {"n"}:
            assert getattr(repeated, name) == pytest.approx(getattr(alone, name))
    assert repeated.high > repeated.low  # type: ignore[union-attr]
    curve = dose_curve(DOSE, 3 * N, 3 * hits, is_log=False, design_effect=3)
    assert curve is not None and curve.n == 3000
    for refused in (0.5, math.nan):
        with pytest.raises(ValueError, match="design effect"):
            turning_point(DOSE, N, hits, is_log=False, design_effect=refused)


@pytest.mark.parametrize("is_log", [False, True])
def test_the_bent_line_says_what_the_turning_point_says(is_log: bool) -> None:
    scale = np.log1p if is_log else np.asarray
    hits = 40 * N * expit(2 - (2.5 if is_log else 0.15) * np.clip(scale(DOSE) - scale(12.3), 0, None))
    turning = turning_point(DOSE, 40 * N, hits, is_log=is_log)
    assert turning is not None
    line = bent_line(DOSE, 40 * N, hits, is_log=is_log, turning=turning)
    assert line is not None and line.x.size == 60 and np.all(np.diff(line.x) > 0)
    assert np.abs(line.x - turning.at).min() < 1e-9
    flat = line.x <= turning.at
    assert line.value[flat] == pytest.approx(turning.before) and np.all(np.diff(line.value[~flat]) < 0)
    assert np.interp(turning.after_at, line.x, line.value) == pytest.approx(turning.after, abs=2e-3)
    # Far below the point the share is that of the answers there: the band is that of a share of so many answers.
    there = turning.at > DOSE
    n = 40 * N[there].sum()
    error = math.sqrt(1 / (n * turning.before * (1 - turning.before)))
    width = (np.log(line.high / (1 - line.high)) - np.log(line.low / (1 - line.low)))[0]
    assert width == pytest.approx(2 * 1.96 * error, rel=0.25)
    assert bent_line([1, 2], [5, 5], [3, 1], is_log=is_log, turning=turning) is None
