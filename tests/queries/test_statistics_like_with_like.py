"""Good against poor support, like with like: worked out by hand, refused where it must be, the same in whatever order."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from queries.statistics.comparison import Comparison
from queries.statistics.intervals import Estimate
from queries.statistics.like_with_like import compare
from queries.statistics.refusals import Counts, Reason
from queries.statistics.sensitivity import negative_control, smallest_detectable
from queries.statistics.survival import kaplan_meier
from tests.worlds.firms import CONFOUNDERS, Firm, World

Row = tuple[str, str, int, int]

# Segment, support, customers, and how many of them left in the only month. The odds of leaving are 2.25 times as high
# where support was poor, in both segments; large customers had good support more often, and stay anyway.
TWO_SEGMENTS: list[Row] = [
    ("large", "good", 3000, 300),
    ("large", "poor", 1000, 200),
    ("small", "good", 1000, 400),
    ("small", "poor", 2000, 1200),
]


def one_month(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"segment": segment, "exposure": support, "months": 1, "is_event": is_event, "customers": customers}
            for segment, support, total, left in rows
            for is_event, customers in ((True, left), (False, total - left))
        ]
    )


def firm_cells(seed: int = 1, **world: object) -> pd.DataFrame:
    return Firm(World(**world), np.random.default_rng(seed)).cells()


def value_of(estimate: Estimate | None) -> float:
    assert estimate is not None
    return estimate.value


def test_two_segments_by_hand() -> None:
    """All good: 4/7 of customers are large and keep 90 %, 3/7 small and keep 60 %; all poor: 80 % and 40 %."""
    found = compare(one_month(TWO_SEGMENTS), ["segment"], horizon=1)
    assert value_of(found.difference) == pytest.approx(1 / 7, abs=2e-4)
    good, poor = found.group("good"), found.group("poor")
    assert good is not None and poor is not None
    assert value_of(good.standardised) == pytest.approx(0.9 * 4 / 7 + 0.6 * 3 / 7, abs=2e-4)
    assert value_of(poor.standardised) == pytest.approx(0.8 * 4 / 7 + 0.4 * 3 / 7, abs=2e-4)
    assert value_of(good.crude) == pytest.approx(1 - 700 / 4000) and value_of(poor.crude) == pytest.approx(
        1 - 1400 / 3000
    )
    assert value_of(found.crude) == pytest.approx(0.825 - 1600 / 3000)
    assert found.weighted == pytest.approx(1 / 7, abs=2e-4)
    assert value_of(found.risk_ratio) == pytest.approx((1 - 22 / 35) / (1 - 27 / 35), abs=2e-3)
    assert found.customers == 7000 and found.events == 2100 and found.used == ("segment",) and found.left_out == ()
    assert found.strongest is not None and found.strongest.name == "segment"
    assert found.strongest.risk_ratio_without == pytest.approx((1400 / 3000) / (700 / 4000), rel=1e-3)
    assert found.strongest.shift == pytest.approx((1400 / 3000) / 0.175 / (13 / 8), rel=2e-3)


def test_a_difference_that_differs_with_the_segment_is_averaged_over_all_customers() -> None:
    """2 points among the large (4/7 of all) and 30 among the small; no model is needed to say so, and none is in the way."""
    rows = [
        ("large", "good", 3000, 300),
        ("large", "poor", 1000, 120),
        ("small", "good", 1000, 200),
        ("small", "poor", 2000, 1000),
    ]
    found = compare(one_month(rows), ["segment"], horizon=1, replicates=2000)
    assert value_of(found.difference) == pytest.approx((4 * 0.02 + 3 * 0.30) / 7, abs=2e-4)
    assert found.weighted == pytest.approx(value_of(found.difference), abs=2e-4)
    assert found.difference is not None
    share = np.array([4 / 7, 3 / 7])
    within = share**2 @ [0.09 / 3000 + 0.12 * 0.88 / 1000, 0.16 / 1000 + 0.25 / 2000]
    between = (share @ np.array([0.02, 0.3]) ** 2 - value_of(found.difference) ** 2) / 7000
    half = (found.difference.high - found.difference.low) / 2
    assert half == pytest.approx(1.96 * np.sqrt(within + between), rel=0.05)
    assert found.strongest is not None and found.strongest.name == "segment"
    assert found.strongest.risk_ratio_without == pytest.approx((1120 / 3000) / (500 / 4000), rel=1e-3)


def test_the_interval_is_that_of_two_independent_segments() -> None:
    """By hand: variance of the two strata's differences with their shares, plus that of the shares themselves."""
    found = compare(one_month(TWO_SEGMENTS), ["segment"], horizon=1, replicates=2000)
    share = np.array([4 / 7, 3 / 7])
    within = share**2 @ [0.09 / 3000 + 0.16 / 1000, 0.24 / 1000 + 0.24 / 2000]
    between = (share @ np.array([0.1, 0.2]) ** 2 - (1 / 7) ** 2) / 7000
    error = np.sqrt(within + between)
    assert found.difference is not None and found.per_1000 is not None
    # A model without interaction leans on both segments at once, and may be a little surer than this.
    half = (found.difference.high - found.difference.low) / 2
    assert 0.85 * 1.96 * error < half < 1.05 * 1.96 * error
    assert found.per_1000.low == pytest.approx(1000 * found.difference.low)
    assert found.smallest_detectable == pytest.approx(half / 1.959964 * (1.959964 + 0.841621), rel=1e-5)
    assert smallest_detectable(0.01) == pytest.approx(0.028016, abs=1e-6)


