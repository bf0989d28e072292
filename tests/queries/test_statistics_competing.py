"""Shares lost for each reason: by hand, against the matrix product of Aalen and Johansen, and against plain counting."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.statistics.competing import cumulative_incidence, lost_at
from queries.statistics.risk_sets import RiskSets, risk_sets
from queries.statistics.survival import survival_curve

people = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 12), st.sampled_from(["price", "payment", "moved", None])),
    min_size=3,
    max_size=40,
)


def sets_of(rows: list[tuple[int, int, str | None]]) -> RiskSets:
    return risk_sets(
        [entry + length for entry, length, _ in rows], [r for _, _, r in rows], entries=[e for e, _, _ in rows]
    )


def test_shares_by_hand() -> None:
    """Of 10: 2 price at 1, 1 payment at 2, one out of view at 2, 3 price at 4 of the 6 left; 3 stay."""
    reasons = ["price"] * 2 + ["payment", None] + ["price"] * 3 + [None] * 3
    found = cumulative_incidence(risk_sets([1, 1, 2, 2, 4, 4, 4, 5, 5, 5], reasons), fewest=1)
    assert found.time.tolist() == [1, 2, 4]
    assert found.survival == pytest.approx([0.8, 0.7, 0.35])
    assert found.share["price"] == pytest.approx([0.2, 0.2, 0.2 + 0.7 * 3 / 6])
    assert found.share["payment"] == pytest.approx([0, 0.1, 0.1])
    # Greenwood-like variance of the first step is that of 2 of 10; limits by log-log.
    error = math.sqrt(0.2 * 0.8 / 10)
    assert found.error["price"][0] == pytest.approx(error)
    factor = math.exp(1.959964 * error / (0.2 * abs(math.log(0.2))))
    assert (found.low["price"][0], found.high["price"][0]) == pytest.approx(
        (0.2**factor, 0.2 ** (1 / factor)), abs=1e-6
    )


@settings(deadline=None, max_examples=50)
@given(people)
def test_all_shares_and_survival_add_up_to_one(rows: list[tuple[int, int, str | None]]) -> None:
    sets = sets_of(rows)
    found, curve = cumulative_incidence(sets, fewest=1), survival_curve(sets, fewest=1)
    assert found.time.tolist() == curve.time.tolist() and found.survival == pytest.approx(curve.survival)
    together = np.sum([*found.share.values(), found.survival], axis=0)
    assert together == pytest.approx(np.ones(found.time.size))


@settings(deadline=None, max_examples=50)
@given(people)
def test_shares_and_errors_are_those_of_the_matrix_product(rows: list[tuple[int, int, str | None]]) -> None:
    """State occupation by products of transition matrices, and its covariance by recursion (Andersen et al. 1993, IV.4)."""
    sets = sets_of(rows)
    found = cumulative_incidence(sets, fewest=1)
    reasons = list(found.share)
    occupied, spread = np.eye(len(reasons) + 1)[0], np.zeros((len(reasons) + 1, len(reasons) + 1))
    for place, time in enumerate(found.time):
        at = int(np.flatnonzero(sets.time == time)[0])
        n = sets.at_risk[at]
        lost = np.array([sets.events[reason][at] for reason in reasons]) / n
        step = np.eye(len(reasons) + 1)
        step[0] = [1 - lost.sum(), *lost]
        own = np.array([1 - lost.sum(), *lost])
        spread = step.T @ spread @ step + occupied[0] ** 2 * (np.diag(own) - np.outer(own, own)) / n
        occupied = occupied @ step
        assert [found.share[reason][place] for reason in reasons] == pytest.approx(occupied[1:])
        expected = np.sqrt(np.maximum(np.diag(spread)[1:], 0.0))
        assert [found.error[reason][place] for reason in reasons] == pytest.approx(expected, abs=1e-5)


def test_without_censoring_they_are_plain_shares_with_their_error() -> None:
    reasons = ["price"] * 30 + ["payment"] * 20 + [None] * 50
    found = cumulative_incidence(risk_sets([*range(1, 51), *[60] * 50], reasons))
    for reason, share in (("price", 0.3), ("payment", 0.2)):
        assert found.share[reason][-1] == pytest.approx(share)
        assert found.error[reason][-1] == pytest.approx(math.sqrt(share * (1 - share) / 100))


def test_kaplan_meier_of_one_reason_would_claim_more() -> None:
    sets = risk_sets(range(1, 101), ["price" if time % 2 else "payment" for time in range(1, 101)])
    alone = risk_sets(range(1, 101), ["price" if time % 2 else None for time in range(1, 101)])
    incidence, curve = cumulative_incidence(sets), survival_curve(alone)
    assert incidence.share["price"][-1] == pytest.approx(0.46) and 1 - curve.survival[-1] > 0.6


def test_shares_at_given_times_and_of_nobody() -> None:
    found = cumulative_incidence(risk_sets([5] * 10 + [9] * 30, ["price"] * 10 + [None] * 29 + ["payment"]))
    shares = lost_at(found, [4, 5, 9, 10])
    first, fifth, ninth, beyond = shares["price"]
    assert first is not None and (first.value, first.low) == (0, 0)
    assert first.high == pytest.approx(0.0876, abs=1e-4)  # Wilson of 0 of 40
    assert fifth is not None and ninth is not None and fifth.value == ninth.value == 0.25
    assert fifth.low < 0.25 < fifth.high and beyond is None
    assert shares["payment"][2] is not None and shares["payment"][2].value == pytest.approx(0.75 / 30)
    (ended,) = lost_at(cumulative_incidence(risk_sets([1] * 20, ["price"] * 20)), [1])["price"]
    assert ended is not None and (ended.value, ended.high) == (1, 1)
    assert ended.low == pytest.approx(1 - 0.1611, abs=1e-4)  # Wilson of 20 of 20, Newcombe 1998
    assert cumulative_incidence(risk_sets([], [])).share == {}
    with pytest.raises(ValueError, match="at least one"):
        cumulative_incidence(risk_sets([1], [None]), fewest=0)


def test_the_limits_cover_95_percent_with_censoring_and_late_entry() -> None:
    random = np.random.default_rng(14)
    truth = 0.4 * (1 - math.exp(-10 / 15))
    covered, worlds = 0, 300
    for _ in range(worlds):
        life, entry = random.exponential(15, 250), np.where(random.random(250) < 0.5, 0.0, random.uniform(0, 8, 250))
        reason = np.where(random.random(250) < 0.4, "price", "payment")
        seen = life > entry
        life, entry, reason = life[seen], entry[seen], reason[seen]
        end = np.minimum(life, entry + random.uniform(5, 25, life.size))
        reason = np.where(end == life, reason, "")
        (found,) = lost_at(cumulative_incidence(risk_sets(end, reason.tolist(), entries=entry)), [10])["price"]
        assert found is not None
        covered += found.low <= truth <= found.high
    assert 0.92 <= covered / worlds <= 0.98
