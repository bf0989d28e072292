"""Restricted means and the log-rank test against the leukaemia trial of Freireich 1963; identities of both."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.log_rank import log_rank
from queries.statistics.restricted_mean import restricted_mean, restricted_mean_difference
from queries.statistics.risk_sets import RiskSets, risk_sets
from queries.statistics.survival import survival_curve

# Weeks in remission, Freireich et al. 1963, Blood 21, 699-716; a minus means still in remission.
TREATED = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def trial(weeks: list[int]) -> RiskSets:
    return risk_sets(np.abs(weeks), ["relapse" if week > 0 else None for week in weeks])


def test_restricted_means_of_freireich_at_20_weeks() -> None:
    treated, placebo = (restricted_mean(survival_curve(trial(w), fewest=1), 20) for w in (TREATED, PLACEBO))
    assert treated is not None and placebo is not None
    assert (treated.value, placebo.value) == pytest.approx((16.117, 8.429), abs=5e-4)
    difference = restricted_mean_difference(treated, placebo)
    assert difference is not None
    assert (difference.value, difference.low, difference.high) == pytest.approx((7.688, 4.196, 11.180), abs=1e-3)


def test_log_rank_of_freireich() -> None:
    """16.79 with 9 observed against 19.25 expected, and 21 against 10.75 (R, survdiff)."""
    found = log_rank([trial(TREATED), trial(PLACEBO)])
    assert found is not None and found.degrees == 1
    assert found.statistic == pytest.approx(16.79, abs=5e-3) and found.p_value == pytest.approx(4.17e-5, rel=0.01)
    assert found.observed.tolist() == [9, 21]
    assert found.expected == pytest.approx([19.25, 10.75], abs=5e-3)


waits = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=2, max_size=40)


@settings(deadline=None, max_examples=50)
@given(waits, st.integers(1, 30))
def test_the_restricted_mean_is_the_area_under_the_curve(rows: list[tuple[int, bool]], horizon: int) -> None:
    curve = survival_curve(risk_sets([w for w, _ in rows], ["lost" if o else None for _, o in rows]), fewest=1)
    found = restricted_mean(curve, horizon)
    if found is None:
        assert horizon > curve.until
        return
    at = np.searchsorted(curve.time, np.arange(horizon), side="right") - 1
    area = sum(float(curve.survival[place]) if place >= 0 else 1.0 for place in at)
    assert found.value == pytest.approx(area)
    assert 0 <= found.low <= found.value <= found.high <= horizon


def test_without_censoring_it_is_a_plain_mean_with_its_error() -> None:
    """The error of the mean of min(time, horizon), with divisor n."""
    random = np.random.default_rng(3)
    times = random.exponential(10, 200)
    found = restricted_mean(survival_curve(risk_sets(times, ["lost"] * 200)), 12)
    cut = np.minimum(times, 12)
    assert found is not None and found.value == pytest.approx(cut.mean())
    assert found.error == pytest.approx(cut.std() / np.sqrt(200))


def test_restricted_means_beyond_the_curve_and_at_other_horizons() -> None:
    curve = survival_curve(trial(TREATED), fewest=1)
    assert restricted_mean(curve, 36) is None and restricted_mean(curve, 35) is not None
    ended = restricted_mean(survival_curve(trial(PLACEBO), fewest=1), 60)
    assert ended is not None and ended.value == pytest.approx(np.mean(PLACEBO))  # nobody is left: the plain mean
    one = restricted_mean(curve, 20)
    assert one is not None and restricted_mean_difference(one, ended) is None
    with pytest.raises(ValueError, match="horizon"):
        restricted_mean(curve, 0)


def test_the_interval_of_the_restricted_mean_covers_95_percent_with_late_entry() -> None:
    random = np.random.default_rng(11)
    truth, covered, worlds = 20 * (1 - np.exp(-12 / 20)), 0, 300
    for _ in range(worlds):
        life, entry = random.exponential(20, 300), np.where(random.random(300) < 0.4, 0, random.uniform(0, 12, 300))
        is_seen = life > entry
        life, entry = life[is_seen], entry[is_seen]
        end = np.minimum(life, np.minimum(entry + random.uniform(4, 20, life.size), 14))
        is_seen = entry < end
        sets = risk_sets(end[is_seen], np.where(life == end, "lost", "")[is_seen].tolist(), entries=entry[is_seen])
        found = restricted_mean(survival_curve(sets), 12)
        assert found is not None
        covered += found.low <= truth <= found.high
    assert 0.92 <= covered / worlds <= 0.98


def test_the_log_rank_of_three_groups_and_of_groups_swapped() -> None:
    groups = [trial(TREATED), trial(PLACEBO), trial([3, 4, -5, 9, 12, 20, -21])]
    three, swapped = log_rank(groups), log_rank(groups[::-1])
    assert three is not None and swapped is not None and three.degrees == 2
    assert three.statistic == pytest.approx(swapped.statistic)
    assert three.expected.sum() == pytest.approx(three.observed.sum())  # nobody is expected twice


def test_the_log_rank_is_the_score_test_of_a_table_at_one_time() -> None:
    """All events at one time: Mantel-Haenszel with N - 1, that is Pearson's chi-squared times (N - 1) / N."""
    groups = [
        risk_sets([1] * 30, ["lost"] * 12 + [None] * 18),
        risk_sets([1] * 50, ["lost"] * 10 + [None] * 40),
    ]
    found = log_rank(groups)
    pearson = 80 * (12 * 40 - 10 * 18) ** 2 / (30 * 50 * 22 * 58)
    assert found is not None and found.statistic == pytest.approx(pearson * 79 / 80)


def test_the_log_rank_holds_its_level_with_late_entry() -> None:
    random = np.random.default_rng(5)
    small = 0
    for _ in range(200):
        groups = []
        for latest in (2, 15):
            life, entry = random.exponential(15, 120), random.uniform(0, latest, 120)
            entry[:40] = 0
            seen = life > entry
            end = np.minimum(life, 20)[seen & (entry < 20)]
            kept = life[seen & (entry < 20)]
            groups.append(risk_sets(end, np.where(kept <= 20, "lost", "").tolist(), entries=entry[seen & (entry < 20)]))
        found = log_rank(groups)
        assert found is not None
        small += found.p_value < 0.05
    assert 0.015 <= small / 200 <= 0.085


def test_what_cannot_be_told_apart_has_no_test() -> None:
    assert log_rank([]) is None and log_rank([trial(TREATED)]) is None
    assert log_rank([trial([-3, -4]), trial([-5])]) is None
    assert log_rank([trial([9]), trial([-3])]) is None  # nobody else was left when the event happened
