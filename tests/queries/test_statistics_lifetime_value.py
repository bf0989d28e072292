"""Value of a customer by identities and by hand, beyond the data against Fader and Hardie, and intervals in known worlds."""

import math

import numpy as np
import pytest

from queries.statistics.intervals import Estimate
from queries.statistics.lifetime_value import (
    discounted_months,
    lifetime_value,
    lifted_survival,
    retention_lift,
    share_of_top,
    value_of_survival,
)
from queries.statistics.risk_sets import risk_sets
from queries.statistics.sbg import expected_lifetime, facing_renewal, fit_sbg, sbg_survival
from queries.statistics.survival import survival_curve
from queries.statistics.survival_paths import Lives, Paths, extend_survival, lives, survival_paths

REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]  # Fader and Hardie 2007: customers after each of seven years


def cohort(survivors: list[int], months_per_period: int) -> Lives:
    """One cohort, of whom those who leave do so at the end of a period; all bring 10 a month and cost 2."""
    lost = -np.diff(survivors)
    months = months_per_period * np.array([*range(1, len(survivors)), len(survivors) - 1])
    customers = [*lost.tolist(), survivors[-1]]
    is_lost = [True] * lost.size + [False]
    totals = {"cost to serve": 2.0 * months, "expansion": 0.5 * months}
    return lives(months, is_lost, customers, margin=[10] * months.size, totals=totals)


def paths_of(seen: Lives, horizon: int, months_per_period: int = 1, draws: int = 50) -> Paths:
    found = survival_paths(seen, horizon=horizon, months_per_period=months_per_period, draws=draws)
    assert found is not None
    return found


def test_without_discount_and_without_losses_it_is_margin_times_months() -> None:
    seen = lives([40] * 3, [False] * 3, [30, 20, 50], margin=[10, 20, 40])
    found = lifetime_value(paths_of(seen, 36), yearly_discount=0)
    assert found.value.value == pytest.approx(36 * (0.3 * 10 + 0.2 * 20 + 0.5 * 40))
    assert found.months == Estimate(36, 36, 36)
    assert (found.beyond, found.months_in_data, found.lost, found.n) == (0, 36, 0, 100)


def test_three_months_by_hand() -> None:
    """100 customers; 20 leave in the first month and 8 in the second, of whom all bring 10 and cost 2 a month."""
    seen = lives([1, 2, 3], [True, True, False], [20, 8, 72], margin=[10] * 3, totals={"cost to serve": [2, 4, 6]})
    found = lifetime_value(paths_of(seen, 3), yearly_discount=0.1)
    months = 1 + 0.8 / 1.1 ** (1 / 12) + 0.72 / 1.1 ** (2 / 12)
    assert found.months.value == pytest.approx(months)
    assert (found.margin.value, found.cost.value) == pytest.approx((10 * months, 2 * months))
    assert found.value.value == pytest.approx(8 * months)


def test_paths_inside_the_data_are_kaplan_meier_with_late_entry() -> None:
    random = np.random.default_rng(1)
    months, entry = random.integers(1, 30, 400), random.integers(0, 12, 400) * (random.random(400) < 0.4)
    keep = entry < months
    months, entry, is_lost = months[keep], entry[keep], (random.random(400) < 0.6)[keep]
    found = paths_of(lives(months, is_lost, np.ones(months.size), margin=np.ones(months.size), entry=entry), 20)
    sets = risk_sets(months, ["lost" if one else None for one in is_lost], entries=entry)
    curve = survival_curve(sets)
    at = np.searchsorted(curve.time, np.arange(1, 21), side="right") - 1
    assert found.survival[1:] == pytest.approx([curve.survival[place] if place >= 0 else 1 for place in at])


