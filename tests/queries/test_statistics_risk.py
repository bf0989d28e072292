"""Chances to leave: the fit against an independent one, and the record in simulated firms, never from later months."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from queries.statistics.calibration import brier, calibration_table, flagged
from queries.statistics.risk import (
    Snapshots,
    contributions,
    fit_risk,
    predict_forward,
    probability,
    snapshots,
)


def firm(seed: int, *, months: int = 24, n: int = 1200, drift: float = 0.0, strength: float = 1.0) -> Snapshots:
    """Each month other customers: two features that go with leaving within three months and three that do not."""
    random = np.random.default_rng(seed)
    month = np.repeat(np.arange(months), n)
    features = random.normal(size=(month.size, 5)) * [1, 10, 1, 1, 5]
    logit = -2.5 + strength * (features[:, 0] + 0.06 * features[:, 1]) + drift * month / months
    left = random.random(month.size) < 1 / (1 + np.exp(-logit))
    return snapshots(month, features, np.ones(month.size), left)


def test_fit_is_that_of_an_independent_search() -> None:
    past = firm(1, months=1, n=400)
    model = fit_risk(past.features, past.n, past.left)
    assert model is not None
    x = (past.features - past.features.mean(axis=0)) / past.features.std(axis=0)

    def minus(given: np.ndarray) -> float:
        logit = given[0] + x @ given[1:]
        return float(np.logaddexp(0, logit).sum() - past.left @ logit + (given[1:] ** 2).sum() / 2)

    expected = minimize(minus, np.zeros(6), tol=1e-10).x
    assert [model.intercept, *model.coefficients] == pytest.approx(expected, abs=1e-4)
    chances = 1 / (1 + np.exp(-(expected[0] + x @ expected[1:])))
    assert probability(model, past.features) == pytest.approx(chances, abs=1e-4)


def test_grouped_customers_are_those_taken_one_by_one() -> None:
    random = np.random.default_rng(3)
    kinds = random.integers(0, 3, size=(3000, 2)).astype(float)
    left = random.random(3000) < 0.1 + 0.1 * kinds[:, 0]
    unique, place = np.unique(kinds, axis=0, return_inverse=True)
    n, gone = np.bincount(place.ravel()).astype(float), np.bincount(place.ravel(), weights=left)
    one, other = fit_risk(kinds, np.ones(3000), left.astype(float)), fit_risk(unique, n, gone)
    assert one is not None and other is not None
    assert probability(one, unique) == pytest.approx(probability(other, unique))


def test_past_predictions_came_true_in_the_share_they_said() -> None:
    past = firm(2)
    record = predict_forward(past)
    assert record is not None and record.is_calibrated and record.months == (5, 8, 11, 14, 17, 20, 23)
    known = ~np.isnan(record.probability)
    assert set(past.month[known]) == set(record.months)
    table = calibration_table(record.probability, past.n, past.left)
    assert sum(one.observed.low <= one.predicted <= one.observed.high for one in table) >= 8
    score = brier(record.probability, past.n, past.left)
    found = flagged(record.probability, past.n, past.left, period=past.month)
    assert score is not None and score.skill is not None and 0.1 < score.skill < 0.3
    assert found.lift is not None and found.lift > 3 and found.rate is not None and found.other_rate is not None
    assert found.rate.low > found.other_rate.high


def test_what_came_later_changes_no_prediction() -> None:
    past = firm(4, months=15)
    record = predict_forward(past)
    assert record is not None
    month = record.months[2]
    later = past.month > month - 3
    changed = replace(past, left=np.where(later, past.n - past.left, past.left))
    other = predict_forward(changed)
    assert other is not None
    now = past.month == month
    assert np.array_equal(record.probability[now], other.probability[now])
    after = past.month == month + 3
    assert not np.isclose(record.probability[after], other.probability[after]).any()


def test_calibration_follows_a_firm_that_loses_more_and_more() -> None:
    """The rate rises all the time; uncalibrated predictions lag behind twice as far."""
    past = firm(5, drift=2.5)
    record = predict_forward(past)
    assert record is not None
    last = past.month == record.months[-1]
    known = past.month <= record.months[-1] - 3
    plain = fit_risk(past.features[known], past.n[known], past.left[known])
    assert plain is not None
    observed = past.left[last].mean()
    lag, plain_lag = (
        observed - chances.mean() for chances in (record.probability[last], probability(plain, past.features[last]))
    )
    assert 0 < lag < 0.7 * plain_lag


def test_where_nothing_goes_with_leaving_chances_are_all_alike() -> None:
    past = firm(6, strength=0)
    record = predict_forward(past)
    assert record is not None
    score = brier(record.probability, past.n, past.left)
    assert score is not None and score.skill is not None and abs(score.skill) < 0.01
    found = flagged(record.probability, past.n, past.left, period=past.month)
    assert found.rate is not None and found.other_rate is not None
    assert found.rate.low < found.other_rate.value < found.rate.high


def test_contributions_add_up_to_the_logit() -> None:
    past = firm(7, months=2)
    model = fit_risk(past.features, past.n, past.left)
    assert model is not None
    parts = contributions(model, past.features)
    chances = probability(model, past.features)
    assert model.intercept + parts.sum(axis=1) == pytest.approx(np.log(chances / (1 - chances)))
    assert parts.mean(axis=0) == pytest.approx(np.zeros(5), abs=1e-9)
    assert np.abs(parts[:, :2]).mean() > 5 * np.abs(parts[:, 2:]).mean()


def test_thin_data_keep_the_core_or_are_refused() -> None:
    past = firm(8, months=1, n=100)
    left = np.zeros(100)
    left[:30] = 1
    core = fit_risk(past.features, past.n, left, core=2)
    assert core is not None and core.used == 2 and not core.coefficients[2:].any()
    assert fit_risk(past.features, past.n, left) is not None  # six per feature
    left[9:] = 0
    assert fit_risk(past.features, past.n, left, core=2) is None
    assert predict_forward(snapshots([], np.zeros((0, 2)), [], [])) is None
    short = predict_forward(firm(9, months=2))
    assert short is not None and short.months == () and np.isnan(short.probability).all() and not short.is_calibrated


def test_a_feature_that_is_the_same_everywhere_is_no_trouble() -> None:
    past = firm(10, months=1)
    features = np.column_stack([past.features, np.ones(past.n.size)])
    model = fit_risk(features, past.n, past.left)
    assert model is not None and model.coefficients[-1] == pytest.approx(0, abs=1e-9)
    assert np.all((probability(model, features) > 0) & (probability(model, features) < 1))


def test_impossible_input_is_refused() -> None:
    for call in (
        lambda: snapshots([0], [[1.0]], [1], [2]),
        lambda: snapshots([0.5], [[1.0]], [1], [1]),
        lambda: snapshots([0], [[np.nan]], [1], [1]),
        lambda: snapshots([0, 1], [[1.0]], [1], [1]),
        lambda: predict_forward(firm(1, months=1, n=50), outcome_months=0),
    ):
        with pytest.raises(ValueError, match=r"must|needs"):
            call()
