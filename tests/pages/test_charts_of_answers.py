"""Charts of answers: shares add up, intervals are Wilson's, parts are named, and terms may be of any script."""

import json
import math
import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pages.parts.charts import canvas, colours, texts
from pages.parts.charts.columns import columns
from pages.parts.charts.curve import curve
from pages.parts.charts.intervals import intervals
from pages.parts.charts.lines import trend_lines
from pages.parts.charts.stacked import stacked
from pages.parts.charts.standing import CHANCE, shown_term, two_sides
from queries.statistics.intervals import wilson
from tests.pages import answer_frames as answers
from tests.pages.answer_frames import HOSTILE, PARTS, Turn
from tests.pages.chart_cases import FULL, WEEKS, labels, standings, trace
from tests.pages.test_theme import contrast

THEME = Path(__file__).resolve().parents[2] / ".streamlit/config.toml"
HEIGHTS = (canvas.SMALL, canvas.MEDIUM, canvas.LARGE)


def of_answers(height: int) -> dict:
    return {
        "columns": columns(answers.scores(), height=height),
        "curve": curve(
            answers.doses(), answers.fitted(), x_unit="minutes", is_log=True, turning=Turn(150, 60, 400), height=height
        ),
        "stacked": stacked(answers.made_up_of(), PARTS, ticks="expected", height=height),
        "two_sides": two_sides(answers.terms(), height=height),
    }


@pytest.mark.parametrize("height", HEIGHTS)
def test_every_height_leaves_room_for_the_marks(height):
    for figure in of_answers(height).values():
        margin = figure.layout.margin
        assert figure.layout.height == height
        assert figure.layout.height - margin.t - margin.b >= 30


@pytest.mark.parametrize("name", ["columns of hostile names", "curve", "stacked", "two_sides"])
def test_hostile_text_is_shown_letter_by_letter(name):
    figure = FULL[name]().for_each_trace(lambda each: each.update(customdata=None))
    whole = json.dumps(figure.to_plotly_json(), default=list)
    assert "&lt;b&gt;Team" in whole
    assert "<b>Team" not in whole
    assert "$" not in whole
    assert "#000001 &" not in whole


def test_columns_stand_on_zero_add_up_to_all_and_name_their_share():
    figure = FULL["columns"]()
    assert figure.layout.yaxis.range[0] == 0
    assert figure.data[0].y == pytest.approx([30 / 1200, 40 / 1200, 90 / 1200, 300 / 1200, 740 / 1200])
    assert [text for text in labels(figure) if text.startswith("<b>") and "<br>" not in text] == [
        "<b>3%</b>", "<b>3%</b>", "<b>8%</b>", "<b>25%</b>", "<b>62%</b>",
    ]  # fmt: skip
    assert labels(figure)[-2:] == ["<b>dissatisfied</b><br>5.8%", "<b>satisfied</b><br>86.7%"]
    brackets = [(line.x0, line.x1, line.line.color) for line in figure.layout.shapes]
    assert brackets == [(-0.4, 1.4, colours.POOR), (2.6, 4.4, colours.ACCENT)]
    assert "740 of 1,200 answers" in figure.data[0].hovertext[-1]
    assert figure.data[0].customdata[3] == ["4", "4"]


def test_columns_draw_wilsons_interval_of_each_score():
    figure = columns(answers.scores(0, 0, 2, 5, 10))
    share, above, below = figure.data[0].y, figure.data[0].error_y.array, figure.data[0].error_y.arrayminus
    for place, n in enumerate((0, 0, 2, 5, 10)):
        expected = wilson(n, 17)
        assert share[place] + above[place] == pytest.approx(expected.high)
        assert share[place] - below[place] == pytest.approx(expected.low)
    assert figure.layout.yaxis.range[1] == pytest.approx(wilson(10, 17).high)


def test_columns_of_fewer_than_five_answers_have_no_share():
    assert labels(columns(answers.scores(0, 0, 1, 1, 2))) == ["Too few (4)"]
    assert columns(answers.scores(0, 0, 1, 1, 3)).data


def test_columns_of_scores_without_groups_have_no_bracket_and_many_no_numbers():
    many = pd.DataFrame({"label": range(20), "n": 10, "role": "neutral", "group": None, "key_low": range(20)})
    figure = columns(many.assign(key_high=None))
    assert labels(figure) == []
    assert not figure.layout.shapes
    assert figure.data[0].customdata[7] == ["7", None]


