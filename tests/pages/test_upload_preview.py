"""Is what the page shows of a file before the load what the load makes of it?"""

from pathlib import Path

import pandas as pd
import pytest

from data import versions
from data.loading import preview
from data.loading.choice import Choice, guess
from data.loading.load import load
from data.loading.presets import VENDORS
from data.loading.stage import Options
from pages.parts.upload import sayings
from tests.pages.upload_page import AMBIGUOUS, own_tickets, sheet_of, zendesk


def test_the_preview_types_the_rows_as_the_load_stores_them(tmp_path: Path, store: Path) -> None:
    sheet = sheet_of(tmp_path / "in", zendesk())
    choice = guess(sheet.table, sheet.samples)
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
    assert seen.examples["first_reply_at"] == ("2026-03-01 09:00:00 + 30 minutes", pd.Timestamp("2026-03-01 09:30:00"))


def test_further_tables_of_a_file_are_told(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "in", (VENDORS / "hubspot_contacts.csv").read_bytes())
    seen = preview.preview(sheet, guess(sheet.table, sheet.samples), tmp_path)
    assert seen.also == ("stages",)


def test_a_constant_is_typed_like_a_cell_of_the_file(tmp_path: Path, store: Path) -> None:
    sheet = sheet_of(tmp_path / "in", b"order,who,day,total\nO1,C1,2026-03-01,5\nO2,C2,2026-03-02,7\n")
    mapped = {"order_id": "order", "customer_id": "who", "ordered_at": "day"}
    given = {"amount": "12.50", "currency": "EUR", "kind": "Renewal"}
    choice = Choice("by hand", "orders", mapped, given)
    seen = preview.preview(sheet, choice, tmp_path)
    assert seen.typed is not None and seen.typed["problem"].isna().all()
    assert seen.typed[["amount", "currency", "kind"]].drop_duplicates().values.tolist() == [[12.5, "EUR", "renewal"]]
    (report,) = load([choice.request(sheet.table.path, "orders.csv")], store=store)
    assert (report.new, report.rejected) == (2, 0)


def test_a_constant_that_is_no_such_value_rejects_every_row_and_breaks_nothing(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "in", own_tickets("A", "B"))
    for given, told in (({"replies": "many"}, "replies: "), ({"solved_at": "soon"}, "solved_at: ")):
        seen = preview.preview(sheet, Choice("own_tickets", "tickets", constants=given), tmp_path)
        assert seen.typed is not None
        assert [problem.startswith(told) for problem in seen.typed["problem"]] == [True, True]


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


def test_a_broken_row_in_the_head_is_shown_at_its_line(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path / "in", b"ticket_id,created_at,channel\nA,2026-03-01,mail\nB,2026-03-02\nC,2026-03-03,mail\n"
    )
    typed = preview.preview(sheet, Choice("own_tickets", "tickets"), tmp_path).typed
    assert typed is not None
    assert [str(problem)[:18] for problem in typed["problem"].dropna()] == ["the row ends early"]
    assert typed.index[typed["problem"].notna()].tolist() == [3]
