"""Standardised retention worked out by hand, and its errors against sums over single customers and against redrawn ones."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from queries.statistics.adjusting import Adjustment, adjust
from queries.statistics.cells import read_cells
from queries.statistics.hazards import Fit, fit
from queries.statistics.kinds import Kinds, at_risk
from queries.statistics.resampling import drawn_again, refitted
from queries.statistics.standardised import covariance_of_coefficients, standardise, with_covariance
from tests.worlds.firms import CONFOUNDERS, Firm, World


def fitted_firm(customers: int, confounders: tuple[str, ...] = CONFOUNDERS) -> tuple[Fit, Kinds]:
    frame = Firm(World(customers=(customers, customers)), np.random.default_rng(4)).cells()
    cells = read_cells(frame, confounders, exposure="exposure", horizon=12)
    found = adjust(cells, compared=("good", "poor"), core=confounders[:2], horizon=12)
    assert isinstance(found, Adjustment)
    return fit(found.model, at_risk=found.kinds.at_risk, events=found.kinds.events), found.kinds


def chances(found: Fit, kinds: Kinds, coefficients: np.ndarray, level: int) -> np.ndarray:
    """Of each kind to be still there after each month at this level, straight from the definition."""
    fixed = sum(
        (block.columns @ coefficients[place])[block.rows_at(level)]
        for block, place in zip(found.model.blocks, found.model.slices[1:], strict=True)
    )
    logit = np.add.outer(fixed, found.model.time[level] @ coefficients[found.model.slices[0]])
    return np.cumprod(1 - 1 / (1 + np.exp(-logit)), axis=1)


def test_standardised_shares_are_the_mean_of_everybodys_chances() -> None:
    found, kinds = fitted_firm(3000)
    assert found.model.blocks[-1].if_level
    kept = standardise(found.model, found.coefficients, customers=kinds.customers, levels=(0, 2))
    for row, level in enumerate((0, 2)):
        direct = np.average(chances(found, kinds, found.coefficients, level), axis=0, weights=kinds.customers)
        assert kept[row] == pytest.approx(direct, abs=1e-12)
    assert np.all(np.diff(kept, axis=1) < 0)


def test_covariance_is_the_sum_over_customers_of_their_influences() -> None:
    """Every customer by himself: his own chances and score, with the slopes by small steps of each coefficient."""
    found, kinds = fitted_firm(2500, ("segment", "plan", "tickets_band"))
    model, total = found.model, kinds.customers.sum()
    assert model.blocks[-1].if_level and model.time.shape[2] > model.free + 2

    def shares(coefficients: np.ndarray) -> np.ndarray:
        return standardise(model, coefficients, customers=kinds.customers, levels=(0, 2)).ravel()

    own = np.hstack([chances(found, kinds, found.coefficients, level) for level in (0, 2)])
    own -= shares(found.coefficients)
    steps = 1e-5 * np.eye(model.parameters)
    slopes = [(shares(found.coefficients + step) - shares(found.coefficients - step)) / 2e-5 for step in steps]
    inverse = np.linalg.inv(found.information)
    expected, scores = np.zeros((24, 24)), np.zeros((model.parameters, model.parameters))
    for kind, score, count in single_scores(found, kinds):
        influence = own[kind] / total + score @ inverse @ slopes
        expected += count * np.outer(influence, influence)
        scores += count * np.outer(score, score)
    covariance = with_covariance(found, kinds, levels=(0, 2)).covariance
    assert covariance == pytest.approx(expected, rel=1e-5, abs=1e-9)
    assert covariance_of_coefficients(found, kinds) == pytest.approx(inverse @ scores @ inverse, rel=1e-6)


def single_scores(found: Fit, kinds: Kinds) -> Iterator[tuple[int, np.ndarray, float]]:
    """Kind, score and number of customers who are alike in everything, straight from the definition."""
    model = found.model
    fixed = np.hstack([block.columns[block.place] for block in model.blocks])
    odds, own = model.odds(found.coefficients)
    hazard = 1 / (1 + 1 / (odds[model.exposure] * own[:, np.newaxis]))
    for kind, level in enumerate(model.exposure):
        design = np.hstack([model.time[level], np.tile(fixed[kind], (12, 1))])
        for months in range(1, 13):
            happened = np.eye(12)[months - 1]
            seen = np.arange(12) < months
            yield kind, ((happened - hazard[kind]) * seen) @ design, kinds.events[kind, months - 1]
            yield kind, (-hazard[kind] * seen) @ design, kinds.censored[kind, months]
        yield kind, np.zeros(model.parameters), kinds.censored[kind, 0]


def test_redrawn_customers_are_as_many_and_as_many_of_each_cell_on_average() -> None:
    _, kinds = fitted_firm(1500)
    drawn = list(drawn_again(kinds, replicates=300, seed=2))
    events, censored = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    assert np.all(events.sum(axis=(1, 2)) + censored.sum(axis=(1, 2)) == 1500)
    assert np.all((events == 0) | (kinds.events > 0))
    mean, error = events.mean(axis=0), np.sqrt(np.maximum(kinds.events, 1) / 300)
    assert np.abs((mean - kinds.events) / error).max() < 5


def test_refitting_many_at_once_is_refitting_one_by_one() -> None:
    found, kinds = fitted_firm(2500, ("segment", "plan", "tickets_band"))
    assert found.model.blocks[-1].if_level
    kept, coefficients = refitted(found, kinds, levels=(0, 2), replicates=8, seed=5)
    events, censored = next(drawn_again(kinds, replicates=8, seed=5))
    for number in range(8):
        alone = fit(found.model, at_risk=at_risk(events, censored)[number], events=events[number])
        customers = events[number].sum(axis=1) + censored[number].sum(axis=1)
        expected = standardise(found.model, alone.coefficients, customers=customers, levels=(0, 2))
        assert kept[number] == pytest.approx(expected, abs=1e-4)
        assert standardise(found.model, coefficients[number], customers=customers, levels=(0, 2)) == pytest.approx(
            expected, abs=1e-4
        )


@pytest.mark.parametrize("customers", [1200, 4000])
def test_influence_and_refitting_give_the_same_errors(customers: int) -> None:
    """Of both curves in every month, and of their difference: within 12 %, of which 600 replicates alone explain 6."""
    found, kinds = fitted_firm(customers, ("segment", "plan", "tickets_band"))
    covariance = with_covariance(found, kinds, levels=(0, 2)).covariance
    kept, coefficients = refitted(found, kinds, levels=(0, 2), replicates=600, seed=6)
    assert kept.reshape(600, 24).std(axis=0, ddof=1) == pytest.approx(np.sqrt(np.diag(covariance)), rel=0.12)
    contrast = np.zeros(24)
    contrast[[11, 23]] = 1, -1
    difference = kept[:, 0, -1] - kept[:, 1, -1]
    assert difference.std(ddof=1) == pytest.approx(np.sqrt(contrast @ covariance @ contrast), rel=0.12)
    by_influence = np.sqrt(np.diag(covariance_of_coefficients(found, kinds)))
    assert coefficients.std(axis=0, ddof=1) == pytest.approx(by_influence, rel=0.15)


def test_months_and_leavers_by_hand() -> None:
    """Two groups without confounders, two months, and a difference that may change: the model has no choice left."""
    rows = [
        ("good", 1, True, 100), ("good", 2, True, 180), ("good", 2, False, 720),
        ("poor", 1, True, 200), ("poor", 2, True, 400), ("poor", 2, False, 400),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["exposure", "months", "is_event", "customers"])
    cells = read_cells(frame, (), exposure="exposure", horizon=2)
    found = adjust(cells, compared=("good", "poor"), core=(), horizon=2)
    assert isinstance(found, Adjustment)
    fitted = fit(found.model, at_risk=found.kinds.at_risk, events=found.kinds.events)
    shares = with_covariance(fitted, found.kinds, levels=(0, 1))
    assert shares.kept == pytest.approx(np.array([[0.9, 0.72], [0.8, 0.4]]), abs=2e-4)
    errors = np.sqrt(np.diag(shares.covariance))
    assert errors == pytest.approx(np.sqrt(np.array([0.09, 0.72 * 0.28, 0.16, 0.24]) / 1000), rel=2e-3)
