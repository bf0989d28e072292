"""Does an export that is dropped on the upload page arrive in the store, whole or not at all, and is all of it said?"""

import csv
import datetime as dt
import gzip
import io
import os
import re
import threading
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from data import schema, versions
from data.loading import dry_run, preview
from data.loading.choice import Choice, guess, sources_of
from data.loading.load import LoadError, load
from data.loading.presets import BY_HAND, choose, presets, recognise
from data.loading.rejected import first_rejected, rejected_csv
from data.loading.stage import Options
from data.loading.suggesting import suggested
from data.reading.table import tokens
from data.versions import StoreError
from pages.parts.upload import formats, mapping, sayings, spool, work

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real" / "servicenow_incident_log.csv.gz"
ZENDESK = (
    "Summation column,Id,Requester,Requester id,Assignee,Group,Subject,Status,Priority,Via,Created at,Updated at,"
    "Solved at,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,First reply time in minutes,"
    "First resolution time in minutes,Full resolution time in minutes,Requester wait time in minutes"
)
ZENDESK_ROWS = (
    "1,101,Ann,7,Kim,Billing,Refund,Solved,High,Mail,2026-03-01 09:00:00,2026-03-02 09:00:00,2026-03-02 09:00:00,"
    "Good,1,2,0,1,30,600,1440,60",
    "1,102,Bob,8,Lee,Tech,Login,Open,Low,Chat,2026-03-01 10:00:00,2026-03-01 10:00:00,-,Offered,1,1,0,0,-,-,-,5",
    "1,103,Cyd,9,Lee,Tech,=1+1,Open,Low,Chat,yesterday,2026-03-01 10:00:00,-,Not Offered,1,1,0,0,-,-,-,5",
)
AMBIGUOUS = "ticket_id,created_at,channel\nA1,03/04/2026 09:00,mail\nA2,05/04/2026 10:00,chat\n"
HOSTILE = "<img src=x onerror=alert(1)> [link](https://evil.example) :red[hot] **bold** $x$.csv"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "store"
    monkeypatch.setenv("SUPPORT_STORE", str(folder))
    return folder


def zendesk(*rows: str) -> bytes:
    return "\n".join((ZENDESK, *(rows or ZENDESK_ROWS), "")).encode()


def own_tickets(*ids: str) -> bytes:
    rows = [f"{one},2026-03-{number + 1:02d} 09:00:00,mail" for number, one in enumerate(ids)]
    return "\n".join(("ticket_id,created_at,channel", *rows, "")).encode()


def sheet_of(folder: Path, content: bytes, name: str = "file.csv") -> preview.Sheet:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return preview.read_sheet(folder / name, folder)


def table(store: Path, sql: str) -> list[tuple[object, ...]]:
    connection = versions.open_for_reading(store)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


# Files on disk


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("tickets.csv", "tickets.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\march tickets.csv.gz", "march_tickets.csv.gz"),
        ("..", "file"),
        ("", "file"),
        ("a\0b\nc.csv", "a_b_c.csv"),
        ("é" * 300 + ".csv", "é" * 76 + ".csv"),
    ],
)
def test_a_dropped_name_is_safe_on_disk(tmp_path: Path, name: str, kept: str) -> None:
    dropped = spool.keep(io.BytesIO(b"a,b"), name, tmp_path)
    assert dropped.path.name == kept
    assert dropped.path.resolve().is_relative_to(tmp_path.resolve())
    assert dropped.path.read_bytes() == b"a,b" and dropped.size == 3


def test_only_folders_of_visitors_who_left_are_swept(tmp_path: Path) -> None:
    left, here = spool.new_folder(tmp_path), spool.new_folder(tmp_path)
    long_ago = time.time() - spool.LEFT_BEHIND - 60
    os.utime(left, (long_ago, long_ago))
    spool.sweep(tmp_path)
    assert here.is_dir() and not left.exists()