@pytest.mark.parametrize("months_per_period", [1, 12])
def test_beyond_the_data_it_is_the_model_of_fader_and_hardie(months_per_period: int) -> None:
    """Monthly and yearly renewals of the same cohort: the same path, once a month and once a year."""
    found = paths_of(cohort(REGULAR, months_per_period), 12 * months_per_period, months_per_period)
    yearly = found.survival[::months_per_period]
    assert yearly[:8] == pytest.approx(np.array(REGULAR) / 1000)
    model = fit_sbg(*facing_renewal(REGULAR))
    assert model is not None
    later = 0.241 * sbg_survival(model.alpha, model.beta, np.arange(8, 13)) / sbg_survival(model.alpha, model.beta, 7)
    assert yearly[8:] == pytest.approx(later, rel=1e-5)
    assert np.all(np.diff(found.survival) <= 1e-12)
    if months_per_period == 12:  # nobody leaves between renewals
        assert np.all(found.survival[84:96] == found.survival[84])


def test_a_long_horizon_approaches_the_expected_lifetime() -> None:
    """Per yearly payment of a model's own survival: 3.6949 at 10 % (Fader and Hardie 2007)."""
    model = fit_sbg(*facing_renewal(REGULAR))
    assert model is not None
    survival = sbg_survival(model.alpha, model.beta, np.arange(0, 400))
    assert (survival / 1.1 ** np.arange(400)).sum() == pytest.approx(expected_lifetime(model, 0.1), abs=1e-6)
    monthly = np.repeat(survival[:200], 12)
    months = float(discounted_months(np.append(monthly, monthly[-1]), yearly_discount=0.1))
    one_year = float(discounted_months(np.ones(13), yearly_discount=0.1))
    assert months == pytest.approx(one_year * 3.6949, rel=1e-4)


def test_share_beyond_the_data_and_further_terms() -> None:
    found = lifetime_value(paths_of(cohort(REGULAR, 12), 144, 12), yearly_discount=0.1)
    there = paths_of(cohort(REGULAR, 12), 144, 12).survival
    weight = 1.1 ** (-np.arange(144) / 12) * there[:144]
    assert found.beyond == pytest.approx(weight[85:].sum() / weight.sum())
    assert found.terms["expansion"].value == pytest.approx(0.5 * found.months.value)
    assert found.value.value == pytest.approx(8 * found.months.value) and "cost to serve" not in found.terms
    assert found.value.low < found.value.value < found.value.high


def test_large_customers_who_stay_longer_are_worth_more_than_the_product_of_means() -> None:
    """Half bring 100 and all stay; half bring 10, and half of these leave in the first month."""
    seen = lives([3, 1, 3], [False, True, False], [100, 50, 50], margin=[100, 10, 10])
    plain, by_margin = (survival_paths(seen, horizon=3, is_by_margin=one, draws=20) for one in (False, True))
    assert plain is not None and by_margin is not None
    true_value = 0.5 * 300 + 0.25 * 10 + 0.25 * 30
    assert lifetime_value(by_margin, yearly_discount=0).value.value == pytest.approx(true_value)
    assert lifetime_value(plain, yearly_discount=0).value.value < true_value


def test_groups_differ_by_their_retention_alone() -> None:
    both = np.array([[1, 0.9, 0.8], [1, 0.7, 0.5]])
    good, poor = value_of_survival(both, margin=10, cost=2, yearly_discount=0)
    assert (good, poor) == pytest.approx((8 * 1.9, 8 * 1.7))


def test_points_more_retention_by_hand() -> None:
    """80 % kept a year, and 90 % with ten points more: 0.9 after one year and 0.81 after two, losses at renewals."""
    steps = np.repeat([1, 0.8, 0.64], 12)[:25]
    assert lifted_survival(steps, 10) == pytest.approx(np.repeat([1, 0.9, 0.81], 12)[:25])
    smooth = 0.8 ** (np.arange(31) / 12)
    assert lifted_survival(smooth, 10) == pytest.approx(0.9 ** (np.arange(31) / 12))
    assert lifted_survival(smooth, 0) == pytest.approx(smooth)
    assert np.all(lifted_survival(np.stack([smooth, np.ones(31)]), 50) == 1)


