"""How many good interactions offset a poor one, in made-up firms where it is known; and when it cannot be told."""

import numpy as np
import pandas as pd
import pytest

from queries.statistics.one_poor import OnePoor, one_poor
from queries.statistics.refusals import Reason
from tests.worlds.interactions import CONFOUNDERS, GOOD, OFFSET, POOR, cells, found, held


def firm(seed: int, *, customers: int = 20_000, good: float = GOOD) -> pd.DataFrame:
    return cells(np.random.default_rng(seed), customers=customers, good=good)


def asked(frame: pd.DataFrame) -> OnePoor:
    return one_poor(frame, CONFOUNDERS)


def test_three_good_ones_offset_a_poor_one() -> None:
    told = asked(firm(1))
    assert told.refusal is None and told.used == CONFOUNDERS and told.is_good_clear
    assert told.good is not None and told.poor is not None and told.offset is not None
    assert told.good.low < GOOD < told.good.high and told.poor.low < POOR < told.poor.high
    assert told.offset.low < OFFSET < told.offset.high and told.offset.high - told.offset.low < 4
    assert told.offset.value == pytest.approx(-told.poor.value / told.good.value)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Many more firms: `python -m tests.worlds`."""
    shares = held(list(found(firms=25, replicates=100)))
    assert shares["estimated"] > 0.7 and min(shares["good"], shares["poor"], shares["offset"]) >= 0.8, shares


def test_without_an_effect_of_good_ones_there_is_no_offset() -> None:
    told = asked(firm(3, good=0.0))
    assert told.refusal is None and told.poor is not None and told.poor.low > 0
    assert not told.is_good_clear and told.offset is None


def test_good_ones_that_go_with_leaving_offset_nothing() -> None:
    told = asked(firm(4, good=0.2))
    assert told.good is not None and told.good.low > 0 and told.offset is None


def test_without_contact_is_another_population() -> None:
    frame = firm(5)
    assert (frame["combination"] == "no contact").any()
    contacted = frame[frame["combination"] != "no contact"]
    assert asked(frame) == asked(contacted)
    assert asked(frame).customers == contacted["customers"].sum()


def test_more_than_five_count_as_five() -> None:
    frame = firm(6)
    assert frame["good"].max() > 5
    assert asked(frame) == asked(frame.assign(good=frame["good"].clip(upper=5)))


def test_too_few_with_a_poor_one_are_counted_only() -> None:
    frame = firm(7, customers=2000)
    told = asked(frame.assign(poor=frame["poor"].where(frame["poor"] >= 4, 0)))
    assert told.refusal is not None and told.refusal.reason in (Reason.COUNTS_ONLY, Reason.NOT_FOLLOWED, Reason.LEAK)
    assert told.refusal.level == "poor one or more" and told.poor is None and told.offset is None
    assert told.with_poor.customers < 40