def test_a_file_that_cannot_be_kept_leaves_nothing(tmp_path: Path) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("disk full")

    with pytest.raises(OSError):
        spool.keep(Failing(), "a.csv", tmp_path)
    assert list(tmp_path.iterdir()) == []


# Preview


def test_the_preview_types_the_rows_as_the_load_stores_them(tmp_path: Path, store: Path) -> None:
    sheet = sheet_of(tmp_path / "in", zendesk())
    choice = guess(sheet.table.tokens, sheet.samples)
    seen = preview.preview(sheet, choice, tmp_path)
    assert choice.preset == "zendesk_tickets" and seen.typed is not None
    load([choice.request(sheet.table.path, "view.csv")], store=store)
    connection = versions.open_for_reading(store)
    stored = connection.execute("select * from tickets order by ticket_id").df()
    connection.close()
    usable = seen.typed[seen.typed["problem"].isna()].drop(columns="problem").reset_index(drop=True)
    assert len(usable) == 2
    pd.testing.assert_frame_equal(usable, stored[list(usable.columns)], check_dtype=False)
    assert "date or time" in seen.typed["problem"].iloc[2] and seen.typed.index[2] == 4
    assert seen.examples["first_reply_at"] == ("2026-03-01 09:00:00 + 30 min", pd.Timestamp("2026-03-01 09:30:00"))


def test_dates_that_fit_both_orders_are_asked_with_a_value_that_shows_it(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "in", AMBIGUOUS.replace("03/04/2026 09:00", "04/04/2026 09:00").encode())
    seen = preview.preview(sheet, Choice("own_tickets", "tickets"), tmp_path)
    assert seen.question == preview.DateQuestion("created_at", "05/04/2026 10:00")
    assert seen.typed is None
    assert sayings.both_orders(seen.question) == ("5 Apr 2026", "4 May 2026")
    told = Choice("own_tickets", "tickets", options=Options(day_first=False))
    answered = preview.preview(sheet, told, tmp_path).typed
    assert answered is not None and answered["created_at"].tolist()[1] == pd.Timestamp("2026-05-04 10:00")


def test_one_late_value_decides_the_order_of_the_whole_file(tmp_path: Path) -> None:
    rows = "".join(f"T{number},03/04/2026 09:00\n" for number in range(3 * preview.HEAD)) + "last,25/04/2026 09:00\n"
    sheet = sheet_of(tmp_path / "in", f"ticket_id,created_at\n{rows}".encode())
    seen = preview.preview(sheet, Choice("own_tickets", "tickets"), tmp_path)
    assert seen.question is None and seen.day_first is True
    assert seen.typed is not None and seen.typed["created_at"].iloc[0] == pd.Timestamp("2026-04-03 09:00")


def test_rows_are_counted_or_estimated_and_which_of_both_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = own_tickets(*(f"T{number:05d}" for number in range(1000))).replace(b"2026-03-", b"2026-")
    assert sheet_of(tmp_path / "all", content).rows == 1000
    monkeypatch.setattr(preview, "COUNTED", 200)
    estimated = sheet_of(tmp_path / "some", content)
    assert not estimated.is_counted and estimated.rows == pytest.approx(1000, rel=0.05)
    assert "about" in sayings.file_facts("a.csv", len(content), estimated)


def test_a_broken_row_in_the_head_is_shown_at_its_line(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path / "in", b"ticket_id,created_at,channel\nA,2026-03-01,mail\nB,2026-03-02\nC,2026-03-03,mail\n"
    )
    typed = preview.preview(sheet, Choice("own_tickets", "tickets"), tmp_path).typed
    assert typed is not None
    assert [str(problem)[:18] for problem in typed["problem"].dropna()] == ["the row ends early"]
    assert typed.index[typed["problem"].notna()].tolist() == [3]


# Mapping


