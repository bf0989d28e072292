"""Do the pages show of a computed answer what its command prints?"""

import datetime as dt
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pages.parts import asking, cards, measures, words
from pages.parts.cards import Card
from pages.parts.comments import terms
from pages.parts.filters import View
from pages.parts.satisfaction import answering, doses
from queries.filters import Filters
from queries.periods import Period
from queries.printing import to_json
from tests.pages.test_pages_and_command_line import asked
from tests.pages.test_satisfaction_page import opened, said

YEAR = Period(dt.date(2025, 11, 17), dt.date(2026, 11, 15))
VIEW = View(Filters(), YEAR, YEAR.previous(), "the period before", "business")
TECHNICAL = View(Filters(teams=("Technical",)), YEAR, YEAR.previous(), "the period before", "calendar")


@pytest.fixture(autouse=True)
def _pointed(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    """The sample company, for questions asked outside of a page, too."""
    store_of(sample_store)
    asking.hold_version()


def printed(store: Path, card: Card) -> list[dict[str, Any]]:
    """What the command of a card's data prints."""
    return asked(store, *shlex.split(cards.command_line(card.source))[3:])


def shown(card: Card) -> list[dict[str, Any]]:
    """The data that a card offers."""
    return json.loads(to_json(card.source.ask() if card.frame is None else card.frame))


CARDS: dict[str, Callable[[View], Card]] = {
    "weighted CSAT": lambda view: answering.silence_card("csat", view),
    "weighted NPS": lambda view: answering.silence_card("nps", view),
    "limits of CSAT by week": lambda view: measures.trend_card("csat", view),
    "limits of CSAT by month": lambda view: measures.trend_card("csat", view, by="month"),
    "limits of slow replies": lambda view: measures.trend_card("first_reply_time", view, value="p90"),
    "standings of teams": lambda view: measures.standings_card("csat", view, "channel"),
    "dose": lambda view: doses.card("First reply time", view),
    "terms": terms.terms_card,
}


def same_digits(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows to nine digits: the order in which threads add up numbers moves the last ones."""
    return [
        {name: float(f"{value:.9g}") if isinstance(value, float) else value for name, value in row.items()}
        for row in rows
    ]


@pytest.mark.parametrize("view", [VIEW, TECHNICAL], ids=["all", "filtered"])
@pytest.mark.parametrize("name", CARDS)
def test_a_card_offers_the_figures_that_its_command_prints(sample_store: Path, name: str, view: View) -> None:
    card = CARDS[name](view)
    rows = printed(sample_store, card)
    assert same_digits(rows) == same_digits(shown(card))
    assert len(rows) or view is TECHNICAL  # no other team's words to compare with


def test_the_weighted_figure_is_the_printed_one(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(sample_store, store_of, question="Who answers")
    through = answering.source("csat", VIEW).parameters["to"]
    rows = {row["reading"]: row for row in asked(sample_store, "weighted_answers", "--to", str(through))}
    before, after = (
        words.percent(rows[name]["value"], rows[name]["answered"]) for name in ("as answered", "weighted to all asked")
    )
    assert f"CSAT by the day of asking: {before} as answered, {after} weighted to all asked" in said(app)


def test_the_turning_point_is_the_printed_one(sample_store: Path) -> None:
    card = doses.card("First reply time", VIEW)
    curve, turning = (printed(sample_store, Card("", "", None, source)) for source in card.more)
    assert card.figure is not None
    (line,) = (trace for trace in card.figure.to_plotly_json()["data"] if trace["mode"] == "lines")
    assert [row["value"] for row in curve] == pytest.approx(list(line["y"]), abs=1e-9)  # sums in any order
    row = turning[0]
    text = doses.meaning("First reply time", VIEW)
    if row["at"] is None:
        assert row["verdict"] in text.casefold()
    else:
        ends = (words.duration(row[end], clock="business") for end in ("at", "low", "high"))
        assert "Up to {} (95% interval {} to {})".format(*ends) in text
        assert f"about {words.duration(row['at'], clock='business')} of first reply time" in card.title


def test_the_limits_are_drawn_where_the_command_says(sample_store: Path) -> None:
    card = measures.trend_card("csat", VIEW)
    assert card.figure is not None
    drawn = {shape["y0"] for shape in card.figure.to_plotly_json()["layout"]["shapes"] if shape["type"] == "line"}
    for row in printed(sample_store, card):
        assert {row["usual"], row["lower"], row["upper"]} <= drawn


def test_terms_stand_as_printed(sample_store: Path) -> None:
    card = terms.terms_card(VIEW)
    rows = printed(sample_store, card)
    strongest = max(
        (row for row in rows if row["p_adjusted"] <= terms.LEVEL and row["z"] > 0), key=lambda row: row["z"]
    )
    assert f"“{strongest['term']}” in poor comments" in card.title
