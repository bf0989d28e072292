"""Do dropped files come to lie on the desk, safe on disk, also those that hold several, and do they leave it again?"""

import gzip
import io
import os
import time
import zipfile
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from data import versions
from pages.parts.upload import sayings, spool
from pages.parts.upload.desk import Desk
from tests.pages.upload_page import desk_of, drop, own_tickets, press, said, table, zendesk


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(folder: Path) -> bytes:
    path = folder / "made.parquet"
    duckdb.sql(f"copy (select 'P1' as ticket_id, timestamp '2026-03-01 09:00:00' as created_at) to '{path}'")
    return path.read_bytes()


def test_a_dropped_name_is_safe_on_disk(tmp_path: Path) -> None:
    for name, kept in (
        ("tickets.csv", "tickets.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\march tickets.csv.gz", "march_tickets.csv.gz"),
        ("..", "file"),
        ("", "file"),
        ("a\0b\nc.csv", "a_b_c.csv"),
        ("é" * 300 + ".csv", "é" * 76 + ".csv"),
    ):
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


def desk_with(folder: Path, name: str, content: bytes) -> Desk:
    desk = Desk(folder / "store")
    desk.take([(name, io.BytesIO(content))])
    for dropped in list(desk.unopened):
        desk.open(dropped)
    for upload in desk.uploads:
        if not upload.failure:
            upload.read()
    return desk


def test_every_file_of_an_archive_is_a_card_of_its_own(tmp_path: Path) -> None:
    inner = zipped(**{"late.csv": own_tickets("Z")})
    packed = zipped(**{"tickets.csv": own_tickets("A", "B"), "in/customers.csv": b"customer_id,name\nC,Ann\n",
                       "more.zip": inner, "old.csv.gz": gzip.compress(own_tickets("O")), "readme.txt": b"hello"})  # fmt: skip
    desk = desk_with(tmp_path, "export.zip", packed)
    assert [upload.file.name for upload in desk.uploads] == [
        "export.zip › tickets.csv",
        "export.zip › customers.csv",
        "export.zip › more.zip › late.csv",
        "export.zip › old.csv.gz",
    ]
    assert [upload.choice.kind for upload in desk.uploads if upload.choice] == [
        "tickets",
        "customers",
        "tickets",
        "tickets",
    ]
    assert {upload.file.form for upload in desk.uploads} == {"zip"}
    assert sayings.file_facts(desk.uploads[0].file, desk.uploads[0].sheet) == (
        "83 bytes, from the zip file · 2 rows · UTF-8, divided by commas"
    )


def test_every_sheet_of_a_workbook_is_a_card_and_read_as_a_sheet(tmp_path: Path) -> None:
    book = workbook(Fälle=[["ticket_id", "created_at"], ["A", "2026-03-01 09:00:00"]],
                    Kunden=[["customer_id", "name"], ["C", "two\nlines"]])  # fmt: skip
    desk = desk_with(tmp_path, "cases.xlsx", book)
    assert [(upload.file.name, upload.file.is_sheet, upload.file.form) for upload in desk.uploads] == [
        ("cases.xlsx › Fälle", True, "sheet"),
        ("cases.xlsx › Kunden", True, "sheet"),
    ]
    request = desk.uploads[1].request()
    assert (request.is_sheet, request.name) == (True, "cases.xlsx › Kunden")
    facts = sayings.file_facts(desk.uploads[0].file, desk.uploads[0].sheet)
    assert facts.endswith("kB, sheet of a workbook · 1 row")  # nobody wrote commas or chose an encoding


def test_parquet_and_gzip_are_one_card_under_their_own_name(tmp_path: Path) -> None:
    for name, content, form in (
        ("tickets.parquet", parquet(tmp_path), "parquet"),
        ("tickets.csv.gz", gzip.compress(own_tickets("A")), "gzip"),
    ):
        (upload,) = desk_with(tmp_path, name, content).uploads
        assert (upload.file.name, upload.file.form, upload.is_ready) == (name, form, True)


