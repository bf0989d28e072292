"""Value of customers without contracts: the sum of its parts, CDNOW, and the interval in a simulated firm."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from queries.statistics.bgnbd import Buyers, buyers, discounted_purchases, fit_bgnbd, probability_alive
from queries.statistics.gamma_gamma import expected_value, fit_gamma_gamma, spending
from queries.statistics.value_of_orders import OrdersValue, Reach, value_of_orders

CDNOW = Path(__file__).resolve().parents[3] / "shared" / "real" / "cdnow_transactions_summary.csv.gz"
WEEKLY = 1.1 ** (1 / 52) - 1


def firm(random: np.random.Generator, n: int, *, tie: float = 0.0) -> tuple[Buyers, np.ndarray, float]:
    """Kinds of customers, their mean values, and the true mean value of all to come within 52 weeks, undiscounted.

    tie: how much more a customer spends each time who buys often."""
    rate, chance, age = random.gamma(0.8, 1 / 8, n), random.beta(0.8, 2.4, n), random.uniform(20, 80, n)
    own = random.gamma(4.0, 1 / 20, n) / (rate / 0.1) ** tie
    frequency, recency, further = np.zeros(n), np.zeros(n), np.zeros(n)
    at, alive = np.zeros(n), np.ones(n, dtype=bool)
    for _ in range(150):
        at = at + random.exponential(1, n) / np.maximum(rate, 1e-12)
        frequency += alive & (at <= age)
        recency = np.where(alive & (at <= age), at, recency)
        further += alive & (at > age) & (at <= age + 52)
        alive &= random.random(n) >= chance
    shape = np.maximum(6.0 * frequency, 1e-9)
    mean = np.where(frequency > 0, random.gamma(shape, 1 / own) / np.maximum(frequency, 1), 0.0)
    return buyers(frequency, recency, age), mean, float((further * 6 / own).mean())


def value_of(random: np.random.Generator, n: int = 1500, tie: float = 0.0) -> tuple[OrdersValue, float]:
    seen, mean, truth = firm(random, n, tie=tie)
    found = value_of_orders(seen, mean, Reach(52, 0), draws=100)
    assert found is not None
    return found, truth


def test_value_is_purchases_times_worth_less_cost() -> None:
    seen, mean, _ = firm(np.random.default_rng(3), 800)
    found = value_of_orders(seen, mean, Reach(104, WEEKLY, margin=0.4, cost_per_purchase=2), draws=20)
    buying, worth = fit_bgnbd(seen), fit_gamma_gamma(spending(seen.frequency, mean))
    assert found is not None and buying is not None and worth is not None and found.value is not None
    purchases = discounted_purchases(buying, seen, horizon=104, discount=WEEKLY)
    each = purchases * (0.4 * expected_value(worth, seen.frequency, mean) - 2)
    assert found.each == pytest.approx(each) and found.value.value == pytest.approx(each.mean())
    assert found.purchases.value == pytest.approx(purchases.mean()) and found.n == 800
    assert found.alive == pytest.approx(probability_alive(buying, seen).mean())
    new = discounted_purchases(buying, buyers([0], [0], [0]), horizon=104, discount=WEEKLY)[0]
    assert found.new is not None
    assert found.new.value == pytest.approx(float(new * (0.4 * expected_value(worth, 0, 0) - 2)))
    assert found.new.low < found.new.value < found.new.high


def test_intervals_hold_the_true_value_of_what_customers_will_buy() -> None:
    """The truth is what all customers buy in fact in the year after; 10 firms."""
    results = [value_of(np.random.default_rng(seed), 4000) for seed in range(10)]
    expected = np.mean([truth for _, truth in results])  # of such firms, without the chance of one year
    assert sum(one.value is not None and one.value.low <= expected <= one.value.high for one, _ in results) >= 8
    values = [one.value.value for one, _ in results if one.value is not None]
    assert np.mean(values) == pytest.approx(expected, rel=0.05)
    width = np.mean([one.value.high - one.value.low for one, _ in results if one.value is not None])
    assert np.std(values) * 2 * 1.96 == pytest.approx(width, rel=0.6)


def test_a_firm_whose_frequent_buyers_spend_more_gets_no_value() -> None:
    found, _ = value_of(np.random.default_rng(1), tie=1.0)
    assert found.relation.verdict == "related"
    assert found.value is None and found.new is None and found.each is None
    assert found.purchases.value > 0  # how often they buy does not hang on the value


def test_customers_of_cdnow() -> None:
    if not CDNOW.exists():
        pytest.skip("the CDNOW customers are not on this machine")
    frame = pd.read_csv(CDNOW)
    seen = buyers(frame["x"], frame["t_x"], frame["T"])
    found = value_of_orders(seen, frame["zbar"], Reach(156, WEEKLY, margin=0.3), draws=100)
    assert found is not None and found.value is not None and found.alive == pytest.approx(0.8134, abs=1e-3)
    assert 5 < found.value.low < found.value.value < found.value.high < 60


def test_thin_data_are_refused() -> None:
    seen = buyers([1] * 12 + [0] * 50, [2] * 12 + [0] * 50, [9] * 62)
    assert value_of_orders(seen, [5] * 62, Reach(10, 0)) is None
    with pytest.raises(ValueError, match="every kind"):
        value_of_orders(seen, [5], Reach(10, 0))
