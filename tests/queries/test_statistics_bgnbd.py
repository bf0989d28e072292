"""BG/NBD against the published CDNOW figures, by hand on one customer, and in a simulated world whose truth is known."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from queries.statistics.bgnbd import (
    BGNBD,
    Buyers,
    buyers,
    discounted_purchases,
    drawn_bgnbd,
    expected_further_purchases,
    expected_purchases,
    fit_bgnbd,
    log_likelihood,
    probability_alive,
)
from queries.statistics.bootstrap import draw_counts

CDNOW = Path(__file__).resolve().parents[3] / "shared" / "real" / "cdnow_summary.csv.gz"
# Fader, Hardie and Lee 2005, table 2, with the decimals of R's package BTYD.
PUBLISHED = BGNBD(0.2425945, 4.4136019, 0.7929199, 2.4258881, -9582.429, 2357, 946)


@pytest.fixture(scope="module")
def cdnow() -> Buyers:
    if not CDNOW.exists():
        pytest.skip("the CDNOW customers are not on this machine")
    frame = pd.read_csv(CDNOW)
    grouped = frame.groupby(["frequency", "recency", "T"]).size().reset_index(name="customers")
    return buyers(grouped["frequency"], grouped["recency"], grouped["T"], grouped["customers"])


def test_fit_on_cdnow_is_the_published_one(cdnow: Buyers) -> None:
    found = fit_bgnbd(cdnow)
    assert found is not None and (found.n, found.repeating) == (2357, 946)
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=6e-4)
    assert found.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert log_likelihood(PUBLISHED, cdnow) == pytest.approx(found.log_likelihood, abs=1e-3)
    alive = probability_alive(found, cdnow)  # mean 0.8134 and first quarter 0.6604 in R's package BTYDplus
    assert np.average(alive, weights=cdnow.customers) == pytest.approx(0.8134, abs=1e-4)


def test_expectations_are_the_published_ones() -> None:
    """E[X(39)] for x 2, t 30.43, T 38.86; and 1.444 a year for a new customer, 25.76 for customer 1516 (BTYD)."""
    seen = buyers([2, 26], [30.43, 30.86], [38.86, 31.00])
    assert expected_further_purchases(PUBLISHED, seen, 39)[0] == pytest.approx(1.226, abs=5e-4)
    assert expected_further_purchases(PUBLISHED, seen, 52)[1] == pytest.approx(25.76, abs=5e-3)
    assert expected_purchases(PUBLISHED, 52) == pytest.approx(1.444, abs=5e-4)


def test_likelihood_and_chance_alive_of_one_customer_by_hand() -> None:
    """r 1, alpha 2, a 1, b 1: simple enough for fractions. Three purchases after the first, the last at 4, seen until 6."""
    model = BGNBD(1, 2, 1, 1, 0, 1, 1)
    seen = buyers([3, 0], [4, 0], [6, 6])
    # B(1, 4) / B(1, 1) * 3! * 2 / 8^4 still there; B(2, 3) / B(1, 1) * 3! * 2 / 6^4 left after the last.
    stays, left = 1 / 4 * 6 * 2 / 8**4, 1 / 12 * 6 * 2 / 6**4
    assert log_likelihood(model, Buyers(*(one[:1] for one in seen.__dict__.values()))) == pytest.approx(
        math.log(stays + left)
    )
    assert probability_alive(model, seen) == pytest.approx([stays / (stays + left), 1])


@pytest.mark.parametrize("a", [0.6, 1.0, 2.5])
def test_expected_purchases_are_those_of_drawn_customers(a: float) -> None:
    random = np.random.default_rng(3)
    n, until = 100_000, 20.0
    rate, chance = random.gamma(0.8, 1 / 5, n), random.beta(a, 2.0, n)
    bought, at, alive = np.zeros(n), np.zeros(n), np.ones(n, dtype=bool)
    for _ in range(60):
        at = at + random.exponential(1, n) / np.maximum(rate, 1e-12)
        alive &= at <= until
        bought += alive
        alive &= random.random(n) >= chance
    expected = float(expected_purchases(BGNBD(0.8, 5, a, 2, 0, 1, 1), until)[0])
    assert expected == pytest.approx(bought.mean(), abs=4 * bought.std() / math.sqrt(n))


def test_discounted_purchases_are_the_integral_of_purchases() -> None:
    seen = buyers([2, 0, 26], [30.43, 0, 30.86], [38.86, 38.86, 31.00])
    whole = expected_further_purchases(PUBLISHED, seen, 156)
    assert discounted_purchases(PUBLISHED, seen, horizon=156, discount=0) == pytest.approx(whole)
    times = np.linspace(0, 156, 3001)
    further = np.stack([expected_further_purchases(PUBLISHED, seen, time) for time in times])
    middle = (times[1:] + times[:-1]) / 2
    weekly = 1.1 ** (1 / 52)
    expected = (np.diff(further, axis=0) / weekly ** middle[:, np.newaxis]).sum(axis=0)
    assert discounted_purchases(PUBLISHED, seen, horizon=156, discount=weekly - 1) == pytest.approx(expected, rel=1e-4)


def test_a_simulated_firm_is_found_again_with_its_spread() -> None:
    """2,000 customers with r 0.5, alpha 6, a 0.8, b 2.4: estimates by draws spread as estimates of drawn firms do."""
    truth, firms = np.log([0.5, 6, 0.8, 2.4]), []
    for seed in range(12):
        seen = _firm(np.random.default_rng(seed), 2000)
        found = fit_bgnbd(seen)
        assert found is not None
        firms.append(np.log([found.r, found.alpha, found.a, found.b]))
    drawn = drawn_bgnbd(found, seen, next(draw_counts(seen.customers, draws=300)))
    spread = np.std([np.log([one.r, one.alpha, one.a, one.b]) for one in drawn], axis=0)
    assert np.all(np.abs(np.mean(firms, axis=0) - truth) < 3 * spread / math.sqrt(12) + 0.05)
    ratio = spread / np.std(firms, axis=0, ddof=1)
    assert np.all((ratio > 0.5) & (ratio < 2))


def test_counts_stand_for_customers() -> None:
    seen = _firm(np.random.default_rng(1), 300)
    twice = buyers(seen.frequency, seen.recency, seen.age, np.full(300, 2))
    one, two = fit_bgnbd(seen), fit_bgnbd(twice)
    assert one is not None and two is not None
    assert two.log_likelihood == pytest.approx(2 * one.log_likelihood) and two.r == pytest.approx(one.r, rel=1e-3)


def test_too_few_who_bought_again_are_refused_and_the_impossible_is_an_error() -> None:
    assert fit_bgnbd(buyers([1] * 19 + [0] * 500, [2] * 19 + [0] * 500, [9] * 519)) is None
    with pytest.raises(ValueError, match="last purchase"):
        buyers([1], [5], [4])
    with pytest.raises(ValueError, match="last purchase"):
        buyers([0], [3], [4])
    with pytest.raises(ValueError, match="same length"):
        buyers([0, 1], [0], [4])
    with pytest.raises(ValueError, match="finite"):
        buyers([-1], [0], [4])
    with pytest.raises(ValueError, match="times"):
        expected_purchases(PUBLISHED, -1)
    with pytest.raises(ValueError, match="horizon"):
        discounted_purchases(PUBLISHED, buyers([0], [0], [4]), horizon=0, discount=0.1)


def _firm(random: np.random.Generator, n: int) -> Buyers:
    """Customers who bought first within the last 20 to 80 weeks."""
    rate, chance, age = random.gamma(0.5, 1 / 6, n), random.beta(0.8, 2.4, n), random.uniform(20, 80, n)
    frequency, recency, at, alive = np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n, dtype=bool)
    for _ in range(200):
        at = at + random.exponential(1, n) / np.maximum(rate, 1e-12)
        alive &= at <= age
        if not alive.any():
            break
        frequency += alive
        recency = np.where(alive, at, recency)
        alive &= random.random(n) >= chance
    return buyers(frequency, recency, age)
