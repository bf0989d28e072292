"""The shifted-beta-geometric model against Fader and Hardie 2007 and 2010, and against plain sums."""

import math

import numpy as np
import pytest

from queries.statistics.sbg import (
    SBG,
    expected_lifetime,
    expected_residual_lifetime,
    facing_renewal,
    fit_many,
    fit_sbg,
    retention_rates,
    sbg_survival,
)

# Fader and Hardie 2007, table 1: customers out of 1,000 after each of seven years.
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]


def model_of(survivors: list[int]) -> SBG:
    found = fit_sbg(*facing_renewal(survivors))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "likelihood"),
    [(REGULAR, 0.704, 1.182, -1680.265), (HIGH_END, 0.668, 3.806, -1611.158)],
)
def test_fit_is_that_of_fader_and_hardie(survivors: list[int], alpha: float, beta: float, likelihood: float) -> None:
    found = model_of(survivors)
    assert (found.alpha, found.beta) == pytest.approx((alpha, beta), abs=5e-4)
    assert found.log_likelihood == pytest.approx(likelihood, abs=5e-4)
    assert found.lost == 1000 - survivors[-1]


@pytest.mark.parametrize(
    ("survivors", "shares", "tolerance"),
    [
        (REGULAR, [0.2201, 0.2044, 0.1912, 0.1799, 0.1700], 5e-5),
        (HIGH_END, [0.460, 0.436, 0.414, 0.395, 0.378], 5e-4),
    ],
)
def test_survival_beyond_the_data_is_the_published_one(
    survivors: list[int], shares: list[float], tolerance: float
) -> None:
    found = model_of(survivors)
    assert sbg_survival(found.alpha, found.beta, range(8, 13)) == pytest.approx(shares, abs=tolerance)


def test_expected_lifetimes_are_the_published_ones() -> None:
    """At 10 %: 3.6949 and 5.9223 of a new customer; 7.530 for high-end survivors of seven years."""
    regular, high_end = model_of(REGULAR), model_of(HIGH_END)
    assert expected_lifetime(regular, 0.1) == pytest.approx(3.6949, abs=5e-5)
    assert expected_lifetime(high_end, 0.1) == pytest.approx(5.9223, abs=5e-5)
    assert expected_residual_lifetime(high_end, 0.1, renewals=7) == pytest.approx(7.530, abs=5e-4)


def test_expected_lifetimes_are_discounted_sums_of_survival() -> None:
    found = model_of(REGULAR)
    years = np.arange(5_000)
    survival = sbg_survival(found.alpha, found.beta, years)
    assert expected_lifetime(found, 0.1) == pytest.approx(float((survival / 1.1**years).sum()))
    later = survival[6:] / survival[5]
    residual = float((later / 1.1 ** np.arange(later.size)).sum())
    assert expected_residual_lifetime(found, 0.1, renewals=5) == pytest.approx(residual)
    assert expected_lifetime(found, 0) == math.inf
    # Without discount the mean of the beta-geometric: (alpha + beta - 1) / (alpha - 1).
    assert expected_lifetime(SBG(3, 5, 0, 0, 0), 0) == pytest.approx(3.5)


def test_survival_is_the_product_of_retention_rates_which_rise() -> None:
    found = model_of(HIGH_END)
    rates = retention_rates(found, range(1, 13))
    assert np.cumprod(rates) == pytest.approx(sbg_survival(found.alpha, found.beta, range(1, 13)))
    assert np.all(np.diff(rates) > 0) and sbg_survival(found.alpha, found.beta, 0) == 1


def test_cohorts_add_up_whatever_they_have_seen() -> None:
    """Two cohorts, one watched three years less, have the likelihood of customers taken one by one."""
    first, second = facing_renewal(HIGH_END), facing_renewal(HIGH_END[:5])
    at_risk, lost = first[0].copy(), first[1].copy()
    at_risk[:4] += second[0]
    lost[:4] += second[1]
    found = fit_sbg(at_risk, lost)
    assert found is not None
    years = np.arange(9)
    survival = sbg_survival(found.alpha, found.beta, years)
    leaving = np.log(survival[:-1] - survival[1:])
    each = first[1] @ leaving[:7] + HIGH_END[-1] * np.log(survival[7])
    each += second[1] @ leaving[:4] + HIGH_END[4] * np.log(survival[4])
    assert found.log_likelihood == pytest.approx(float(each))
    for alpha, beta in ((found.alpha * 1.02, found.beta), (found.alpha, found.beta * 0.98)):
        _, _, top = fit_many(at_risk[np.newaxis], lost[np.newaxis])
        other = np.log(alpha) * lost.sum() + (at_risk - lost) @ np.log(beta + years[:7])
        assert float(other - at_risk @ np.log(alpha + beta + years[:7])) < float(top[0])


def test_a_known_mixture_is_found_again_though_many_come_into_view_late() -> None:
    random = np.random.default_rng(2)
    chance = random.beta(0.8, 2.5, 60_000)
    lasted = random.geometric(chance)  # the renewal at which each leaves
    entry, window = random.integers(0, 6, 60_000), 4
    at_risk, lost = np.zeros(10), np.zeros(10)
    for renewal in range(1, 11):
        faces = (lasted >= renewal) & (entry < renewal) & (renewal <= entry + window)
        at_risk[renewal - 1], lost[renewal - 1] = faces.sum(), (faces & (lasted == renewal)).sum()
    found = fit_sbg(at_risk, lost)
    assert found is not None
    assert (found.alpha, found.beta) == pytest.approx((0.8, 2.5), rel=0.06)


def test_customers_who_are_all_alike_have_a_constant_rate() -> None:
    at_risk = 10_000 * 0.9 ** np.arange(8)
    found = fit_sbg(at_risk, 0.1 * at_risk)
    assert found is not None
    assert sbg_survival(found.alpha, found.beta, 20) == pytest.approx(0.9**20, rel=1e-2)
    assert retention_rates(found, [1, 8]) == pytest.approx([0.9, 0.9], abs=1e-3)


def test_many_fits_are_the_single_ones() -> None:
    pairs = [facing_renewal(survivors) for survivors in (REGULAR, HIGH_END)]
    alpha, beta, likelihood = fit_many(np.stack([p[0] for p in pairs]), np.stack([p[1] for p in pairs]))
    for row, survivors in enumerate((REGULAR, HIGH_END)):
        single = model_of(survivors)
        assert (alpha[row], beta[row], likelihood[row]) == pytest.approx(
            (single.alpha, single.beta, single.log_likelihood), rel=1e-6
        )


def test_too_little_is_refused_and_the_impossible_is_an_error() -> None:
    assert fit_sbg([100, 90], [5, 4]) is None  # nine lost
    assert fit_sbg([100], [50]) is None  # a single renewal says nothing of how customers differ
    assert fit_sbg([], []) is None and facing_renewal([])[0].size == 0
    with pytest.raises(ValueError, match="at_risk"):
        fit_sbg([10, 5], [11, 2])
    with pytest.raises(ValueError, match="rise"):
        facing_renewal([100, 101])
    with pytest.raises(ValueError, match="discount"):
        expected_lifetime(model_of(REGULAR), -0.1)
    with pytest.raises(ValueError, match="renewals"):
        expected_residual_lifetime(model_of(REGULAR), 0.1, renewals=-1)
