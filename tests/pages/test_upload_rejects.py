"""Can the rejected rows of a load be taken out, mended in a spreadsheet, and loaded alone, whatever the file looked like?"""

import csv
import io
from pathlib import Path

import pytest

from data import versions
from data.__main__ import main
from data.loading.load import load
from data.loading.presets import VENDORS
from data.loading.preview import read_sheet
from data.loading.rejected import BECAUSE, rejected_as_file, rejected_csv
from data.loading.requests import LoadError, Report, Request
from data.loading.stage import Options
from data.versions import StoreError
from tests.pages.upload_page import ZENDESK, ZENDESK_ROWS, table

Grid = list[list[str]]


def rows_of(content: bytes) -> Grid:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def write(path: Path, rows: Grid, **dialect: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, **dialect).writerows(rows)  # type: ignore[arg-type]
    return path


def load_one(path: Path, store: Path, **how: object) -> list[Report]:
    return load([Request(path, **how)], store=store)  # type: ignore[arg-type]


def counts(report: Report) -> tuple[int, ...]:
    return report.rows, report.new, report.updated, report.unchanged, report.folded, report.rejected


def test_what_was_rejected_is_mended_and_only_it_is_loaded(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "view.csv"
    file.write_text("\n".join((ZENDESK, *ZENDESK_ROWS, "")), "utf-8")
    (first,) = load_one(file, store)
    assert counts(first) == (3, 2, 0, 0, 0, 1) and first.load_id is not None
    rows = rows_of(rejected_as_file(first.load_id, store=store))
    assert rows[0] == [BECAUSE, *ZENDESK.split(",")]
    assert rows[1][0] == "line 4: Created at: this is not a date or time that can be read"
    assert rows[1][1:] == [cell if cell != "=1+1" else "'=1+1" for cell in ZENDESK_ROWS[2].split(",")]
    rows[1][rows[0].index("Created at")] = "2026-03-01 08:00:00"
    (second,) = load_one(write(tmp_path / "mended.csv", rows, delimiter=";"), store)
    assert second.preset == first.preset and counts(second) == (1, 1, 0, 0, 0, 0)
    assert "Rejected because" not in str(table(store, "select unread from loads where load_id = 2"))
    assert table(store, "select ticket_id, subject from tickets order by 1") == [
        ("101", "Refund"),
        ("102", "Login"),
        ("103", "=1+1"),
    ]


def test_headers_and_cells_are_those_of_the_file_whatever_they_are(tmp_path: Path, store: Path) -> None:
    header = ["ticket_id", "created_at", "Labels", "Labels", "", "subject", "handoffs", "=2+2", "Note (column 9)"]
    bad = ["A", "soon", "=1", "'=1", "'", "-", "-3", "+49 30 1", "@x"]
    good = ["B", "2026-03-01", "", "", "", "", "", "", ""]
    (report,) = load_one(write(tmp_path / "odd.csv", [header, bad, good]), store, preset="own_tickets")
    rows = rows_of(rejected_as_file(report.load_id or 0, store=store))
    assert rows[0] == [BECAUSE, *header]
    assert rows[1][1:] == ["A", "soon", "'=1", "''=1", "'", "-", "-3", "+49 30 1", "'@x"]
    assert read_sheet(write(tmp_path / "again.csv", rows), tmp_path).table.tokens[1:] == (
        *("ticket id", "created at", "labels", "labels#2"),
        *("", "subject", "handoffs", "=2+2", "note (column 9)"),
    )


def test_text_comes_back_exactly_as_often_as_it_goes_round(tmp_path: Path, store: Path) -> None:
    subjects = ["=cmd()", "'=cmd()", "@a", "-1+1", "'quoted", "plain, with; all\nkinds\t", '"']
    rows = [["ticket_id", "created_at", "subject"], *([f"T{n}", "soon", text] for n, text in enumerate(subjects))]
    rows.append(["good", "2026-03-01", "x"])
    (report,) = load_one(write(tmp_path / "0.csv", rows), store)
    for number in (1, 2):  # mended badly once, then well
        rows = rows_of(rejected_as_file(report.load_id or 0, store=store))
        assert rows[0] == [BECAUSE, "ticket_id", "created_at", "subject"]
        for row in rows[1:]:
            row[2] = "2026-03-01" if number == 2 else "later"
        rows.append(["", f"extra{number}", "2026-03-01", ""])
        (report,) = load_one(write(tmp_path / f"{number}.csv", rows), store)
    found = table(store, "select ticket_id, subject from tickets where ticket_id like 'T%' order by 1")
    assert found == [(f"T{n}", text) for n, text in enumerate(subjects)]


def test_short_and_long_rows_stay_as_they_were_until_somebody_mends_them(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "torn.csv"
    file.write_text("ticket_id,created_at,subject\nA,2026-03-01,x\nB,2026-03-01\nC,2026-03-01,y,and more\n", "utf-8")
    (report,) = load_one(file, store)
    rows = rows_of(rejected_as_file(report.load_id or 0, store=store))
    assert [row[1:] for row in rows[1:]] == [["B", "2026-03-01"], ["C", "2026-03-01", "y", "and more"]]
    with pytest.raises(LoadError):
        load_one(write(tmp_path / "unmended.csv", rows), store)
    mended = [rows[0], [*rows[1], "now"], rows[2][:4]]
    assert counts(load_one(write(tmp_path / "mended.csv", mended), store)[0]) == (2, 2, 0, 0, 0, 0)


def test_a_line_in_long_form_comes_out_once_and_goes_in_again(tmp_path: Path, store: Path) -> None:
    rows = rows_of((VENDORS / "hubspot_contacts.csv").read_bytes())
    stage = rows[0].index("Became a Customer Date")
    rows[1][stage], rows[1][stage - 1] = "soon", "later"
    reports = load_one(write(tmp_path / "contacts.csv", rows), store)
    stages = next(report for report in reports if report.kind == "stages")
    before = table(store, "select count(*) from stages")[0][0]
    out = rows_of(rejected_as_file(stages.load_id or 0, store=store))
    mine = next(row for row in out[1:] if row[1:] == rows[1])
    assert out[0][1:] == rows[0] and mine[0].count("this is not a date") == 2
    mine[1 + stage], mine[stage] = "2026-01-05", "2026-01-04"
    again = load_one(write(tmp_path / "mended.csv", [out[0], mine]), store)
    assert [report.preset for report in again] == [report.preset for report in reports]
    assert next(report for report in again if report.kind == "stages").new == 2
    assert table(store, "select count(*) from stages") == [(int(str(before)) + 2,)]


def test_rows_under_the_header_that_belong_to_it_are_there_again(tmp_path: Path, store: Path) -> None:
    rows = rows_of((VENDORS / "qualtrics.csv").read_bytes())
    (report,) = load_one(VENDORS / "qualtrics.csv", store)
    assert report.rejected
    out = rows_of(rejected_as_file(report.load_id or 0, store=store))
    assert [[" ".join(cell.split()) for cell in row[1:]] for row in out[:3]] == [
        [" ".join(cell.split()) for cell in row] for row in rows[:3]
    ]
    assert [row[0] for row in out[1:3]] == ["", ""]


def test_rejects_of_a_store_from_before_headers_were_kept_come_out_too(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text("ticket_id,created_at,Labels,Labels,\nA,soon,x,y,z\nB,2026-03-01,,,\n", "utf-8")
    (report,) = load_one(file, store, preset="own_tickets")
    with versions.building(store, what="as it was") as build:
        build.connection.execute("update loads set header = null")
    out = rows_of(rejected_as_file(report.load_id or 0, store=store))
    assert [cell.casefold() for cell in out[0]] == [
        "rejected because",
        "ticket_id",
        "created_at",
        "labels",
        "labels",
        "",
    ]
    assert out[1][1:] == ["A", "soon", "x", "y", "z"]


def test_the_list_of_rejected_rows_holds_all_of_them_and_no_formula(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("ticket_id,created_at\nA,2026-03-01\n" + "B,=HYPERLINK(1)\n" * 300)
    report = load([Request(file, label="=bad.csv")], store=store)[0]
    assert report.load_id is not None and report.rejected == 300
    rows = list(csv.DictReader(io.StringIO(rejected_csv(report.load_id, store=store).decode())))
    assert len(rows) == 300
    assert {row["value"] for row in rows} == {"'=HYPERLINK(1)"} and rows[0]["file"] == "'=bad.csv"
    assert [int(row["line"]) for row in rows] == list(range(3, 303))


def test_the_command_line_writes_the_same_file(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "view.csv"
    file.write_text("ticket_id,created_at\nA,2026-03-01\nB,soon\n", "utf-8")
    load([Request(file)], store=store)
    assert main(["rejects", "1", "--as-file"]) == 0
    assert capsys.readouterr().out == rejected_as_file(1, store=store).decode("utf-8-sig")
    assert main(["rejects", "7", "--as-file"]) == 1
    assert "There is no load 7" in capsys.readouterr().err
    with pytest.raises(StoreError):
        rejected_as_file(7, store=store)


def test_a_mended_file_is_read_with_the_options_that_are_said_again(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "counter.csv"
    file.write_text("Ref;Logged\nA;13/04/2026 09:00\nB;14/44/2026 09:00\n", "utf-8")
    how = {
        "kind": "tickets",
        "mapped": {"ticket_id": "Ref", "created_at": "Logged"},
        "options": Options("Europe/Berlin", True),
    }
    (report,) = load_one(file, store, **how)
    rows = rows_of(rejected_as_file(report.load_id or 0, store=store))
    rows[1][2] = "01/04/2026 09:00"
    load_one(write(tmp_path / "mended.csv", rows), store, **how)
    assert table(store, "select ticket_id, created_at::varchar from tickets order by 1") == [
        ("A", "2026-04-13 07:00:00"),
        ("B", "2026-04-01 07:00:00"),
    ]