def test_conversions_turn_the_difference_and_the_ratio_around() -> None:
    frame = one_month(TWO_SEGMENTS)
    lost, reached = (compare(frame, ["segment"], horizon=1, is_event_good=good) for good in (False, True))
    assert value_of(reached.difference) == pytest.approx(-value_of(lost.difference))
    assert value_of(reached.crude) == pytest.approx(-value_of(lost.crude))
    assert lost.weighted is not None and reached.weighted == pytest.approx(-lost.weighted)
    assert reached.p_value == lost.p_value
    good = reached.group("good")
    assert good is not None and value_of(good.standardised) == pytest.approx(1 - 27 / 35, abs=2e-4)
    assert value_of(reached.risk_ratio) == pytest.approx((22 / 35) / (27 / 35), abs=2e-3)
    assert reached.curves is not None and reached.curves.query("month == 0")["value"].eq(0).all()


def test_no_contact_is_another_population() -> None:
    """It gets its own line, and moves nothing else by however little."""
    frame = firm_cells()
    silent = frame.assign(exposure="no contact", customers=frame["customers"] * 3)
    with_them, without = (compare(given, CONFOUNDERS) for given in (pd.concat([frame, silent]), frame))
    apart = with_them.group("no contact")
    assert apart is not None and apart.standardised is None and apart.crude is not None
    assert with_them.groups[0] is apart and with_them.customers == without.customers
    assert with_them.difference == without.difference and with_them.levels == ("good", "poor", "neither")
    assert with_them.overlap == without.overlap


def test_crude_shares_are_kaplan_meier() -> None:
    frame = firm_cells()
    found = compare(frame, CONFOUNDERS)
    for level in ("good", "poor"):
        rows = frame[frame["exposure"] == level]
        curve = kaplan_meier(rows["months"], rows["is_event"], counts=rows["customers"])
        group = found.group(level)
        assert group is not None and group.crude is not None
        assert (group.crude.value, group.crude.low) == (curve.survival[-1], curve.low[-1])
        assert group.counts.customers == rows["customers"].sum()
        assert group.counts.events == rows.loc[rows["is_event"], "customers"].sum()


