"""Workbooks and parquet files: each cell is read as what it says, each row by its number."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from data.reading.files import plain_text
from data.reading.members import members
from data.reading.table import find_table, read_records
from tests.data.packing import Rows, cases, formatted, members_of, rewritten, rows_of, workbook, zipped


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


def cells(spool: Path, fill: Callable[[openpyxl.Workbook], None]) -> Rows:
    (member,) = members_of(spool, workbook(fill), "cases.xlsx")
    assert member.is_sheet
    return rows_of(member)


def test_visible_sheets_that_say_something_are_members(spool: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        cases(book)
        book.create_sheet("Empty")
        book.create_sheet("Formats only")["C3"].number_format = "0.00"
        for name, state in (("Hidden", "hidden"), ("Secret", "veryHidden")):
            sheet = book.create_sheet(name)
            sheet.append(["a", "b"])
            sheet.sheet_state = state
        book.create_sheet("About")["A1"] = "Made for the team"
        book.create_sheet("A & <b>")["B2"] = "x"
        book["A & <b>"]["C2"] = "y"
        book.create_chartsheet("Chart")

    found = members_of(spool, workbook(fill), "cases.xlsx")
    assert [member.name for member in found] == ["Cases", "A & <b>"]
    assert rows_of(found[1]) == [[], ["x", "y"]]


def test_a_sheet_of_words_is_a_member_where_there_is_no_other(spool: Path) -> None:
    assert cells(spool, lambda book: book.active.append(["Made for the team"])) == [["Made for the team"]]


MOMENT = dt.datetime(2024, 3, 1, 14, 5, 6)


CELLS: list[tuple[object, str, str]] = [
    (MOMENT, "yyyy-mm-dd hh:mm:ss", "2024-03-01 14:05:06"),
    (MOMENT, "[$-409]m/d/yy h:mm AM/PM;@", "2024-03-01 14:05:06"),
    (MOMENT, 'dd"."mm"."yyyy', "2024-03-01 14:05:06"),
    (dt.datetime(2024, 3, 1, 14, 5, 6, 250000), "yyyy-mm-dd hh:mm:ss.000", "2024-03-01 14:05:06.250000"),
    (dt.date(2024, 3, 1), "d-mmm-yy", "2024-03-01 00:00:00"),
    (45352.999999999, "yyyy-mm-dd hh:mm:ss", "2024-03-02 00:00:00"),
    (dt.time(4, 5, 6), "h:mm:ss", "04:05:06"),
    (dt.timedelta(hours=30, minutes=5), "[h]:mm:ss", "30:05:00"),
    (dt.timedelta(minutes=5), "[hh]:mm:ss", "0:05:00"),
    (-0.5, "[h]:mm:ss", "-12:00:00"),
    (1.25, "h:mm:ss", "30:00:00"),
    (3, "General", "3"),
    (3.0, "0.00", "3"),
    (-2.5, "0.00", "-2.5"),
    (0.1 + 0.2, "General", "0.3"),
    (0.95, "0%", "0.95"),
    (12, '0 "days"', "12"),
    (999999999999999, "0", "999999999999999"),
    (125000000000000000, "0", "1.25E+17"),
    (1234567890123456, "0", "1.23456789012346E+15"),
    (4915112345678, "yyyy-mm-dd", "4915112345678"),
    (True, "General", "true"),
    (False, "General", "false"),
    ("#N/A", "General", ""),
    ("#REF!", "General", ""),
    ("=1+1", "General", ""),
    ("007", "@", "007"),
    (' say "hi", you', "General", ' say "hi", you'),
    ("one\r\ntwo\nthree", "General", "one\ntwo\nthree"),
    ("   ", "General", ""),
    ("Größe 😀 =1+1", "General", "Größe 😀 =1+1"),
    ("<b>bold</b>", "General", "<b>bold</b>"),
]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What the sheet says in which every one of these cells has a row, between two others."""

    def fill(book: openpyxl.Workbook) -> None:
        for number, (value, number_format, _) in enumerate(CELLS, start=1):
            book.active.append(["first", value, "last"])
            book.active.cell(number, 2).number_format = number_format

    folder = tmp_path_factory.mktemp("cells") / "spool"
    folder.mkdir()
    return cells(folder, fill)


@pytest.mark.parametrize("number", range(len(CELLS)), ids=lambda number: str(CELLS[number][:2]))
def test_what_a_cell_says(said: Rows, number: int) -> None:
    assert said[number] == ["first", CELLS[number][2], "last"]


