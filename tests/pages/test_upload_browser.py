"""Do the exports of all vendors load by drag and drop, without a question but those that a preset documents?"""

import re
from pathlib import Path
from typing import Any

import pytest

from data import versions
from data.loading.load import load
from data.loading.presets import VENDORS, presets
from data.loading.requests import Request
from pages.parts.upload import sayings
from tests.conftest import running_server
from tests.pages.test_browser import opened, settled, text_of
from tests.pages.upload_page import own_tickets, table

pytestmark = pytest.mark.browser
EXAMPLES = sorted(path for path in VENDORS.iterdir() if path.suffix in (".csv", ".xlsx"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store that has something, so that no sample company is made first."""
    file = tmp_path / "own.csv"
    file.write_bytes(own_tickets("first"))
    load([Request(file)], store=tmp_path / "store")
    return tmp_path / "store"


def drop(page: Any, *paths: Path) -> None:
    page.locator('input[type="file"]').first.set_input_files([str(path) for path in paths])


def answer(page: Any) -> set[str]:
    """Answer every open question with the first that is offered. Returns the files that asked."""
    asking = set(re.findall(r"^\S*\s*(.+): first answer what is asked", text_of(page), flags=re.MULTILINE))
    while (box := page.get_by_role("combobox").and_(page.get_by_placeholder("Choose"))).count():
        box.first.click()
        page.get_by_role("option").first.click()
        settled(page)
    return asking


def test_the_example_of_every_vendor_is_dropped_and_loaded(browser: Any, store: Path, tmp_path: Path) -> None:
    expected = load([Request(path) for path in EXAMPLES], store=tmp_path / "beside")
    with running_server(store, tmp_path) as server:
        page = opened(browser, f"{server.address}/upload")
        drop(page, *EXAMPLES)
        page.get_by_role("button", name="Remove all").wait_for(timeout=300_000)
        settled(page)
        assert "cannot be read" not in text_of(page) and "Not a known export" not in text_of(page)
        asking = {path.stem for path in EXAMPLES if path.name in answer(page)}
        assert {name for name in asking if not presets()[name].asks} == set()
        page.get_by_role("button", name=re.compile(rf"Load {len(EXAMPLES)} files$")).click()
        page.get_by_role("heading", name=re.compile("^Loaded ")).wait_for(timeout=300_000)
        settled(page)
        heading = page.get_by_role("heading", name=re.compile("^Loaded ")).inner_text()
        assert heading == f"Loaded {sayings.brought(expected)}"
        page.close()
    counts = [(one.file, one.kind, one.preset, one.rows, one.new, one.updated, one.rejected) for one in expected]
    loaded = "select file, kind, preset, rows, new, updated, rejected from loads where load_id > 1 order by load_id"
    assert table(store, loaded) == counts
    assert all(one.new + one.updated > 0 for one in expected)


def test_a_survey_is_mapped_by_hand_kept_as_a_preset_and_recognised(browser: Any, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "feedback.csv"
    rows = "".join(f"R{n},2026-03-{n + 1:02d} 10:00:00,p{n}@x.org,{n % 11}\n" for n in range(12))
    file.write_text(f"Respondent,Submitted,Email,Recommend us?\n{rows}", "utf-8")
    with running_server(store, tmp_path) as server:
        page = opened(browser, f"{server.address}/upload")
        drop(page, file)
        page.get_by_role("combobox", name="What kind of survey is it?").click(timeout=120_000)
        page.get_by_role("option", name=re.compile("NPS")).click()
        settled(page)
        page.get_by_role("tab", name="Keep as a preset").click()
        page.get_by_label("Name", exact=True).fill("Feedback form")
        page.get_by_role("button", name="Keep as a preset").click()
        page.get_by_text("is kept as a preset").wait_for(timeout=120_000)
        settled(page)
        assert "Recognised as Feedback form" in text_of(page)
        page.get_by_role("button", name=re.compile("Load 1 file$")).click()
        page.get_by_role("heading", name="Loaded 12 new surveys").wait_for(timeout=120_000)
        page.close()
    assert versions.current_version(store) is not None
    assert table(store, "select kind, preset, new from loads where load_id = 2") == [("surveys", "feedback_form", 12)]
    assert table(store, "select distinct kind from surveys") == [("nps",)]


def test_rejected_rows_are_downloaded_mended_and_loaded(browser: Any, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "week.csv"
    file.write_text("ticket_id,created_at,subject\nA,2026-03-01 09:00:00,x\nB,soon,=1+1\n", "utf-8")
    with running_server(store, tmp_path) as server:
        page = opened(browser, f"{server.address}/upload")
        drop(page, file)
        page.get_by_role("button", name=re.compile("Load 1 file$")).click(timeout=120_000)
        page.get_by_role("heading", name="Loaded 1 new ticket").wait_for(timeout=120_000)
        settled(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="Rejected rows to mend").click()
        mended = tmp_path / "mended.csv"
        mended.write_text(
            Path(download.value.path()).read_text("utf-8-sig").replace("soon", "2026-03-02 09:00:00"), "utf-8"
        )
        drop(page, mended)
        page.get_by_text("Recognised as The project's own format: tickets").wait_for(timeout=120_000)
        settled(page)
        page.get_by_role("button", name=re.compile("Load 1 file$")).click()
        page.get_by_text("mended.csv as The project's own format").wait_for(timeout=120_000)
        page.close()
    assert table(store, "select ticket_id, subject from tickets where ticket_id in ('A', 'B') order by 1") == [
        ("A", "x"),
        ("B", "=1+1"),
    ]
