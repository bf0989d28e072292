"""Bounds and reweighting for silent customers, against tables worked by hand, published ones and other algorithms."""

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from queries.statistics import raking
from queries.statistics.intervals import Interval, nps, wilson
from queries.statistics.nonresponse import bounds, reweighted
from queries.statistics.raking import Margin, rake, rake_and_trim

ROWS, COLUMNS = np.repeat(np.arange(4), 4), np.tile(np.arange(4), 4)
SEED = np.array([40, 30, 20, 10, 35, 50, 100, 75, 30, 80, 70, 120, 20, 30, 40, 50], dtype=float)
MARGINS = [Margin(ROWS, np.array([150.0, 300, 400, 150])), Margin(COLUMNS, np.array([200.0, 300, 400, 100]))]


def cells(rows: Sequence[tuple[object, ...]], *names: str) -> pd.DataFrame:
    """Cells with satisfied answers: the squares of 0 and 1 are they themselves."""
    frame = pd.DataFrame(rows, columns=[*names, "sent", "answered", "total"])
    return frame.assign(squares=frame["total"])


@pytest.mark.parametrize(("satisfied", "answered", "sent"), [(3, 5, 9), (0, 4, 4), (4, 4, 12), (0, 0, 3), (5, 5, 5)])
def test_bounds_are_the_worst_and_best_of_everything_the_silent_may_think(
    satisfied: int, answered: int, sent: int
) -> None:
    minds = itertools.product((0, 1), repeat=sent - answered)
    shares = [(satisfied + sum(silent)) / sent for silent in minds]
    assert bounds(satisfied, answered, sent=sent) == Interval(min(shares), max(shares))


def test_bounds_of_nothing_and_of_the_impossible() -> None:
    assert bounds(0, 0, sent=0) is None
    for satisfied, answered, sent in ((3, 2, 5), (1, 6, 5), (-1, 2, 5)):
        with pytest.raises(ValueError, match="between"):
            bounds(satisfied, answered, sent=sent)