def test_removing_one_card_leaves_the_files_of_the_others(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "export.zip", zipped(**{"a.csv": own_tickets("A"), "b.csv": own_tickets("B")}))
    first, second = desk.uploads
    desk.drop(first)
    assert not first.file.path.exists() and not first.file.folder.exists()
    assert second.file.path.is_file() and second.file.dropped.path.is_file()
    desk.drop(second)
    assert desk.folder is not None and list(desk.folder.iterdir()) == []


def test_all_kinds_of_containers_are_dropped_at_once_and_loaded(page: AppTest, store: Path, tmp_path: Path) -> None:
    book = workbook(Sheet1=[["ticket_id", "created_at"], ["X", "2026-03-01 09:00:00"]],
                    Sheet2=[["ticket_id", "created_at"], ["Y", "2026-03-01 09:00:00"]])  # fmt: skip
    drop(page, **{
        "export.zip": zipped(**{"tickets.csv": own_tickets("Z"), "customers.csv": b"customer_id,name\nC,Ann\n"}),
        "cases.xlsx": book,
        "day.parquet": parquet(tmp_path),
        "old.csv.gz": gzip.compress(own_tickets("G")),
        "plain.csv": own_tickets("C"),
        "cut.zip": zipped(**{"a.csv": own_tickets("A")})[:60],
    })  # fmt: skip
    assert [upload.file.name for upload in desk_of(page).uploads if upload.failure] == ["cut.zip"]
    assert len(page.error) == 1 and "cut off or damaged" in said(page)
    assert page.button(key="upload_load").label == "Load 7 files"
    press(page, "upload_load")
    assert "Loaded 6 new tickets and 1 new customer" in said(page)
    assert table(store, "select string_agg(ticket_id, '' order by ticket_id) from tickets") == [("CGP1XYZ",)]
    assert [row[0] for row in table(store, "select file from loads order by load_id")] == [
        "export.zip › tickets.csv",
        "export.zip › customers.csv",
        "cases.xlsx › Sheet1",
        "cases.xlsx › Sheet2",
        "day.parquet",
        "old.csv.gz",
        "plain.csv",
    ]
    assert [upload.file.name for upload in desk_of(page).uploads] == ["cut.zip"]


def test_the_uploader_is_emptied_and_the_file_outlives_a_rerun(page: AppTest, store: Path) -> None:
    before = page.file_uploader[0].key
    drop(page, **{"view.csv": zendesk()})
    assert page.file_uploader[0].key != before and not page.file_uploader[0].value
    page.run()
    upload = desk_of(page).uploads[0]
    assert upload.file.path.read_bytes() == zendesk()
    page.button(key=f"upload_remove_{upload.file.key}").click().run()
    assert not upload.file.path.exists() and "view" not in said(page)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("header.csv", b"ticket_id,created_at\n"),
        ("report.pdf", b"%PDF-1.7 \x00\x01"),
        ("book.xlsx", b"PK\x03\x04rest"),
        ("words.zip", zipped(**{"readme.md": b"hello"})),
        ("cut.csv.gz", gzip.compress(own_tickets("A") * 500)[:-30]),
        ("binary.csv", bytes(range(256)) * 40),
        ("table.parquet", b"PAR1 and no more"),
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
    assert [upload.file.name for upload in desk_of(page).uploads] == [name]


def test_a_file_of_an_archive_that_cannot_be_read_is_left_out_alone(page: AppTest, store: Path) -> None:
    drop(page, **{"export.zip": zipped(**{"empty.csv": b"ticket_id,created_at\n", "good.csv": own_tickets("A")})})
    assert len(page.error) == 1 and "export.zip › empty.csv" in said(page)
    press(page, "upload_load")
    assert table(store, "select ticket_id from tickets") == [("A",)]


def test_a_disk_that_takes_no_file_is_said(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pages.parts.upload.spool.keep", fail)
    drop(page, **{"a.csv": own_tickets("A")})
    assert not page.exception and "No space left on device" in said(page)
    assert versions.current_version() is None


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
