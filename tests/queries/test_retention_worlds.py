"""Made-up firms whose true difference is known: a short run of `python -m tests.worlds`, with the same firms each time.

The bounds are wide, as few firms are tried; the long run holds the method to its aims.
"""

from dataclasses import replace

import numpy as np
import pytest

from tests.worlds.report import aims_missed, remarks, row
from tests.worlds.trials import WORLDS, Summary, Trial, summarise, trials


def tried(name: str, firms: int) -> tuple[list[Trial], Summary]:
    told = list(trials(WORLDS[name], firms=firms, replicates=100))
    return told, summarise(told)


def test_what_is_recorded_is_adjusted_for() -> None:
    """Large customers get faster support and stay anyway: the crude comparison doubles the truth."""
    _, summary = tried("confounding", 20)
    assert summary.told == 20 and summary.crude_bias > 60 and summary.truth > 60
    assert summary.gone > 0.9 and summary.held >= 0.8 and summary.supported > 0.75
    assert abs(summary.weighted_bias) < 0.1 * summary.crude_bias and summary.depends <= 0.1


def test_without_an_effect_hardly_any_firm_shows_one() -> None:
    _, summary = tried("no effect", 20)
    assert summary.truth == 0 and summary.crude_bias > 60
    assert summary.supported <= 0.1 and summary.held >= 0.8 and summary.gone > 0.9


def test_small_firms_are_refused_or_told_honestly() -> None:
    told, summary = tried("small", 20)
    assert summary.told <= 20 and summary.held >= 0.8 and summary.gone > 0.8
    assert all(one.found.refusal is not None for one in told if one.found.difference is None)


def test_leavers_who_complain_mislead_only_who_does_not_stop_the_clock() -> None:
    told, summary = tried("complaining", 6)
    naive = np.mean([1000 * (one.naive - one.truth) for one in told if one.naive is not None])
    assert naive > 300
    assert abs(summary.bias) < 0.2 * summary.crude_bias < 0.1 * naive
    assert summarise([one.later for one in told if one.later is not None]).held >= 0.8
    assert len(remarks(told)) == 2


def test_ratings_that_the_unhappy_do_not_give_blur_the_difference() -> None:
    told, summary = tried("silent", 8)
    blurred = np.mean([1000 * one.blurred for one in told if one.blurred is not None])
    assert summary.held >= 0.8 and summary.gone > 0.85 and summary.truth < 0.85 * blurred


def test_a_difference_that_differs_with_size_is_averaged_over_all_customers() -> None:
    _, summary = tried("uneven", 12)
    assert summary.held >= 0.8 and summary.gone > 0.9


def test_what_is_not_recorded_stays() -> None:
    """No method can take it away; that is what the E-value is there to say."""
    _, summary = tried("hidden", 6)
    assert 0.3 * summary.crude_bias < summary.bias < summary.crude_bias and summary.held < 0.7


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({}, 0),
        ({"held": 0.85}, 1),
        ({"supported": 0.12}, 1),
        ({"bias": 20.0}, 1),
        ({"bias": 12.0, "bias_error": 2.0}, 0),
    ],
)
def test_missed_aims_are_named(changed: dict[str, float], missed: int) -> None:
    usual = Summary(
        firms=400,
        told=400,
        truth=0.0,
        crude_bias=100.0,
        bias=2.0,
        bias_error=1.0,
        weighted_bias=2.0,
        held=0.95,
        supported=0.03,
        width=60.0,
        depends=0.0,
    )
    summary = replace(usual, **changed)
    assert len(aims_missed(WORLDS["no effect"], summary)) == missed
    assert aims_missed(WORLDS["hidden"], summary) == []
    assert row("no effect", summary).startswith("no effect")
