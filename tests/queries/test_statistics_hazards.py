"""Hazards by month against statsmodels' logistic regression, and against plain counting where the model can say anything."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from queries.statistics import hazards
from queries.statistics import kinds as kinds_module
from queries.statistics.adjusting import Adjustment, adjust
from queries.statistics.cells import read_cells
from queries.statistics.hazards import Model, fit, over_time, pieces
from queries.statistics.kinds import Kinds, blocks, group_kinds
from tests.worlds.firms import CONFOUNDERS, Firm, World


def firm_cells(*, seed: int = 1, customers: int = 3000) -> pd.DataFrame:
    return Firm(World(customers=(customers, customers)), np.random.default_rng(seed)).cells()


def adjustment_of(frame: pd.DataFrame) -> Adjustment:
    cells = read_cells(frame, CONFOUNDERS, exposure="exposure", horizon=12)
    found = adjust(cells, compared=("good", "poor"), core=("segment",), horizon=12)
    assert isinstance(found, Adjustment)
    return found


def person_months(model: Model, kinds: Kinds) -> np.ndarray:
    """The design written out: kinds x months x parameters."""
    months = kinds.events.shape[1]
    fixed = [np.repeat(block.columns[block.place][:, np.newaxis], months, axis=1) for block in model.blocks]
    return np.concatenate([model.time[model.exposure], *fixed], axis=2)


def one_group(events: list[int], stayed: int) -> Kinds:
    """Customers of one kind: how many left in each month, and how many stayed to the end."""
    rows = [(month, True, count) for month, count in enumerate(events, start=1)] + [(len(events), False, stayed)]
    frame = pd.DataFrame(rows, columns=["months", "is_event", "customers"]).assign(exposure="good")
    return group_kinds(read_cells(frame, (), exposure="exposure", horizon=len(events)), (), horizon=len(events))


def test_coefficients_and_errors_are_those_of_statsmodels() -> None:
    statsmodels = pytest.importorskip("statsmodels.api")
    found = adjustment_of(firm_cells())
    kinds, model = found.kinds, replace(found.model, penalty=1e-9)
    fitted = fit(model, at_risk=kinds.at_risk, events=kinds.events)
    design = person_months(model, kinds).reshape(-1, model.parameters)
    at_risk, events = kinds.at_risk.ravel(), kinds.events.ravel()
    seen = at_risk > 0
    outcome = np.column_stack([events, at_risk - events])[seen]
    other = statsmodels.GLM(outcome, design[seen], family=statsmodels.families.Binomial()).fit(tol=1e-12)
    assert model.parameters > 25 and model.blocks[-1].if_level
    assert fitted.coefficients == pytest.approx(other.params, abs=1e-6)
    assert np.sqrt(np.diag(np.linalg.inv(fitted.information))) == pytest.approx(other.bse, rel=1e-4)


def test_ridge_moves_coefficients_by_next_to_nothing() -> None:
    found = adjustment_of(firm_cells())
    kinds = found.kinds
    plain = fit(replace(found.model, penalty=1e-9), at_risk=kinds.at_risk, events=kinds.events)
    ridged = fit(found.model, at_risk=kinds.at_risk, events=kinds.events)
    error = np.sqrt(np.diag(np.linalg.inv(plain.information)))
    assert np.abs((ridged.coefficients - plain.coefficients) / error).max() < 0.02


def test_a_level_that_nobody_left_stays_finite() -> None:
    frame = firm_cells()
    frame = frame.assign(is_event=frame["is_event"] & (frame["region"] != "north"))
    found = adjustment_of(frame)
    fitted = fit(found.model, at_risk=found.kinds.at_risk, events=found.kinds.events)
    region = fitted.coefficients[found.places["region"]]
    assert np.abs(region).max() == pytest.approx(-region.min()) and -12 < region.min() < -3


def test_starting_with_some_of_many_kinds_ends_at_the_same_place(monkeypatch: pytest.MonkeyPatch) -> None:
    found = adjustment_of(firm_cells(customers=8000))
    kinds = found.kinds
    whole = fit(found.model, at_risk=kinds.at_risk, events=kinds.events)
    monkeypatch.setattr(hazards, "MANY", 100)
    monkeypatch.setattr(hazards, "_CHUNK", 64)
    model = replace(found.model)
    assert fit(model, at_risk=kinds.at_risk, events=kinds.events).coefficients == pytest.approx(
        whole.coefficients, abs=1e-5
    )


def test_products_with_the_design_are_those_of_the_design_written_out() -> None:
    found = adjustment_of(firm_cells())
    kinds, random = found.kinds, np.random.default_rng(1)
    contrasts = blocks(kinds.factors, kinds.customers)
    time, free = over_time(kinds, usual=2, has_trend=True)
    model = Model(time, kinds.exposure.codes, contrasts, free)
    design = person_months(model, kinds)
    weight = random.random(kinds.events.shape)
    assert len(contrasts) > 1
    assert model.times(weight) == pytest.approx(np.einsum("pm,pmk->k", weight, design))
    assert model.gram(weight) == pytest.approx(np.einsum("pm,pmk,pml->kl", weight, design, design))


def test_crossed_factors_may_be_one_block_or_many(monkeypatch: pytest.MonkeyPatch) -> None:
    found = adjustment_of(firm_cells())
    crossed = replace(found, crossed=("segment", "plan"))
    one = crossed.model
    monkeypatch.setattr(kinds_module, "_LARGEST_CROSSED", 1)
    many = replace(crossed).model
    assert len(many.blocks) == len(one.blocks) + 1 and many.parameters == one.parameters == crossed.parameters
    fitted = [fit(model, at_risk=found.kinds.at_risk, events=found.kinds.events) for model in (one, many)]
    assert fitted[0].coefficients == pytest.approx(fitted[1].coefficients, abs=1e-6)
    for level in range(3):
        assert one.odds(fitted[0].coefficients, level)[1] == pytest.approx(many.odds(fitted[1].coefficients, level)[1])


def test_baseline_pieces_hold_forty_events_and_leave_no_rest() -> None:
    found = pieces(one_group([100, 10, 20, 15, 50, 36, 3], stayed=500))
    assert found.argmax(axis=1).tolist() == [0, 1, 1, 1, 2, 2, 2]
    assert np.array_equal(found.sum(axis=1), np.ones(7))


def test_few_events_have_a_level_baseline() -> None:
    assert pieces(one_group([5, 10, 20], stayed=500)).shape == (3, 1)


def test_hazards_of_one_group_are_leavers_over_those_at_risk() -> None:
    kinds = one_group([50, 100, 150], stayed=700)
    time, free = over_time(kinds, usual=0, has_trend=False)
    model = Model(time, kinds.exposure.codes, (), free)
    fitted = fit(model, at_risk=kinds.at_risk, events=kinds.events)
    odds, _ = model.odds(fitted.coefficients)
    assert (odds / (1 + odds))[0] == pytest.approx([50 / 1000, 100 / 950, 150 / 850], abs=1e-6)
