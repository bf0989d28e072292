"""The table of the made-up worlds, and which aims they miss."""

import math

import numpy as np

from queries.statistics.one_poor import OnePoor
from tests.worlds.interactions import OFFSET, held
from tests.worlds.trials import Kind, Summary, Trial, summarise

HEADINGS = (
    "firms",
    "refused",
    "true",
    "crude off",
    "adjusted off",
    "weights off",
    "gone",
    "held",
    "supported",
    "width",
    "depends",
)
HELD = (0.93, 0.97)
MOST_FALSE = 0.05
LEAST_GONE = 0.90


def heading() -> str:
    return f"{'world':24}" + "".join(f"{name:>{len(name) + 2}}" for name in HEADINGS)


def row(name: str, summary: Summary) -> str:
    """One line of the table."""
    texts = (
        f"{summary.firms}",
        f"{1 - summary.told / summary.firms:.0%}",
        f"{summary.truth:.1f}",
        f"{summary.crude_bias:+.1f}",
        f"{summary.bias:+.1f}",
        f"{summary.weighted_bias:+.1f}",
        f"{summary.gone:.0%}",
        f"{summary.held:.1%}",
        f"{summary.supported:.1%}",
        f"{summary.width:.1f}",
        f"{summary.depends:.1%}",
    )
    cells = zip(HEADINGS, texts, strict=True)
    return f"{name:24}" + "".join(f"{text:>{len(heading) + 2}}" for heading, text in cells)


def remarks(tried: list[Trial]) -> list[str]:
    """What else there is to say of some worlds."""
    lines = []
    naive = [1000 * (one.naive - one.truth) for one in tried if one.naive is not None]
    if naive:
        lines.append(f"ever poor against never, from the start: off by {np.mean(naive):+.1f}")
    later = [one.later for one in tried if one.later is not None]
    if later:
        summary = summarise(later)
        lines.append(
            f"without who left in the first month: off by {summary.bias:+.1f}, truth held in {summary.held:.1%}"
        )
    blurred = [1000 * one.blurred for one in tried if one.blurred is not None]
    if blurred:
        lines.append(f"of the experience itself: {np.mean(blurred):.1f}, which the records show blurred")
    return lines


def offsets(told: list[OnePoor]) -> str:
    """One line about how many good interactions offset one poor one."""
    shares = held(told)
    return (
        f"one poor: {len(told)} firms where {OFFSET:.0f} good ones offset one poor one; estimated in "
        f"{shares['estimated']:.0%}, and held in {shares['offset']:.1%} of these; the coefficients of good and poor ones "
        f"held in {shares['good']:.1%} and {shares['poor']:.1%}"
    )


def aims_missed(kind: Kind, summary: Summary) -> list[str]:
    """Aims that are missed by more than two standard errors, so that chance alone hardly ever cries wolf."""
    if not kind.is_recorded or not summary.told:
        return []
    slack = 2 * math.sqrt(0.05 * 0.95 / summary.told)
    missed = []
    if not HELD[0] - slack <= summary.held <= HELD[1] + slack:
        missed.append(f"intervals hold the truth in {summary.held:.1%} of firms, not in 93 to 97 %")
    if kind.world.effect == (0.0, 0.0) and summary.supported > MOST_FALSE + slack:
        missed.append(f"{summary.supported:.1%} of firms show a gain where there is none, not at most 5 %")
    left = max(0.0, abs(summary.bias) - 2 * summary.bias_error) / abs(summary.crude_bias)
    if left > 1 - LEAST_GONE:
        missed.append(f"{summary.gone:.0%} of the crude bias is gone, not at least 90 %")
    return missed
