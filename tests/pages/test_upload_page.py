"""Does an export that is dropped on the upload page arrive in the store, whole or not at all, and is all of it said?"""

import datetime as dt
import time
from pathlib import Path

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from data import versions
from data.loading import preview
from data.loading.presets import VENDORS, delivered
from data.versions import StoreError
from tests.pages.upload_page import (
    AMBIGUOUS,
    ROOT,
    desk_of,
    drop,
    finish,
    is_disabled,
    own_tickets,
    press,
    said,
    table,
    unfold,
    zendesk,
)

REAL = ROOT.parent / "shared" / "real" / "servicenow_incident_log.csv.gz"


def test_without_a_store_the_page_says_so_and_offers_the_formats(page: AppTest) -> None:
    assert not page.exception
    assert "Nothing has been loaded yet" in said(page)
    assert [tab.label for tab in page.tabs] == ["Loads and undo", "Exports that are known", "The project's own format"]
    exports = next(frame.value for frame in page.dataframe if "export" in frame.value)
    assert exports["export"].tolist() == [preset.title for preset in delivered().values()]


def test_a_known_export_is_dropped_and_loaded_without_a_question(page: AppTest, store: Path) -> None:
    drop(page, **{"view.csv": zendesk()})
    assert "Recognised as **Zendesk: tickets" in said(page) and not desk_of(page).uploads[0].asked
    assert "1 of the first 3 rows would be rejected" in said(page)
    press(page, "upload_load")
    assert not page.exception
    assert "Loaded 2 new tickets" in said(page)
    assert "3 rows = **2 new** + 0 updated + 0 unchanged + 0 folded + **1 rejected**" in said(page)
    assert table(store, "select count(*) from tickets") == [(2,)]
    assert not desk_of(page).uploads and not list(store.glob("spool/upload-*/*"))
    rejected = next(frame.value for frame in page.dataframe if "record" in frame.value)
    assert rejected[["line", "value"]].to_dict("records") == [{"line": 4, "value": "yesterday"}]
    assert page.page_link[0].value == "See the weekly review"
    assert "4 columns of the file not read: Summation column, Requester, Group stations" in said(page)


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
    desk_of(page).uploads[0].set_options(zone="Europe/Berlin")
    page.run()
    assert "have changed since" in said(page)
    press(page, "upload_load")
    assert table(store, "select created_at from tickets where ticket_id = '101'") == [(dt.datetime(2026, 3, 1, 8),)]


def test_the_zone_is_chosen_where_it_is_said_how_a_file_is_read(page: AppTest, store: Path) -> None:
    drop(page, **{"view.csv": zendesk()})
    key = desk_of(page).uploads[0].file.key
    unfold(page, f"upload_how_{key}")
    page.selectbox(key=f"upload_zone_{key}").set_value("Europe/Berlin").run()
    assert any("times in Europe/Berlin" in one.label.replace("\\", "") for one in page.get("expander"))
    unfold(page, f"upload_how_{key}")
    page.selectbox(key=f"upload_preset_{key}").set_value("own_tickets").run()
    assert "Read as **The project's own format: tickets**" in said(page) and "**One question**" in said(page)


def test_warnings_come_first_and_before_the_account(page: AppTest) -> None:
    drop(page, **{"ahead.csv": b"ticket_id,created_at\nA,2026-03-01 09:00:00\nB,2090-03-01 09:00:00\n"})
    press(page, "upload_load")
    (warning,) = page.warning
    assert warning.proto.title == "Look at this first" and "in the future" in warning.value
    account = next(one for one in page.markdown if "2 rows = " in one.value)
    assert _place(page, warning.proto) < _place(page, account.proto)


def _place(page: AppTest, proto: object) -> int:
    def walk(block: object) -> list[object]:
        children = getattr(block, "children", {})
        return [one for child in children.values() for one in (child, *walk(child))]

    return next(number for number, one in enumerate(walk(page.main)) if getattr(one, "proto", None) is proto)


def test_the_report_of_several_files_is_a_table_and_the_one_that_is_chosen(page: AppTest, store: Path) -> None:
    drop(page, **{"a.csv": own_tickets("A"), "b.csv": own_tickets("B", "C"), "view.csv": zendesk(),
                  "d.csv": b"ticket_id,created_at\nD,2026-03-01\nE,soon\nF,never\n"})  # fmt: skip
    press(page, "upload_load")
    counts = next(frame.value for frame in page.dataframe if list(frame.value)[:3] == ["file", "kind", "rows"])
    assert counts[["file", "new", "rejected"]].values.tolist() == [
        ["a.csv", 1, 0], ["b.csv", 2, 0], ["view.csv", 2, 1], ["d.csv", 1, 2]]  # fmt: skip
    assert "3 rows = **1 new** + 0 updated + 0 unchanged + 0 folded + **2 rejected**" in said(page)  # most rejected
    box = next(one for one in page.selectbox if one.label == "Details of a file")
    box.set_value(1).run()
    assert "2 rows = **2 new**" in said(page) and "**b.csv** as The project's own format: tickets" in said(page)


