"""A survival curve shows its band and whom it rests on; a difference is drawn against none."""

import pytest

from pages.parts.charts import colours
from pages.parts.charts.balance import balance
from pages.parts.charts.calibration import calibration
from pages.parts.charts.effects import effects
from pages.parts.charts.kept import kept
from pages.parts.charts.survival import MONTH, at_risk_at, survival
from tests.pages.chart_cases import labels, trace
from tests.pages.retention_frames import cohorts, curves, differences, tenths, unlike


def test_curves_are_steps_from_one_with_a_band_and_a_name_at_the_end():
    figure = survival(curves("Good", "Poor"), roles={"Good": "good", "Poor": "poor"})
    good = trace(figure, "Good")
    assert good.line.shape == "hv" and good.y[0] == 1 and good.x[12] == pytest.approx(12)
    assert good.line.color == colours.ACCENT and trace(figure, "Poor").line.color == colours.POOR
    assert sum(shape.type == "path" and shape.layer == "below" for shape in figure.layout.shapes) == 2
    assert "<b>Good<br>62%</b>" in labels(figure)  # exp(-0.02 * 24)


def test_the_numbers_at_risk_stand_under_their_ticks():
    figure = survival(curves("Good", "Poor"))
    under = [each for each in figure.layout.annotations if each.yref == "paper" and each.xref == "x"]
    numbers = {(each.x, each.yshift): each.text for each in under if each.text.isdigit()}
    lines = sorted({shift for _, shift in numbers}, reverse=True)
    assert list(figure.layout.xaxis.tickvals) == [0, 6, 12, 18, 24]
    assert [numbers[tick, lines[0]] for tick in (0, 6, 12, 18, 24)] == ["500", "440", "380", "320", "260"]


def test_nobody_is_at_risk_beyond_the_curve():
    curve = curves("Good")
    assert at_risk_at(curve, 12 * MONTH) == 380
    assert at_risk_at(curve, 11.5 * MONTH) == 380
    assert at_risk_at(curve, 25 * MONTH) is None


def test_a_difference_stands_against_none_and_a_wide_interval_does_not_hide_the_others():
    figure = effects(differences(), unit="points")
    zero = next(shape for shape in figure.layout.shapes if shape.x0 == shape.x1 == 0)
    assert zero.y1 == 1
    low, high = figure.layout.xaxis.range
    assert high < 1 and low > -1
    dots = trace(figure, "value")
    assert list(dots.marker.opacity) == [1, 1, 1, 0] and dots.marker.color[0] == colours.ACCENT
    assert "95% interval +1.8 points to +6.6 points" in dots.hovertext[0]


def test_what_was_refused_says_so_and_why():
    figure = effects(differences(), unit="points")
    assert "<b>refused</b>" in labels(figure)
    assert "too few lost" in trace(figure, "value").hovertext[3]


def test_balance_shows_before_and_after_and_the_limit():
    figure = balance(unlike(), limit=0.1)
    assert list(trace(figure, "before").x) == [0.05, 0.12, 0.3]  # the most unlike on top
    assert "0.1" in labels(figure)
    assert "0.02 after weighting" in trace(figure, "after").hovertext[2]


def test_kept_stands_by_quarter_and_month_with_what_it_rests_on():
    figure = kept(cohorts())
    cells = trace(figure, "kept")
    assert cells.z[0][0] == pytest.approx(0.97) and cells.z[2][8] is None
    said = trace(figure, "cells").hovertext[3]
    assert "89% kept to the end of month 4" in said
    assert "91 customers at risk when the month began, 3 lost in it" in said


def test_chances_stand_against_what_was_seen_on_equal_axes():
    figure = calibration(tenths(), across="chance")
    dots = trace(figure, "seen")
    assert list(zip(dots.x, dots.y, strict=True)) == [(0.01, 0.012), (0.05, 0.11), (0.09, 0.085)], (
        "too few are left out"
    )
    (diagonal,) = figure.layout.shapes
    assert (diagonal.x0, diagonal.y0, diagonal.line.dash) == (0, 0, "dash") and diagonal.x1 == diagonal.y1
    assert tuple(figure.layout.xaxis.range) == tuple(figure.layout.yaxis.range)
    assert figure.layout.yaxis.range[1] <= 0.3, "an interval up to 60 % does not flatten the others"
    assert "as predicted" in labels(figure) and "chance" in labels(figure)
    assert "1.2% left" in dots.hovertext[0] and "95% interval 0.8% to 2.0%" in dots.hovertext[0]
