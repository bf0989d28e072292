"""Does the history say who loaded what and what each column got, and can one load be taken back, with all that it brought?"""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.loading.load import load
from data.loading.presets import VENDORS
from data.loading.requests import Request
from pages.parts import asking
from pages.parts.upload import sheet
from tests.pages.upload_page import drop, own_tickets, press, said, table, zendesk


def load_files(page: AppTest, **files: bytes) -> AppTest:
    drop(page, **files)
    return press(page, "upload_load")


def frame_with(page: AppTest, column: str) -> pd.DataFrame:
    return next(frame.value for frame in page.dataframe if column in frame.value)


def details(page: AppTest, load_id: int) -> AppTest:
    box = next(one for one in page.selectbox if one.label == "Details of a load")
    return box.set_value(load_id).run()


def test_the_details_of_a_load_say_what_the_file_was_and_what_each_column_got(page: AppTest) -> None:
    load_files(page, **{"view.csv": zendesk()})
    load_files(page, **{"later.csv": own_tickets("Z")})
    assert not any("reason" in frame.value for frame in page.dataframe)
    details(page, 1)
    assert "Zendesk: tickets (view export) · 653 bytes, UTF-8 · by " in said(page)
    assert "Read with times in UTC" in said(page) and "ratings are dated by the ticket" in said(page)
    got = next(frame.value for frame in page.dataframe if "filled" in frame.value and len(frame.value) > 5)
    row = got.set_index("column").loc["replies"]
    assert (row["source"], row["filled"], row["empty"], row["total"]) == ("Replies", 2, 0, 1.0)
    assert "4 columns of the file not read: Summation column" in said(page)
    assert frame_with(page, "record")["value"].tolist() == ["yesterday"]
    labels = [button.label for button in page.get("download_button")]
    assert {"Reconciliation sheet", "Rejected rows to mend", "List of rejects"} <= set(labels)


def test_the_reconciliation_sheet_as_csv_accounts_for_every_row_and_holds_no_formula(
    tmp_path: Path, store: Path
) -> None:
    file = tmp_path / "any.csv"
    file.write_text("ticket_id,created_at,=team()\nA,2026-03-01,x\nB,soon,y\nC,never,\n", "utf-8")
    load([Request(file, label="=any.csv", mapped={"team": "=team()"})], store=store)
    asking.hold_version()
    loads = asking.ask("loads").to_dict("records")
    columns, why = (asking.ask(name, load_id=1) for name in ("load_columns", "load_rejects"))
    rows = list(csv.DictReader(io.StringIO(sheet.as_csv(loads[0], columns, why).decode())))
    facts = {row["item"]: row["value"] for row in rows if row["part"] in ("file", "rows")}
    assert facts["file"] == "'=any.csv" and facts["rows"] == "3" and facts["checksum"] == loads[0]["checksum"]
    assert sum(int(facts[fate]) for fate in ("new", "updated", "unchanged", "folded", "rejected")) == 3
    (team,) = (row for row in rows if row["part"] == "column" and row["item"] == "team")
    assert (team["source"], team["filled"], team["empty"]) == ("'=team()", "1", "0")
    (rejected,) = (row for row in rows if row["part"] == "rejected")
    assert (rejected["item"], rejected["value"]) == ("created_at", "2")


def test_tables_of_one_file_stand_together_and_go_together(page: AppTest, store: Path) -> None:
    load_files(page, **{"contacts.csv": (VENDORS / "hubspot_contacts.csv").read_bytes()})
    load_files(page, **{"a.csv": own_tickets("A")})
    listed = frame_with(page, "checksum")
    assert listed[["load", "file", "kind"]].values.tolist() == [
        [3, "a.csv", "tickets"],
        [1, "contacts.csv", "customers"],
        [2, "↳ same file", "stages"],
    ]
    details(page, 1)
    assert "**Into customers**" in said(page) and "**Into stages**" in said(page)
    assert "All tables of this file go together" in said(page)
    press(page, "upload_remove_load_1")
    assert "Removed: contacts.csv" in said(page) and not page.exception
    assert table(
        store, "select (select count(*) from customers), (select count(*) from stages), count(*) from tickets"
    ) == [(0, 0, 1)]
    listed = frame_with(page, "checksum")
    assert listed[["load", "state"]].values.tolist() == [[3, ""], [1, "removed"], [2, "removed"]]
    details(page, 1)
    assert "Removed on " in said(page) and not page.exception
    assert not [one for one in page.button if one.key == "upload_remove_load_1"]


def test_what_a_removed_load_had_updated_is_what_the_other_load_says_and_undo_brings_it_back(
    page: AppTest, store: Path
) -> None:
    head = "ticket_id,created_at,updated_at,team\n"
    load_files(page, **{"first.csv": f"{head}A,2026-03-01 09:00:00,2026-03-01 09:00:00,North\n".encode()})
    load_files(page, **{"second.csv": f"{head}A,2026-03-01 09:00:00,2026-03-05 09:00:00,South\n".encode()})
    details(page, 2)
    assert "1 record that it updated get back what other files say" in said(page)
    press(page, "upload_remove_load_2")
    assert table(store, "select team from tickets") == [("North",)]
    press(page, "upload_undo")
    assert table(store, "select team from tickets") == [("South",)]


def test_removing_the_only_load_leaves_an_empty_store_and_a_whole_page(page: AppTest, store: Path) -> None:
    load_files(page, **{"a.csv": own_tickets("A")})
    details(page, 1)
    press(page, "upload_remove_load_1")
    assert not page.exception and "Removed: a.csv" in said(page)
    assert table(store, "select count(*) from tickets") == [(0,)]
    load_files(page, **{"a.csv": own_tickets("A")})
    assert "Loaded 1 new ticket" in said(page)


def test_loads_of_the_sample_company_are_not_removed_one_by_one(page: AppTest, tmp_path: Path, store: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_bytes(own_tickets("A"))
    load([Request(file)], store=store, is_sample=True, settings={"company": "Lumen"})
    details(page.run(), 1)
    assert not page.exception and not [one for one in page.button if str(one.key).startswith("upload_remove_load")]


def test_undo_goes_back_to_the_version_before_and_history_follows(page: AppTest, store: Path) -> None:
    for name in ("first", "second"):
        load_files(page, **{f"{name}.csv": own_tickets(name)})
    assert frame_with(page, "loaded_by")["file"].tolist() == ["second.csv", "first.csv"]
    press(page, "upload_undo")
    assert "Back at version 1" in said(page)
    assert table(store, "select ticket_id from tickets") == [("first",)]
    assert frame_with(page, "loaded_by")["file"].tolist() == ["first.csv"]
    kept = frame_with(page, "shown")
    assert dict(zip(kept["number"], kept["shown"], strict=True)) == {2: "undone", 1: "shown now"}


def test_a_removal_that_fails_is_said_and_changes_nothing(
    page: AppTest, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    load_files(page, **{"a.csv": own_tickets("A")})
    details(page, 1)
    monkeypatch.setattr("pages.parts.upload.history.remove_load", fail)
    press(page, "upload_remove_load_1")
    assert "Nothing was removed" in said(page) and "No space left" in said(page)
    assert table(store, "select count(*) from tickets") == [(1,)]