def test_raking_gives_the_table_of_wikipedia_after_three_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Article "Iterative proportional fitting", example of two dimensions after step 6: rows of 150.13 and so on."""
    monkeypatch.setattr(raking, "MOST_ROUNDS", 3)
    table = (rake(SEED, MARGINS).weight * SEED).reshape(4, 4)
    published = [
        [64.61, 46.28, 35.42, 3.83],
        [49.95, 68.15, 156.49, 25.37],
        [56.70, 144.40, 145.06, 53.76],
        [28.74, 41.18, 63.03, 17.03],
    ]
    assert table == pytest.approx(np.array(published), abs=0.006)


def test_raking_keeps_the_odds_ratio_of_a_two_by_two_table() -> None:
    """By hand: rows of 100 and 100, columns of 130 and 70, and an odds ratio of 4 are 80, 20, 50, 50."""
    first, second = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    seed = np.array([40.0, 20, 20, 40])
    margins = [Margin(first, np.array([100.0, 100])), Margin(second, np.array([130.0, 70]))]
    raked = rake(seed, margins)
    assert raked.weight * seed == pytest.approx([80, 20, 50, 50], abs=1e-3)
    assert raked.gap < 1e-6


def test_raked_weights_are_the_nearest_that_hold_the_margins() -> None:
    """The same minimum of entropy distance, found by a general optimiser through its dual."""
    holds = np.vstack([np.eye(4)[ROWS].T, np.eye(4)[COLUMNS].T])
    targets = np.concatenate([margin.targets for margin in MARGINS])

    def dual(multipliers: np.ndarray) -> tuple[float, np.ndarray]:
        table = SEED * np.exp(multipliers @ holds)
        return table.sum() - multipliers @ targets, holds @ table - targets

    found = minimize(dual, np.zeros(8), jac=True, method="BFGS", options={"gtol": 1e-9})
    assert rake(SEED, MARGINS).weight == pytest.approx(np.exp(found.x @ holds), rel=1e-5)


def test_margins_that_cannot_hold_leave_a_gap() -> None:
    """Answers only where both are 0 or both are 1: the two margins would have to be the same."""
    margins = [Margin(np.array([0, 1]), np.array([60.0, 40])), Margin(np.array([0, 1]), np.array([30.0, 70]))]
    assert rake(np.array([50.0, 50]), margins).gap > 0.5


def test_heavy_weights_are_cut_but_margins_hold() -> None:
    """One rare combination among common levels: without the cut it would weigh 16 times the mean."""
    first, second = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    counts = np.array([1.0, 60, 60, 279])
    margins = [Margin(first, np.array([1500.0, 2500])), Margin(second, np.array([1500.0, 2500]))]
    free, cut = rake(counts, margins), rake_and_trim(counts, margins)
    assert free.weight.max() > 1.5 * cut.weight.max()
    weighted = cut.weight * counts
    assert [weighted[:2].sum(), weighted[[0, 2]].sum(), weighted.sum()] == pytest.approx([1500, 1500, 4000], rel=1e-4)


def test_one_margin_is_the_mean_of_its_levels_by_their_size() -> None:
    """By hand: 90 % and 20 % satisfied, each for half of those asked, where raw answers say 47 of 60."""
    found = reweighted(cells([("a", 100, 50, 45), ("b", 100, 10, 2)], "channel"), ["channel"])
    assert found is not None
    assert (found.raw, found.value) == (pytest.approx(47 / 60), pytest.approx(0.55))
    assert (found.answered, found.sent, found.margins, found.is_converged) == (60, 200, ("channel",), True)
    assert found.effective_n == pytest.approx((50 * 2 + 10 * 10) ** 2 / (50 * 2**2 + 10 * 10**2))
    assert found.largest_weight == pytest.approx(10 / (200 / 60))
    # Residuals of answers left out one by one, p(1-p)n / (1 - 1/n)², by squared weights; and half at 0.9, half at 0.2.
    residual = (2**2 * 50 * 0.09 / (49 / 50) ** 2 + 10**2 * 10 * 0.16 / 0.9**2) / 200**2
    n = 0.55 * 0.45 / (residual + 0.35**2 / 200)
    expected = wilson(0.55 * n, n)
    assert expected is not None
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))


def test_when_everybody_answers_nothing_is_moved() -> None:
    frame = cells(
        [("a", "x", 40, 40, 30), ("a", "y", 70, 70, 20), ("b", "x", 50, 50, 45), ("b", "y", 30, 30, 9)], *"mn"
    )
    found = reweighted(frame, ["m", "n"])
    plain = wilson(104, 190)
    assert found is not None and plain is not None
    assert found.value == pytest.approx(104 / 190) == found.raw
    assert (found.effective_n, found.largest_weight) == (pytest.approx(190), pytest.approx(1))
    assert (found.low, found.high) == (pytest.approx(plain.low, abs=0.004), pytest.approx(plain.high, abs=0.004))


def test_the_fitted_spread_is_that_of_a_regression_on_dummies() -> None:
    """Fit and leverage of two margins, against numpy's least squares on answers one by one."""
    random = np.random.default_rng(3)
    first, second = random.integers(0, 3, 200), random.integers(0, 4, 200)
    y, weight = random.integers(0, 2, 200).astype(float), random.uniform(0.5, 2, 200)
    design = np.column_stack([np.eye(3)[first], np.eye(4)[second][:, 1:]])
    margins = [Margin(first, np.bincount(first) * 1.0), Margin(second, np.bincount(second) * 1.0)]
    fitted, leverage = raking.main_effects(weight, weight * y, margins)
    scaled = design * np.sqrt(weight)[:, np.newaxis]
    assert fitted == pytest.approx(design @ np.linalg.lstsq(scaled, y * np.sqrt(weight), rcond=None)[0])
    hat = scaled @ np.linalg.solve(scaled.T @ scaled, scaled.T)
    assert weight * leverage == pytest.approx(np.diag(hat))


def test_net_scores_are_reweighted_with_their_own_interval() -> None:
    """Bands 1, 0 and -1; all weights alike, so that the interval is close to the adjusted one of plain answers."""
    frame = pd.DataFrame({"m": ["a", "b"], "sent": [200, 200], "answered": [50, 50], "total": [20, 22]})
    frame["squares"] = [40, 36]
    found = reweighted(frame, ["m"], is_net=True)
    plain = nps(promoters=59, passives=24, detractors=17)
    assert found is not None and plain is not None
    assert (found.value, found.raw) == (pytest.approx(0.42), pytest.approx(0.42))
    assert (100 * found.low, 100 * found.high) == (pytest.approx(plain.low, abs=1), pytest.approx(plain.high, abs=1))


@pytest.mark.parametrize(("total", "is_net"), [(50, False), (0, False), (50, True), (-50, True)])
def test_answers_that_are_all_the_same_still_have_an_interval(total: int, is_net: bool) -> None:
    frame = pd.DataFrame({"m": ["a", "b"], "sent": [100, 300], "answered": [50, 50], "total": [total, total]})
    frame["squares"] = frame["total"].abs()
    found = reweighted(frame, ["m"], is_net=is_net)
    assert found is not None
    assert found.value == pytest.approx(total / 50) and found.low <= found.value <= found.high
    assert 0.02 < found.high - found.low < 0.1


