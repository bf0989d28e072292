"""Each kind of chart shows what it is for: order, zero, signals, running weeks, groups, marks."""

import pandas as pd
import pytest

from pages.parts.charts import colours
from pages.parts.charts.ages import ages
from pages.parts.charts.bars import bars
from pages.parts.charts.contributions import contributions
from pages.parts.charts.heatmap import heatmap
from pages.parts.charts.lines import long_form, trend_lines
from pages.parts.charts.trend import trend
from queries.statistics.limits import Segment
from tests.pages.chart_cases import (
    FULL,
    HOSTILE,
    LIMITS,
    WEEKS,
    groups,
    hours,
    labels,
    open_tickets,
    series,
    trace,
    weekly,
)


def test_trend_draws_the_running_week_hollow_and_apart():
    figure = FULL["trend"]()
    assert trace(figure, "value").y[-1] is None
    running = trace(figure, "partial")
    assert [y for y in running.y if y is not None] == [weekly()["value"].iloc[-1]]
    assert running.mode == "markers"
    assert running.marker.color == colours.PAPER
    assert "so far" in running.hovertext[-1]
    assert "Signal" not in running.hovertext[-1]


def test_a_bucket_that_the_data_begin_inside_is_drawn_like_the_running_one():
    rows = weekly()
    partial = [rows["bucket"].iloc[0], rows["bucket"].iloc[-1]]
    framed = rows.assign(low=rows["value"] - 1, high=rows["value"] + 1)
    figure = trend(framed, unit="minutes", low="low", high="high", incomplete=partial)
    hollow, line = trace(figure, "partial"), trace(figure, "value")
    assert [y for y in hollow.y if y is not None] == [rows["value"].iloc[0], rows["value"].iloc[-1]]
    assert line.y[0] is None and line.y[-1] is None and None not in line.y[1:-1]
    assert "the data begin inside it" in hollow.hovertext[0] and "so far" in hollow.hovertext[-1]
    areas = [shape.path for shape in figure.layout.shapes if shape.type == "path"]
    assert len(areas) == 1 and partial[0] not in areas[0] and partial[1] not in areas[0]
    several = trend_lines(series(["a", "b"]), unit="minutes", incomplete=partial)
    assert [sum(y is not None for y in one.y) for one in several.data if one.mode == "markers"] == [2, 2]


def test_trend_marks_signals_by_shape_and_colour():
    above = trace(FULL["trend"](), "signal above")
    assert [week for week, y in zip(above.x, above.y, strict=True) if y is not None] == [WEEKS[11]]
    assert above.marker.symbol == "triangle-up"
    assert above.marker.color == colours.SIGNAL
    assert "Signal: outside the usual range" in above.hovertext[11]


def test_trend_names_last_value_target_and_range_beside_the_plot_not_in_a_legend():
    figure = FULL["trend"]()
    tags = [each for each in figure.layout.annotations if each.xref == "paper" and each.x == 1]
    assert [tag.text for tag in tags] == ["<b>3.25 h</b>", "Target 4 h", "Usual range"]
    assert tags[0].font.color == colours.ACCENT
    dashed = [line for line in figure.layout.shapes if line.type == "line" and line.line.dash == "dash"]
    assert [(line.y0, line.layer) for line in dashed] == [(240, "below")]


def test_trend_keeps_bands_and_lines_below_and_events_in_the_shown_time():
    figure = FULL["trend"]()
    assert {each.layer for each in figure.layout.shapes} == {"below"}
    assert sum(each.type == "path" for each in figure.layout.shapes) == 1
    assert sum(text in ("New tool", "Outage &lt;i&gt;") for text in labels(figure)) == 2
    assert "Old" not in labels(figure)


def test_trend_breaks_where_fewer_than_five_were_counted():
    frame = weekly()
    frame.loc[5, "n"] = 4
    figure = trend(frame, unit="minutes", low="low", high="high")
    assert trace(figure, "value").y[5] is None
    assert figure.data[0].connectgaps is False
    assert sum(each.type == "path" for each in figure.layout.shapes) == 2


