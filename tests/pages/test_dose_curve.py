"""A figure by dose: where doses stand on the axis, what is seen of each group, and where the curve turns."""

import math

import numpy as np
import pandas as pd
import pytest

from pages.parts.charts import colours
from pages.parts.charts.curve import curve
from tests.pages import answer_frames as answers
from tests.pages.answer_frames import Turn
from tests.pages.chart_cases import FULL, labels, trace


def test_curve_goes_by_the_logarithm_with_ticks_of_whole_durations():
    figure = FULL["curve"]()
    seen = trace(figure, "seen")
    assert seen.x == pytest.approx([math.log1p(middle) for middle in answers.doses()["middle"][:6]])
    assert len(seen.y) == 6  # the bin of four answers is left out
    assert seen.customdata[-1] == ["1440", "4320"]
    places = dict(zip(figure.layout.xaxis.ticktext, figure.layout.xaxis.tickvals, strict=True))
    assert places["1 h"] == pytest.approx(math.log1p(60))
    assert places["24 h"] == pytest.approx(math.log1p(1440))
    assert 2 <= len(places) <= 6
    assert min(np.diff(figure.layout.xaxis.tickvals)) / np.ptp(figure.layout.xaxis.range) > 0.15


@pytest.mark.parametrize("clock", ["calendar", "business"])
@pytest.mark.parametrize("ends", [(0, 0.5), (3, 9), (61, 100), (0, 3), (20, 200), (0, 90_000), (1e5, 1e7)])
def test_a_logarithmic_axis_has_ticks_apart_and_within_what_was_seen(clock, ends):
    bins = pd.DataFrame({"low": ends, "high": ends, "middle": ends, "n": 50, "value": [0.9, 0.8]})
    bins = bins.assign(value_low=0.7, value_high=0.95)
    axis = curve(bins, None, x_unit="minutes", is_log=True, clock=clock).layout.xaxis
    assert 2 <= len(axis.tickvals) <= 6
    assert axis.range[0] < min(axis.tickvals) < max(axis.tickvals) < axis.range[1]


def test_curve_puts_the_largest_group_largest_and_draws_intervals_and_band():
    figure = FULL["curve"]()
    seen = trace(figure, "seen")
    assert np.argmax(seen.marker.size) == 3
    assert max(seen.marker.size) <= 12
    assert seen.y[0] + seen.error_y.array[0] == pytest.approx(answers.doses()["value_high"][0])
    assert sum(shape.type == "path" for shape in figure.layout.shapes) == 1
    assert trace(figure, "curve").hoverinfo == "skip"
    alone = curve(answers.doses(), None, x_unit="minutes", is_log=True)
    assert not [shape for shape in alone.layout.shapes if shape.type == "path"]
    assert trace(alone, "seen").marker.color == colours.ACCENT


def test_curve_marks_where_it_turns_with_its_interval_and_says_so():
    figure = FULL["curve"]()
    assert "<b>turns at 2.5 h</b>" in labels(figure)
    band = next(shape for shape in figure.layout.shapes if shape.type == "rect")
    assert (band.x0, band.x1) == pytest.approx((math.log1p(60), math.log1p(400)))
    line = next(shape for shape in figure.layout.shapes if shape.line.color == colours.INK)
    assert line.x0 == line.x1 == pytest.approx(math.log1p(150))
    note = next(each for each in figure.layout.annotations if "turns" in each.text)
    assert "95% interval 1 h to 6.67 h" in note.hovertext
    for turning in (None, Turn(None, 1, 2), Turn(math.nan, 1, 2), Turn(90_000, 1, 2)):
        plain = curve(answers.doses(), answers.fitted(), x_unit="minutes", is_log=True, turning=turning)
        assert not any("turns" in text for text in labels(plain)), turning
    bare = curve(answers.doses(), None, x_unit="minutes", is_log=True, turning=Turn(150, None, None))
    assert "<b>turns at 2.5 h</b>" in labels(bare)


def test_curve_names_its_end_and_the_figure_of_all():
    figure = FULL["curve"]()
    tags = [each.text for each in figure.layout.annotations if each.xref == "paper"]
    assert tags == ["<b>77%</b>", "all 87%"]
    assert [shape.y0 for shape in figure.layout.shapes if shape.line.dash == "dash"] == [0.87]


def test_curve_of_counts_and_hours_names_whole_doses():
    figure = FULL["curve of counts"]()
    assert figure.layout.xaxis.ticktext == tuple("1234567")
    assert "<br>2<br>" in trace(figure, "seen").hovertext[1]
    assert [text for text in labels(figure) if text.endswith("%")] == ["94%", "91%", "90%", "84%", "80%", "77%", "66%"]
    assert not [text for text in labels(curve(answers.replies(), answers.fitted(), x_unit="count")) if text == "94%"]
    last = answers.replies().assign(high=[2, 3, 4, 5, 6, 7, None])
    open_last = curve(last, None, x_unit="count")
    assert open_last.layout.xaxis.ticktext == (*"123456", "7+")
    assert "<br>7 or more<br>" in trace(open_last, "seen").hovertext[-1]
    by_hour = FULL["curve by hour"]()
    assert by_hour.layout.xaxis.ticktext == ("00:00", "06:00", "12:00", "18:00", "23:00")
    assert "23:00 to 00:00" in trace(by_hour, "seen").hovertext[-1]
    open_end = curve(answers.doses().assign(n=50), None, x_unit="minutes", is_log=True)
    assert "3 d or more" in trace(open_end, "seen").hovertext[-1]
    assert trace(open_end, "seen").customdata[-1] == ["4320", None]