def test_unknown_is_a_level_and_small_levels_are_put_together() -> None:
    rows = [("mail", 100, 40, 30), (None, 60, 20, 5), ("fax", 9, 3, 3), ("telex", 8, 2, 0)]
    found = reweighted(cells(rows, "channel"), ["channel"])
    assert found is not None
    assert found.value == pytest.approx((100 * 30 / 40 + 60 * 5 / 20 + 17 * 3 / 5) / 177)


def test_small_levels_that_stay_small_join_the_largest() -> None:
    rows = [("mail", 100, 40, 30), ("chat", 60, 20, 5), ("fax", 9, 3, 3), ("telex", 8, 0, 0)]
    found = reweighted(cells(rows, "channel"), ["channel"])
    assert found is not None
    assert found.value == pytest.approx((117 * 33 / 43 + 60 * 5 / 20) / 177)


def test_margins_that_say_nothing_or_too_much_are_left_out() -> None:
    """The third would need 5 more levels, for which 60 answers are too few: ten for each of the 2 + 5 in all."""
    rows = [("same", "ab"[i % 2], "uvwxyz"[i // 2], 20, 5, 1 + i % 3) for i in range(12)]
    frame = cells(rows, "one", "two", "many")
    found = reweighted(frame, ["one", "two", "many"])
    alone = reweighted(frame, ["two"])
    assert found is not None and found.margins == ("two",) and found == alone
    only = reweighted(frame, ["many"])
    assert only is not None and only.margins == ("many",)


def test_too_few_answers_or_nothing_known_give_nothing() -> None:
    assert reweighted(cells([("a", 100, 20, 9), ("b", 100, 9, 2)], "m"), ["m"]) is None
    assert reweighted(cells([("a", 100, 50, 9)], "m"), ["m"]) is None
    assert reweighted(cells([("a", 100, 50, 9)], "m"), []) is None
    assert reweighted(cells([], "m"), ["m"]) is None


def test_impossible_cells_are_refused() -> None:
    net = pd.DataFrame({"m": ["a", "b"], "sent": [99, 99], "answered": [40, 40], "total": [-9, 5], "squares": [20, 20]})
    assert reweighted(net, ["m"], is_net=True) is not None
    for frame in (net, cells([("a", 5, 9, 3)], "m"), cells([("a", 50, 9, 10)], "m")):
        with pytest.raises(ValueError, match="every cell"):
            reweighted(frame, ["m"])
    with pytest.raises(ValueError, match="confidence"):
        reweighted(cells([("a", 50, 9, 1)], "m"), ["m"], confidence=math.nan)


@pytest.mark.parametrize("silent", [80, 200, 400, 4000])
def test_combinations_that_nobody_answered_neither_break_the_weights_nor_pass_for_matched(silent: int) -> None:
    cells = pd.DataFrame(
        {
            "channel": ["mail", "mail", "chat", "chat"],
            "priority": ["low", "high", "low", "high"],
            "sent": [60, 60, silent, 100],
            "answered": [30, 30, 0, 30],
            "total": [20, 25, 0, 28],
            "squares": [20, 25, 0, 28],
        }
    )
    found = reweighted(cells, ["channel", "priority"])
    assert found is not None and found.is_converged
    assert 0 <= found.low <= found.value <= found.high <= 1
    if found.margins == ("channel",):  # both at once cannot hold: the more telling one stays
        chat = (silent + 100) / (silent + 220)
        assert found.value == pytest.approx(chat * 28 / 30 + (1 - chat) * 45 / 60)


def test_repeated_answers_widen_the_interval_and_nothing_else() -> None:
    once = cells([("a", 400, 200, 170), ("b", 400, 100, 50)], "channel")
    alone, repeated = (reweighted(once, ["channel"], design_effect=effect) for effect in (1.0, 2.0))
    assert alone is not None and repeated is not None
    assert (repeated.value, repeated.effective_n) == (alone.value, alone.effective_n)
    ratio = (repeated.high - repeated.low) / (alone.high - alone.low)
    assert ratio == pytest.approx(math.sqrt(2), rel=0.02)
    with pytest.raises(ValueError, match="design effect"):
        reweighted(once, ["channel"], design_effect=0.9)