def test_stacked_parts_are_shares_of_all_answers_in_the_order_given():
    figure = FULL["stacked"]()
    bars = [each for each in figure.data if each.type == "bar"]
    assert [bar.name for bar in bars] == [name for name, _ in PARTS.values()]
    assert [len(bar.x) for bar in bars] == [4] * 4  # the fifth group has four answers
    assert np.sum([bar.x for bar in bars], axis=0) == pytest.approx([1] * 4)
    assert bars[0].customdata[0] == ["after a good rating", "poor"]
    assert bars[0].customdata[3] == [None, "poor"]
    assert bars[2].text[0] == "85%"
    assert bars[0].y[0] > bars[0].y[1]
    assert "too few (4)" in labels(figure)
    assert "few answers" in labels(figure)
    assert "Next one poor 38%" in bars[0].hovertext[1]
    assert "120 of 320 answers" in bars[0].hovertext[1]


def test_stacked_draws_the_interval_of_the_first_part_and_what_was_expected():
    figure = FULL["stacked"]()
    span = wilson(120, 320)
    assert trace(figure, "interval").x[3:5] == pytest.approx((span.low, span.high))
    marks = [each for each in figure.data if each.name == "expected"]
    assert [mark.marker.line.color for mark in marks] == [colours.PAPER, colours.INK]
    assert set(marks[1].x) == {0.15}
    assert len(marks[1].x) == 4
    assert "┃ if chance alone" in labels(figure)[0]
    plain = stacked(answers.made_up_of(), PARTS)
    assert not [each for each in plain.data if each.name == "expected"]
    assert "chance" not in labels(plain)[0]


def test_stacked_takes_the_height_it_needs_and_says_what_is_left_out():
    frame = answers.made_up_of()
    assert stacked(frame.head(1), PARTS).layout.height == canvas.SMALL
    assert stacked(frame, PARTS).layout.height == canvas.MEDIUM
    many = pd.concat([frame.head(4)] * 3, ignore_index=True)
    figure = stacked(many, PARTS)
    assert figure.layout.height == canvas.LARGE
    assert len(figure.data[0].x) == 7
    assert "5 smaller groups in the table" in labels(figure)
    with pytest.raises(ValueError, match="at most 4"):
        stacked(frame, {str(place): ("part", "good") for place in range(5)})


def test_stacked_names_parts_by_colour_and_word_in_lines_a_phone_can_hold():
    heads = labels(FULL["stacked"]())[0]
    assert f'<span style="color:{colours.POOR}"><b>■ Next one poor</b></span>' in heads
    assert f'<span style="color:{colours.CONTEXT}">□</span> Silent' in heads
    assert all(canvas.width_of(line) <= 330 for line in heads.split("<br>"))


def test_terms_grow_to_the_side_whose_comments_have_them_more_often():
    figure = two_sides(answers.terms())
    poor, good = trace(figure, "poor beyond chance"), trace(figure, "good beyond chance")
    assert max(poor.x) <= 0 <= min(good.x)
    assert poor.customdata[0] == ["refund", "poor"]
    assert good.customdata[0] == ["thanks", "good"]
    assert poor.x[0] + trace(figure, "poor").x[0] == pytest.approx(-9.1)
    assert set(trace(figure, "poor").x) == {-CHANCE}
    turned = two_sides(answers.terms().assign(z=lambda frame: -frame["z"]))
    assert turned.data[0].x == figure.data[0].x  # the shares tell the side, whatever the sign of z
    assert "rare" not in json.dumps(figure.to_plotly_json(), default=list)
    assert "Poor comments: 40 comments (20%)" in poor.hovertext[0]
    assert figure.layout.xaxis.range[0] == -figure.layout.xaxis.range[1]


def test_terms_within_chance_are_pale_throughout():
    weak = answers.terms().head(1).assign(z=1.2)
    figure = two_sides(weak)
    assert trace(figure, "poor").x == (-1.2,)
    assert trace(figure, "poor beyond chance").x == (0,)
    assert figure.layout.height == canvas.SMALL


