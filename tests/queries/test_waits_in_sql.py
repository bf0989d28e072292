"""Do medians, p90 and their limits in SQL agree with loops written independently of it?"""

import datetime as dt
import math
import random
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from scipy.stats import binom

Ask = Callable[..., pd.DataFrame]
Z = 1.959964


def kaplan_meier(waits: list[tuple[float, bool]]) -> list[tuple[float, float, float, float]]:
    """(time, survival, low, high) after every event, by the textbook: one subject at a time."""
    curve, survival, greenwood = [], 1.0, 0.0
    for time in sorted({wait for wait, _ in waits}):
        at_risk = sum(wait >= time for wait, _ in waits)
        events = sum(wait == time and is_over for wait, is_over in waits)
        if events == 0:
            continue
        survival *= 1 - events / at_risk
        if survival < 1e-12:
            curve.append((time, 0.0, 0.0, math.inf))
            break
        greenwood += events / (at_risk * (at_risk - events))
        spread = Z * math.sqrt(greenwood) / abs(math.log(survival))
        curve.append((time, survival, survival ** math.exp(spread), survival ** math.exp(-spread)))
    return curve


def first_at_most(curve: list[tuple[float, float, float, float]], column: int, level: float) -> float | None:
    return next((point[0] for point in curve if point[column] <= level + 1e-12), None)


def same(value: float, expected: float | None) -> bool:
    return bool(pd.isna(value)) if expected is None else math.isclose(value, expected, rel_tol=1e-9)


def wait(facts: Any, minutes: float, *, is_over: bool, day: str = "2024-01-02") -> None:
    facts.ticket(day, is_replied=is_over, reply_business_minutes=minutes)


@pytest.mark.parametrize("seed", range(12))
def test_censored_waits_are_estimated_by_kaplan_meier(facts: Any, ask: Ask, seed: int) -> None:
    chance = random.Random(seed)
    n, still_waiting = chance.choice((6, 9, 40, 150)), chance.choice((0.1, 0.3, 0.7))
    # Rounded, so that many waits are equal and some end when others are last seen.
    waits = [(round(chance.expovariate(1 / 60) / 5) * 5.0, chance.random() > still_waiting) for _ in range(n)]
    waits[0] = (waits[0][0], False)
    for minutes, is_over in waits:
        wait(facts, minutes, is_over=is_over)
    reply, curve = ask("first_reply_time").iloc[0], kaplan_meier(waits)
    assert reply["is_censored_estimate"]
    assert (reply["n"], reply["observed"]) == (n, sum(is_over for _, is_over in waits))
    limits_known = reply["observed"] >= 6
    for name, level in (("p50", 0.5), ("p90", 0.1)):
        assert same(reply[name], first_at_most(curve, 1, level))
        assert same(reply[f"{name}_low"], first_at_most(curve, 2, level) if limits_known else None)
        assert same(reply[f"{name}_high"], first_at_most(curve, 3, level) if limits_known else None)


def test_the_estimate_is_the_one_of_freireich_and_others_1963(facts: Any, ask: Ask) -> None:
    """Weeks in remission under 6-mercaptopurine: median 23 weeks, as printed in every textbook."""
    over, going_on = (6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    for is_over, weeks in ((True, over), (False, going_on)):
        for week in weeks:
            wait(facts, week, is_over=is_over)
    reply = ask("first_reply_time").iloc[0]
    assert reply["p50"] == 23
    assert reply["p50_low"] == 13 and pd.isna(reply["p50_high"]) and pd.isna(reply["p90"])


def test_up_to_two_in_a_hundred_waiting_is_a_plain_quantile(facts: Any, ask: Ask) -> None:
    for minutes in range(98):
        wait(facts, minutes, is_over=True)
    wait(facts, 9999, is_over=False)
    wait(facts, 9999, is_over=False)
    reply = ask("first_reply_time").iloc[0]
    assert not reply["is_censored_estimate"]
    assert (reply["n"], reply["observed"], reply["p50"]) == (100, 98, 48.5)


def test_one_more_waiting_is_an_estimate(facts: Any, ask: Ask) -> None:
    for minutes in range(97):
        wait(facts, minutes, is_over=True)
    for _ in range(3):
        wait(facts, 9999, is_over=False)
    reply = ask("first_reply_time").iloc[0]
    assert reply["is_censored_estimate"]
    assert (reply["p50"], reply["p90"]) == (49, 89)  # of 100: the 50th and the 90th to be replied to


def test_only_the_weeks_that_need_it_are_estimated(facts: Any, ask: Ask) -> None:
    for minutes in range(10):
        wait(facts, minutes, is_over=True, day="2024-01-02")
        wait(facts, minutes, is_over=minutes < 7, day="2024-01-09")
    weeks = ask("first_reply_time", by="week", to=dt.date(2024, 1, 14))
    assert weeks["is_censored_estimate"].tolist() == [False, True]
    assert weeks["p50"].tolist() == [4.5, 4]


def exact_ranks(n: int, share: float) -> tuple[int | None, int | None]:
    """The narrowest ranks with at most 2.5 % on either side, by the binomial distribution (Conover 1999)."""
    low = max((rank for rank in range(1, n + 1) if binom.cdf(rank - 1, n, share) <= 0.025), default=None)
    high = min((rank for rank in range(1, n + 1) if binom.sf(rank - 1, n, share) <= 0.025), default=None)
    return low, high


@pytest.mark.parametrize("n", [1, 5, 6, 7, 20, 35, 37, 45, 99, 100, 400])
def test_limits_are_order_statistics_that_cover_95_in_100(facts: Any, ask: Ask, n: int) -> None:
    for minutes in random.Random(n).sample(range(1, n + 1), n):
        wait(facts, minutes, is_over=True)
    reply = ask("first_reply_time").iloc[0]
    values = pd.Series(range(1, n + 1))
    for name, share in (("p50", 0.5), ("p90", 0.9)):
        assert reply[name] == pytest.approx(values.quantile(share))
        low, high = exact_ranks(n, share) if n >= 6 else (None, None)
        assert same(reply[f"{name}_low"], low)
        assert same(reply[f"{name}_high"], high)


def test_quantiles_of_counts_have_the_same_limits(facts: Any, ask: Ask) -> None:
    for replies in range(20):
        facts.ticket(
            "2024-01-02", solved="2024-01-03", replies=replies, is_replied=True, reply_business_minutes=replies
        )
    columns = ["p50", "p50_low", "p50_high", "p90", "p90_low", "p90_high"]
    assert ask("replies_per_ticket")[columns].equals(ask("first_reply_time")[columns])
