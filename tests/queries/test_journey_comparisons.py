"""Months and groups of the journey are told apart only beyond noise, and only where their time is over."""

import numpy as np
import pandas as pd
import pytest

from queries.computed.journey_comparisons import journey_acting, journey_groups, journey_months
from queries.computed.value import by_bucket
from queries.statistics.intervals import newcombe_difference, wilson
from queries.statistics.multiplicity import benjamini_hochberg, two_proportions_p


def answering(frame: pd.DataFrame):
    """What is asked answers with the frame, whatever the question."""
    return lambda name, **parameters: frame


def paying(customers: int) -> pd.DataFrame:
    """`value_lives` of customers who were all seen for 40 months and pay 100 a month."""
    row = {"bucket": "all", "entry_month": 0, "months": 40, "is_event": False, "customers": customers}
    row |= {"monthly_revenue": 100.0, "tickets": 0.0, "supported_months": 40.0, "ordered_months": 40.0}
    row |= dict.fromkeys(("expansion", "contraction", "refunds", "referrals"), 0.0)
    return pd.DataFrame([row])


def cohorts(*counts: tuple[str, int, int, bool, bool]) -> pd.DataFrame:
    columns = ["cohort_month", "mature", "mature_converted", "is_mature", "is_complete"]
    return pd.DataFrame(list(counts), columns=columns).assign(position=1, stage="Discover")


def test_a_month_is_compared_with_all_others_and_corrected_for_their_number() -> None:
    frame = cohorts(
        ("2026-01-01", 100, 60, True, True), ("2026-02-01", 100, 58, True, True), ("2026-03-01", 100, 30, True, True),
        ("2026-04-01", 40, 39, False, True), ("2026-05-01", 3, 0, True, True), ("2026-06-01", 50, 50, True, False),
    )  # fmt: skip
    found = journey_months(answering(frame), {})
    assert found["overall"].unique() == pytest.approx([148 / 300])
    tests = [two_proportions_p(hits, 100, other_successes=148 - hits, other_n=200) for hits in (60, 58, 30)]
    assert found["p_value"].head(3).tolist() == pytest.approx(list(benjamini_hochberg(tests)))
    assert found["p_value"].tail(3).isna().all()
    assert found["is_apart"].tolist() == [True, True, True, False, False, False]
    assert found["value"].isna().tolist() == [False, False, False, True, True, True]
    ends = wilson(30, 100)
    assert ends is not None and (found["low"][2], found["high"][2]) == pytest.approx((ends.low, ends.high))
    assert found["is_mature"].tolist() == [True, True, True, False, True, False]


def test_noise_is_not_called_a_difference() -> None:
    rng = np.random.default_rng(3)
    hits = rng.binomial(200, 0.5, 24)
    frame = cohorts(
        *[(f"{2024 + n // 12}-{n % 12 + 1:02d}-01", 200, int(each), True, True) for n, each in enumerate(hits)]
    )
    assert not journey_months(answering(frame), {})["is_apart"].any()


def test_a_lone_month_has_nothing_to_be_compared_with() -> None:
    found = journey_months(answering(cohorts(("2026-01-01", 100, 60, True, True))), {})
    assert found["p_value"].isna().all() and not found["is_apart"].any()
    last = cohorts(("2026-01-01", 100, 60, True, True)).assign(is_mature=None)
    assert journey_months(answering(last), {}).empty


def test_groups_are_shrunken_and_the_small_ones_left_out() -> None:
    frame = pd.DataFrame(
        {"bucket": ["a", "b", None, "d"], "position": 2, "stage": "Evaluate", "mature": [1000, 1000, 1000, 4],
         "mature_converted": [500, 510, 300, 4]}
    )  # fmt: skip
    found = journey_groups(answering(frame), {})
    assert found["n"].tolist() == [1000, 1000, 1000]
    assert found["overall"].unique() == pytest.approx([1310 / 3000])
    assert found["standing"].tolist() == ["above", "above", "below"]
    assert (abs(found["value"] - found["overall"]) <= abs(found["raw"] - found["overall"])).all()
    assert journey_groups(answering(frame.assign(mature=None)), {}).empty


def test_where_to_act_is_where_more_than_the_others_did_not_move_on() -> None:
    frame = pd.DataFrame(
        {"stage": "Onboard", "position": 4, "category": ["Access", "Bug", "Rare", "Never"], "customers": [60, 50, 4, 0],
         "dropped": [30, 11, 3, 0], "compared": [50, 40, 3, 0], "compared_dropped": [30, 8, 3, 0],
         "others": [400, 400, 400, 400], "others_dropped": [80, 80, 80, 80], "excess": [20.0, 0.0, 2.4, None]}
    )  # fmt: skip
    lives, settings = paying(200), pd.DataFrame({"key": [], "value": []})
    answers = {"journey_troubles": frame, "value_lives": lives, "money_settings": settings}

    def ask(name: str, **parameters: object) -> pd.DataFrame:
        return answers[name]

    found = journey_acting(ask, {})
    assert found["category"].tolist() == ["Access", "Rare", "Bug"]
    value = by_bucket(ask, {})["value"].iloc[0]
    assert value > 0 and found["value"].unique() == pytest.approx([value])
    assert found["at_stake"].tolist() == pytest.approx([20 * value, np.nan, np.nan], nan_ok=True)
    apart = newcombe_difference(30, 50, other_successes=80, other_n=400)
    assert apart is not None and found.loc[0, ["difference", "low", "high"]].tolist() == pytest.approx(
        [apart.value, apart.low, apart.high]
    )
    assert found["is_apart"].tolist() == [True, False, False] and found["p_value"].isna().tolist() == [
        False,
        True,
        False,
    ]
    assert journey_acting(answering(frame.head(0)), {}).empty
    answers["value_lives"] = lives.head(0)
    assert journey_acting(ask, {})["at_stake"].isna().all()
