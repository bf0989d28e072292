"""Kaplan-Meier against the leukaemia trial of Freireich 1963, and against plain counting where nothing is censored."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.survival import kaplan_meier, quantile, quantile_interval

# Weeks in remission under 6-MP, Freireich et al. 1963, Blood 21, 699-716; a minus means still in remission.
REMISSION = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
WEEKS = np.abs(REMISSION)
HAS_RELAPSED = np.array(REMISSION) > 0

waits = st.lists(st.tuples(st.integers(min_value=0, max_value=50), st.booleans()), min_size=1, max_size=60)


def test_curve_matches_freireich_6mp() -> None:
    curve = kaplan_meier(WEEKS, HAS_RELAPSED)
    assert curve.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.events.tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert curve.survival == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert curve.n == 21


def test_log_log_limits_match_lifelines_and_stata_on_freireich_6mp() -> None:
    curve = kaplan_meier(WEEKS, HAS_RELAPSED)
    assert curve.low == pytest.approx([0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881], abs=1e-4)
    assert curve.high == pytest.approx([0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801], abs=1e-4)


def test_median_of_freireich_6mp_is_23_weeks_with_no_upper_limit() -> None:
    curve = kaplan_meier(WEEKS, HAS_RELAPSED)
    interval = quantile_interval(curve, 0.5)
    assert quantile(curve, 0.5) == 23
    assert (interval.low, interval.high) == (13, None)


def test_quantile_that_is_not_reached_is_missing() -> None:
    assert quantile(kaplan_meier(WEEKS, HAS_RELAPSED), 0.9) is None


def test_limits_are_missing_once_nobody_is_left() -> None:
    curve = kaplan_meier([1, 2], [True, True])
    assert curve.survival.tolist() == [0.5, 0]
    assert np.isnan(curve.low[-1]) and np.isnan(curve.high[-1])
    assert quantile(curve, 0.9) == 2


def test_events_at_time_zero_count() -> None:
    curve = kaplan_meier([0, 0, 5, 5], [True, True, True, False])
    assert curve.time.tolist() == [0, 5] and curve.survival.tolist() == [0.5, 0.25]
    assert quantile(curve, 0.5) == 0


@pytest.mark.parametrize("durations", [[], [3, 4]])
def test_curve_without_events_is_empty(durations: list[float]) -> None:
    curve = kaplan_meier(durations, [False] * len(durations))
    assert curve.time.size == curve.survival.size == curve.low.size == 0
    assert quantile(curve, 0.5) is None and quantile_interval(curve, 0.5).high is None


@settings(deadline=None)
@given(waits)
def test_survival_falls_and_lies_within_its_limits(rows: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([wait for wait, _ in rows], [observed for _, observed in rows])
    assert np.all(np.diff(curve.survival) < 0) and np.all((curve.survival >= 0) & (curve.survival < 1))
    is_defined = ~np.isnan(curve.low)
    assert np.all((curve.low <= curve.survival + 1e-12)[is_defined])
    assert np.all((curve.high >= curve.survival - 1e-12)[is_defined])


@settings(deadline=None)
@given(waits)
def test_counts_stand_for_repeated_rows(rows: list[tuple[int, bool]]) -> None:
    unique = sorted(set(rows))
    grouped = kaplan_meier([w for w, _ in unique], [o for _, o in unique], counts=[rows.count(row) for row in unique])
    spread = kaplan_meier([w for w, _ in rows], [o for _, o in rows])
    assert grouped.n == spread.n
    assert grouped.survival == pytest.approx(spread.survival) and grouped.at_risk.tolist() == spread.at_risk.tolist()


@settings(deadline=None)
@given(st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=200), st.sampled_from([0.1, 0.5, 0.9]))
def test_quantile_without_censoring_is_the_plain_one(durations: list[float], q: float) -> None:
    curve = kaplan_meier(durations, [True] * len(durations))
    assert quantile(curve, q) == np.quantile(durations, q, method="inverted_cdf")


@settings(deadline=None)
@given(waits, st.sampled_from([0.25, 0.5, 0.9]))
def test_quantile_lies_within_its_interval(rows: list[tuple[int, bool]], q: float) -> None:
    curve = kaplan_meier([wait for wait, _ in rows], [observed for _, observed in rows])
    value, interval = quantile(curve, q), quantile_interval(curve, q)
    if value is not None:
        assert interval.low is not None and interval.low <= value
        assert interval.high is None or value <= interval.high


def test_median_interval_covers_95_percent_with_censoring() -> None:
    generator = np.random.default_rng(20)
    covered, worlds = 0, 500
    for _ in range(worlds):
        waits_until_reply, waits_until_end = generator.exponential(60, 80), generator.uniform(20, 200, 80)
        curve = kaplan_meier(np.minimum(waits_until_reply, waits_until_end), waits_until_reply <= waits_until_end)
        interval = quantile_interval(curve, 0.5)
        truth = 60 * np.log(2)
        covered += (interval.low or 0) <= truth <= (interval.high or np.inf)
    assert 0.92 <= covered / worlds <= 0.98


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        kaplan_meier([1, -1], [True, True])
    with pytest.raises(ValueError, match="finite"):
        kaplan_meier([1, float("nan")], [True, True])
    with pytest.raises(ValueError, match="same length"):
        kaplan_meier([1, 2], [True])
    with pytest.raises(ValueError, match="quantile"):
        quantile(kaplan_meier([1], [True]), 50)