def test_columns_of_an_unknown_file_are_suggested_by_name_and_times_only_where_values_are_times() -> None:
    header = tokens(("Case", "Logged", "Resolved", "Desk", "Stars"))
    samples = {"case": ["C-1"], "logged": ["3/1/2026 09:00"], "resolved": ["yes"], "desk": ["North"], "stars": ["4"]}
    assert suggested(header, "tickets", samples) == {
        "ticket_id": "case",
        "created_at": "logged",
        "team": "desk",
        "csat_score": "stars",
    }
    choice = guess(header, samples)
    assert (choice.preset, choice.kind) == (BY_HAND, "tickets")


@pytest.mark.parametrize("table_name", list(schema.TABLES))
def test_an_empty_template_has_the_columns_of_the_table_and_is_recognised_as_it(table_name: str) -> None:
    header = next(csv.reader(io.StringIO(formats.template(schema.TABLES[table_name]))))
    assert tuple(header) == schema.TABLES[table_name].names
    confidence, preset = recognise(tokens(tuple(header)))[0]
    assert (preset.kind, confidence) == (table_name, 1.0)


def test_a_cleared_column_is_not_read_even_where_the_preset_has_it(tmp_path: Path) -> None:
    header = tokens(tuple(ZENDESK.split(",")))
    choice = Choice("zendesk_tickets", "tickets", {"priority": "", "subject": "requester"})
    assert "priority" not in sources_of(choice, header)
    placed = choose(header, preset=choice.preset, mapped=choice.mapped)
    assert "priority" not in placed.carries
    assert header[placed.sources["subject"].position] == "requester"
    assert {column: header[source.position] for column, source in placed.sources.items()} == sources_of(choice, header)


def test_edits_of_the_table_of_columns_become_a_mapping() -> None:
    names = {"case": "Case", "labels": "Labels", "labels#2": "Labels (2)"}
    rows = {1: {"source": "Labels (2)"}, 2: {"source": None}, 3: {}}
    columns = ("ticket_id", "tags", "status", "team")
    assert mapping.edited({"ticket_id": "case"}, rows, columns=columns, names=names) == {
        "ticket_id": "case",
        "tags": "labels#2",
        "status": "",
    }


def test_repeated_and_empty_header_cells_are_told_apart() -> None:
    assert sayings.header_names(["Labels", "", "Labels", "Id"]) == ["Labels", "(column 2)", "Labels (2)", "Id"]


# Check, rejects and words


def test_a_check_says_what_a_load_would_do_and_changes_nothing(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "view.csv"
    file.write_bytes(zendesk())
    request = Choice("zendesk_tickets", "tickets").request(file, "view.csv")
    checked = dry_run.check([request], store=store, progress=lambda step, share: None)
    assert versions.current_version(store) is None and not list(store.glob("*.duckdb"))
    loaded = load([request], store=store)
    assert [vars(one) | {"load_id": None} for one in checked.reports] == [
        vars(one) | {"load_id": None} for one in loaded
    ]
    told = checked.rejects[0][["line", "column", "value"]].to_dict("records")
    assert told == [{"line": 4, "column": "Created at", "value": "yesterday"}]
    assert loaded[0].load_id is not None
    kept = first_rejected(loaded[0].load_id, store=store)
    assert kept[["line", "column", "value", "reason"]].equals(checked.rejects[0][["line", "column", "value", "reason"]])


def test_the_download_of_rejected_rows_holds_all_of_them_and_no_formula(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("ticket_id,created_at\nA,2026-03-01\n" + "B,=HYPERLINK(1)\n" * 300)
    report = load([Choice("own_tickets", "tickets").request(file, "=bad.csv")], store=store)[0]
    assert report.load_id is not None and report.rejected == 300
    rows = list(csv.DictReader(io.StringIO(rejected_csv(report.load_id, store=store).decode())))
    assert len(rows) == 300
    assert {row["value"] for row in rows} == {"'=HYPERLINK(1)"} and rows[0]["file"] == "'=bad.csv"
    assert [int(row["line"]) for row in rows] == list(range(3, 303))


def test_the_law_of_a_load_shows_every_fate() -> None:
    row = {"rows": 141_712, "new": 24_918, "updated": 0, "unchanged": 0, "folded": 116_794, "rejected": 0}
    assert sayings.law(row) == (
        "141,712 rows = **24,918 new** + 0 updated + 0 unchanged + **116,794 folded** + 0 rejected"
    )


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1500, "1.5 kB"),
        (999_600, "1 MB"),
        (2_218_513, "2.22 MB"),
        (3 * 10**9, "3 GB"),
    ],
)
def test_sizes_are_said_in_steps_of_a_thousand(size: int, text: str) -> None:
    assert sayings.size(size) == text


