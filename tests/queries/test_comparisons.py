"""Means and net scores of groups beside each other: few answers do not pass for a difference, many do."""

import math

import numpy as np
import pandas as pd
import pytest

from queries.comparisons import compare
from queries.registry import METRICS
from queries.statistics.shrinkage import shrink_means

CES, NPS = METRICS["ces"], METRICS["nps"]


def means(rows: dict[str, tuple[float, float, int]]) -> pd.DataFrame:
    """{"group": (mean, standard deviation, n)}"""
    return pd.DataFrame(
        [(name, *given) for name, given in rows.items()], columns=["bucket", "value", "standard_deviation", "n"]
    )


def scores(rows: dict[str, tuple[int, int, int]]) -> pd.DataFrame:
    """{"group": (promoters, passives, detractors)}"""
    frame = pd.DataFrame(
        [(name, *given) for name, given in rows.items()], columns=["bucket", "promoters", "passives", "detractors"]
    )
    n = frame["promoters"] + frame["passives"] + frame["detractors"]
    return frame.assign(n=n, value=100 * (frame["promoters"] - frame["detractors"]) / n)


def test_means_are_shrunken_by_their_errors() -> None:
    """Variances 1.21 and 1.69 of large groups are joined by 5 values' worth of the usual one."""
    frame = means({"a": (5.8, 1.1, 400), "b": (4.9, 1.3, 400), "c": (2.0, 1.0, 5), "d": (7.0, 0.0, 4)})
    found = compare(CES, frame, overall=5.3).set_index("bucket")
    assert list(found.index) == ["a", "b", "c"]
    assert list(found["standing"]) == ["above", "below", "below"]
    assert 2.0 < found.loc["c", "value"] < 4.9 and found.loc["c", "raw"] == 2.0
    usual = (1.21 * 399 + 1.69 * 399 + 4) / (399 + 399 + 4)
    joined = [(1.21 * 399 + 5 * usual) / 404, (1.69 * 399 + 5 * usual) / 404, (4 + 5 * usual) / 9]
    expected = shrink_means([5.8, 4.9, 2.0], np.sqrt(np.array(joined) / [400, 400, 5]))
    assert expected is not None
    assert found["low"].to_numpy() == pytest.approx(expected.low)
    assert found["value"].to_numpy() == pytest.approx(expected.value)


def test_a_few_answers_that_are_all_the_same_are_no_certainty() -> None:
    frame = means({"a": (5.2, 1.3, 300), "b": (5.4, 1.3, 300), "same": (6.0, 0.0, 5), "one": (6.0, math.nan, 5)})
    found = compare(CES, frame, overall=5.3).set_index("bucket")
    assert set(found["standing"]) == {"not distinguishable"}
    assert found.loc["same", "value"] < 5.8 and found.loc["same", "high"] - found.loc["same", "low"] > 1
    assert compare(CES, means({"a": (5, 0.0, 9), "b": (6, 0.0, 9)}), overall=5.5).empty


def test_net_scores_are_shrunken_and_stay_on_their_scale() -> None:
    frame = scores({"high": (400, 80, 20), "low": (100, 200, 200), "few": (6, 0, 0), "fewer": (4, 0, 0)})
    found = compare(NPS, frame, overall=28.0).set_index("bucket")
    assert list(found.index) == ["high", "low", "few"]
    assert list(found["standing"].iloc[:2]) == ["above", "below"]
    assert found.loc["few", "value"] < found.loc["few", "raw"] == 100
    assert found["high"].max() <= 100 and found["low"].min() >= -100
    assert found.loc["high", "value"] == pytest.approx(76, abs=1)


@pytest.mark.parametrize("sizes", [[5] * 10, [5, 6, 8, 10, 15, 20, 50, 200], [30] * 8])
def test_in_quiet_worlds_hardly_any_group_is_called_different(sizes: list[int]) -> None:
    """Groups of the same firm: in at most 8 of 100 worlds is any of them set apart."""
    random = np.random.default_rng(21)
    called = {"ces": 0, "nps": 0}
    for _ in range(150):
        efforts = [np.clip(random.normal(5.2, 1.3, size).round(), 1, 7) for size in sizes]
        frame = means({str(i): (float(y.mean()), float(y.std(ddof=1)), y.size) for i, y in enumerate(efforts)})
        overall = float(np.concatenate(efforts).mean())
        called["ces"] += bool((compare(CES, frame, overall=overall)["standing"] != "not distinguishable").any())
        bands = [random.multinomial(size, [0.5, 0.3, 0.2]) for size in sizes]
        frame = scores({str(i): (int(band[0]), int(band[1]), int(band[2])) for i, band in enumerate(bands)})
        overall = float((frame["value"] * frame["n"]).sum() / frame["n"].sum())
        called["nps"] += bool((compare(NPS, frame, overall=overall)["standing"] != "not distinguishable").any())
    assert max(called.values()) <= 0.08 * 150


def test_shares_and_durations_are_as_before() -> None:
    share = pd.DataFrame({"bucket": ["a", "b"], "n": [1000, 1000], "numerator": [900, 500], "value": [0.9, 0.5]})
    assert list(compare(METRICS["csat"], share, overall=0.7)["standing"]) == ["above", "below"]
    wait = pd.DataFrame({"bucket": ["a", "b"], "n": [500, 500], "p50": [60.0, 240.0], "p50_low": [55.0, 230.0]})
    wait["p50_high"] = [66.0, 250.0]
    assert list(compare(METRICS["first_reply_time"], wait, overall=120.0)["standing"]) == ["below", "above"]