def test_at_most_twelve_terms_a_side():
    many = pd.DataFrame({"term": [f"t{n}" for n in range(40)], "z": range(2, 42), "n_poor": 20, "n_good": 1})
    figure = two_sides(many.assign(share_poor=0.2, share_good=0.01))
    assert figure.layout.height == canvas.LARGE
    assert [key[0] for key in figure.data[0].customdata] == [f"t{n}" for n in range(39, 27, -1)]
    assert not [each for each in figure.data if each.name.startswith("good")]
    endless = many.assign(share_poor=0.2, share_good=0.01, z=math.inf)
    assert not two_sides(endless).data


def test_terms_are_cut_by_their_width_and_cannot_turn_the_text_around():
    assert shown_term("friendly and patient people") == "friendly and patien…"
    assert shown_term("返金返金返金返金返金返金返金") == "返金返金返金返金返…"
    assert shown_term("返金返金返") == "返金返金返"
    assert shown_term("\u202ereversed\u202c") == "reversed"
    assert shown_term("") == ""
    hovers = " ".join(text for each in two_sides(answers.terms()).data for text in each.hovertext)
    assert "\u202e" not in hovers
    assert "انتظار طويل" in hovers


def test_clicks_give_back_what_was_drawn():
    for figure, wanted in (
        (FULL["two_sides"](), texts.Clicked(HOSTILE, "poor")),
        (FULL["stacked"](), texts.Clicked(HOSTILE, "poor")),
    ):
        found = [texts.clicked({"selection": {"points": [{"customdata": key}]}}) for key in figure.data[0].customdata]
        assert wanted in found


def test_numbers_are_keys_without_needless_digits():
    assert [texts.numeral(value) for value in (4.0, 2.5, np.int64(1_234_567), "80", None, math.nan)] == [
        "4", "2.5", "1234567", "80", None, None,
    ]  # fmt: skip


def test_three_shares_over_time_are_named_and_coloured_by_what_they_are():
    names = {"Promoters (9–10)": "good", "Passives (7–8)": "neutral", "Detractors (0–6)": "poor"}
    rows = [
        {"bucket": week, "series": name, "n": 1200, "value": 0.2 + 0.1 * place, "low": 0.1, "high": 0.6}
        for place, name in enumerate(names)
        for week in WEEKS
    ]
    rows[4] |= {"n": 1}
    figure = trend_lines(pd.DataFrame(rows), unit="share", noun="answer", roles=names)
    assert [each.line.color for each in figure.data] == [colours.ACCENT, colours.CONTEXT, colours.POOR]
    said = [re.sub("<[^<>]*>", " ", text).split() for text in labels(figure)]
    assert [each[-1] for each in said] == ["20.0%", "30.0%", "40.0%"]
    assert all("(" in " ".join(each) and "…" not in " ".join(each) for each in said)
    assert figure.data[0].y[4] is None  # one answer never swings a line
    assert "1,200 answers" in figure.data[0].hovertext[0]


@pytest.mark.parametrize(
    ("unit", "size", "said"), [("score", 0.2, "+48"), ("mean", 0.01, "2.4"), ("points", 0.0001, "+2.4 points")]
)
def test_intervals_of_scores_means_and_points(unit, size, said):
    frame = standings()
    columns_ = ["value", "raw", "low", "high"]
    frame[columns_] = frame[columns_] * size
    figure = intervals(frame, unit=unit, overall=180 * size, noun="answer")
    assert f"<b>{said}</b>" in labels(figure)
    assert "90 answers" in trace(figure, "value").hovertext[0]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_poor_and_good_can_be_read_on_the_background_and_the_background_on_them(mode):
    theme = tomllib.loads(THEME.read_text("utf-8"))["theme"][mode]
    diverging = theme["chartDivergingColors"]
    shown = {colours.POOR: diverging[0], colours.ACCENT: theme["chartCategoricalColors"][0]}
    assert diverging[9] == shown[colours.ACCENT]
    for role in ("good", "poor"):
        look = colours.ROLES[role]
        assert look.inside == colours.PAPER
        assert contrast(shown[look.fill], theme["backgroundColor"]) >= 4.5
        assert contrast(shown[look.beside], theme["backgroundColor"]) >= 4.5


def test_the_colour_of_poor_is_the_first_that_streamlit_replaces_by_the_diverging_palette():
    from streamlit.elements.lib import streamlit_plotly_theme as theme

    assert theme.DIVERGING_0 == colours.POOR
