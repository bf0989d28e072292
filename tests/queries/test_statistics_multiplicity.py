"""Benjamini-Hochberg on its authors' own example, and the score test against Pearson's chi-squared."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.multiplicity import benjamini_hochberg, groups_differ_p, two_proportions_p

# Benjamini and Hochberg 1995, section 4.1: thrombolysis after myocardial infarction.
PUBLISHED = [
    *[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
    *[0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000],
]
p_values = st.lists(st.floats(min_value=0, max_value=1), max_size=40)


def test_four_of_fifteen_are_rejected_as_in_benjamini_and_hochberg_1995() -> None:
    is_rejected = benjamini_hochberg(PUBLISHED) <= 0.05
    assert is_rejected.tolist() == [True] * 4 + [False] * 11


@settings(deadline=None)
@given(p_values)
def test_adjusted_values_match_scipy(values: list[float]) -> None:
    from scipy.stats import false_discovery_control

    expected = false_discovery_control(values, method="bh") if values else np.empty(0)
    assert benjamini_hochberg(values) == pytest.approx(expected)


@settings(deadline=None)
@given(p_values)
def test_adjusted_values_keep_their_order_and_are_never_smaller(values: list[float]) -> None:
    adjusted = benjamini_hochberg(values)
    assert np.all(adjusted >= np.array(values)) and np.all(adjusted <= 1)
    assert np.all(np.diff(adjusted[np.argsort(values, kind="stable")]) >= 0)


def test_missing_p_values_stay_missing_and_do_not_count() -> None:
    adjusted = benjamini_hochberg([0.01, math.nan, 0.04])
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.04]) and math.isnan(adjusted[1])


def test_impossible_p_values_are_refused() -> None:
    with pytest.raises(ValueError, match="p-values"):
        benjamini_hochberg([0.5, 1.5])


def test_two_proportions_match_the_physicians_health_study_of_agresti_2013() -> None:
    """189 of 11,034 on placebo and 104 of 11,037 on aspirin had a heart attack: X squared 25.01, z 5.00."""
    from scipy.stats import norm

    p = two_proportions_p(189, 11_034, other_successes=104, other_n=11_037)
    assert p is not None
    assert norm.isf(p / 2) ** 2 == pytest.approx(25.01, abs=0.005)


@settings(deadline=None)
@given(
    st.tuples(*[st.integers(min_value=1, max_value=2_000)] * 4),
)
def test_two_proportions_match_pearson_chi_squared(table: tuple[int, int, int, int]) -> None:
    from scipy.stats import chi2_contingency

    hits, misses, other_hits, other_misses = table
    p = two_proportions_p(hits, hits + misses, other_successes=other_hits, other_n=other_hits + other_misses)
    expected = chi2_contingency([[hits, misses], [other_hits, other_misses]], correction=False).pvalue
    assert p == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_two_proportions_without_any_difference_to_see() -> None:
    assert two_proportions_p(0, 10, other_successes=0, other_n=20) == 1
    assert two_proportions_p(10, 10, other_successes=20, other_n=20) == 1
    assert two_proportions_p(0, 0, other_successes=5, other_n=20) is None


def test_two_proportions_refuse_impossible_counts() -> None:
    with pytest.raises(ValueError, match="successes"):
        two_proportions_p(11, 10, other_successes=0, other_n=20)


def test_several_groups_are_compared_by_pearsons_chi_squared() -> None:
    # Agresti 2013, table 3.2 is two-way; here by hand: 10 of 50, 20 of 50, 30 of 50 against 20 each
    expected = (10**2 + 0 + 10**2) / (50 * 0.4 * 0.6)
    assert groups_differ_p([10, 20, 30], [50, 50, 50]) == pytest.approx(
        math.exp(-expected / 2)
    )  # two degrees of freedom
    assert groups_differ_p([56, 48], [70, 80]) == pytest.approx(
        two_proportions_p(56, 70, other_successes=48, other_n=80)
    )
    assert groups_differ_p([5, 0, 5], [5, 0, 5]) == 1
    assert groups_differ_p([5], [9]) is None
    with pytest.raises(ValueError, match="same length"):
        groups_differ_p([6], [5])