def test_lift_is_beside_the_value_in_the_same_draws() -> None:
    found = retention_lift(paths_of(cohort(REGULAR, 12), 36, 12), yearly_discount=0.1)
    assert found.points == 5 and found.change is not None
    assert found.change.value == pytest.approx(found.lifted.value / found.value.value - 1)
    assert 0.03 < found.change.low < found.change.value < found.change.high < 0.15
    worthless = lives([3, 3], [False, True], [80, 20], margin=[1, 1], totals={"cost to serve": [6, 6]})
    assert retention_lift(paths_of(worthless, 3), yearly_discount=0.1).change is None


def test_share_of_the_top_one_percent() -> None:
    assert share_of_top([100, 1], [1, 99]) == pytest.approx(100 / 199)
    assert share_of_top([100, 1], [1, 49]) == pytest.approx(50 / 149)  # half a customer
    assert share_of_top([7], [250]) == pytest.approx(0.01) and share_of_top([5, 3], [1, 2], top=1) == 1
    assert share_of_top([-1], [5]) is None and share_of_top([], []) is None
    with pytest.raises(ValueError, match="needs"):
        share_of_top([1], [1], top=0)


@pytest.mark.parametrize(("follow", "horizon", "months_per_period"), [(14, 48, 1), (48, 96, 12)])
def test_intervals_cover_95_percent_through_the_whole_chain(follow: int, horizon: int, months_per_period: int) -> None:
    """Customers with chances to leave of their own, older ones seen only if they stayed; most of the horizon unseen."""
    alpha, beta = (0.8, 20) if months_per_period == 1 else (0.7, 2)
    survival = sbg_survival(alpha, beta, np.arange(horizon + 1) // months_per_period)
    truth, covered, worlds = 65 * float(discounted_months(survival, yearly_discount=0.1)), 0, 30
    for seed in range(worlds):
        random = np.random.default_rng(seed)
        life = months_per_period * random.geometric(random.beta(alpha, beta, 1500))
        entry = random.integers(0, 12, 1500) * (random.random(1500) < 0.3)
        entry, life = entry[life > entry], life[life > entry]
        until = entry + np.where(entry > 0, follow, random.integers(0, follow, life.size))
        margin = random.choice([20.0, 50.0, 200.0], life.size, p=[0.5, 0.3, 0.2])
        kinds = np.stack([np.minimum(life, until), life <= until, margin, entry])
        (months, is_lost, money, start), count = np.unique(kinds, axis=1, return_counts=True)
        seen = lives(months, is_lost > 0, count, margin=money, entry=start)
        found = survival_paths(seen, horizon=horizon, months_per_period=months_per_period, draws=150, seed=seed)
        assert found is not None
        value = lifetime_value(found, yearly_discount=0.1).value
        covered += value.low <= truth <= value.high
    assert covered >= 25


def test_thin_data_are_refused_and_the_impossible_is_an_error() -> None:
    few = lives([1, 12], [True, False], [9, 300], margin=[10, 10])
    assert survival_paths(few, horizon=24) is None  # nine lost: nothing to extrapolate from
    assert survival_paths(few, horizon=12, draws=5) is not None  # none needed
    assert survival_paths(lives([5], [False], [9], margin=[1]), horizon=3) is None  # nine at risk
    assert survival_paths(cohort(REGULAR[:2], 12), horizon=36, months_per_period=12) is None  # one year only
    assert survival_paths(lives([], [], [], margin=[]), horizon=3) is None
    for call in (
        lambda: lives([3], [False], [1.5], margin=[1]),
        lambda: lives([3], [False], [1], margin=[1], entry=[4]),
        lambda: lives([3], [False], [1, 2], margin=[1]),
        lambda: lives([3], [False], [1], margin=[math.nan]),
        lambda: survival_paths(few, horizon=0),
        lambda: extend_survival(np.ones((1, 3)), np.ones((1, 2)), horizon=9, months_per_period=2),
        lambda: discounted_months([1, 1], yearly_discount=-0.1),
        lambda: lifted_survival([1, 1], 101),
    ):
        with pytest.raises(ValueError, match=r"must|needs"):
            call()