def test_the_last_result_of_a_formula_is_read(spool: Path) -> None:
    book = workbook(formatted([("=1+1", "General"), ('="a"&"b"', "General"), ("=NA()", "General"), ("x", "General")]))
    sheet = "xl/worksheets/sheet1.xml"
    book = rewritten(book, sheet, b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    book = rewritten(
        book, sheet, b'<c r="B1"><f>"a"&amp;"b"</f><v />', b'<c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v>'
    )
    book = rewritten(book, sheet, b'<c r="C1"><f>NA()</f><v />', b'<c r="C1" t="e"><f>NA()</f><v>#N/A</v>')
    (member,) = members_of(spool, book, "cases.xlsx")
    assert rows_of(member) == [["2", "ab", "", "x"]]


def test_days_counted_from_1904(spool: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.active.append(["at", MOMENT])

    assert cells(spool, fill) == [["at", "2024-03-01 14:05:06"]]


def test_rows_of_a_sheet_keep_their_numbers_and_are_alike_in_width(spool: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet["B3"] = "All cases"
        for column, value in zip("BCD", ("Id", "Two\nlines", "Note"), strict=True):
            sheet[f"{column}5"] = value
        sheet["B6"], sheet["C6"] = 1, "a\nb"
        sheet["B9"], sheet["D9"] = 2, "x"
        sheet["A5000"].number_format = "0.00"

    (member,) = members_of(spool, workbook(fill), "cases.xlsx")
    table = find_table(plain_text(member.path, spool).path, is_sheet=True)
    assert table.header == ("Id", "Two lines", "Note")
    assert [(one.line, one.values) for one in read_records(table)] == [(6, ["1", "a\nb", ""]), (9, ["2", "", "x"])]
    assert {len(row) for row in rows_of(member)} == {0, 3}


def test_a_cell_far_away_widens_no_other_row(spool: Path) -> None:
    book = rewritten(
        workbook(lambda book: [book.active.append(["id", "at"]) for _ in range(1200)]),
        "xl/worksheets/sheet1.xml", b"</sheetData>", b'<row r="1201"><c r="ALL1201"><v>1</v></c></row></sheetData>',
    )  # fmt: skip
    (member,) = members_of(spool, book, "cases.xlsx")
    assert [len(row) for row in rows_of(member)] == [2] * 1200 + [1000]


PARQUET = """
    select
        i as id,
        timestamp '2024-01-01 10:00:00.5' as plain,
        timestamptz '2024-01-01 10:00:00+02' as zoned,
        timestamp_ns '2024-01-01 10:00:00.123456789' as fine,
        date '2024-01-02' as "day",
        12.50::decimal(10, 2) as exact,
        case i when 0 then 'NaN'::double else 123.0 end as number,
        1.25e17::double as spoilt,
        0.1::double as fraction,
        case i when 0 then '' end as nothing,
        i = 0 as flag,
        ['a', 'b "c"'] as list,
        {'k': 1, 'l': 'x'} as struct,
        'text'::blob as bytes,
        'two' || chr(10) || 'lines, "quoted"' as "odd, ""name"" it"
    from range(2) as numbers(i)
"""


def test_the_rows_of_a_parquet_file(spool: Path) -> None:
    path = spool.parent / "a[1]*.parquet"
    duckdb.execute("set TimeZone = 'UTC'").execute(f"copy ({PARQUET}) to '{path}' (format parquet)")
    (member,) = members(path, spool)
    assert (member.name, member.is_sheet) == ("", True)
    table = find_table(plain_text(member.path, spool).path, is_sheet=True)
    assert table.header == (
        "id", "plain", "zoned", "fine", "day", "exact", "number", "spoilt", "fraction", "nothing", "flag", "list",
        "struct", "bytes", 'odd, "name" it',
    )  # fmt: skip
    first, second = read_records(table)
    assert first.values == [
        "0", "2024-01-01 10:00:00.5", "2024-01-01 08:00:00+00", "2024-01-01 10:00:00.123457", "2024-01-02", "12.50", "",
        "1.25e+17", "0.1", "", "true", '["a","b \\"c\\""]', '{"k":1,"l":"x"}', "text", 'two\nlines, "quoted"',
    ]  # fmt: skip
    assert (first.line, second.line) == (2, 3)
    assert (second.values[6], second.values[9], second.values[10]) == ("123", "", "false")


def test_a_parquet_file_in_a_zip_file(spool: Path) -> None:
    path = spool.parent / "t.parquet"
    duckdb.execute(f"copy (select 1 as id, 'x' as name) to '{path}' (format parquet)")
    (member,) = members_of(spool, zipped({"t.parquet": path.read_bytes()}))
    assert (member.name, rows_of(member)) == ("t.parquet", [["id", "name"], ["1", "x"]])