def test_counts_show_however_small():
    frame = pd.DataFrame({"bucket": WEEKS[:3], "n": [9, 3, 0]})
    assert trend(frame, unit="count", value="n").data[0].y == (9, 3, 0)
    assert bars(frame, unit="count", value="n").data[0].x == (0, 3, 9)


def test_trend_of_limits_that_start_anew():
    segments = [Segment(0, 6, LIMITS, False), Segment(6, 13, None, True)]
    figure = trend(weekly(), unit="minutes", limits=segments)
    lines = [each for each in figure.layout.shapes if each.type == "line"]
    assert sorted(line.y0 for line in lines) == [150, 190, 230]
    assert all(str(line.x1) < WEEKS[6] for line in lines)
    assert "Usual range" not in labels(figure)


def test_a_target_far_above_is_named_but_does_not_flatten_the_line():
    figure = trend(weekly(), unit="minutes", target=9000)
    assert "Target 6.25 d ↑" in labels(figure)
    assert figure.layout.yaxis.range[1] < 300


def test_lines_up_to_four_share_a_chart_and_more_become_panels():
    figure = trend_lines(
        long_form(weekly(p50=100.0, p90=300.0), {"p50": "median", "p90": "90th percentile"}), unit="minutes"
    )
    assert any("median<br>1.67 h" in text for text in labels(figure))
    assert [each.line.color for each in figure.data] == list(colours.LINES[:2])
    panels = trend_lines(series(list("abcde")), unit="minutes")
    assert len([name for name in panels.to_plotly_json()["layout"] if name.startswith("xaxis")]) == 5
    assert len({tuple(panels.layout[name].range) for name in ("yaxis", "yaxis2", "yaxis5")}) == 1


def test_bars_start_at_zero_sorted_with_n_beside_the_name():
    figure = FULL["bars"]()
    assert figure.layout.xaxis.range[0] == 0
    drawn = [x for x in figure.data[0].x if x is not None]
    assert drawn == sorted(drawn)
    assert len(drawn) == 4
    assert any(text.startswith("Email") and "1,234" in text for text in labels(figure))
    assert any(text.startswith("unknown") for text in labels(figure))
    assert "<b>too few (4)</b>" in labels(figure)
    assert trace(figure, "overall").x == (200,) * 5
    highlighted = bars(groups(), unit="minutes", highlight="Email").data[0].marker.color
    assert sorted(highlighted).count(colours.ACCENT) == 1


def test_bars_say_how_many_groups_are_left_to_the_table():
    many = pd.DataFrame({"bucket": [f"g{n}" for n in range(40)], "n": range(10, 50), "value": range(40)})
    figure = bars(many, unit="count")
    assert len(figure.data[0].x) == 11
    assert "29 smaller groups in the table" in labels(figure)


def test_intervals_put_those_that_cannot_be_told_apart_in_one_group():
    figure = FULL["intervals"]()
    heads = [
        each.text
        for each in sorted(figure.layout.annotations, key=lambda each: -each.y)
        if each.xshift and each.xshift < 0
    ]
    assert heads == ["<b>Above overall</b>", "<b>Cannot be told apart</b>", "<b>Below overall</b>"]
    assert list(trace(figure, "value").marker.color) == [colours.ACCENT, colours.CONTEXT, colours.ACCENT]
    assert [key[0] for key in trace(figure, "value").customdata] == ["Ann", HOSTILE.replace("#", "%23"), "Cy"]