# Work in the background


def wait_for(job: work.Job) -> work.Job:
    deadline = time.monotonic() + 30
    while job.is_running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not job.is_running
    return job


def test_work_ends_with_its_result_and_is_then_no_longer_running() -> None:
    go = threading.Event()

    def slow(progress: object, waiting: object) -> str:
        progress("Half", 0.5)  # type: ignore[operator]
        go.wait(10)
        return "done"

    job = work.start("load", ("a.csv",), slow)
    while job.step != "Half":
        time.sleep(0.01)
    assert job in work.running() and job.share == 0.5
    go.set()
    assert wait_for(job).result == "done" and not job.error
    assert job not in work.running()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (LoadError("a.csv: It is empty."), "a.csv: It is empty."),
        (StoreError("The store is full."), "The store is full."),
        (OSError(28, "No space left on device"), "No space left on device"),
        (duckdb.IOException("could not write"), "could not write"),
        (ValueError("secret internals at 0x7f"), "The log has the details."),
    ],
)
def test_a_failure_is_said_in_words(error: Exception, said: str) -> None:
    def fail(progress: object, waiting: object) -> None:
        raise error

    job = wait_for(work.start("load", ("a.csv",), fail))
    assert said in job.error and "secret" not in job.error and "Traceback" not in job.error
    assert job not in work.running()


def test_a_date_question_that_only_the_load_found_is_put_without_command_line_words(
    tmp_path: Path, store: Path
) -> None:
    file = tmp_path / "mixed.csv"
    file.write_text("ticket_id,created_at,solved_at\nA,25/03/2026,03/26/2026\n")
    request = Choice("own_tickets", "tickets").request(file, "mixed.csv")
    job = wait_for(work.start("load", ("mixed.csv",), lambda progress, waiting: load([request], store=store)))
    assert job.is_date_question and job.error.startswith("mixed.csv: ") and "--" not in job.error


# The page


@pytest.fixture
def page(tmp_path: Path, store: Path) -> AppTest:
    """The upload page under a router of its own, with an empty page where the weekly review is."""
    app = tmp_path / "app"
    for name in ("pages/data/upload.py", "pages/review/week.py"):
        (app / name).parent.mkdir(parents=True)
    (app / "pages/review/week.py").write_text("")
    (app / "pages/data/upload.py").write_text((ROOT / "pages/data/upload.py").read_text("utf-8"))
    (app / "app.py").write_text(
        "import streamlit as st\n"
        "from data import versions\n"
        "from pages.parts import asking\n"
        "if versions.current_version():\n"
        "    asking.hold_version()\n"
        "st.navigation([st.Page('pages/data/upload.py', default=True), st.Page('pages/review/week.py')]).run()\n"
    )
    return AppTest.from_file(str(app / "app.py"), default_timeout=60).run()


def drop(page: AppTest, **files: bytes) -> AppTest:
    for name, content in files.items():
        page.file_uploader[0].upload(name, content)
    return page.run()


def finish(page: AppTest) -> AppTest:
    deadline = time.monotonic() + 60
    while page.session_state["upload_desk"].is_busy and time.monotonic() < deadline:
        time.sleep(0.05)
    return page.run()


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return finish(page.run())