def test_same_cells_same_result_in_whatever_order_and_however_split() -> None:
    frame = firm_cells(customers=(900, 900))
    one = compare(frame, CONFOUNDERS, replicates=50)
    split = frame.assign(customers=frame["customers"] / 2)
    for given in (frame.sample(frac=1, random_state=3), pd.concat([split, split])):
        assert_same(compare(given, CONFOUNDERS, replicates=50), one)
    other = compare(frame, CONFOUNDERS, replicates=50, seed=2)
    assert value_of(other.difference) == value_of(one.difference) and other.difference != one.difference


def assert_same(one: Comparison, other: Comparison) -> None:
    assert one.draws is not None and other.draws is not None
    assert one.balance is not None and other.balance is not None and one.curves is not None and other.curves is not None
    assert np.allclose(one.draws, other.draws, atol=1e-12)
    pd.testing.assert_frame_equal(one.balance, other.balance)
    pd.testing.assert_frame_equal(one.curves, other.curves)
    for name in ("difference", "crude", "risk_ratio"):
        first, second = getattr(one, name), getattr(other, name)
        assert (first.value, first.low, first.high) == pytest.approx((second.value, second.low, second.high), abs=1e-12)
    assert (one.weighted, one.p_value) == pytest.approx((other.weighted, other.p_value), abs=1e-12)
    assert (one.groups[0].counts, one.used, one.parameters) == (other.groups[0].counts, other.used, other.parameters)
    assert one.strongest is not None and other.strongest is not None
    assert one.strongest.name == other.strongest.name
    assert one.strongest.shift == pytest.approx(other.strongest.shift, abs=1e-9)


def test_names_of_levels_do_not_matter() -> None:
    frame = firm_cells(customers=(900, 900))
    renamed = frame.assign(
        exposure=frame["exposure"].map({"good": "yes", "poor": "no", "neither": "z"}),
        segment=frame["segment"].map({"large": "c", "medium": "b", "small": "a"}),
    ).rename(columns={"exposure": "fast_reply", "segment": "size"})
    names = ["size" if name == "segment" else name for name in CONFOUNDERS]
    one = compare(frame, CONFOUNDERS)
    other = compare(
        renamed, names, exposure="fast_reply", first="yes", second="no", core=("size", "plan", "tickets_band")
    )
    assert value_of(other.difference) == pytest.approx(value_of(one.difference), abs=1e-6)
    swapped = compare(frame, CONFOUNDERS, first="poor", second="good")
    assert value_of(swapped.difference) == pytest.approx(-value_of(one.difference), abs=1e-4)


@pytest.mark.parametrize("customers", [(700, 700), (3000, 3000)])
def test_what_is_shown_fits_together(customers: tuple[int, int]) -> None:
    """By refitting and by influence."""
    found = compare(firm_cells(customers=customers), CONFOUNDERS, lost_before=12)
    assert found.difference is not None and found.draws is not None and found.curves is not None
    assert found.p_value is not None and found.risk_ratio is not None and found.lost_before == 12
    assert found.draws.shape == (400, len(found.levels), 12)
    ends = found.curves[found.curves["month"] == 12].set_index("level")
    assert ends.index.tolist() == list(found.levels)
    assert ends.loc["good", "value"] - ends.loc["poor", "value"] == pytest.approx(found.difference.value)
    assert (ends["low"] < ends["value"]).all() and (ends["value"] < ends["high"]).all()
    drawn = found.draws[:, 0, -1] - found.draws[:, 1, -1]
    half = (found.difference.high - found.difference.low) / 2
    assert drawn.mean() == pytest.approx(found.difference.value, abs=0.2 * half)
    assert 1.96 * drawn.std() == pytest.approx(half, rel=0.12)
    assert found.is_clear == (found.p_value < 0.05) == (not found.risk_ratio.low <= 1 <= found.risk_ratio.high)
    assert (found.risk_ratio.value > 1) == (found.difference.value > 0)
    assert found.events_per_parameter == found.events / found.parameters
    again = found.between("good", "poor")
    assert again is not None and again.value == pytest.approx(found.difference.value)
    assert again.low == pytest.approx(found.difference.low, abs=0.12 * half)
    assert found.between("poor", "neither") is not None and found.between("poor", "no contact") is None
    assert not found.is_model_dependent
    moved = replace(found, weighted=found.difference.value + 1.01 * half)
    assert moved.is_model_dependent


