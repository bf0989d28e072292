"""Does the data health page say what is wrong with the data, the worst first, whatever the data are?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.charts.coverage import coverage
from pages.parts.health import findings, needed, steps
from pages.parts.health.doubt_kinds import DOUBTS
from pages.parts.health.findings import Finding, Level
from pages.parts.health.steps import Step
from queries import parameters
from queries.registry import METRICS
from tests.conftest import ROOT
from tests.data.trial_store import TrialStore
from tests.pages.chart_cases import labels, months

PAGE = "pages/data/health.py"
SECTIONS = ["Freshness", "Fields", "Links", "Duplicates", "Exclusions", "Doubtful values", "Last loads"]


def opened(store: Path, point: Callable[[Path], None]) -> AppTest:
    """The data health page over a store."""
    point(store)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page(PAGE)
    app.run()
    assert not app.exception and not app.error, [*app.exception, *app.error]
    return app


def plain(text: object) -> str:
    """What is read of escaped Markdown."""
    return str(text).replace("\\", "").replace("\u2060", "")


def headings(app: AppTest) -> list[str]:
    return [plain(part.value) for part in app.subheader]


def said(app: AppTest) -> str:
    return plain(" ".join(str(part.value) for part in (*app.caption, *app.markdown, *app.subheader)))


def tiles(app: AppTest) -> dict[str, str]:
    return {tile.label: str(tile.value) for tile in app.metric}


def test_the_sample_company_has_nothing_serious_and_every_section(
    sample_store: Path, store_of: Callable[[Path], None]
) -> None:
    app = opened(sample_store, store_of)
    verdict, *sections = headings(app)
    assert verdict.startswith(("Nothing serious. First to know: ", "Nothing was found"))
    assert [heading.split(":")[0] for heading in sections] == SECTIONS
    assert (
        tiles(app)["Metrics answered"].split() == [f"{len(METRICS)}", "of", f"{len(METRICS)}"]
        and tiles(app)["Rows rejected"] == "0%"
    )
    assert "Freshness: no table lags behind the tickets" in sections
    assert "Every metric can be told from this data" in said(app)
    assert not app.selectbox, "the page is about all data: there are no filters"


def test_the_real_log_thins_out_and_says_what_it_lacks(real_store: Path, store_of: Callable[[Path], None]) -> None:
    app = opened(real_store, store_of)
    assert headings(app)[0].startswith("Tickets thin out after the week of 23 May 2016: 37 later weeks hold fewer")
    assert "Links: there are no customers to link to" in headings(app)
    assert "Duplicates: tickets cannot be compared without customer and subject" in headings(app)
    assert tiles(app)["Tickets linked"] == tiles(app)["Probable duplicates"] == "—"
    text = said(app)
    assert "Not loaded: surveys (so no NPS and Effort (CES)), customers" in text
    assert "First resolution time leaves out 8.4% of its tickets (1,419 of 16.9k created 1 Mar to 30 Apr 2016)" in text
    assert "Load an export of your customers" in text and "load the export of your survey tool" in text
    absent = next(table.value for table in app.dataframe if list(table.value.columns) == ["Metric", "Needs"])
    assert "CSAT" in list(absent["Metric"]) and "Arrivals" not in list(absent["Metric"])


def ticket(number: int, **more: object) -> dict[str, object]:
    """One of a steady stream of tickets, an hour apart from 1 January 2024 on."""
    day, hour = divmod(number, 24)
    month, day = divmod(day, 28)
    at = f"2024-{month + 1:02d}-{day + 1:02d} {hour:02d}:00:00"
    return {"ticket_id": f"T{number}", "created_at": at, "subject": f"Matter {number}", **more}


def test_data_with_many_faults_names_the_worst_first(tmp_path: Path, store_of: Callable[[Path], None]) -> None:
    store = TrialStore(tmp_path)
    store.load([{"customer_id": f"C{k}", "email": f"c{k}@one.example"} for k in range(50)], "customers.csv")
    rows: list[dict[str, Any]] = []
    for number in range(24 * 28 * 5):
        known = number % 4 != 0
        rows.append(
            ticket(
                number,
                customer_id=f"C{number % 50}" if known else "<b>X</b>",
                first_reply_at=ticket(number)["created_at"] if number < 24 * 28 * 3 else "",
                solved_at="",
                agent="Ann" if number < 24 * 28 * 2 else "",
                exclusion="spam" if number % 10 == 0 else "",
            )
        )
    bad = [{"ticket_id": f"B{number}", "created_at": "yesterday"} for number in range(400)]
    store.load(rows + bad, "tickets <1>.csv")
    app = opened(store.path, store_of)
    text, first = said(app), headings(app)[0]
    # a quarter are of unknown customers, but a field that metrics need is gone altogether
    assert first.startswith("In tickets, first_reply_at ended in Apr 2024 (filled in 100% before, 0% since)")
    assert "25.0% of tickets (840 of 3,360) belong to no known customer: they have no segment and no plan." in text
    assert "400 of 3,760 rows of tickets <1>.csv (10.6%) could not be used for tickets." in text
    assert "In tickets, agent ended in Mar 2024 (filled in 100% before, 0% since). Compare" in text
    assert tiles(app)["Tickets linked"] == "75.0%" and tiles(app)["Rows rejected"] == "10.5%"
    assert tiles(app)["Excluded"] == "10.0%"
    unknown = next(table.value for table in app.dataframe if "Name" in table.value.columns)
    assert unknown["Name"].tolist() == ["<b>X</b>"] and unknown["Rows"].tolist() == [840]
    effects = next(table.value for table in app.dataframe if "With excluded" in table.value.columns)
    # the 12 weeks from 4 March to 26 May hold 25 + 28 + 26 days with tickets, and every tenth is spam
    assert effects.iloc[0].tolist()[:4] == ["Tickets created", "1,706", "1,896", "+190"]
    doubts = next(table.value for table in app.dataframe if "Lately" in table.value.columns)
    assert "Replied to the second it was created" in doubts["What"].tolist()


def test_a_few_tickets_are_too_few_to_judge(tmp_path: Path, store_of: Callable[[Path], None]) -> None:
    store = TrialStore(tmp_path)
    store.load([ticket(number, customer_id="K") for number in range(3)])
    app = opened(store.path, store_of)
    assert headings(app)[0].startswith(f"{len(METRICS) - 1} of {len(METRICS)} metrics are not in this data: ")
    assert "Too few tickets in Jan 2024 to judge their fields" in said(app)
    assert "Exclusions: every ticket counts" in headings(app)


def test_data_without_tickets_says_what_to_load(tmp_path: Path, store_of: Callable[[Path], None]) -> None:
    store = TrialStore(tmp_path)
    store.load([{"customer_id": "C1", "acquired_at": "2024-01-01 00:00:00"}], "customers.csv")
    app = opened(store.path, store_of)
    assert headings(app)[0] == "No tickets are loaded: there is nothing to measure."
    assert [heading.split(":")[0] for heading in headings(app)[1:]] == ["Freshness", "Last loads"]


def test_the_page_shows_what_the_questions_answer(sample_store: Path, store_of: Callable[[Path], None]) -> None:
    from data import versions
    from queries import questions

    app = opened(sample_store, store_of)
    reader = versions.open_for_reading(sample_store)
    links = questions.ask(reader, "links", {})
    fresh = questions.ask(reader, "freshness", {})
    reader.close()
    tickets = links[(links["table_name"] == "tickets") & links["linked_by"].notna()]
    shown = next(table.value for table in app.dataframe if "Rows of" in table.value.columns)
    row = shown.set_index("Rows of").loc["Tickets"]
    assert row["Rows"] - row["Not linked"] == tickets["n"].sum()
    table = next(table.value for table in app.dataframe if "Newest record" in table.value.columns)
    assert table["Rows"].tolist() == fresh.loc[fresh["rows"] > 0, "rows"].tolist()


def filled(shares: list[float], *, column: str = "agent", n: int = 100) -> pd.DataFrame:
    """An answer to `field_coverage`: one field, a month after the other from January 2025 on."""
    rows = [
        {"table_name": "tickets", "column_name": column, "month": f"2025-{place + 1:02d}-01", "n": n}
        | {"filled": round(n * share), "is_complete": True}
        for place, share in enumerate(shares)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([1, 1, 1, 0.1, 0.1], "agent fell from 100% to 10% in Apr 2025"),
        ([0.5, 0.5, 0.9], "agent rose from 50% to 90% in Mar 2025"),
        ([0, 0, 0, 1, 1], "agent began in Apr 2025 (filled in 0% before, 100% since)"),
        ([0.8, 0.8, 0.8, 0], "agent ended in Apr 2025 (filled in 80% before, 0% since)"),
        ([0.9, 0.9, 0.75, 0.75], None),  # 15 points are not named
        ([0.2, 1, 1, 1], None),  # the first month of an export is often a part
        ([1, 0], None),
    ],
)
def test_a_field_that_changes_is_named_with_its_month(shares: list[float], words: str | None) -> None:
    found = steps.steps(filled(shares))
    assert [step.words() for step in found] == ([words] if words else [])


def test_steps_need_thirty_tickets_a_month_and_wait_for_what_comes_late() -> None:
    assert steps.steps(filled([1, 1, 1, 0], n=29)) == []
    assert steps.steps(filled([1, 1, 1, 0], column="solved_at")) == []  # the last month's are not solved yet
    assert len(steps.steps(filled([1, 1, 0, 0], column="solved_at"))) == 1
    both = pd.concat([filled([0, 0, 0, 1]), filled([0.6, 0.6, 0.6, 0.3], column="team")])
    assert [step.column for step in steps.steps(both)] == ["team", "agent"]  # a fall comes before a rise
    assert Step("tickets", "agent", "2025-04-01", 0.6, 0.3).is_fall


def test_every_doubt_of_the_questions_is_explained() -> None:
    assert set(DOUBTS) == {*parameters.DOUBTS, "undated_answers"}
    assert all(doubt.notable < doubt.serious for doubt in DOUBTS.values())


def finding(level: Level, reach: float, text: str) -> Finding:
    return Finding("fields", level, reach, text)


def test_the_verdict_is_the_most_serious_thing() -> None:
    notable, serious = finding("notable", 0.9, "Much is new."), finding("serious", 0.3, "Some is wrong.")
    worse = finding("serious", 0.4, "More is wrong.")
    assert findings.ordered([notable, serious, worse]) == [worse, serious, notable]
    assert findings.verdict([notable, serious, worse]) == "More is wrong."
    assert findings.verdict([notable]) == "Nothing serious. First to know: Much is new."
    assert findings.verdict([]) == "Nothing was found that would change the numbers."


@pytest.mark.parametrize(
    ("share", "n", "level"),
    [(0.04, 1000, None), (0.05, 1000, "notable"), (0.2, 1000, "serious"), (0.5, 29, None), (0.5, 30, "serious")],
)
def test_a_share_is_graded_by_its_thresholds_and_not_on_few(share: float, n: int, level: Level | None) -> None:
    assert findings.graded(share, n=n, notable=0.05, serious=0.2) == level


def test_what_metrics_leave_out_is_said_with_its_bounds() -> None:
    row = {"metric": "reopen_rate", "n": 2000, "left_out": 100, "share": 0.05, "value": 0.1}
    frame = pd.DataFrame([row | {"lowest": 0.095, "highest": 0.145}])
    (shown,) = needed.left_out_rows(frame).to_dict("records")
    assert (shown["Metric"], shown["Left out"], shown["Share"], shown["Of"]) == (
        "Reopen rate",
        100,
        "5.0%",
        "2,000 tickets",
    )
    assert (shown["Now"], shown["Could be"], shown["Needs"]) == ("10.0%", "9.5% to 14.5%", "reopens")


def test_the_coverage_chart_is_strong_where_values_are_missing() -> None:
    figure = coverage(months())
    cells, handles = figure.data
    assert [row[0] for row in cells.z] == [0, 0.5, 1] and [row[-1] for row in cells.z] == [0, 0, 0]
    assert (cells.zmin, cells.zmax) == (0, 1)
    assert labels(figure) == ["<b>100%</b>"] * 3
    assert "Jan 2026: 0%" in handles.hovertext[18] and handles.customdata[18] == ["plan", "2026-01-01"]
