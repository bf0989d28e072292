"""Charts of the journey and of one customer show what is known, what is still open, and what was before."""

import pandas as pd
import pytest

from pages.parts.charts import colours
from pages.parts.charts.cohorts import cohorts
from pages.parts.charts.flows import MOST_LINKS, flows, most_usual
from pages.parts.charts.funnel import funnel
from pages.parts.charts.lanes import dates, lanes
from tests.pages.chart_cases import EVENTS, labels, trace
from tests.pages.journey_frames import HOSTILE, NAMED, STAGES, happened, months, stages, ways


def test_the_parts_of_a_stage_add_up_to_its_customers():
    frame = stages(is_mature=False)
    figure = funnel(frame)
    bars = [each for each in figure.data if each.type == "bar"]
    sums = [sum(parts) for parts in zip(*(bar.x for bar in bars), strict=True)]
    assert sums == frame["entered"].tolist()
    assert figure.layout.xaxis.range[0] == 0
    assert [key[1] for key in bars[1].customdata][:7] == ["dropped"] * 7
    assert [key[1] for key in bars[1].customdata][7] is None  # the last stage has no next one
    assert "of them moved on later" in bars[1].hovertext[0]


def test_the_first_stage_is_on_top_with_its_share_and_time():
    figure = funnel(stages())
    top = max(each.y for each in figure.layout.annotations if each.yref is None)
    said = [each.text for each in figure.layout.annotations if each.y == top]
    assert any("Discover" in text and "4,000" in text for text in said)
    assert any("62.0%" in text and "12 d" in text for text in said)


def test_a_young_cohort_is_hollow_and_compared_with_nothing():
    figure = funnel(stages(is_mature=False))
    assert "before" not in {each.name for each in figure.data}
    assert set(trace(figure, "share").marker.color) == {colours.PAPER}
    assert "not compared" in trace(figure, "share").hovertext[0]
    grown = funnel(stages())
    assert set(trace(grown, "share").marker.color) == {colours.ACCENT}
    assert list(trace(grown, "before").x) == pytest.approx(stages()["before_value"].dropna().tolist())


def test_fewer_than_five_have_no_share():
    frame = stages(4)
    figure = funnel(frame)
    assert "share" not in {each.name for each in figure.data}
    assert any("too few (4)" in text for text in labels(figure))
    nobody_yet = funnel(stages().assign(n=0, value=None))
    assert any("not yet" in text for text in labels(nobody_yet))


def test_cells_are_the_distance_from_the_figure_of_all_and_young_ones_are_hollow():
    frame = months()
    figure = cohorts(frame)
    row = frame[(frame["bucket"] == "Purchase") & frame["is_apart"]].iloc[0]
    column = sorted(frame["month"].unique()).index(row["month"])
    cells = figure.data[0]
    assert cells.z[STAGES.index("Purchase")][column] == pytest.approx(row["value"] - row["overall"])
    assert cells.z[0][-1] is None
    handles = figure.data[-1]
    young = [
        opacity for opacity, text in zip(handles.marker.opacity, handles.hovertext, strict=True) if "not over" in text
    ]
    assert young and set(young) == {1.0}
    marked = trace(figure, "apart")
    assert (list(marked.x), list(marked.y)) == ([column], [STAGES.index("Purchase")])
    assert marked.marker.symbol == ("triangle-down",)


def test_ways_of_one_pair_add_up_and_only_the_most_usual_are_drawn():
    doubled = pd.concat([ways(), ways()])
    usual = most_usual(doubled)
    assert len(usual) == MOST_LINKS
    assert usual.iloc[0].to_dict() == {"source": "Discover", "target": "Evaluate", "customers": 8000}
    assert ("Onboard", "Evaluate") not in set(zip(usual["source"], usual["target"], strict=True))


def test_ways_back_are_dashed_and_named():
    figure = flows(ways(), STAGES)
    dashed = [each for each in figure.layout.shapes if each.line.dash == "dot"]
    assert len(dashed) == 2
    assert sum("back" in text for text in labels(figure)) == 2
    keys = {tuple(key) for key in figure.data[0].customdata}
    assert ("Adopt", "Onboard") in keys and ("Discover", "Purchase") in keys
    over = next(text for text in figure.data[0].hovertext if "Discover → Purchase" in text)
    assert "500 customers" in over and "left out" in over


def test_bands_are_as_wide_as_their_customers():
    one = pd.DataFrame([("a", "b", 30), ("b", "c", 10)], columns=["source", "target", "customers"])
    figure = flows(one, ["a", "b", "c"])
    bars = [each.x1 - each.x0 for each in figure.layout.shapes if each.type == "rect"]
    assert bars[0] == pytest.approx(bars[1]) and bars[2] == pytest.approx(bars[0] / 3)


def test_a_customers_things_stand_in_lanes_with_their_shape_and_key():
    figure = lanes(happened(), first="2025-01-01", last="2026-11-15", events=EVENTS, named=NAMED)
    assert list(figure.layout.yaxis.ticktext) == ["Journey", "Tickets", "Ratings", "Money", "Relation"]
    tickets = trace(figure, "ticket")
    shapes = dict(zip([key[0] for key in tickets.customdata], tickets.marker.symbol, strict=True))
    assert shapes == {
        "T1": "circle",
        "T2": "triangle-down",
        "T3": "circle-open",
        "T4": "circle-open-dot",
        "T5": "triangle-down",
    }
    assert "<b>Team" not in " ".join(tickets.hovertext)
    assert HOSTILE not in " ".join(figure.data[0].text)
    assert any("▼" in text and "poor" in text for text in labels(figure))
    assert len(set(tickets.y[:3])) == 3  # three within two days do not hide each other


def test_only_lanes_that_hold_something_are_drawn():
    rows = happened()
    figure = lanes(rows[rows["lane"] == "ticket"], first="2025-01-01", last="2026-11-15")
    assert list(figure.layout.yaxis.ticktext) == ["Tickets"]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-11-03", "2026-11-15", ["Jan<br>2025", "Jul", "Jan<br>2026", "Jul"]),
        ("2026-11-03", "2026-11-15", ["3 Nov<br>2026", "6 Nov", "9 Nov", "12 Nov", "15 Nov"]),
        ("2010-01-01", "2026-11-15", ["Jan<br>2010", "Jan<br>2015", "Jan<br>2020", "Jan<br>2025"]),
        ("2026-11-15", "2026-11-15", ["15 Nov<br>2026"]),
    ],
)
def test_dates_are_few_and_say_the_year_where_it_changes(first: str, last: str, said: list[str]):
    assert dates(pd.Timestamp(first), pd.Timestamp(last))["ticktext"] == said
