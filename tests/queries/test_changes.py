"""A change belongs to a group only as far as it is more than noise; what is left is said of all others together."""

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from queries.changes import CHANGED, TOO_FEW, WITHIN_NOISE, split, told
from queries.periods import Period
from queries.registry import METRICS

NOW = Period(dt.date(2024, 4, 1), dt.date(2024, 4, 28))
BEFORE = Period(dt.date(2024, 3, 4), dt.date(2024, 3, 31))


def shares(**groups: tuple[int, int, int, int]) -> pd.DataFrame:
    """The answer to the shape `changes` of a share: hits and n before, hits and n after, by group."""
    rows = [
        {"bucket": name, "n_before": n, "n_after": n_after, "numerator_before": hits, "numerator_after": hits_after,
         "squares_before": hits, "squares_after": hits_after}
        for name, (hits, n, hits_after, n_after) in groups.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def of_share(frame: pd.DataFrame) -> pd.DataFrame:
    return split(METRICS["csat"], frame, now=NOW, before=BEFORE)


def test_parts_add_up_and_a_clear_change_stands_alone() -> None:
    frame = of_share(shares(A=(180, 200, 120, 200), B=(160, 200, 162, 200), C=(85, 100, 84, 100)))
    assert frame[["performance", "mix"]].sum().sum() == pytest.approx(366 / 500 - 425 / 500)
    assert frame["standing"].tolist() == [CHANGED, WITHIN_NOISE, WITHIN_NOISE]
    assert frame["performance"].tolist() == pytest.approx([0.4 * -0.3, 0.4 * 0.01, 0.2 * -0.01])
    row = told(frame).iloc[0]
    assert row["bucket"] == "A" and row["low"] < row["performance"] < row["high"] < 0
    assert row["performance"] == pytest.approx(-0.12, abs=0.01)  # 0.4 of the weight, 30 points, hardly shrunken


def test_fewer_than_five_have_no_value_and_no_name_in_front() -> None:
    frame = told(of_share(shares(A=(80, 100, 78, 100), B=(4, 4, 0, 4), C=(3, 4, 0, 3))))
    few = frame[frame["standing"] == TOO_FEW].iloc[0]
    assert (few["n"], few["n_before"], few["groups"], few["names"]) == (7, 8, 2, "B, C") and pd.isna(few["bucket"])
    assert math.isnan(few["performance"]) and math.isnan(few["mix"])
    assert frame["standing"].tolist() == [WITHIN_NOISE, TOO_FEW]


def test_groups_that_only_changed_in_weight_are_named_for_that() -> None:
    """Outages grow from 2 % to 20 % of ratings, at a share satisfied that was and stays far below the others."""
    frame = told(of_share(shares(calls=(441, 490, 360, 400), outages=(4, 10, 40, 100))))
    row = frame[frame["bucket"] == "outages"].iloc[0]
    assert row["is_mix_apart"] and row["standing"] == CHANGED and row["mix"] == pytest.approx(-0.18 * 0.45, abs=0.02)


def test_many_groups_within_noise_are_one() -> None:
    groups = {f"agent {n}": (40 + n % 3, 50, 41 - n % 3, 50) for n in range(12)}
    rows = told(of_share(shares(**groups)))
    assert (len(rows), rows["groups"].tolist(), rows["standing"].tolist()) == (1, [12], [WITHIN_NOISE])
    whole = of_share(shares(**groups))[["performance", "mix"]].sum().sum()
    assert rows["performance"].iloc[0] + rows["mix"].iloc[0] == pytest.approx(whole)


def test_counts_have_no_noise_and_stand_alone() -> None:
    frame = pd.DataFrame({"bucket": ["A", "B"], "n_before": [60, 30], "n_after": [20, 12]})
    three = Period(BEFORE.start - 2 * BEFORE.days * dt.timedelta(1), BEFORE.end)
    rows = told(split(METRICS["arrivals"], frame, now=NOW, before=three))
    assert rows["performance"].tolist() == [0.0, 2.0] or rows["performance"].tolist() == [2.0, 0.0]
    assert rows["standing"].isna().all() and rows["low"].isna().all()


def test_nothing_before_gives_no_rows() -> None:
    empty = shares(A=(0, 0, 5, 10))
    assert of_share(empty).empty and {"own", "standing"} <= set(of_share(empty))


def worlds(count: int, change: float, seed: int) -> tuple[int, int]:
    """Of so many worlds with ten groups of which only the first changes: those that name another, and those that name it."""
    chance = np.random.default_rng(seed)
    wrong = found = 0
    for _ in range(count):
        n = chance.integers(20, 120, size=(2, 10))
        n[:, 0] = 100
        rate = chance.uniform(0.6, 0.95, size=10)
        after = rate.copy()
        after[0] = rate[0] - change
        hits = np.stack([chance.binomial(n[0], rate), chance.binomial(n[1], after)])
        groups: dict[str, Any] = {f"g{g}": (hits[0, g], n[0, g], hits[1, g], n[1, g]) for g in range(10)}
        frame = of_share(shares(**groups))
        named = set(frame.loc[frame["standing"] == CHANGED, "bucket"])
        wrong += bool(named - {"g0"})
        found += "g0" in named
    return wrong, found


def test_chance_alone_seldom_names_a_group_and_a_large_change_is_found() -> None:
    wrong, named = worlds(80, 0.0, seed=7)
    assert wrong <= 8 and named <= 4  # of 800 groups that did not change
    wrong, found = worlds(30, 0.35, seed=8)
    assert found >= 28 and wrong <= 6