def said(page: AppTest) -> str:
    """What the page says, as it is read: without the escapes that keep text from being Markdown."""
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", raw(page)).replace("\u2060", "")


def raw(page: AppTest) -> str:
    elements = (page.markdown, page.caption, page.subheader, page.error, page.warning, page.info, page.success)
    return "\n".join(str(element.value) for group in elements for element in group)


def is_disabled(page: AppTest, key: str) -> bool:
    return bool(page.button(key=key).disabled)


def test_without_a_store_the_page_says_so_and_offers_the_formats(page: AppTest) -> None:
    assert not page.exception
    assert "Nothing has been loaded yet" in said(page)
    assert [tab.label for tab in page.tabs] == ["Loads and undo", "Exports that are known", "The project's own format"]
    exports = next(frame.value for frame in page.dataframe if "export" in frame.value)
    assert exports["export"].tolist() == [preset.title for preset in presets().values()]


def test_a_known_export_is_dropped_and_loaded_without_a_question(page: AppTest, store: Path) -> None:
    drop(page, **{"view.csv": zendesk()})
    assert "Recognised as **Zendesk: tickets" in said(page)
    assert "1 of the first 3 rows would be rejected" in said(page)
    press(page, "upload_load")
    assert not page.exception
    assert "Loaded 2 new tickets" in said(page)
    assert "3 rows = **2 new** + 0 updated + 0 unchanged + 0 folded + **1 rejected**" in said(page)
    assert table(store, "select count(*) from tickets") == [(2,)]
    assert not page.session_state["upload_desk"].uploads and not list(store.glob("spool/upload-*/*"))
    rejected = next(frame.value for frame in page.dataframe if "reason" in frame.value)
    assert rejected[["line", "value"]].to_dict("records") == [{"line": 4, "value": "yesterday"}]
    assert page.page_link[0].value == "See the weekly review"


def test_the_uploader_is_emptied_and_the_file_outlives_a_rerun(page: AppTest, store: Path) -> None:
    before = page.file_uploader[0].key
    drop(page, **{"view.csv": zendesk()})
    assert page.file_uploader[0].key != before and not page.file_uploader[0].value
    page.run()
    upload = page.session_state["upload_desk"].uploads[0]
    assert upload.dropped.path.read_bytes() == zendesk()
    page.button(key=f"upload_remove_{upload.dropped.key}").click().run()
    assert not upload.dropped.path.exists() and "view" not in said(page)


def test_the_same_file_again_changes_nothing_and_says_so(page: AppTest, store: Path) -> None:
    for _ in range(2):
        drop(page, **{"a.csv": own_tickets("A", "B")})
        press(page, "upload_load")
    assert "Nothing in it is new" in said(page) and "**2 unchanged**" in said(page)
    version = versions.current_version(store)
    assert version is not None and version.number == 1


def test_a_check_shows_the_rejected_rows_and_is_outdated_by_a_change(page: AppTest, store: Path) -> None:
    drop(page, **{"view.csv": zendesk()})
    press(page, "upload_check")
    assert "A load would bring 2 new tickets" in said(page) and "have changed since" not in said(page)
    assert versions.current_version(store) is None
    key = page.session_state["upload_desk"].uploads[0].dropped.key
    page.selectbox(key=f"upload_zone_{key}").set_value("Europe/Berlin").run()
    assert "have changed since" in said(page)
    press(page, "upload_load")
    assert table(store, "select created_at from tickets where ticket_id = '101'") == [(dt.datetime(2026, 3, 1, 8),)]


def test_an_unknown_file_waits_for_its_required_columns(page: AppTest, store: Path) -> None:
    drop(page, **{"odd.csv": b"alpha,beta,gamma\nX1,2026-03-01 09:00:00,mail\n"})
    assert "Not a known export" in said(page) and "**ticket_id** and **created_at**" in said(page)
    assert is_disabled(page, "upload_load") and is_disabled(page, "upload_check")
    page.session_state["upload_desk"].uploads[0].map({"ticket_id": "alpha", "created_at": "beta", "channel": "gamma"})
    press(page.run(), "upload_load")
    assert table(store, "select ticket_id, created_at, channel from tickets") == [
        ("X1", dt.datetime(2026, 3, 1, 9), "mail")
    ]


