"""A figure by several ways of reckoning: where its dots and bars stand, and what is said of them."""

import re

import pytest

from pages.parts.charts.ranges import ranges
from tests.pages.answer_frames import HOSTILE, reckoned
from tests.pages.chart_cases import labels, trace


def test_an_estimate_has_a_dot_and_limits_have_none():
    figure = ranges(reckoned(), unit="share", ends=(0.0, 1.0))
    dots = trace(figure, "value")
    assert list(dots.x) == pytest.approx([0.84, 0.8, 0.58]) and list(dots.marker.opacity) == [1, 1, 0]
    bars = [each for each in figure.data if each.name == "range"]
    assert [end for each in bars for end in (each.x[0], each.x[-1])] == pytest.approx([0.8, 0.87, 0.7, 0.88, 0.2, 0.96])
    assert bars[0].y[0] > bars[1].y[0] > bars[2].y[0]  # the first row on top
    assert bars[0].line.color != bars[2].line.color


def test_words_carry_the_value_and_its_ends_and_names_are_escaped():
    said = labels(ranges(reckoned(), unit="share", ends=(0.0, 1.0)))
    first, last = ([re.sub("<.*?>", "", line) for line in said[row].split("<br>")] for row in (0, 2))
    assert first == ["As the answers say", "84% (80% to 87%)  400 answers"]
    assert last == ["Whatever the silent think", "20.0% to 96.0%  1,700 answers"]
    few = reckoned().assign(n=[12, 400, 400], noun=["rating", "answer", "survey"])
    said = labels(ranges(few, unit="share", ends=(0.0, 1.0)))
    assert "12 ratings, few" in said[0] and "400 surveys" in said[2]
    assert HOSTILE not in said[1]


def test_the_axis_has_the_quarters_of_a_scale():
    share = ranges(reckoned(), unit="share", ends=(0.0, 1.0)).layout.xaxis
    assert list(share.ticktext) == ["0%", "25%", "50%", "75%", "100%"]
    score = ranges(reckoned(100), unit="score", ends=(-100.0, 100.0)).layout.xaxis
    assert list(score.ticktext) == ["−100", "−50", "0", "+50", "+100"]


def test_a_click_on_a_dot_or_an_end_gives_the_key():
    figure = ranges(reckoned(), unit="share", ends=(0.0, 1.0))
    keys = ["As the answers say", "weighted", "Whatever the silent think"]
    assert [key for key, _ in trace(figure, "value").customdata] == keys
    assert [key for key, _ in trace(figure, "ends").customdata] == keys * 2
    assert list(trace(figure, "ends").x) == pytest.approx([0.8, 0.7, 0.2, 0.87, 0.88, 0.96])