def test_of_many_files_those_that_want_nothing_are_a_line_each(page: AppTest) -> None:
    drop(page, **{f"{name}.csv": own_tickets(name) for name in "ABCD"}, **{"odd.csv": b"alpha,beta\nX1,Y\n"})
    keys = {upload.file.name: upload.file.key for upload in desk_of(page).uploads}
    lines = [one.label for one in page.get("expander")]
    assert sum("The project" in label and "·" in label for label in lines) == 4
    assert "**odd.csv**" in said(page) and "**A.csv**" not in said(page)
    unfold(page, f"upload_line_{keys['B.csv']}")
    page.button(key=f"upload_remove_{keys['B.csv']}").click().run()
    assert [upload.file.name for upload in desk_of(page).uploads] == ["A.csv", "C.csv", "D.csv", "odd.csv"]
    assert not page.exception


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
    assert "The check failed" in said(page)
    assert "Some columns have the day first" in page.get("segmented_control")[0].label


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


def test_a_check_of_a_file_that_fills_several_tables_is_told_apart_from_the_next_file(page: AppTest) -> None:
    bad = "".join(f"T{number},soon\n" for number in range(preview.HEAD))
    drop(page, **{"contacts.csv": (VENDORS / "hubspot_contacts.csv").read_bytes(),
                  "late.csv": f"ticket_id,created_at\n{bad}last,2026-03-01 09:00:00\n".encode()})  # fmt: skip
    assert is_disabled(page, "upload_load")
    press(page, "upload_check")
    contacts, late = desk_of(page).checked
    assert [report.kind for report in contacts[1]] == ["customers", "stages"]
    assert [report.file for report in late[1]] == ["late.csv"] and not is_disabled(page, "upload_load")


def test_a_file_that_a_check_finds_older_can_be_said_to_be_the_newest(page: AppTest, store: Path) -> None:
    newer = b"ticket_id,created_at,updated_at,team\nA,2026-03-01 09:00:00,2026-03-09 09:00:00,North\n"
    older = b"ticket_id,created_at,updated_at,team\nA,2026-03-01 09:00:00,2026-03-02 09:00:00,South\n"
    drop(page, **{"newer.csv": newer})
    press(page, "upload_load")
    drop(page, **{"older.csv": older})
    assert not page.toggle
    press(page, "upload_check")
    assert "later state" in page.warning[0].value and page.toggle[0].label == "This file is the newest"
    press(page, "upload_load")
    assert table(store, "select team from tickets") == [("North",)]
    drop(page, **{"older.csv": older})
    press(page, "upload_check")
    page.toggle[0].set_value(True).run()
    assert "have changed since" in said(page)
    press(page, "upload_load")
    assert table(store, "select team from tickets") == [("South",)]


def test_while_somebody_else_loads_the_page_says_who_and_then_goes_on(page: AppTest, store: Path) -> None:
    drop(page, **{"a.csv": own_tickets("A")})
    (store / "lock.json").write_text('{"who": "ana", "process": 1, "what": "march.csv", "since": "today"}')
    with FileLock(store / "lock"):
        page.button(key="upload_load").click().run()
        job = desk_of(page).job
        assert job is not None
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
    assert len(desk_of(page).uploads) == 1 and not is_disabled(page, "upload_load")


def test_a_file_that_breaks_the_preview_does_not_break_the_page(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("internals")

    monkeypatch.setattr("pages.parts.upload.one_file.preview", fail)
    drop(page, **{"a.csv": own_tickets("A")})
    assert not page.exception and len(page.error) == 1 and "internals" not in said(page)
    assert is_disabled(page, "upload_load")


@pytest.mark.skipif(not REAL.exists(), reason="the real incident log is not here")
def test_the_real_incident_log_is_one_drop_and_one_click(page: AppTest, store: Path) -> None:
    drop(page, **{REAL.name: REAL.read_bytes()})
    assert "Recognised as **ServiceNow: incident log**, sure" in said(page) and not page.get("segmented_control")[1:]
    press(page, "upload_load")
    assert "141,712 rows = **24,918 new** + 0 updated + 0 unchanged + **116,794 folded** + 0 rejected" in said(page)
    assert table(store, "select count(*) from tickets") == [(24_918,)]