def test_ambiguous_dates_are_asked_and_the_answer_is_what_is_loaded(page: AppTest, store: Path) -> None:
    drop(page, **{"dates.csv": AMBIGUOUS.encode()})
    assert is_disabled(page, "upload_load")
    order = page.get("segmented_control")[0]
    assert "3 Apr 2026 or 4 Mar 2026" in order.label
    order.set_value("Month first").run()
    assert not is_disabled(page, "upload_load")
    press(page, "upload_load")
    assert table(store, "select created_at from tickets order by 1") == [
        (dt.datetime(2026, 3, 4, 9),),
        (dt.datetime(2026, 5, 4, 10),),
    ]


def test_mixed_dates_that_only_the_check_finds_are_then_asked(page: AppTest) -> None:
    drop(page, **{"mixed.csv": b"ticket_id,created_at,solved_at\nA,25/03/2026,03/26/2026\nB,26/03/2026,03/27/2026\n"})
    press(page, "upload_check")
    assert "The check failed" in str([element.proto for element in page.error])
    assert "Some columns have the day first" in page.get("segmented_control")[0].label


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("header.csv", b"ticket_id,created_at\n"),
        ("report.pdf", b"%PDF-1.7 \x00\x01"),
        ("book.xlsx", b"PK\x03\x04rest"),
        ("cut.csv.gz", gzip.compress(own_tickets("A") * 500)[:-30]),
        ("binary.csv", bytes(range(256)) * 40),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_the_others_are_loaded(
    page: AppTest, store: Path, name: str, content: bytes
) -> None:
    drop(page, **{name: content, "good.csv": own_tickets("A", "B")})
    assert not page.exception and len(page.error) == 1
    assert "left out" in said(page) and page.button(key="upload_load").label == "Load 1 file"
    press(page, "upload_load")
    assert table(store, "select count(*) from tickets") == [(2,)]
    assert [upload.dropped.name for upload in page.session_state["upload_desk"].uploads] == [name]


def test_text_from_files_is_never_markdown(page: AppTest) -> None:
    header = "[head](https://evil.example),created_at,ticket_id"
    rows = "".join(f"<script>alert({number})</script>,no date,T{number}\n" for number in range(3))
    drop(page, **{HOSTILE: f"{header}\n{rows}2,2026-03-01,T9\n".encode()})
    press(page, "upload_check")
    assert not page.exception
    shown = raw(page) + "".join(str(one.label) for one in page.get("segmented_control"))
    for dangerous in ("[link](", "[head](", ":red[", "**bold**", "<img", "<script", "$x$", "https://evil"):
        assert dangerous not in shown


def test_a_file_whose_rows_are_all_rejected_is_not_loaded_over_what_is_there(page: AppTest, store: Path) -> None:
    drop(page, **{"bad.csv": b"ticket_id,created_at\nA,soon\nB,later\n"})
    assert "All of the first 2 rows would be rejected" in said(page)
    assert is_disabled(page, "upload_load") and not is_disabled(page, "upload_check")
    press(page, "upload_check")
    assert "2 rows = 0 new + 0 updated + 0 unchanged + 0 folded + **2 rejected**" in said(page)
    assert is_disabled(page, "upload_load") and versions.current_version(store) is None


def test_a_check_that_finds_usable_rows_further_down_allows_the_load(page: AppTest, store: Path) -> None:
    bad = "".join(f"T{number},soon\n" for number in range(preview.HEAD))
    drop(page, **{"late.csv": f"ticket_id,created_at\n{bad}last,2026-03-01 09:00:00\n".encode()})
    assert is_disabled(page, "upload_load")
    press(page, "upload_check")
    assert not is_disabled(page, "upload_load")
    press(page, "upload_load")
    assert table(store, "select ticket_id from tickets") == [("last",)]


