"""Support in money: by hand where the survival is given, and from the sample company where it is estimated."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import versions
from queries import questions
from queries.computed.money import Money, lives_of
from queries.computed.worth import After, _lines, _values
from queries.statistics.comparison import Comparison
from queries.statistics.intervals import Estimate
from queries.statistics.survival_paths import survival_paths

MONEY = Money(margin=1, discount=0, horizon=24, cost_per_ticket=0, cost_of_keeping=None, cost_of_acquiring=None)


def after(lost: int = 0, horizon: int = 24) -> After:
    """40 customers who pay 10 a month and are seen for 30 months; some of them leave in the 21st."""
    kinds = pd.DataFrame(
        {"entry_month": 0, "months": [30, 21], "is_event": [False, True], "customers": [40 - lost, lost]}
    )
    others = ("tickets", "expansion", "contraction", "refunds", "referrals", "supported_months", "ordered_months")
    seen = lives_of(kinds.assign(monthly_revenue=10.0, **dict.fromkeys(others, 0)), MONEY)
    paths = survival_paths(seen, horizon=3 + horizon)
    assert paths is not None
    return After(paths, (10.0, np.full(500, 10.0)), start=3, horizon=horizon, settings=MONEY)


def compared(first: list[float], second: list[float]) -> Comparison:
    """Standardised curves over twelve months, known without any error."""
    rows = [
        (level, month, share)
        for level, curve in (("good", first), ("poor", second))
        for month, share in enumerate(curve)
    ]
    counts = {"refusal": None, "groups": (), "customers": 1, "events": 1, "lost_before": 0}
    return Comparison(
        first="good", second="poor", horizon=12, is_event_good=False, confidence=0.95, **counts,
        curves=pd.DataFrame(rows, columns=["level", "month", "value"]), draws=np.tile([first[1:], second[1:]], (400, 1, 1)),
    )  # fmt: skip


FULL, HALVED = [1.0] * 13, [1.0] * 6 + [0.5] * 7


def test_the_year_compared_and_then_all_leave_alike() -> None:
    values, beyond = _values(compared(FULL, HALVED), after())
    assert values["good"].value == pytest.approx(10 * 24)
    assert values["poor"].value == pytest.approx(10 * (6 + 18 * 0.5))
    assert values["good less poor"] == Estimate(*[pytest.approx(10 * 18 * 0.5)] * 3)
    assert beyond == pytest.approx(12 / 24)


def test_after_the_year_both_groups_leave_like_all_customers() -> None:
    values, _ = _values(compared(FULL, HALVED), after(lost=20))
    # month 21 of the relation is month 18 after the landmark: half of all leave in it
    assert values["good"].value == pytest.approx(10 * (18 + 6 * 0.5))
    assert values["poor"].value == pytest.approx(10 * (6 + 12 * 0.5 + 6 * 0.25))


def test_a_horizon_inside_the_year_compares_only_that() -> None:
    values, beyond = _values(compared(FULL, HALVED), after(horizon=8))
    assert values["good less poor"].value == pytest.approx(10 * (8 - 6) * 0.5) and beyond == 0


def test_one_customer_kept_counts_from_the_middle_of_the_year() -> None:
    assert after().kept_one().value == pytest.approx(10 * 18)
    assert after(lost=20).kept_one().value == pytest.approx(10 * (12 + 6 * 0.5))


def test_the_lines_are_the_ends_the_centre_and_its_half() -> None:
    rest = {"affected": 200.0, "affected_a_year": 50.0}
    frame = _lines(Estimate(0.1, 0.02, 0.18), Estimate(1000, 1000, 1000), rest, investment=2500).set_index("line")
    assert frame["kept_of_1000"].to_dict() == pytest.approx({"low end": 4, "centre": 20, "high end": 36, "half": 10})
    assert frame["money_a_year"].to_dict() == pytest.approx(
        {"low end": 1000, "centre": 5000, "high end": 9000, "half": 2500}
    )
    assert frame["is_detectable"].all()
    assert frame["break_even"].iloc[0] == pytest.approx(100 * 2500 / (50 * 1000))
    unclear = _lines(Estimate(0.1, -0.02, 0.22), Estimate(1000, 900, 1100), rest, investment=None)
    assert not unclear["is_detectable"].any() and unclear["break_even"].isna().all()
    assert unclear["smallest"].iloc[0] == pytest.approx(2.8016 * 0.24 / (2 * 1.96), rel=1e-3)


@pytest.fixture(scope="module")
def sample(sample_store: Path) -> Iterator[Callable[..., pd.DataFrame]]:
    connection = versions.open_for_reading(sample_store)
    yield lambda name, **given: questions.ask(connection, name, given)
    connection.close()


def test_value_by_support_rests_on_the_comparison_of_retention(sample: Callable[..., pd.DataFrame]) -> None:
    frame = sample("value_by_support").set_index("support")
    found = sample("support_and_retention").set_index("reading").loc["like with like"]
    row = frame.loc["good less poor"]
    if found["refusal"]:
        assert frame["refusal"].unique().tolist() == [found["refusal"]] and frame["value"].isna().all()
        return
    assert row["kept"] == pytest.approx(found["value"])
    assert row["value"] == pytest.approx(frame.loc["good", "value"] - frame.loc["poor", "value"])
    assert np.sign(row["value"]) == np.sign(row["kept"])
    assert row["value_low"] <= row["value"] <= row["value_high"]


def test_a_scenario_moves_those_whose_support_would_be_another(sample: Callable[..., pd.DataFrame]) -> None:
    frame = sample("worth_of_support", scenario="replies", investment=1000.0).set_index("line")
    groups = sample("support_groups", exposure_of="fast_reply").set_index("exposure")["customers"]
    row = frame.loc["centre"]
    assert row["affected"] == pytest.approx(1000 * groups["no"] / groups.sum())
    if not row["refusal"]:
        assert row["kept_of_1000"] == pytest.approx(row["effect"] * row["affected"])
        assert row["money_a_year"] == pytest.approx(row["kept_a_year"] * row["value_of_one"])
        assert frame.loc["half", "money_a_year"] == pytest.approx(row["money_a_year"] / 2)


def test_csat_goes_no_higher_than_some_group_has_shown(sample: Callable[..., pd.DataFrame]) -> None:
    some, far = (sample("worth_of_support", scenario="csat", csat_points=points).iloc[0] for points in (1.0, 50.0))
    assert some["points"] == 1 < far["points"] == far["most_points"] < 50
    groups = sample("support_groups", exposure_of="csat").set_index("exposure")["customers"]
    rated = groups["yes"] + groups["no"]
    assert some["affected"] == pytest.approx(1000 * 0.01 * rated / groups.sum())
    assert far["most_points"] <= 100 * groups["no"] / rated


def test_customers_of_the_sample_are_worth_their_money_summed_one_by_one(
    sample: Callable[..., pd.DataFrame], sample_store: Path
) -> None:
    """Month by month over plain rows: the share of the money at risk that is lost, and what is left of it."""
    connection = versions.open_for_reading(sample_store)
    rows = connection.execute(
        "select monthly_revenue, is_lost, tenure_days, entry_days, follow_days from relation_facts where basis = 'contract'"
    ).fetchall()
    connection.close()
    seen = [_life(*row) for row in rows]
    seen = [one for one in seen if one[2] > one[1]]
    share, months = 1.0, 0.0
    for month in range(1, 37):
        months += share * 1.1 ** (-(month - 1) / 12)
        at_risk = sum(money for money, entry, last, _ in seen if entry < month <= last)
        lost = sum(money for money, entry, last, is_lost in seen if is_lost and last == month > entry)
        share *= 1 - lost / at_risk
    mean = sum(money for money, *_ in seen) / len(seen)
    row = sample("lifetime_value").iloc[0]
    assert row["n"] == len(seen)
    assert row["margin"] == pytest.approx(0.8 * mean * months, rel=1e-3)  # kinds hold customers within a fifth


def _life(money: float, is_lost: bool, tenure: int, entry: int, follow: int) -> tuple[float, int, int, bool]:
    left, whole = max(1, -(-tenure * 12 // 365)), ((follow + 1) * 12 - 1) // 365
    return money, -(-entry * 12 // 365), min(left, whole) if is_lost else whole, is_lost and left <= whole
