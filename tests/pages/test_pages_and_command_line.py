"""Do the pages show the numbers that the command line prints?"""

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import words
from queries.__main__ import main
from queries.registry import METRICS
from tests.conftest import ROOT

WEEK = ["--from", "2026-11-09", "--to", "2026-11-15"]
PAGES = ("pages/review/week.py", "pages/support/speed.py", "pages/support/tickets.py")


def asked(store: Path, *arguments: str) -> list[dict[str, object]]:
    """What the command line prints, as records."""
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as printed:
        patch.setenv("SUPPORT_STORE", str(store))
        assert main([*arguments, "--format", "json"]) == 0
    return json.loads(printed.getvalue())


def opened(page: str | None = None, **query: str | list[str]) -> AppTest:
    """The app at a page, with an address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if page:
        app.switch_page(page)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception and not app.error, [*app.exception, *app.error]
    return app


@pytest.mark.parametrize("where", [[], ["team=Billing"], ["team=Billing", "channel=email"]])
def test_tiles_of_the_weekly_review_are_the_answers_of_the_command_line(
    sample_store: Path, store_of: Callable[[Path], None], where: list[str]
) -> None:
    store_of(sample_store)
    app = opened(**dict(condition.split("=") for condition in where))
    shown = {tile.label: tile.value for tile in app.metric}
    filters = [part for condition in where for part in ("--where", condition)]
    assert set(shown) >= {"Tickets created", "Backlog", "First reply time", "CSAT", "Reopen rate"}
    for label, value in shown.items():
        metric = next(metric for metric in METRICS.values() if metric.label == label)
        row = asked(sample_store, metric.key, *WEEK, *filters, "--set", "by=week")[0]
        number = float(str(row[metric.value])) if row[metric.value] is not None else None
        assert value == words.value(words.metric_unit(metric.unit), number, n=float(str(row["n"])), clock="business"), (
            label
        )


def test_tiles_of_the_speed_page_are_the_answers_of_the_command_line(
    sample_store: Path, store_of: Callable[[Path], None]
) -> None:
    store_of(sample_store)
    app = opened("pages/support/speed.py")
    shown = {tile.label: tile.value for tile in app.metric}
    for key, label, column in (
        ("first_reply_time", "First reply, median", "p50"),
        ("first_reply_time", "First reply, p90", "p90"),
        ("full_resolution_time", "Resolution, median", "p50"),
        ("replied_within_target", "Replied in time", "value"),
        ("resolved_within_target", "Resolved in time", "value"),
    ):
        row = asked(sample_store, key)[0]
        unit = words.metric_unit(METRICS[key].unit)
        assert shown[label] == words.value(unit, float(str(row[column])), n=float(str(row["n"])), clock="business")


@pytest.mark.parametrize("key", [key for key, metric in METRICS.items() if key not in ("contact_rate", "backlog_age")])
def test_the_tickets_page_lists_as_many_rows_as_the_number_counts(
    sample_store: Path, store_of: Callable[[Path], None], key: str
) -> None:
    store_of(sample_store)
    row = asked(sample_store, key)[0]
    listed = asked(sample_store, key, "--set", "shape=rows", "--set", "limit=1")
    if not listed:
        assert row["n"] == 0
        return
    assert listed[0]["total"] == row["n"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_on_data_that_carries_little(
    real_store: Path, store_of: Callable[[Path], None], page: str
) -> None:
    store_of(real_store)
    app = opened(page)
    said = " ".join(caption.value for caption in app.caption)
    if page == "pages/support/tickets.py":
        assert "First reply time" not in app.selectbox(key="metric").options
    else:
        assert "ot in this data" in said and "First reply time" in said
    assert "nan" not in " ".join(str(tile.value) for tile in app.metric)


def test_the_command_line_knows_which_values_there_are(sample_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(sample_store, "arrivals", "--where", "team=billing") == asked(
        sample_store, "arrivals", "--where", "team=Billing"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUPPORT_STORE", str(sample_store))
        assert main(["arrivals", "--where", "team=Nope"]) == 1
    assert "No ticket has team 'Nope'. There are: " in capsys.readouterr().err


def test_the_command_line_says_what_is_not_in_the_data(real_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(real_store, "csat")[0]["n"] == 0
    assert "Not in this data: csat needs" in capsys.readouterr().err


def test_the_split_of_a_change_adds_up_on_the_command_line(sample_store: Path) -> None:
    days = ["--set", "previous_from=2026-11-02", "--set", "previous_to=2026-11-08"]
    rows = asked(sample_store, "replied_within_target", *WEEK, *days, "--set", "shape=changes", "--set", "by=team")
    now, before = (
        asked(sample_store, "replied_within_target", "--from", first, "--to", last)[0]["value"]
        for first, last in (("2026-11-09", "2026-11-15"), ("2026-11-02", "2026-11-08"))
    )
    total = sum(float(str(row["performance"])) + float(str(row["mix"])) for row in rows)
    assert total == pytest.approx(float(str(now)) - float(str(before)))


@pytest.mark.parametrize("page", PAGES)
def test_a_choice_that_matches_nothing_says_so_and_offers_the_way_back(
    sample_store: Path, store_of: Callable[[Path], None], page: str
) -> None:
    store_of(sample_store)
    app = opened(page, team="Onboarding", category="Billing & invoices", plan="Enterprise", priority="urgent")
    assert any("Nothing matches" in element.value for element in app.subheader)
    assert any(button.label == "Clear the filters" for button in app.button)