def test_many_customers_are_surer_by_the_root_of_their_number() -> None:
    """The same cells a hundred times over; the baseline may then bend in every month."""
    frame = firm_cells()
    one = compare(frame, CONFOUNDERS)
    many = compare(frame.assign(customers=frame["customers"] * 100), CONFOUNDERS)
    assert one.difference is not None and many.difference is not None
    assert value_of(many.difference) == pytest.approx(value_of(one.difference), abs=1e-3)
    ratio = (one.difference.high - one.difference.low) / (many.difference.high - many.difference.low)
    assert ratio == pytest.approx(10, rel=0.01)


def refused(frame: pd.DataFrame, confounders: Sequence[str] = ("segment",), **asked: object) -> Comparison:
    found = compare(frame, confounders, **{"horizon": 1, **asked})
    assert found.refusal is not None
    assert found.difference is None and found.crude is None and found.weighted is None and found.curves is None
    assert not found.is_clear and not found.is_model_dependent and found.per_1000 is None
    return found


def reason(frame: pd.DataFrame, **asked: object) -> tuple[Reason, str | None, float, float]:
    refusal = refused(frame, **asked).refusal
    assert refusal is not None
    return refusal.reason, refusal.level, refusal.value, refusal.needed


def test_nobody_to_compare_with() -> None:
    frame = one_month(TWO_SEGMENTS)
    assert reason(frame[frame["exposure"] == "good"]) == (Reason.NOTHING, "poor", 0, 1)
    assert reason(frame[:0]) == (Reason.NOTHING, "good", 0, 1)
    for asked in ({"apart": ("poor",)}, {"first": "poor"}):
        with pytest.raises(ValueError, match="same population"):
            compare(frame, ["segment"], horizon=1, **asked)


@pytest.mark.parametrize(("left", "share"), [(0, 0.0), (20, 1.0)])
def test_a_level_that_nobody_or_everybody_left_stops(left: int, share: float) -> None:
    rows = [("large", "good", 500, 50), ("large", "poor", 500, 90)]
    assert reason(one_month([*rows, ("large", "neither", 20, left)])) == (Reason.LEAK, "neither", share, 0)
    assert compare(one_month([*rows, ("large", "neither", 19, min(left, 19))]), [], horizon=1).refusal is None
    assert compare(one_month([*rows, ("large", "no contact", 20, left)]), [], horizon=1).refusal is None
    assert reason(one_month([rows[0], ("large", "poor", 20, left)])) == (Reason.LEAK, "poor", share, 0)


def test_everybody_left_also_where_the_last_could_not_be_followed() -> None:
    """A level whose 40 lost customers are all lost, but that the data end before the last month of 3 of them."""
    frame = one_month([("large", "good", 500, 50), ("large", "poor", 40, 40)])
    cut = frame[frame["exposure"] == "poor"].head(1).assign(months=0, is_event=False, customers=3)
    assert reason(pd.concat([frame, cut])) == (Reason.LEAK, "poor", 1.0, 0)
    assert not Counts("poor", customers=50, events=40, at_risk=40, kept=0).has_lost_everybody  # a fifth not followed
    assert not Counts("poor", customers=41, events=40, at_risk=41, kept=1).has_lost_everybody


def test_that_nobody_left_is_no_leak_where_hardly_anybody_left() -> None:
    rows = [("large", "good", 31, 0), ("large", "poor", 14, 3)]
    assert reason(one_month(rows)) == (Reason.COUNTS_ONLY, "good", 0, 10)
    assert reason(one_month([rows[0], ("large", "poor", 200, 20)])) == (Reason.LEAK, "good", 0.0, 0)


