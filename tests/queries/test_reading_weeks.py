"""Is a week judged by the right rows, and is the one thing to look at the right one?"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from queries.comparisons import compare
from queries.findings import FEWEST, one_thing
from queries.registry import METRICS
from queries.summaries import news, summarise

FIRST = dt.date(2026, 1, 5)
CSAT, ARRIVALS, REPLY = METRICS["csat"], METRICS["arrivals"], METRICS["first_reply_time"]


def weeks(values: list[float], *, n: int = 100, running: bool = False) -> pd.DataFrame:
    """The answer of a share metric by week."""
    days = [(FIRST + dt.timedelta(weeks=number)).isoformat() for number in range(len(values))]
    complete = [True] * len(values)
    if running:
        complete[-1] = False
    return pd.DataFrame({"bucket": days, "n": n, "value": values, "is_complete": complete})


def monday(number: int) -> dt.date:
    return FIRST + dt.timedelta(weeks=number)


def steady(length: int) -> list[float]:
    return [0.8 + 0.01 * (-1) ** number for number in range(length)]


def test_a_week_is_compared_with_the_week_before_and_later_weeks_do_not_count() -> None:
    found = summarise(CSAT, weeks([*steady(13), 0.82, 0.1]), week=monday(13))
    assert (found.value, found.previous) == (0.82, pytest.approx(0.81))
    assert found.change == pytest.approx(0.01)
    assert len(found.frame) == 14 and found.signal is None


def test_a_point_far_below_is_a_signal_for_the_worse_where_higher_is_better() -> None:
    found = summarise(CSAT, weeks([*steady(13), 0.5]), week=monday(13))
    assert found.signal == "outside" and found.is_good_news is False


def test_arrivals_are_neither_good_nor_bad_news() -> None:
    frame = weeks(steady(14)).assign(n=[100, 102] * 6 + [101, 300])
    found = summarise(ARRIVALS, frame, week=monday(13))
    assert found.signal == "outside" and found.is_good_news is None


def test_weeks_with_fewer_than_five_have_no_value_and_never_swing_the_line() -> None:
    frame = weeks([*steady(13), 1.0])
    frame.loc[13, "n"] = 1
    found = summarise(CSAT, frame, week=monday(13))
    assert found.value is None and np.isnan(found.frame["shown"].iloc[13])
    assert all(mark is None for mark in found.frame["signal"])


def test_the_running_week_is_kept_for_drawing_but_never_judged() -> None:
    found = summarise(CSAT, weeks([*steady(13), 0.2], running=True), week=monday(12), with_running=True)
    assert len(found.frame) == 14 and found.at == 12
    assert np.isnan(found.frame["shown"].iloc[13]) and found.signal is None


def test_series_that_count_few_or_jump_between_whole_numbers_have_no_usual_range() -> None:
    few = weeks(steady(14)).assign(n=[1, 2, 3, 2, 1, 2, 3, 1, 2, 3, 2, 1, 2, 20])
    assert summarise(ARRIVALS, few, week=monday(13)).signal is None
    medians = weeks([1.0, 0.0] * 6 + [1.0, 5.0]).rename(columns={"value": "p50"})
    assert summarise(METRICS["handoffs_per_ticket"], medians, week=monday(13)).limits is None


def test_a_week_that_is_not_there_has_no_value() -> None:
    found = summarise(CSAT, weeks(steady(5)), week=monday(20))
    assert found.value is None and found.n == 0


def test_fewer_than_twelve_weeks_have_no_usual_range() -> None:
    found = summarise(CSAT, weeks([*steady(10), 0.1]), week=monday(10))
    assert found.limits is None and found.signal is None


def test_limits_start_anew_after_a_new_tool_but_not_after_a_release() -> None:
    values = [*steady(14), *(value - 0.3 for value in steady(14))]
    day = (monday(14) - dt.timedelta(days=2)).isoformat()
    for kind, signalled in (("tool", False), ("release", True)):
        events = pd.DataFrame({"day": [day], "kind": [kind], "label": ["x"]})
        found = summarise(CSAT, weeks(values), week=monday(27), events=events)
        assert (found.signal is not None) is signalled, kind


def test_news_lists_a_run_once_in_the_week_in_which_it_became_one() -> None:
    values = [*[0.8 + 0.03 * (-1) ** number for number in range(16)], *[0.79 - 0.001 * number for number in range(9)]]
    found = summarise(CSAT, weeks(values), week=monday(len(values) - 1))
    listed = news([found])
    runs = listed[listed["signal"] == "run"]
    assert len(runs) == 1 and not runs["is_good"].any()
    assert listed["bucket"].is_monotonic_decreasing


def changed(groups: dict[str, tuple[int, int, int, int]]) -> pd.DataFrame:
    """bucket, hits and n before, hits and n after."""
    rows = [(name, before[1], before[3], before[0], before[2]) for name, before in groups.items()]
    columns = ["bucket", "n_before", "n_after", "numerator_before", "numerator_after"]
    return pd.DataFrame(rows, columns=columns)


def test_the_one_thing_is_the_group_with_most_tickets_gone_worse() -> None:
    frame = changed({"Billing": (900, 1000, 60, 100), "Small": (45, 50, 10, 20), "Fine": (900, 1000, 92, 100)})
    found = one_thing({(CSAT, "team", 1): frame})
    assert found is not None and found.group == "Billing"
    assert found.extra == pytest.approx(30) and found.low < -0.3 < found.high


def test_nothing_is_named_when_nothing_is_worse_than_chance() -> None:
    frame = changed({"a": (900, 1000, 88, 100), "b": (900, 1000, 91, 100), "better": (500, 1000, 99, 100)})
    assert one_thing({(CSAT, "team", 1): frame}) is None


def test_groups_too_small_to_judge_never_win() -> None:
    few = FEWEST - 1
    assert one_thing({(CSAT, "team", 1): changed({"tiny": (900, 1000, 0, few)})}) is None


def test_where_lower_is_better_a_rise_is_what_got_worse() -> None:
    frame = changed({"up": (50, 1000, 30, 100), "down": (300, 1000, 1, 100)})
    found = one_thing({(METRICS["reopen_rate"], "team", 1): frame})
    assert found is not None and found.group == "up" and found.is_hit_bad and found.extra == pytest.approx(25)


def test_no_group_is_named_in_95_of_100_quiet_worlds() -> None:
    random = np.random.default_rng(7)
    named = 0
    for _ in range(200):
        before, after = random.binomial(1200, 0.85, 12), random.binomial(100, 0.85, 12)
        frame = changed({f"g{number}": (before[number], 1200, after[number], 100) for number in range(12)})
        named += one_thing({(CSAT, "team", 1): frame}) is not None
    assert named <= 200 * 0.08


def test_shares_are_shrunken_and_set_apart_from_the_overall_figure() -> None:
    frame = pd.DataFrame({"bucket": ["a", "b", "c", "d"], "n": [1000, 1000, 6, 4], "numerator": [900, 500, 0, 4]})
    frame["value"] = frame["numerator"] / frame["n"]
    found = compare(CSAT, frame, overall=0.7).set_index("bucket")
    assert list(found.index) == ["a", "b", "c"]  # fewer than five are left out
    assert found.loc["a", "standing"] == "above" and found.loc["b", "standing"] == "below"
    assert found.loc["c", "value"] > found.loc["c", "raw"] == 0


def test_medians_are_shrunken_by_the_width_of_their_intervals() -> None:
    frame = pd.DataFrame(
        {"bucket": ["fast", "slow", "unsure"], "n": [500, 500, 8], "p50": [60.0, 240.0, 900.0],
         "p50_low": [55.0, 230.0, 20.0], "p50_high": [66.0, 250.0, 4000.0]}
    )  # fmt: skip
    found = compare(REPLY, frame, overall=120.0).set_index("bucket")
    assert found.loc["fast", "standing"] == "below" and found.loc["slow", "standing"] == "above"
    assert found.loc["unsure", "standing"] == "not distinguishable"
    assert found.loc["unsure", "value"] < 900 and found.loc["fast", "value"] == pytest.approx(60, rel=0.05)


def test_nothing_to_compare_gives_no_rows() -> None:
    frame = pd.DataFrame({"bucket": ["a"], "n": [3], "numerator": [1], "value": [0.3]})
    assert compare(CSAT, frame, overall=0.5).empty
