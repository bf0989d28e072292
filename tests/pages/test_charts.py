"""Every figure keeps the rules of the house: quiet, in the theme's colours, escaped, leading somewhere when clicked."""

import json
import re

import plotly.graph_objects as go
import pytest

from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts.bars import bars
from tests.pages.chart_cases import ALL, EMPTY, FULL, HOSTILE, groups, labels


@pytest.mark.parametrize("make", ALL.values(), ids=ALL.keys())
def test_every_figure_is_plotly_svg_of_one_of_three_heights_without_legend_title_or_background(make):
    figure = make()
    plain = figure.to_plotly_json()
    del plain["layout"]["dragmode"]
    go.Figure(plain)  # raises on anything plotly does not know
    assert {each.type for each in figure.data} <= {"scatter", "bar", "heatmap"}
    assert sum(len(each.y) for each in figure.data if each.y is not None) <= 2000
    assert figure.layout.height in (canvas.SMALL, canvas.MEDIUM, canvas.LARGE)
    assert figure.layout.showlegend is False
    assert not {"title", "paper_bgcolor", "plot_bgcolor"} & set(plain["layout"])
    assert all(axis["fixedrange"] for name, axis in plain["layout"].items() if name.startswith(("xaxis", "yaxis")))


@pytest.mark.parametrize("make", ALL.values(), ids=ALL.keys())
def test_every_colour_is_a_placeholder_of_the_theme_or_the_context_grey(make):
    known = {colours.CONTEXT, colours.INK, colours.PAPER, colours.POOR, *colours.TEAMS, *colours.SEQUENTIAL}
    known |= set(colours.DIVERGING)
    found = re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(make().to_plotly_json(), default=list))
    assert set(found) <= known


def test_a_phone_can_scroll_over_charts_that_can_be_tapped():
    layout = FULL["trend"]().layout
    assert layout.dragmode  # else streamlit makes it "pan"
    assert layout.template.layout.dragmode is False
    assert canvas.CONFIG["doubleClickDelay"] == 1


@pytest.mark.parametrize("make", EMPTY.values(), ids=EMPTY.keys())
def test_an_empty_figure_says_so(make):
    figure = make()
    assert not figure.data
    assert labels(figure)[0].startswith(("Nothing to show", "Too few"))


@pytest.mark.parametrize("name", FULL)
def test_every_mark_that_can_be_hovered_leads_somewhere(name):
    shown = [each for each in FULL[name]().data if each.hoverinfo != "skip"]
    assert shown
    for each in shown:
        assert len(each.customdata) == len(each.hovertext) == len(each.y)
        assert all(len(key) == 2 for key in each.customdata)


def test_text_from_files_is_escaped_cut_in_labels_and_whole_in_hovers():
    figure = bars(groups(), unit="minutes")
    label = next(text for text in labels(figure) if "Team" in text)
    assert "&lt;b&gt;Team&lt;/b&gt;" in label
    assert "goes on" not in label
    hover = next(text for text in figure.data[0].hovertext if "Team" in text)
    assert "<b>Team" not in hover
    assert "on and on" in hover.replace("<br>", " ")
    for name in ("bars", "intervals", "contributions", "trend_lines", "small_multiples"):
        figure = FULL[name]().for_each_trace(lambda each: each.update(customdata=None))
        assert "<b>Team" not in json.dumps(figure.to_plotly_json(), default=list), name
    assert any("Outage &lt;i&gt;" in text for text in labels(FULL["trend"]()))


def test_a_click_gives_back_the_very_name():
    key = next(key for key in bars(groups(), unit="minutes").data[0].customdata if key[0] and "Team" in key[0])
    assert "#0000" not in key[0]
    event = {"selection": {"points": [{"customdata": key}]}}
    assert texts.clicked(event) == texts.Clicked(bucket=HOSTILE)
    assert texts.clicked({"selection": {"points": [{"customdata": [None, None]}]}}) == texts.Clicked(bucket=None)
    assert texts.clicked({"selection": {"points": [{"customdata": ["50%25 off", "a"]}]}}) == texts.Clicked(
        "50% off", "a"
    )
    assert texts.clicked({"selection": {"points": []}}) is texts.clicked({}) is texts.clicked(None) is None


@pytest.mark.parametrize("unit", ["minutes", "share", "count", "score", "points", "mean", "money"])
@pytest.mark.parametrize(
    "values",
    [
        [],
        [0],
        [0.5],
        [3, 3],
        [0.2, 0.9],
        [-0.8, 0.6],
        [1, 7],
        [100, 104],
        [40, 9000],
        [12_000, 12_040],
        [5, 3e6],
        [None, 2],
    ],
)
def test_scales_hold_all_values_and_have_few_ticks(unit, values):
    axis = scales.scale(values, unit=unit)
    present = [value for value in values if value is not None]
    assert axis.low < axis.high
    assert all(axis.low <= value <= axis.high for value in present)
    assert 2 <= len(axis.ticks) <= 7
    assert len(set(axis.labels)) == len(axis.labels)


def test_spread_keeps_order_and_room():
    assert canvas.spread([10, 12, 90], gap=16, lowest=8, highest=92) == [10, 26, 90]
    moved = canvas.spread([90, 91, 92], gap=16, lowest=8, highest=92)
    assert moved == [60, 76, 92]
