"""Is every metric explained, and does its definition say what the page, the SQL and the command line do?"""

import contextlib
import datetime as dt
import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import schema
from data.settings import DEFAULTS, parse
from pages.parts import asking, cards, definition, glossary, words
from pages.parts.filters import View
from queries.__main__ import main
from queries.filters import Filters
from queries.periods import Period
from queries.registry import FAMILIES, METRICS, Metric
from tests.conftest import ROOT

PAGE = "pages/data/definitions.py"
QUARTER = Period(dt.date(2026, 8, 17), dt.date(2026, 11, 15))
every_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)


@pytest.fixture
def pointed(store_of: Callable[[Path], None]) -> Callable[[Path], None]:
    """Point the app at a store, and questions asked outside of a page, too."""

    def point(store: Path) -> None:
        store_of(store)
        asking.hold_version()

    return point


def view(filters: Filters | None = None, clock: words.Clock = "business") -> View:
    return View(filters or Filters(), QUARTER, QUARTER.previous(), "the period before", clock)


def opened(**query: str) -> AppTest:
    """The definitions page of the app, with an address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(PAGE)
    for key, value in query.items():
        app.query_params[key] = value
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    assert not app.exception and not app.error, [*app.exception, *app.error]
    return app


def text_of(app: AppTest) -> str:
    """All that a page says in captions and text, without the marks that keep Markdown away."""
    said = " ".join(str(part.value) for part in (*app.caption, *app.markdown, *app.subheader))
    return said.replace("\\", "").replace("⁠", "")


@every_metric
def test_a_metric_says_all_that_has_to_be_known(metric: Metric) -> None:
    facts = definition.facts(metric, goal=None)
    wanted = {"Formula", "Unit", "Clock", "Counted on", "n is", "What is counted", "Left out"}
    assert wanted <= {heading.strip("*") for heading in facts}
    assert all(facts.values())
    assert metric.formula.endswith(".") and metric.exclusions.endswith(".")
    assert metric.needs, "no metric can be made from nothing"


@every_metric
def test_a_metric_needs_columns_that_the_schema_has(metric: Metric) -> None:
    columns = {f"{table.name}.{column}" for table in schema.TABLES.values() for column in table.names}
    assert {column for need in metric.needs for column in need.split("|")} <= columns


@every_metric
@pytest.mark.parametrize("clock", ["business", "calendar"])
def test_the_command_under_a_definition_prints_the_number_above_it(
    metric: Metric, clock: words.Clock, sample_store: Path, pointed: Callable[[Path], None]
) -> None:
    pointed(sample_store)
    asked = view(Filters(teams=("Billing", "Technical"), channels=("email",)), clock)
    command = shlex.split(cards.command_line(definition.source(metric, asked)))
    assert command[:3] == ["python", "-m", "queries"]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert main([*command[3:], "--format", "json"]) == 0
    (row,) = json.loads(printed.getvalue())
    shown = words.value(words.metric_unit(metric.unit), row[metric.value], n=row["n"], clock=clock)
    assert definition.value(metric, asked).headline.removesuffix(f" {metric.unit_words}") == shown


def test_an_estimate_has_its_interval_and_what_is_counted_has_none(
    sample_store: Path, pointed: Callable[[Path], None]
) -> None:
    pointed(sample_store)
    for metric in METRICS.values():
        has_interval = any("95% interval" in text for text in definition.value(metric, view()).details)
        assert has_interval == (metric.shape not in ("count", "stock", "per_customers")), metric.key


def test_a_metric_of_too_few_has_no_value(sample_store: Path, pointed: Callable[[Path], None]) -> None:
    pointed(sample_store)
    a_day = Period(dt.date(2026, 11, 15), dt.date(2026, 11, 15))  # a Sunday
    asked = View(Filters(teams=("Onboarding",), channels=("phone",)), a_day, a_day.previous(), "", "business")
    found = definition.value(METRICS["csat"], asked)
    assert found.headline.startswith("too few") and not found.details


@pytest.mark.parametrize(
    ("text", "family", "wanted"),
    [
        ("promoters", None, set()),
        ("kaplan", None, {"first_reply_time", "resolution_time_by_cohort"}),
        ("EFFORT 7", None, {"ces"}),
        ("tickets.replies", None, {"one_touch_rate", "replies_per_ticket"}),
        ("nps", "satisfaction", {"nps", "nps_response_rate"}),
        ("nps", "speed", set()),
        ("", None, set(METRICS)),
        ("", "volume", {metric.key for metric in FAMILIES["volume"]}),
    ],
)
def test_the_search_finds_every_word_anywhere_in_a_definition(text: str, family: str | None, wanted: set[str]) -> None:
    assert {metric.key for metric in definition.found(METRICS.values(), text, family)} == wanted


def test_a_link_opens_its_metric_and_what_is_chosen_then_stands(
    sample_store: Path, pointed: Callable[[Path], None]
) -> None:
    pointed(sample_store)
    app = opened(metric="csat")
    assert app.selectbox(key="definition").value == "csat"
    assert METRICS["csat"].denominator in text_of(app)
    sound(app.selectbox(key="definition").set_value("nps").run())
    assert app.selectbox(key="definition").value == "nps"
    assert "metric" not in app.query_params
    assert opened(definition="NPS", metric="csat").selectbox(key="definition").value == "nps"


def test_a_search_shows_the_first_metric_that_it_finds(sample_store: Path, pointed: Callable[[Path], None]) -> None:
    pointed(sample_store)
    app = opened(metric="csat")
    sound(app.text_input(key="find").set_value("effort").run())
    assert app.selectbox(key="definition").value == "ces"
    sound(app.text_input(key="find").set_value("no metric says this").run())
    assert "No metric says that" in text_of(app)
    assert app.selectbox(key="definition").value == "ces"


def test_every_metric_can_be_opened_in_data_that_has_it_and_in_data_that_has_not(
    sample_store: Path, real_store: Path, pointed: Callable[[Path], None]
) -> None:
    for store in (sample_store, real_store):
        pointed(store)
        app = opened()
        for key in METRICS:
            sound(app.selectbox(key="definition").set_value(key).run())
            missing = asking.missing(key)
            assert ("Not in this data: needs" in text_of(app)) == bool(missing), key
            assert any(f"python -m queries {key} " in block.value for block in app.code), key
            assert any("with matching_tickets" in block.value or "selected_" in block.value for block in app.code), key


def test_the_real_log_lacks_ratings_and_says_which_columns_would_bring_them(
    real_store: Path, pointed: Callable[[Path], None]
) -> None:
    pointed(real_store)
    assert "needs surveys.score or tickets.csat_score" in text_of(opened(metric="csat"))


def test_the_ground_rules_stand_with_what_is_set_now(sample_store: Path, pointed: Callable[[Path], None]) -> None:
    pointed(sample_store)
    app = opened(part="Ground rules")
    said = text_of(app)
    assert all(title in said for title in glossary.RULES)
    assert "40 hours a week, Europe/Berlin" in said and "2026: 1 Jan" in said
    shown = [str(table.value) for table in app.table]
    assert any("Monday" in table for table in shown) and any("urgent" in table for table in shown)


def test_every_column_of_the_format_is_explained(sample_store: Path, pointed: Callable[[Path], None]) -> None:
    pointed(sample_store)
    carried = asking.ask("carried")
    for table in schema.TABLES.values():
        frame = glossary.columns(table, carried)
        assert list(frame["Column"]) == list(table.names)
        assert (frame["Meaning"] != "").all() and (frame["Holds"] != "").all()
        assert set(frame.loc[frame["Required"] == "required", "Column"]) == {one.name for one in table.required}
        assert glossary.template(table) == ",".join(table.names) + "\r\n"
    app = opened(part="Columns of the CSV format", table="surveys")
    assert "survey_id" in list(app.dataframe[0].value["Column"])


def test_opening_hours_are_said_with_all_their_windows() -> None:
    hours = {"mon": ["09:00-12:00", "13:00-17:30"], "fri": ["22:00-24:00"]}
    values = {"schedules": {"default": {"hours": hours, "holidays": ["2026-12-25", "2026-01-01", "2027-01-01"]}}}
    schedule = parse(DEFAULTS | values).schedules["default"]
    said = glossary.opening(schedule)
    assert said["Monday"] == "09:00–12:00, 13:00–17:30"
    assert said["Friday"] == "22:00–24:00" and said["Sunday"] == "closed"
    assert glossary.weekly_hours(schedule) == "9.5 hours"
    assert glossary.holidays_text(schedule) == "2026: 1 Jan and 25 Dec; 2027: 1 Jan"
