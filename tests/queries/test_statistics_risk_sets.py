"""Risk sets with late entry, by hand and against counting person by person; curves and shares that start from them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.risk_sets import count_risk_sets, numbers_at_risk, risk_sets, watched_until
from queries.statistics.survival import kaplan_meier, survival_at, survival_curve

people = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 20), st.sampled_from(["price", "payment", None])),
    min_size=1,
    max_size=40,
)


def test_risk_sets_with_late_entry_by_hand() -> None:
    """Three from the start, two in view from 2 on; at 2 only the three can be lost, at 3 those two as well."""
    sets = risk_sets([2, 3, 5, 3, 4], ["price", None, None, "price", "payment"], entries=[0, 0, 0, 2, 2])
    assert sets.time.tolist() == [0, 2, 3, 4, 5]
    assert sets.at_risk.tolist() == [3, 3, 4, 2, 1]
    assert sets.events["price"].tolist() == [0, 1, 1, 0, 0]
    assert sets.events["payment"].tolist() == [0, 0, 0, 1, 0]
    assert sets.censored.tolist() == [0, 0, 1, 0, 1]
    assert (sets.n, sets.total) == (5, 3)
    curve = survival_curve(sets, fewest=1)
    assert curve.survival == pytest.approx([2 / 3, 2 / 3 * 3 / 4, 2 / 3 * 3 / 4 / 2])
    assert numbers_at_risk(sets, [0, 1, 2, 2.5, 4, 5, 6]).tolist() == [3, 3, 3, 4, 2, 1, 0]


@settings(deadline=None, max_examples=50)
@given(people)
def test_counts_by_time_are_those_of_counting_person_by_person(rows: list[tuple[int, int, str | None]]) -> None:
    entries, ends = [entry for entry, _, _ in rows], [entry + length for entry, length, _ in rows]
    reasons = [reason for _, _, reason in rows]
    sets = risk_sets(ends, reasons, entries=entries)
    for place, time in enumerate(sets.time):
        seen = [(e < time <= end) or (time == 0 == e) for e, end in zip(entries, ends, strict=True)]
        assert sets.at_risk[place] == sum(seen)
    grouped = count_risk_sets(
        [*entries, *ends],
        entered=[1] * len(rows) + [0] * len(rows),
        events={
            name: [0] * len(rows) + [int(one == name) for one in reasons] for name in sorted(set(reasons) - {None})
        },
        censored=[0] * len(rows) + [int(one is None) for one in reasons],
    )
    assert grouped.at_risk.tolist() == sets.at_risk.tolist() and grouped.n == sets.n == len(rows)
    assert grouped.all_events.tolist() == sets.all_events.tolist()


def test_late_entry_is_unbiased_where_ignoring_it_is_not() -> None:
    """True retention at 12 months is one half; customers older than the history are seen only if they stayed."""
    random = np.random.default_rng(8)
    lifetime, age = random.exponential(12 / math.log(2), 40_000), random.uniform(0, 36, 40_000)
    is_seen = lifetime > age
    lifetime, age = lifetime[is_seen], age[is_seen]
    end, is_lost = np.minimum(lifetime, age + 12), lifetime <= age + 12
    reasons = ["lost" if one else None for one in is_lost]
    (right,) = survival_at(risk_sets(end, reasons, entries=age), [12])
    (first,) = survival_at(risk_sets(np.concatenate([end, [12.0] * 50]), reasons + [None] * 50), [12])
    assert right is None  # nobody in view from the very start: no curve
    newcomers = random.exponential(12 / math.log(2), 500)
    ends = np.concatenate([end, np.minimum(newcomers, 12)])
    entries = np.concatenate([age, np.zeros(500)])
    both = reasons + ["lost" if one <= 12 else None for one in newcomers]
    (right,) = survival_at(risk_sets(ends, both, entries=entries), [12])
    assert right is not None and first is not None
    assert right.low < 0.5 < right.high and right.high - right.low < 0.05
    assert first.low > 0.6  # survivors only


def test_the_curve_ends_where_fewer_than_ten_are_left() -> None:
    sets = risk_sets(range(1, 21), ["lost"] * 20)
    curve = survival_curve(sets)
    assert curve.until == 11 and curve.at_risk.min() == 10 and curve.survival[-1] == pytest.approx(9 / 20)
    found = survival_at(sets, [0, 11, 12])
    assert found[0] is not None and (found[0].value, found[0].high) == (1, 1)
    assert found[0].low == pytest.approx(0.8389, abs=1e-4)  # Wilson of 20 of 20
    assert found[1] is not None and found[1].value == pytest.approx(0.45)
    assert found[2] is None
    assert watched_until(sets, 21) is None and watched_until(sets, 1) == 20


def test_nobody_in_view_at_the_beginning_gives_no_curve() -> None:
    sets = risk_sets([30] * 50, ["lost"] * 50, entries=[10] * 50)
    curve = survival_curve(sets)
    assert curve.time.size == 0 and curve.until == 0 and survival_at(sets, [20]) == [None]


def test_retention_of_freireich_6mp_with_its_limits() -> None:
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapsed = [True, True, True, False, True, False, True, False, False, True, True, *[False] * 3, True, True]
    relapsed += [False] * 5
    sets = risk_sets(weeks, ["relapse" if one else None for one in relapsed])
    (at_20,) = survival_at(sets, [20], fewest=5)
    assert at_20 is not None
    assert (at_20.value, at_20.low, at_20.high) == pytest.approx((0.627, 0.3675, 0.8049), abs=5e-4)
    (ended,) = survival_at(risk_sets([1] * 20, ["lost"] * 20), [1])
    assert ended is not None and (ended.value, ended.low) == (0, 0)
    assert ended.high == pytest.approx(0.1611, abs=1e-4)  # Wilson of 0 of 20, Newcombe 1998


def test_plain_curves_are_those_of_risk_sets() -> None:
    plain = kaplan_meier([1, 2, 2, 3], [True, True, False, True])
    sets = survival_curve(risk_sets([1, 2, 2, 3], ["a", "b", None, "a"]), fewest=1)
    assert plain.survival.tolist() == sets.survival.tolist() and plain.until == 3


def test_rows_that_were_never_at_risk_are_left_out() -> None:
    sets = risk_sets([5, 5, 0], ["lost", "lost", "lost"], entries=[5, 0, 0])
    assert sets.n == 2 and sets.at_risk.tolist() == [2, 1]
    assert risk_sets([], []).n == 0 and survival_curve(risk_sets([], [])).until == 0
    assert risk_sets([4, 4], ["a", "b"], counts=[3, 4]).all_events.tolist() == [0, 7]


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="more left"):
        count_risk_sets([0, 1], entered=[1, 0], events={"lost": [0, 2]}, censored=[0, 0])
    with pytest.raises(ValueError, match="more left"):
        count_risk_sets([0, 1], entered=[0, 1], events={"lost": [0, 1]}, censored=[0, 0])
    with pytest.raises(ValueError, match="same length"):
        count_risk_sets([0, 1], entered=[1], events={}, censored=[0, 0])
    with pytest.raises(ValueError, match="finite"):
        count_risk_sets([0, -1], entered=[1, 0], events={}, censored=[0, 0])
    with pytest.raises(ValueError, match="after the duration"):
        risk_sets([3], [None], entries=[4])
    with pytest.raises(ValueError, match="same length"):
        risk_sets([3], [])
    with pytest.raises(ValueError, match="at least one"):
        survival_curve(risk_sets([3], [None]), fewest=0)
    with pytest.raises(ValueError, match="times"):
        survival_at(risk_sets([3], [None]), [-1])
