"""The Cox model against Freireich, Rossi and the Stanford heart transplants; late entry, ties and clusters."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

from queries.statistics.cox import Cox, cox

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
# Weeks in remission, Freireich et al. 1963, Blood 21, 699-716; a minus means still in remission.
TREATED = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def real(name: str) -> pd.DataFrame:
    if not (REAL / name).exists():
        pytest.skip(f"{name} is not on this machine")
    return pd.read_csv(REAL / name)


def fitted(*given: Any, **options: Any) -> Cox:
    found = cox(*given, **options)
    assert found is not None
    return found


@pytest.mark.parametrize(("ties", "coefficient", "error"), [("efron", 1.5721, 0.4124), ("breslow", 1.5092, 0.4096)])
def test_placebo_in_freireich(ties: Any, coefficient: float, error: float) -> None:
    """As in R (coxph) with both ways of handling ties."""
    weeks = np.array(TREATED + PLACEBO)
    placebo = np.repeat([0, 1], 21)
    found = fitted(np.zeros(42), abs(weeks), weeks > 0, {"placebo": placebo}, ties=ties)
    assert (found.terms[0].coefficient, found.terms[0].error) == pytest.approx((coefficient, error), abs=1e-4)
    assert (found.events, found.customers) == (30, 42)


def test_rossi_is_as_published() -> None:
    """Fox and Weisberg 2019, An R Companion to Applied Regression, appendix on Cox regression."""
    rows = real("rossi.csv.gz")
    names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
    found = fitted(np.zeros(len(rows)), rows["week"], rows["arrest"], {name: rows[name] for name in names})
    assert [term.coefficient for term in found.terms] == pytest.approx(
        [-0.3794, -0.0574, 0.3139, -0.1498, -0.4337, -0.0849, 0.0915], abs=1e-4
    )
    assert [term.error for term in found.terms] == pytest.approx(
        [0.1914, 0.0220, 0.3080, 0.2122, 0.3819, 0.1958, 0.0286], abs=1e-4
    )
    assert found.term("fin").ratio.value == pytest.approx(0.6843, abs=1e-4)
    assert found.term("prio").p_value == pytest.approx(0.0014, abs=1e-4) and found.events == 114


def test_stanford_heart_with_the_transplant_when_it_came() -> None:
    """-0.0103 as in R; were entries at risk at their own time, as statsmodels has them, it would be -0.0554."""
    rows = real("stanford_heart.csv.gz")
    names = ["age", "year", "surgery", "transplant"]
    found = fitted(rows["start"], rows["stop"], rows["event"], {name: rows[name] for name in names})
    assert [term.coefficient for term in found.terms] == pytest.approx([0.0272, -0.1463, -0.6372, -0.0103], abs=1e-4)
    assert [term.error for term in found.terms] == pytest.approx([0.0137, 0.0705, 0.3672, 0.3138], abs=1e-4)
    trap = PHReg(
        rows["stop"].to_numpy(),
        rows[names].to_numpy(dtype=float),
        status=rows["event"].to_numpy(),
        entry=rows["start"].to_numpy(),
        ties="efron",
    ).fit()
    assert trap.params[3] == pytest.approx(-0.0554, abs=1e-4)


def test_ever_transplanted_is_the_immortal_time_trap() -> None:
    """Who lived to have a transplant had lived; taken as known from the start it seems to divide the hazard by five."""
    rows = real("stanford_heart.csv.gz")
    people = rows.groupby("id").agg(
        stop=("stop", "max"),
        event=("event", "max"),
        age=("age", "first"),
        surgery=("surgery", "first"),
        ever=("transplant", "max"),
    )
    naive = fitted(
        np.zeros(len(people)),
        people["stop"],
        people["event"],
        {name: people[name] for name in ("ever", "age", "surgery")},
    )
    assert naive.term("ever").ratio.value == pytest.approx(0.18, abs=5e-3) and naive.term("ever").ratio.high < 0.35
    fair = fitted(
        rows["start"], rows["stop"], rows["event"], {name: rows[name] for name in ("transplant", "age", "surgery")}
    )
    assert fair.term("transplant").ratio.low < 0.7 < 1.3 < fair.term("transplant").ratio.high


def rows_of(seed: int, n: int = 300) -> pd.DataFrame:
    """Customers in view from some day on, with a covariate that changes every 30 days; its log hazard ratio is 0.7."""
    random, rows = np.random.default_rng(seed), []
    for who in range(n):
        start, steady = float(random.integers(0, 60)), random.normal()
        for _ in range(4):
            quality = random.integers(0, 2)
            life = random.exponential(1 / (0.004 * np.exp(0.7 * quality + 0.5 * steady)))
            end = start + min(30.0, life)
            rows.append((who, start, end, life < 30, quality, steady))
            if life < 30:
                break
            start = end
    return pd.DataFrame(rows, columns=["who", "start", "end", "lost", "quality", "steady"])


def model(rows: pd.DataFrame, *, clustered: bool = True, **options: Any) -> Cox:
    covariates = {name: rows[name] for name in ("quality", "steady")}
    who = rows["who"] if clustered else None
    return fitted(rows["start"], rows["end"], rows["lost"], covariates, customer=who, **options)


def test_clustered_errors_are_the_sandwich_of_statsmodels() -> None:
    """On rows that all were at risk at some event; statsmodels gives nan for others."""
    rows = rows_of(1)
    rows = rows[(rows["end"] >= rows.loc[rows["lost"], "end"].min())]
    times = np.sort(rows.loc[rows["lost"], "end"])
    at_risk = np.searchsorted(times, rows["end"], side="right") > np.searchsorted(times, rows["start"], side="right")
    rows = rows[at_risk]
    found = model(rows, ties="breslow")
    expected = PHReg(
        rows["end"].to_numpy(),
        rows[["quality", "steady"]].to_numpy(dtype=float),
        status=rows["lost"].to_numpy().astype(int),
        entry=rows["start"].to_numpy() + 1e-6,
    ).fit(groups=rows["who"].to_numpy())
    assert [term.coefficient for term in found.terms] == pytest.approx(expected.params, rel=1e-5)
    assert [term.error for term in found.terms] == pytest.approx(expected.bse, rel=1e-4)


def test_rows_without_events_change_nothing_and_give_no_nan() -> None:
    rows = rows_of(2)
    more = pd.DataFrame(
        {"who": [9999], "start": [900.0], "end": [950.0], "lost": [False], "quality": [1], "steady": [3.0]}
    )
    one, other = model(rows), model(pd.concat([rows, more]))
    assert [(t.coefficient, t.error) for t in one.terms] == pytest.approx(
        [pytest.approx((t.coefficient, t.error), rel=1e-6) for t in other.terms]
    )


def test_cutting_a_row_in_two_changes_nothing() -> None:
    rows = rows_of(3)
    middle = (rows["start"] + rows["end"]) / 2
    first, second = rows.assign(end=middle, lost=False), rows.assign(start=middle)
    one, other = model(rows, ties="breslow"), model(pd.concat([first, second]), ties="breslow")
    for whole, cut in zip(one.terms, other.terms, strict=True):
        assert (cut.coefficient, cut.error) == pytest.approx((whole.coefficient, whole.error), rel=1e-4)
    assert one.customers == other.customers == 300


def test_customers_taken_twice_are_no_more_certain() -> None:
    rows = rows_of(4)
    twice = pd.concat([rows, rows])
    for alone, doubled in zip(model(rows, ties="breslow").terms, model(twice, ties="breslow").terms, strict=True):
        assert (doubled.coefficient, doubled.error) == pytest.approx((alone.coefficient, alone.error), rel=1e-4)
    plain = model(twice, clustered=False, ties="breslow").terms[0].error
    assert plain < 0.8 * model(rows, clustered=False, ties="breslow").terms[0].error


def test_intervals_cover_95_percent_with_late_entry() -> None:
    found = [model(rows_of(seed, 120)).term("quality") for seed in range(12)]
    assert sum(one.ratio.low <= np.exp(0.7) <= one.ratio.high for one in found) >= 10
    assert np.mean([one.coefficient for one in found]) == pytest.approx(0.7, abs=3 * found[0].error / np.sqrt(12))


def test_thin_and_degenerate_data_are_refused() -> None:
    rows = rows_of(5)
    assert cox(rows["start"], rows["end"], [False] * len(rows), {"quality": rows["quality"]}) is None
    assert cox(rows["start"], rows["end"], rows["lost"], {"same": np.ones(len(rows))}) is None
    assert cox([], [], [], {"quality": []}) is None
    twice = {"quality": rows["quality"], "again": 2 * rows["quality"]}
    assert cox(rows["start"], rows["end"], rows["lost"], twice) is None
    with pytest.raises(ValueError, match="covariate"):
        cox([0], [1], [True], {})
    with pytest.raises(ValueError, match="same length"):
        cox([0], [1], [True], {"quality": [1, 2]})
    with pytest.raises(ValueError, match="begin"):
        cox([1], [1], [True], {"quality": [1]})
