"""Frames become figures that keep the rules of the house: from zero, sorted, labelled, escaped, in the theme's colours."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from pages.parts.charts import canvas, colours, scales, texts
from pages.parts.charts.ages import ages
from pages.parts.charts.bars import bars
from pages.parts.charts.contributions import contributions
from pages.parts.charts.heatmap import heatmap
from pages.parts.charts.histogram import EDGES, histogram
from pages.parts.charts.intervals import intervals
from pages.parts.charts.lines import long_form, small_multiples, trend_lines
from pages.parts.charts.trend import trend
from queries.statistics.limits import ProcessLimits, Segment

ROOT = Path(__file__).resolve().parents[2]
WEEKS = [str(day.date()) for day in pd.date_range("2026-08-24", periods=13, freq="7D")]
HOSTILE = "<b>Team</b> $x$ #000001 & a very long name that goes on and on"
LIMITS = ProcessLimits(mean=190, lower=150, upper=230, half_width=40, points=12)
EVENTS = pd.DataFrame(
    {"happened_day": ["2026-10-28", "2026-09-10", "2020-01-01"], "label": ["Outage <i>", "New tool", "Old"]}
)


def weekly(**columns) -> pd.DataFrame:
    values = [180.0 + 5 * (index % 4) for index in range(13)]
    frame = pd.DataFrame({"bucket": WEEKS, "n": 200, "value": values})
    return frame.assign(low=frame["value"] - 10, high=frame["value"] + 12, **columns)


def series(names: list[str]) -> pd.DataFrame:
    rows = [
        {"bucket": week, "series": name, "n": 50 + place, "value": 60.0 * (place + 1)}
        for place, name in enumerate(names)
        for week in WEEKS
    ]
    return pd.DataFrame(rows)


def groups() -> pd.DataFrame:
    names = ["Email", "Chat", None, HOSTILE, "Rare"]
    frame = pd.DataFrame({"bucket": names, "n": [1234, 400, 60, 30, 4], "value": [310.0, 45, 120, 250, 5]})
    return frame.assign(low=frame["value"] * 0.8, high=frame["value"] * 1.2)


def standings() -> pd.DataFrame:
    frame = pd.DataFrame({"bucket": ["Ann", HOSTILE, "Cy", "Di"], "n": [90, 80, 70, 4], "value": [240.0, 180, 120, 50]})
    standing = ["above", "not distinguishable", "below", "below"]
    return frame.assign(raw=frame["value"] + 9, low=frame["value"] - 30, high=frame["value"] + 30, standing=standing)


def hours() -> pd.DataFrame:
    rows = [
        {"weekday": day, "hour": hour, "n": 40, "value": float(day * hour)} for day in range(1, 8) for hour in range(24)
    ]
    return pd.DataFrame(rows)


def bins() -> pd.DataFrame:
    edges = list(EDGES["calendar"])
    return pd.DataFrame({"low": edges, "high": [*edges[1:], None], "n": range(1, len(edges) + 1)})


def parts() -> pd.DataFrame:
    return pd.DataFrame(
        {"bucket": ["Email", HOSTILE], "n": [900, 80], "performance": [-0.012, 0.004], "mix": [0.002, 0.0]}
    )


def open_tickets() -> pd.DataFrame:
    return pd.DataFrame(
        [{"bucket": week, "band": band, "n": 10 + len(band)} for week in WEEKS for band in ("new", "older")]
    )


FULL = {
    "trend": lambda: trend(
        weekly(), unit="minutes", low="low", high="high", limits=LIMITS, signals=[None] * 11 + ["outside", "run"],
        target=240, events=EVENTS, incomplete=WEEKS[-1],
    ),
    "trend_lines": lambda: trend_lines(series(["p50", "p90", HOSTILE, "four"]), unit="minutes", events=EVENTS, target=90),
    "small_multiples": lambda: small_multiples(series([*"abcdefg", HOSTILE]), unit="minutes", incomplete=WEEKS[-1]),
    "bars": lambda: bars(groups(), unit="minutes", low="low", high="high", overall=200),
    "intervals": lambda: intervals(standings(), unit="minutes", overall=180),
    "heatmap": lambda: heatmap(hours(), unit="minutes"),
    "histogram": lambda: histogram(bins(), marks={"Median": 140, "90th percentile": 2000}, target=240),
    "contributions": lambda: contributions(parts(), unit="share"),
    "ages": lambda: ages(open_tickets(), bands=["new", "older"], events=EVENTS),
}  # fmt: skip
EMPTY = {
    "trend": lambda: trend(weekly().head(0), unit="minutes", low="low", high="high"),
    "trend_lines": lambda: trend_lines(series(["a"]).head(0), unit="minutes"),
    "small_multiples": lambda: small_multiples(series(["a"]).head(0), unit="minutes"),
    "bars": lambda: bars(groups().head(0), unit="minutes", low="low", high="high", overall=3),
    "intervals": lambda: intervals(standings().head(0), unit="minutes", overall=180),
    "heatmap": lambda: heatmap(hours().head(0), unit="count"),
    "histogram": lambda: histogram(bins().head(0), marks={"Median": None}),
    "contributions": lambda: contributions(parts().head(0), unit="share"),
    "ages": lambda: ages(open_tickets().head(0), bands=["new", "older"]),
    "too few": lambda: trend(weekly(n=4), unit="minutes"),
    "all missing": lambda: trend(weekly(value=None), unit="minutes"),
    "no tickets": lambda: histogram(bins().assign(n=0)),
}
ONE_ROW = {
    "trend": lambda: trend(weekly().head(1), unit="minutes", low="low", high="high", target=9000, events=EVENTS),
    "trend_lines": lambda: trend_lines(series(["a"]).head(1), unit="share"),
    "small_multiples": lambda: small_multiples(series(["a"]).head(1), unit="score"),
    "bars": lambda: bars(groups().head(1), unit="minutes"),
    "bars of none": lambda: bars(groups().tail(1), unit="minutes"),
    "intervals": lambda: intervals(standings().head(1), unit="minutes", overall=180),
    "heatmap": lambda: heatmap(hours().head(1), unit="count"),
    "histogram": lambda: histogram(bins().tail(1).assign(n=9), marks={"Median": 30_000}),
    "contributions": lambda: contributions(parts().head(1), unit="share"),
    "ages": lambda: ages(open_tickets().head(1), bands=["new", "older"]),
}
ALL = {
    f"{kind}: {name}": make
    for kind, made in (("full", FULL), ("empty", EMPTY), ("one", ONE_ROW))
    for name, make in made.items()
}


def trace(figure: go.Figure, name: str) -> go.Scatter:
    return next(each for each in figure.data if each.name == name)


def labels(figure: go.Figure) -> list[str]:
    return [each.text for each in figure.layout.annotations]


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
    known = {colours.CONTEXT, colours.INK, colours.PAPER, *colours.TEAMS, *colours.SEQUENTIAL}
    found = re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(make().to_plotly_json(), default=list))
    assert set(found) <= known


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


def test_trend_draws_the_running_week_hollow_and_apart():
    figure = FULL["trend"]()
    assert trace(figure, "value").y[-1] is None
    running = trace(figure, "running")
    assert [y for y in running.y if y is not None] == [weekly()["value"].iloc[-1]]
    assert running.mode == "markers"
    assert running.marker.color == colours.PAPER
    assert "so far" in running.hovertext[-1]
    assert "Signal" not in running.hovertext[-1]


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


def test_ages_stack_the_oldest_at_the_bottom_and_name_the_bands_beside_the_last_bar():
    figure = FULL["ages"]()
    assert [each.name for each in figure.data] == ["older", "new"]
    assert figure.layout.barmode == "stack"
    assert figure.data[0].customdata[0] == [WEEKS[0], "older"]
    assert sum("■" in text for text in labels(figure)) == 2
    with pytest.raises(ValueError, match="at most 5"):
        ages(open_tickets(), bands=list("abcdef"))


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


def test_a_team_keeps_its_colour_whoever_else_is_there():
    everyone = colours.by_name(["Billing", "Technical", "Sales"])
    assert colours.by_name(["Technical"])["Technical"] == everyone["Technical"]
    assert len(set(everyone.values())) == 3
    assert list(colours.by_name([f"team {n}" for n in range(9)]).values()).count(colours.CONTEXT) == 3


def test_colours_are_streamlits_placeholders():
    from streamlit.elements.lib import streamlit_plotly_theme as theme

    assert (colours.TEAMS[0], colours.TEAMS[5]) == (theme.CATEGORY_0, theme.CATEGORY_5)
    assert (colours.SEQUENTIAL[0], colours.SEQUENTIAL[9]) == (theme.SEQUENTIAL_0, theme.SEQUENTIAL_9)
    assert (theme.GRAY_90, theme.BG_COLOR) == (colours.INK, colours.PAPER)


def test_colours_stand_only_in_the_colour_module_and_the_theme():
    holders = [
        path
        for path in (ROOT / "pages").rglob("*.py")
        if re.search(r"#[0-9A-Fa-f]{6}\b|rgba?\(", path.read_text("utf-8"))
    ]
    assert [path.name for path in holders] == ["colours.py"]


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_has_the_palettes_and_enough_contrast(mode):
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"][mode]
    paper, palette = theme["backgroundColor"], theme["chartCategoricalColors"]
    expected = {
        "light": "#12436D #28A197 #801650 #F46A25 #3D3D3D #A285D1",
        "dark": "#56B4E9 #E69F00 #009E73 #CC79A7 #D55E00 #F0E442",
    }
    assert palette == expected[mode].split()
    assert len(theme["chartSequentialColors"]) == len(theme["chartDivergingColors"]) == 10
    assert contrast(theme["textColor"], paper) >= 7
    assert contrast("#FFFFFF", theme["primaryColor"]) >= 4.5
    for area in (theme, theme["sidebar"]):
        for surface in (area["backgroundColor"], area["secondaryBackgroundColor"]):
            assert min(contrast(area[name], surface) for name in ("textColor", "linkColor", "codeTextColor")) >= 4.5
    for name in ("redTextColor", "greenTextColor", "grayTextColor"):
        assert contrast(theme[name], paper) >= 4.5
    assert min(contrast(colour, paper) for colour in (*palette, colours.CONTEXT)) >= 2.99
    readable = [palette[int(colour[-1]) - 1] for colour in colours.READABLE]
    assert min(contrast(colour, paper) for colour in readable) >= 4.5
    assert min(contrast(colour, paper) for colour in theme["chartSequentialColors"][5:]) >= 3


def test_charts_and_words_need_neither_streamlit_nor_duckdb():
    names = [
        f"pages.parts.charts.{path.stem}"
        for path in (ROOT / "pages/parts/charts").glob("*.py")
        if path.stem != "__init__"
    ]
    code = f"import sys, {', '.join(names)}, pages.parts.words; sys.exit(bool({{'streamlit', 'duckdb'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
