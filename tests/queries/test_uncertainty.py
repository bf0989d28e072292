"""Every row of an estimate has the interval of its kind, and a change has one of its own."""

import math

import pandas as pd
import pytest

from queries.registry import METRICS
from queries.statistics.intervals import mean_interval, newcombe_difference, nps, wilson
from queries.uncertainty import change_of, interval_of, with_interval

SHARES = pd.DataFrame({"bucket": ["a", "b"], "numerator": [81, 0], "n": [263, 0], "value": [81 / 263, math.nan]})


def test_shares_have_wilson_intervals_and_nothing_has_none() -> None:
    found = with_interval(METRICS["csat"], SHARES)
    assert found["value_low"].tolist() == pytest.approx([0.2553, math.nan], abs=5e-5, nan_ok=True)  # Newcombe 1998
    assert found["value_high"].tolist() == pytest.approx([0.3662, math.nan], abs=5e-5, nan_ok=True)


def test_net_scores_have_the_adjusted_wald_interval() -> None:
    row = {"promoters": 60, "passives": 25, "detractors": 15, "n": 100, "value": 45.0}
    found = with_interval(METRICS["nps"], pd.DataFrame([row])).iloc[0]
    assert (found["value_low"], found["value_high"]) == pytest.approx((29.3, 58.0), abs=0.05)


def test_means_have_students_interval_and_a_single_answer_none() -> None:
    rows = pd.DataFrame({"n": [10, 1], "value": [5.0, 6.0], "standard_deviation": [2.0, math.nan]})
    found = with_interval(METRICS["ces"], rows)
    expected = mean_interval(5.0, 2.0, n=10)
    assert expected is not None
    assert (found["value_low"][0], found["value_high"][0]) == (expected.low, expected.high)
    assert math.isnan(found["value_low"][1]) and math.isnan(found["value_high"][1])


def test_durations_and_counts_keep_what_their_shape_gave() -> None:
    rows = pd.DataFrame({"n": [9], "p50": [60.0], "p50_low": [50.0], "p50_high": [math.nan]})
    assert with_interval(METRICS["first_reply_time"], rows) is rows
    assert interval_of(METRICS["first_reply_time"], rows.iloc[0], value="p50") is None  # one end is not known
    assert with_interval(METRICS["arrivals"], rows) is rows


def test_a_change_of_shares_is_newcombes_difference() -> None:
    now = {"numerator": 56, "n": 70, "value": 0.8}
    before = {"numerator": 48, "n": 80, "value": 0.6}
    found, expected = (
        change_of(METRICS["csat"], now, before),
        newcombe_difference(56, 70, other_successes=48, other_n=80),
    )
    assert found == expected
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)  # Newcombe 1998


def test_a_change_of_net_scores_holds_the_difference_and_nothing_gives_none() -> None:
    now = {"promoters": 60, "passives": 25, "detractors": 15, "n": 100, "value": 45.0}
    nothing = {"promoters": 0, "passives": 0, "detractors": 0, "n": 0, "value": math.nan}
    found = change_of(METRICS["nps"], now, now)
    assert found is not None
    ends = nps(promoters=60, passives=25, detractors=15)
    assert ends is not None
    assert found.value == 0
    assert found.high == pytest.approx(math.hypot(ends.high - 45, 45 - ends.low))
    assert change_of(METRICS["nps"], now, nothing) is None


def test_one_answer_of_one_has_an_interval_that_says_so() -> None:
    one = pd.DataFrame({"numerator": [1], "n": [1], "value": [1.0]})
    found, expected = with_interval(METRICS["csat"], one).iloc[0], wilson(1, 1)
    assert expected is not None
    assert found["value_low"] == expected.low < 0.21
