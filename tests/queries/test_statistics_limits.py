"""Process-behaviour limits worked by hand after Wheeler's rules, and how often they cry wolf."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.limits import ProcessLimits, Segment, process_limits, segmented_limits, signals

# Mean 11, every moving range 2, hence limits 11 +- 5.32 and the zone near a limit beyond 11 +- 2.66.
STEADY = [10.0, 12.0] * 6
NOTHING = float("nan")


def steady_limits() -> ProcessLimits:
    limits = process_limits(STEADY)
    assert limits is not None
    return limits


def test_limits_are_the_mean_and_2_66_mean_moving_ranges() -> None:
    limits = steady_limits()
    assert limits.mean == 11 and limits.points == 12
    assert (limits.lower, limits.upper) == (pytest.approx(5.68), pytest.approx(16.32))


def test_limits_of_uneven_steps_by_hand() -> None:
    """Mean 78 / 12 = 6.5; eleven moving ranges of 1: limits 6.5 +- 2.66."""
    limits = process_limits(np.arange(1, 13))
    assert limits is not None
    assert (limits.mean, limits.half_width) == (6.5, pytest.approx(2.66))


def test_eleven_points_have_no_limits() -> None:
    assert process_limits(STEADY[:11]) is None
    assert process_limits([*STEADY[:11], NOTHING, NOTHING]) is None
    assert process_limits([]) is None


def test_missing_values_are_passed_over() -> None:
    gaps = [10.0, NOTHING, 12.0, *STEADY[2:], NOTHING]
    assert process_limits(gaps) == process_limits(STEADY)


def test_baseline_leaves_later_points_out() -> None:
    assert process_limits([*STEADY, 40.0, 50.0], baseline=slice(0, 12)) == process_limits(STEADY)


def test_limits_are_cut_at_natural_bounds() -> None:
    shares = process_limits([0.9, 1.0] * 6, lowest_possible=0, highest_possible=1)
    durations = process_limits([1.0, 5.0] * 6, lowest_possible=0)
    assert shares is not None and durations is not None
    assert shares.upper == 1 and shares.lower == pytest.approx(0.95 - 0.266)
    assert durations.lower == 0 and durations.upper == pytest.approx(3 + 10.64)
    assert durations.half_width == pytest.approx(10.64)


def test_point_beyond_a_limit_is_outside() -> None:
    assert signals([*STEADY, 16.4, 5.6, 16.3], steady_limits()) == [None] * 12 + ["outside", "outside", None]


def test_eight_in_a_row_on_one_side_are_a_run() -> None:
    assert signals([10, *[11.5] * 8, 10], steady_limits()) == [None, *["run"] * 8, None]
    assert signals([10, *[11.5] * 7, 10], steady_limits()) == [None] * 9


def test_run_goes_on_past_eight_and_over_missing_values() -> None:
    values = [11.5] * 4 + [NOTHING] + [11.5] * 5
    assert signals(values, steady_limits()) == ["run"] * 4 + [None] + ["run"] * 5


def test_value_on_the_mean_ends_a_run() -> None:
    assert signals([11.5] * 5 + [11.0] + [11.5] * 5, steady_limits()) == [None] * 11


def test_three_of_four_near_one_limit_are_marked() -> None:
    assert signals([14, 11, 14, 14, 11], steady_limits()) == ["near", None, "near", "near", None]
    assert signals([14, 14, 14], steady_limits()) == ["near"] * 3


def test_three_of_five_or_near_different_limits_are_no_signal() -> None:
    assert signals([14, 11, 10, 14, 14], steady_limits()) == [None] * 5
    assert signals([14, 8, 14, 8], steady_limits()) == [None] * 4


def test_outside_goes_before_run_and_run_before_near() -> None:
    assert signals([14] * 8 + [17], steady_limits()) == ["run"] * 8 + ["outside"]


def test_only_completing_marks_where_the_rule_was_met() -> None:
    limits = steady_limits()
    assert signals([11.5] * 9, limits, only_completing=True) == [None] * 7 + ["run", "run"]
    assert signals([14, 11, 14, 14, 11], limits, only_completing=True) == [None, None, None, "near", None]


def test_constant_series_has_no_signals_until_it_changes() -> None:
    values = [0.1] * 20
    limits = process_limits(values)
    assert limits is not None and limits.half_width == 0
    assert signals(values, limits) == [None] * 20
    assert signals([*values, 0.2], limits)[-1] == "outside"


def test_share_at_its_natural_bound_is_not_outside() -> None:
    values = [0.98, 1.0, 1.0] * 4
    limits = process_limits(values, highest_possible=1)
    assert "outside" not in signals(values, limits)


def test_without_limits_there_are_no_signals() -> None:
    assert signals([1, 2, 3], None) == [None] * 3
    assert signals([], None) == []


def test_segments_are_recomputed_from_an_event() -> None:
    values = [*STEADY, *(value + 20 for value in STEADY)]
    before, after = segmented_limits(values, [12])
    assert (before.start, before.stop, after.start, after.stop) == (0, 12, 12, 24)
    assert before.limits is not None and before.limits.mean == 11 and not before.is_provisional
    assert after.limits is not None and after.limits.mean == 31 and not after.is_provisional
    assert signals(values, [before, after]) == [None] * 24


def test_young_segment_goes_on_with_the_limits_before_it() -> None:
    values = [*STEADY, 20.0, 11.0]
    before, after = segmented_limits(values, [12])
    assert after == Segment(12, 14, before.limits, is_provisional=True)
    assert signals(values, [before, after])[12] == "outside"


def test_run_goes_on_into_a_young_segment_but_not_over_new_limits() -> None:
    young = [*STEADY, *[11.5] * 8]
    assert signals(young, segmented_limits(young, [16]))[12:] == ["run"] * 8
    settled = [*STEADY, *[11.5] * 4, *[11.4, 11.6] * 6]
    assert "run" not in signals(settled, segmented_limits(settled, [16]))[16:]


def test_short_segments_at_the_start_are_taken_together() -> None:
    segments = segmented_limits(STEADY, [5])
    assert [(s.start, s.stop, s.is_provisional) for s in segments] == [(0, 5, True), (5, 12, True)]
    assert segments[0].limits == segments[1].limits == steady_limits()
    assert signals(STEADY, segments) == [None] * 12


def test_short_first_segment_before_a_long_one_has_no_limits() -> None:
    first, second = segmented_limits([50.0, 60.0, *STEADY], [2])
    assert first == Segment(0, 2, None, is_provisional=True)
    assert second.limits == steady_limits() and not second.is_provisional


def test_restarts_outside_the_series_are_ignored() -> None:
    assert segmented_limits(STEADY, [0, 12, 99, -3]) == segmented_limits(STEADY, [])
    assert len(segmented_limits(STEADY * 2, [12, 12])) == 2


def test_segments_of_an_empty_series_have_no_limits() -> None:
    assert segmented_limits([], []) == [Segment(0, 0, None, is_provisional=True)]


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.floats(min_value=-1e6, max_value=1e6), st.just(NOTHING)), max_size=60),
    st.lists(st.integers(min_value=-5, max_value=70), max_size=4),
)
def test_segments_cover_the_series_once_and_every_signal_has_limits(values: list[float], restarts: list[int]) -> None:
    segments = segmented_limits(values, restarts)
    covered = [index for segment in segments for index in range(segment.start, segment.stop)]
    assert covered == list(range(len(values)))
    found = signals(values, segments)
    completing = signals(values, segments, only_completing=True)
    assert len(found) == len(values)
    for segment in segments:
        assert segment.limits is None or segment.limits.lower <= segment.limits.mean <= segment.limits.upper
        assert segment.limits is not None or not any(found[segment.start : segment.stop])
    for value, reason, completed in zip(values, found, completing, strict=True):
        assert reason is None or not np.isnan(value)
        assert completed is None or reason is not None


def test_quiet_series_seldom_cries_wolf_and_a_shift_is_found() -> None:
    generator = np.random.default_rng(7)
    outside = points = shifts_found = 0
    for _ in range(300):
        quiet = generator.normal(50, 5, 52)
        reasons = signals(quiet, process_limits(quiet))
        outside, points = outside + reasons.count("outside"), points + len(reasons)
        moved = np.concatenate([quiet[:26], quiet[26:39] + 10])
        shifts_found += any(signals(moved, process_limits(moved, baseline=slice(0, 26)))[26:])
    assert outside / points < 0.01
    assert shifts_found / 300 > 0.95