def test_while_somebody_else_loads_the_page_says_who_and_then_goes_on(page: AppTest, store: Path) -> None:
    drop(page, **{"a.csv": own_tickets("A")})
    (store / "lock.json").write_text('{"who": "ana", "process": 1, "what": "march.csv", "since": "today"}')
    with FileLock(store / "lock"):
        page.button(key="upload_load").click().run()
        job = page.session_state["upload_desk"].job
        while not job.held_by:
            time.sleep(0.01)
        page.run()
        assert "ana" in said(page) and "march" in said(page) and page.progress
        assert is_disabled(page, "upload_load") and versions.current_version(store) is None
    finish(page)
    assert "Loaded 1 new ticket" in said(page)


def test_a_load_that_fails_says_so_and_keeps_the_files(
    page: AppTest, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("The store could not be written and is as it was: no space left")

    monkeypatch.setattr("data.loading.load.load", fail)
    drop(page, **{"a.csv": own_tickets("A")})
    press(page, "upload_load")
    assert not page.exception and "no space left" in said(page)
    assert len(page.session_state["upload_desk"].uploads) == 1 and not is_disabled(page, "upload_load")


def test_a_file_that_breaks_the_preview_does_not_break_the_page(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("internals")

    monkeypatch.setattr("pages.parts.upload.desk.preview", fail)
    drop(page, **{"a.csv": own_tickets("A")})
    assert not page.exception and len(page.error) == 1 and "internals" not in said(page)
    assert is_disabled(page, "upload_load")


def test_the_rejected_rows_of_any_load_can_be_seen_again(page: AppTest) -> None:
    drop(page, **{"view.csv": zendesk()})
    press(page, "upload_load")
    drop(page, **{"later.csv": own_tickets("Z")})
    press(page, "upload_load")
    assert not any("reason" in frame.value for frame in page.dataframe)
    page.selectbox(key="upload_details_2").set_value(1).run()
    rejected = next(frame.value for frame in page.dataframe if "reason" in frame.value)
    assert rejected["value"].tolist() == ["yesterday"]
    assert page.get("download_button") and "ratings are dated by the ticket" in said(page)


def test_undo_goes_back_to_the_version_before_and_history_follows(page: AppTest, store: Path) -> None:
    for name in ("first", "second"):
        drop(page, **{f"{name}.csv": own_tickets(name)})
        press(page, "upload_load")
    loads = next(frame.value for frame in page.dataframe if "loaded_by" in frame.value)
    assert loads["file"].tolist() == ["second.csv", "first.csv"]
    press(page, "upload_undo")
    assert "Back at version 1" in str([element.proto for element in page.success])
    assert table(store, "select ticket_id from tickets") == [("first",)]
    loads = next(frame.value for frame in page.dataframe if "loaded_by" in frame.value)
    assert loads["file"].tolist() == ["first.csv"]
    kept = next(frame.value for frame in page.dataframe if "shown" in frame.value)
    assert dict(zip(kept["number"], kept["shown"], strict=True)) == {2: "undone", 1: "shown now"}


@pytest.mark.skipif(not REAL.exists(), reason="the real incident log is not here")
def test_the_real_incident_log_is_one_drop_and_one_click(page: AppTest, store: Path) -> None:
    drop(page, **{REAL.name: REAL.read_bytes()})
    assert "Recognised as **ServiceNow: incident log**, sure" in said(page) and not page.get("segmented_control")[1:]
    press(page, "upload_load")
    assert "141,712 rows = **24,918 new** + 0 updated + 0 unchanged + **116,794 folded** + 0 rejected" in said(page)
    assert table(store, "select count(*) from tickets") == [(24_918,)]