def test_heatmap_has_monday_on_top_and_cells_that_can_be_clicked():
    figure = FULL["heatmap"]()
    cells, handles = figure.data
    assert (len(cells.z), len(cells.z[0])) == (7, 24)
    assert figure.layout.yaxis.ticktext[0] == "Mon"
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert [color for _, color in cells.colorscale] == list(colours.SEQUENTIAL)
    assert handles.customdata[0] == ["1", "0"]
    assert "Monday, 00:00 to 01:00" in handles.hovertext[0]
    sparse = hours().assign(n=[4] + [40] * 167)
    assert heatmap(sparse, unit="minutes").data[0].z[0][0] is None
    assert heatmap(sparse.assign(value=4), unit="count").data[0].z[0][0] == 4


def test_histogram_places_marks_within_their_bins():
    figure = FULL["histogram"]()
    assert figure.layout.yaxis.range[0] == 0
    assert sum(figure.data[0].y) == pytest.approx(1)
    assert labels(figure) == ["Median 2.33 h", "Target 4 h", "90th percentile 33.3 h"]
    median, target, _ = (shape.x0 for shape in figure.layout.shapes)
    assert 4.5 < median < 5.5  # in the bin from 2 to 4 hours, whose centre is 5
    assert target == 5.5
    assert figure.layout.shapes[1].line.dash == "dash"
    assert figure.data[0].customdata[-1][1] is None
    assert figure.layout.xaxis.ticktext[:3] == ("0<br>min", "5", "15")


def test_contributions_add_up_and_gather_the_small_ones():
    many = pd.DataFrame(
        {"bucket": [f"g{n}" for n in range(12)], "n": 10, "performance": [n / 1000 for n in range(12)], "mix": 0.0}
    )
    figure = contributions(many, unit="share")
    performance = trace(figure, "Within the group")
    assert sum(performance.x) == pytest.approx(sum(many["performance"]))
    assert performance.customdata[0] is None  # the gathered row leads nowhere
    assert performance.customdata[-1] == ["g11", "performance"]
    assert "all +6.6 points" in labels(figure)
    assert any("■ Within the group" in text for text in labels(figure))


def test_contributions_stand_under_what_can_be_told_of_them():
    rows = pd.DataFrame(
        {"bucket": ["Email", "Chat", None], "n": [900, 20, 3], "n_before": [800, 40, 9], "performance": [-0.02, 0.004, None],
         "low": [-0.03, -0.01, None], "high": [-0.01, 0.02, None], "mix": [0.001, 0.0, None], "groups": [1, 1, 2],
         "standing": ["changed", "within noise", "too few"], "names": ["", "", "Fax, Post"]}
    )  # fmt: skip
    figure = contributions(rows, unit="share", whole=-0.016, noun="rating")
    said = labels(figure)
    assert "<b>Beyond noise</b>" in said and "<b>Within noise</b>" in said and "<b>too few</b>" in said
    assert "all −1.6 points" in said  # the whole, not the sum of what can be told
    own = trace(figure, "Within the group")
    assert own.error_x.array == pytest.approx((0.01, 0.016, 0)) and own.x[2] is None
    assert own.customdata == (["Email", "performance"], ["Chat", "performance"], None)
    assert own.marker.color[0] != own.marker.color[1]
    names = figure.layout.yaxis.ticktext
    assert [("few" in name.split(">")[1], "2 too few" in name) for name in names] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert (
        "95% interval −3.0 points to −1.0 points" in own.hovertext[0] and "900 ratings, 800 before" in own.hovertext[0]
    )
    assert "few ratings" in own.hovertext[1] and "Fax, Post" in own.hovertext[2]


def test_ages_stack_the_oldest_at_the_bottom_and_name_the_bands_beside_the_last_bar():
    figure = FULL["ages"]()
    assert [each.name for each in figure.data] == ["older", "new"]
    assert figure.layout.barmode == "stack"
    assert figure.data[0].customdata[0] == [WEEKS[0], "older"]
    assert sum("■" in text for text in labels(figure)) == 2
    with pytest.raises(ValueError, match="at most 5"):
        ages(open_tickets(), bands=list("abcdef"))
