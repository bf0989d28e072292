"""A verdict follows from figure, interval and corrected p-value; each belief reads the question that it is about."""

import math
from typing import Any

import pandas as pd
import pytest

from queries.computed import beliefs
from queries.computed.beliefs import CONTRADICTED, NOT_SUPPORTED, SUPPORTED, UNTESTED, Evidence
from queries.statistics.intervals import Estimate


def asking(**frames: pd.DataFrame) -> Any:
    return lambda name, *, shape=None, **parameters: frames[name]


@pytest.mark.parametrize(
    ("found", "adjusted", "expected"),
    [
        (Estimate(0.04, 0.01, 0.07), 0.01, SUPPORTED),
        (Estimate(0.04, 0.01, 0.07), 0.06, NOT_SUPPORTED),  # it counted only before the correction
        (Estimate(0.01, -0.02, 0.04), 0.5, NOT_SUPPORTED),
        (Estimate(-0.04, -0.07, -0.01), 0.01, CONTRADICTED),
        (None, math.nan, UNTESTED),
    ],
)
def test_a_belief_in_a_difference_needs_a_test_that_still_counts(
    found: Estimate | None, adjusted: float, expected: str
) -> None:
    assert beliefs.verdict(Evidence("", "points", found), adjusted) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Estimate(6, 5.2, 6.9), SUPPORTED),
        (Estimate(6, 4, 8), NOT_SUPPORTED),
        (Estimate(3, 2, 4.9), CONTRADICTED),
        (Estimate(12, 9, 15), CONTRADICTED),
    ],
)
def test_a_belief_in_a_range_is_judged_by_the_whole_interval(found: Estimate, expected: str) -> None:
    assert beliefs.verdict(Evidence("", "ratio", found, within=(5, 7), none=1), math.nan) == expected


def test_a_ratio_below_one_contradicts_a_belief_in_more() -> None:
    assert beliefs.verdict(Evidence("", "ratio", Estimate(0.5, 0.4, 0.6), none=1), 0.001) == CONTRADICTED


def test_renewals_are_compared_between_good_and_poor_last_ratings() -> None:
    """56 of 70 against 48 of 80: Newcombe 1998, 0.2000 (0.0524 to 0.3339)."""
    rows = pd.DataFrame({"rating": ["good", "poor", "not rated"], "due": [70, 80, 500], "renewed": [56, 48, 400]})
    found = beliefs.satisfied_renew(asking(renewal_by_rating=rows), {})
    assert found.estimate is not None
    assert (found.estimate.value, found.estimate.low, found.estimate.high) == pytest.approx(
        (0.2, 0.0524, 0.3339), abs=1e-4
    )
    assert found.n == 150 and found.p_value == pytest.approx(0.0083, abs=5e-4)


def test_without_poor_ratings_the_belief_cannot_be_tested_and_says_what_is_missing() -> None:
    rows = pd.DataFrame({"rating": ["good"], "due": [70], "renewed": [56]})
    found = beliefs.satisfied_renew(asking(renewal_by_rating=rows), {})
    assert found.estimate is None and "poor ratings" in found.missing


def test_ratings_are_compared_between_tickets_handled_well_and_poorly() -> None:
    rows = pd.DataFrame(
        [
            ("good", "good", 56),
            ("good", "poor", 48),
            ("neutral", "good", 10),
            ("poor", "good", 4),
            ("poor", "poor", 32),
        ],
        columns=["rating", "handling", "tickets"],
    )
    found = beliefs.ratings_go_with_quality(asking(quality_by_rating=rows), {})
    assert found.estimate is not None and found.estimate.value == pytest.approx(56 / 70 - 48 / 80)


def test_touches_are_counted_against_orders_and_a_clear_ratio_has_a_small_p() -> None:
    rows = pd.DataFrame({"origin": ["customer", "proactive", "order"], "contacts": [150, 50, 100]})
    found = beliefs.support_touches_more(asking(contacts_by_origin=rows), {})
    assert found.estimate is not None and found.estimate.value == pytest.approx(2)
    assert found.p_value < 0.001 and found.none == 1
    few = pd.DataFrame({"origin": ["customer", "proactive", "order"], "contacts": [6, 0, 5]})
    assert beliefs.support_touches_more(asking(contacts_by_origin=few), {}).p_value > 0.5


def test_the_p_value_of_an_interval_that_just_touches_none_is_five_percent() -> None:
    assert beliefs._p_of(Estimate(0.1, 0.0, 0.2)) == pytest.approx(0.05)
    assert beliefs._p_of(Estimate(-0.1, -0.4, 0.0)) == pytest.approx(0.05)
    assert beliefs._p_of_ratio(Estimate(2.0, 1.0, 4.0)) == pytest.approx(0.05)
