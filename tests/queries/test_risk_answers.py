"""Chances to leave, their record on past days, and experiments by lot: against figures worked by hand."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from queries.computed import chances, contacts, risk
from tests.queries.answers import rows

Ask = Callable[..., pd.DataFrame]
END = dt.date(2025, 6, 30)
FIRST = dt.date(2024, 1, 1)


def days(count: int) -> list[str]:
    return [str(dt.date(2025, 1, 1) + dt.timedelta(days=30 * number)) for number in range(count)]


def answering(frame: pd.DataFrame) -> Any:
    """Asks nothing, and answers every question with this frame."""
    return lambda name, **parameters: frame


def plain_firm(count: int = 12) -> pd.DataFrame:
    """On every day 90 customers without a poor interaction, 4 of them lost, and 10 with one, 5 of them lost."""
    return pd.DataFrame(
        [
            {"as_of": day, "poor": poor, "customers": customers, "lost": lost}
            for day in days(count)
            for poor, customers, lost in (("0", 90, 4), ("1", 10, 5))
        ]
    )


def firm(seed: int = 1) -> pd.DataFrame:
    """Twelve days of customers whose chance to leave depends on their signs."""
    random = np.random.default_rng(seed)
    cells = []
    for day in days(12):
        for poor, renewal, plan in [(p, r, s) for p in ("0", "1") for r in ("later", "in 30 days") for s in ("A", "B")]:
            chance = 1 / (1 + math.exp(3 - 1.2 * (poor == "1") - 0.8 * (renewal == "in 30 days")))
            cells.append({"as_of": day, "poor": poor, "renewal": renewal, "plan": plan, "customers": 60,
                          "lost": random.binomial(60, chance)})  # fmt: skip
    return pd.DataFrame(cells)


def test_the_record_of_a_small_firm_worked_by_hand() -> None:
    (row,) = risk.of_record(chances.looked(answering(plain_firm()), {})).to_dict("records")
    # Three days are predicted, 90 days apart: the tenth with the highest chances are the ten with a poor interaction.
    assert (row["days"], row["first_day"], row["last_day"]) == (3, days(12)[5], days(12)[11])
    assert (row["customers"], row["lost"], row["flagged"], row["flagged_lost"]) == (300, 27, pytest.approx(30), 15)
    assert row["rate"] == pytest.approx(15 / 30) and row["other_rate"] == pytest.approx(12 / 270)
    assert row["lift"] == pytest.approx((15 / 30) / (27 / 300)) and row["caught"] == pytest.approx(15 / 27)
    assert row["rate_low"] < row["rate"] < row["rate_high"] and row["refusal"] is None
    plain = 0.09 * 0.91
    assert row["plain"] == pytest.approx(plain) and row["skill"] == pytest.approx(1 - row["brier"] / plain)
    # Nearly the shares seen: 4 of 90 and 5 of 10, each customer counted with the square of what the chance missed.
    best = (4 * (86 / 90) ** 2 + 86 * (4 / 90) ** 2 + 10 * 0.25) / 100
    assert best < row["brier"] < best + 0.001


def test_shares_by_sign_count_no_outcome_twice() -> None:
    frame = risk.of_weights(chances.looked(answering(plain_firm()), {}))
    columns = ("sign", "level", "customers", "lost", "share")
    # Days 11, 8, 5 and 2 of twelve lie 90 days apart.
    assert rows(frame, *columns) == [
        ("intercept", None, 400, 36, 0.09),
        ("poor", "0", 360, 16, pytest.approx(16 / 360)),
        ("poor", "1", 40, 20, 0.5),
    ]
    with_poor = frame.set_index("level").loc["1"]
    assert with_poor["odds"] == pytest.approx(math.exp(with_poor["weight"]))
    assert 0.8 * (5 / 5) / (4 / 86) < with_poor["odds"] < 1.05 * (5 / 5) / (4 / 86), "nearly the odds ratio seen"


@pytest.mark.parametrize("changed", [9, 10, 11])
def test_no_prediction_knows_what_became_known_after_its_day(changed: int) -> None:
    """A day is predicted from days at least 90 days before; what happened later changes nothing of it."""
    frame = firm()
    other = frame.assign(lost=frame["lost"].where(frame["as_of"] != days(12)[changed], frame["customers"]))
    before, after = (chances.looked(answering(one), {}).record for one in (frame, other))
    assert before is not None and after is not None and before.months == after.months == (5, 8, 11)
    assert np.array_equal(before.probability, after.probability, equal_nan=True)
    earlier = frame.assign(lost=frame["lost"].where(frame["as_of"] != days(12)[8], frame["customers"]))
    told = chances.looked(answering(earlier), {}).record
    assert told is not None
    is_last = (frame["as_of"] == days(12)[11]).to_numpy()
    assert not np.allclose(told.probability[is_last], before.probability[is_last])
    assert np.array_equal(told.probability[~is_last], before.probability[~is_last], equal_nan=True)


def test_tenths_hold_everybody_who_was_predicted_once() -> None:
    found = chances.looked(answering(firm()), {})
    frame = risk.of_calibration(found)
    assert frame["n"].sum() == 3 * 480 and frame["predicted"].is_monotonic_increasing
    known = firm()[firm()["as_of"].isin([days(12)[place] for place in (5, 8, 11)])]
    assert frame["lost"].sum() == known["lost"].sum() == risk.of_record(found)["lost"].iloc[0]


def test_a_sign_with_which_everybody_left_gives_no_chance() -> None:
    told = plain_firm().assign(lost=lambda frame: frame["lost"].where(frame["poor"] == "0", 10))
    (row,) = risk.of_record(chances.looked(answering(told), {})).to_dict("records")
    assert (row["refusal"], row["leak"], row["leak_n"], row["days"]) == (chances.LEAK, "poor=1", 40, 0)
    nearly = told.assign(lost=lambda frame: frame["lost"].where(frame["as_of"] != days(12)[11], 4))
    assert risk.of_record(chances.looked(answering(nearly), {}))["refusal"].tolist() == [None]


def test_what_support_tells_is_set_against_all_else() -> None:
    """In the small firm the plan says nothing, so that of any tenth chosen by it about 9 of 100 left."""
    split = [plain_firm().assign(plan=plan, customers=lambda one: one["customers"] / 2, lost=lambda one: one["lost"] / 2)
             for plan in ("A", "B")]  # fmt: skip
    (row,) = risk.of_record(chances.looked(answering(pd.concat(split, ignore_index=True)), {})).to_dict("records")
    assert row["plain_rate"] == pytest.approx(0.09) and row["rate"] == pytest.approx(0.5)
    alone = risk.of_record(chances.looked(answering(plain_firm()), {}))
    assert alone["plain_rate"].isna().all(), "nothing but support is known"


def test_thin_data_give_no_chance_and_say_what_it_would_take() -> None:
    few = plain_firm().assign(lost=lambda frame: (frame["as_of"] == days(12)[0]).astype(int))
    found = chances.looked(answering(few), {})
    (row,) = risk.of_record(found).to_dict("records")
    assert (row["refusal"], row["lost_looked"], row["needed"], row["days"]) == (chances.FEW_LOST, 2, 5, 0)
    assert chances.weights(found) is None and risk.of_calibration(found).empty
    assert risk.of_weights(found)["odds"].isna().all() and risk.of_weights(found)["lost"].sum() == 0
    nothing = chances.looked(answering(plain_firm().iloc[:0]), {})
    assert risk.of_record(nothing)["refusal"].tolist() == [chances.NO_DAYS] and risk.of_weights(nothing).empty


def test_a_model_without_a_day_to_test_it_is_told_from_one_that_was_tested() -> None:
    short, longer = (chances.looked(answering(plain_firm(count)), {}) for count in (5, chances.days_needed()))
    assert chances.too_short(short) and chances.weights(short) and risk.of_record(short)["days"].tolist() == [0]
    assert not chances.too_short(longer) and risk.of_record(longer)["days"].tolist() == [1]


def test_of_very_many_plans_the_largest_are_told_apart() -> None:
    frame = plain_firm(1).assign(plan="big", customers=100, lost=0)
    small = pd.concat([frame.assign(plan=f"p{number}", customers=number) for number in range(1, 30)])
    terms = chances.terms_of(pd.concat([frame, small]))
    plans = [level for feature, level in terms if feature == "plan"]
    assert plans == [f"p{number}" for number in range(29, 29 - chances.MOST_LEVELS, -1)]


def company(facts: Any) -> None:
    """Customers of 18 months, some with poor interactions, of whom those leave more often; three with odd plans."""
    facts.relation_status(last_day=END, losses_through=END)
    for number in range(400):
        is_poor = number % 4 == 0
        leaves = number % (3 if is_poor else 9) == 1
        left = FIRST + dt.timedelta(days=230 + number * 7 % 300)
        customer = facts.relation(
            str(FIRST),
            str(left) if leaves else None,
            plan=("a:b", "x, y", None)[number // 7 % 3],
            monthly_revenue=10.0 + number,
        )
        facts.customer(customer_id=f"R{customer}", name=f"Firm {number}")
        if is_poor:
            for day in range(20, 545, 40):
                facts.interaction(customer, day, "poor")


def test_the_chance_of_the_list_is_that_of_the_model(facts: Any, ask: Ask) -> None:
    company(facts)
    weights = ask("risk_weights")
    known = {(row["sign"], row["level"]): row["weight"] for row in weights.to_dict("records")}
    intercept = weights["weight"].iloc[0]
    listed = ask("customers_at_risk", limit=None)
    assert weights["sign"].iloc[0] == "intercept" and len(listed) == listed["total"].iloc[0] > 250
    for row in listed.to_dict("records"):
        levels = {name: row[name] for name in chances.LEVELS}
        levels |= {name: "(none)" for name in ("segment", "plan") if pd.isna(row[name])}
        score = intercept + sum(known.get(level, 0.0) for level in levels.items())
        assert row["probability"] == pytest.approx(1 / (1 + math.exp(-score)))
        assert row["at_stake"] == pytest.approx(row["probability"] * row["monthly_revenue"])
    assert listed["at_stake"].is_monotonic_decreasing
    assert (
        listed.loc[listed["poor"] == "2+", "probability"].min() > listed.loc[listed["poor"] == "0", "probability"].max()
    )
    only_today = ask("risk_customers", observed=False, limit=None)
    assert only_today["customer_id"].tolist() == ask("risk_customers", limit=None)["customer_id"].tolist()
    assert (
        ask("risk_features", observed=True).equals(ask("risk_features")) and ask("risk_features", observed=False).empty
    )
    (today,) = ask("risk_today").to_dict("records")
    signed = listed[listed["signs"] >= 1]
    assert (today["customers"], today["with_sign"]) == (len(listed), len(signed)) and 0 < len(signed) < len(listed)
    assert today["at_stake"] == pytest.approx(listed["at_stake"].sum())
    assert today["revenue_with_sign"] == pytest.approx(signed["monthly_revenue"].sum())
    assert today["expected"] == pytest.approx(listed["probability"].sum())


def test_the_first_page_is_that_of_the_whole_list(facts: Any, ask: Ask) -> None:
    company(facts)
    first, whole = ask("customers_at_risk", **risk.FIRST_PAGE), ask("customers_at_risk", least_signs=1, limit=None)
    assert len(first) == 50 < len(whole) and list(first.columns) == list(whole.columns)
    pd.testing.assert_frame_equal(first, whole.head(50), check_dtype=False)


def test_where_nobody_shows_a_sign_the_first_page_is_empty_and_the_sums_are_there(facts: Any, ask: Ask) -> None:
    facts.relation_status(last_day=END, losses_through=END)
    facts.relation("2025-06-01", monthly_revenue=20.0)
    assert ask("customers_at_risk", **risk.FIRST_PAGE).empty and len(ask("customers_at_risk")) == 1
    (today,) = ask("risk_today").to_dict("records")
    assert (today["customers"], today["with_sign"], today["revenue"]) == (1, 0, 20.0)


def test_without_revenue_the_chance_decides_and_without_losses_the_signs(facts: Any, ask: Ask) -> None:
    facts.relation_status(last_day=END, losses_through=END)
    numbers = [facts.relation(str(FIRST)) for _ in range(3)]
    facts.interaction(numbers[1], 540, "poor")
    for _ in range(2):
        facts.interaction(numbers[2], 500, "poor", rating="poor", score=1.0, rated_tenure=501)
    weighted = ask("risk_customers", weights=["intercept:-3", "poor=1:2"])
    assert weighted["customer_id"].tolist()[0] == f"R{numbers[1]}" and weighted["at_stake"].isna().all()
    listed = ask("customers_at_risk")
    assert listed["signs"].tolist() == [2, 1, 0] and listed["probability"].isna().all()
    assert listed["poor_days"].tolist()[:2] == [46, 6]
    assert ask("risk_record")["refusal"].tolist() == [chances.FEW_LOST]


def test_an_experiment_compares_the_sides_of_the_lot() -> None:
    sides = pd.DataFrame(
        {"side": ["contacted", "held back"], "customers": [1000, 500], "reached": [800, 3], "lost": [50, 50],
         "days": [120, 120]}
    )  # fmt: skip
    (row,) = contacts.of_experiment(answering(sides), {}).to_dict("records")
    assert (row["kept"], row["held_back_kept"], row["days"]) == (0.95, 0.9, 120)
    # Newcombe's method 10 by hand: Wilson limits of 950/1000 and 450/500.
    assert [row["difference"], row["difference_low"], row["difference_high"]] == pytest.approx(
        [0.05, 0.0221, 0.0817], abs=2e-4
    )
    assert (row["reached"], row["held_back_reached"]) == (800, 3)
    few = sides.assign(lost=[8, 40])
    assert contacts.of_experiment(answering(few), {})["difference"].isna().all()
    nobody = contacts.of_experiment(answering(sides.iloc[:0]), {}).iloc[0]
    assert nobody["customers"] == 0 and math.isnan(nobody["days"]) and math.isnan(nobody["kept"])
