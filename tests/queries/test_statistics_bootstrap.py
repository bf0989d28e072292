"""Customers drawn anew by their kinds: multinomial, in blocks, and with the spread of a plain bootstrap."""

import math

import numpy as np
import pytest

from queries.statistics import bootstrap
from queries.statistics.bootstrap import draw_counts, percentile_interval


def test_draws_have_as_many_customers_and_the_right_spread() -> None:
    drawn = np.concatenate(list(draw_counts([300, 100, 0], draws=2000)))
    assert drawn.shape == (2000, 3) and np.all(drawn.sum(axis=1) == 400) and not drawn[:, 2].any()
    share = drawn[:, 1] / 400
    assert share.mean() == pytest.approx(0.25, abs=2e-3)
    assert share.std() == pytest.approx(math.sqrt(0.25 * 0.75 / 400), rel=0.05)


def test_many_kinds_come_in_blocks_and_the_seed_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate(list(draw_counts([5] * 20, draws=50, seed=3)))
    monkeypatch.setattr(bootstrap, "_MOST_AT_ONCE", 200)
    blocks = list(draw_counts([5] * 20, draws=50, seed=3))
    assert [block.shape for block in blocks] == [(10, 20)] * 5
    assert np.array_equal(np.concatenate(blocks), whole)


def test_interval_is_made_of_percentiles_and_holds_the_value() -> None:
    found = percentile_interval(50, [*range(1, 102), math.nan])
    assert (found.low, found.high) == (pytest.approx(3.5), pytest.approx(98.5))
    assert percentile_interval(200, range(1, 102)).high == 200


def test_nothing_to_draw_and_impossible_counts() -> None:
    assert next(draw_counts([], draws=3)).shape == (3, 0) and not next(draw_counts([0, 0], draws=3)).any()
    with pytest.raises(ValueError, match="whole"):
        next(draw_counts([1.5]))
    with pytest.raises(ValueError, match="draws"):
        percentile_interval(1, [math.nan])