def test_thin_data_give_counts_only() -> None:
    found = refused(one_month([("large", "good", 500, 50), ("large", "poor", 40, 9)]))
    assert found.refusal is not None and found.groups[0].counts.events == 50 and found.groups[1].crude is not None
    assert reason(one_month([("large", "good", 500, 50), ("large", "poor", 40, 9)])) == (
        Reason.COUNTS_ONLY,
        "poor",
        9,
        10,
    )
    assert reason(one_month([("large", "good", 500, 9), ("large", "poor", 40, 10)])) == (
        Reason.COUNTS_ONLY,
        "good",
        9,
        10,
    )
    assert compare(one_month([("large", "good", 500, 10), ("large", "poor", 40, 10)]), [], horizon=1).refusal is None


def test_a_horizon_that_hardly_anybody_was_followed_to() -> None:
    frame = one_month([("large", "good", 500, 50), ("large", "poor", 500, 60)])
    assert reason(frame, horizon=2) == (Reason.NOT_FOLLOWED, "good", 0, 10)


def test_confounders_are_used_as_far_as_events_go_the_core_ones_first() -> None:
    """Ten events for each parameter: two levels of support and their baseline, and one for each level but one."""
    core = ("segment", "plan", "tickets_band")
    for leaving, seed in ((0.12, 1), (0.15, 2), (0.25, 3)):
        frame = firm_cells(customers=(1500, 1500), leaving=(leaving, leaving), seed=seed)
        found = compare(frame, CONFOUNDERS, replicates=20)
        assert set(core) <= set(found.used) and set(found.used) | set(found.left_out) == set(CONFOUNDERS)
        assert found.events >= 10 * found.parameters
        assert list(found.used) == [name for name in CONFOUNDERS if name in found.used]
        smallest = min((frame[name].nunique() - 1 for name in found.left_out), default=np.inf)
        assert found.events < 10 * (found.parameters + smallest)


def test_few_events_keep_the_core_confounders_and_fewer_refuse() -> None:
    frame = firm_cells(customers=(600, 600), leaving=(0.15, 0.15), seed=4)
    found = compare(frame, CONFOUNDERS, replicates=20)
    assert found.used == ("segment", "plan", "tickets_band")
    assert found.events_per_parameter is not None and 5 <= found.events_per_parameter < 10
    refusal = compare(frame, CONFOUNDERS, core=CONFOUNDERS).refusal
    assert refusal is not None and refusal.reason is Reason.TOO_FEW_EVENTS
    assert refusal.value < 5 == refusal.needed


def test_groups_that_have_nobody_in_common() -> None:
    """Large customers never had poor support: 30 % of all, so nothing; with 15 % the rest can be compared."""
    rows = [("small", "good", 1000, 100), ("small", "poor", 1000, 200)]
    found = refused(one_month([*rows, ("large", "good", 900, 90)]))
    assert found.refusal is not None and found.refusal.reason is Reason.NO_OVERLAP
    assert found.refusal.value == pytest.approx(900 / 2900) and found.overlap is not None and found.balance is not None
    fewer = compare(one_month([*rows, ("large", "good", 350, 35)]), ["segment"], horizon=1)
    assert fewer.refusal is None and fewer.overlap is not None
    assert fewer.overlap.share_without == pytest.approx(350 / 2350)


def test_a_confounder_with_one_level_is_left_out() -> None:
    found = compare(one_month(TWO_SEGMENTS).assign(plan="pro"), ["plan", "segment"], horizon=1)
    assert found.used == ("segment",) and found.left_out == ("plan",)
    assert found.balance is not None and found.balance["before"].iloc[0] == 0


def test_a_control_alarms_only_where_it_is_clear() -> None:
    clear = compare(one_month(TWO_SEGMENTS), ["segment"], horizon=1)
    assert negative_control(clear).is_alarming is True
    same = one_month([("large", "good", 500, 50), ("large", "poor", 500, 51)])
    assert negative_control(compare(same, [], horizon=1)).is_alarming is False
    assert negative_control(compare(same, [], horizon=2)).is_alarming is None
