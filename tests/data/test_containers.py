"""Zip files, workbooks and parquet files: every table in them is found, each cell says what it said there."""

import gzip
import io
import zipfile
from pathlib import Path

import duckdb
import pytest

from data.reading.files import UnreadableError, pattern_free, plain_text
from data.reading.members import Member, members
from tests.data.packing import TICKETS, cases, formatted, members_of, rewritten, rows_of, workbook, zipped


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    "content",
    [TICKETS, gzip.compress(TICKETS, mtime=0), b"PK,name\n1,x\n", b"", b"\x1f\x8bcut"],
    ids=["text", "gzip", "text that begins like an archive", "empty", "cut off"],
)
def test_text_is_its_own_only_member(spool: Path, content: bytes) -> None:
    path = spool.parent / "any.csv"
    path.write_bytes(content)
    if content.endswith(b"cut"):
        with pytest.raises(UnreadableError, match="It is cut off or damaged"):
            members(path, spool)
    else:
        assert members(path, spool) == (Member("", path, is_sheet=False),)
    assert not list(spool.iterdir())


def test_every_table_of_a_zip_file_is_a_member(spool: Path) -> None:
    files = {
        "b/tickets.csv": TICKETS,
        "a/tickets.csv": TICKETS + b"2,2024-01-02\n",
        "a/": b"",
        "a/empty.csv": b"",
        "__MACOSX/a/._tickets.csv": b"\0\5\26\7",
        ".DS_Store": b"\0\0\0\1Bud1",
        "a/.hidden.csv": TICKETS,
        "guide.pdf": b"%PDF-1.7",
        "README.txt": b"Dear all",
        "surveys.csv.gz": gzip.compress(TICKETS),
        "no ending": TICKETS,
        "Größe.CSV": TICKETS,
    }
    found = members_of(spool, zipped(files))
    assert [member.name for member in found] == [
        "b/tickets.csv", "a/tickets.csv", "surveys.csv.gz", "no ending", "Größe.CSV",
    ]  # fmt: skip
    assert not any(member.is_sheet for member in found)
    assert [len(rows_of(member)) for member in found[:2]] == [2, 3]
    assert plain_text(found[2].path, spool).path.read_bytes() == TICKETS


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../../tmp/evil.csv", "evil.csv"),
        ("/etc/evil.csv", "evil.csv"),
        ("..\\..\\evil.csv", "evil.csv"),
        ("C:\\evil.csv", "evil.csv"),
        ("a\nb\x1b[31m.csv", "a�b�[31m.csv"),
        ("\u202evsc.exe.csv", "�vsc.exe.csv"),
        ("..", "unnamed"),
        ("x" * 5000 + ".csv", "…" + "x" * 116 + ".csv"),
    ],
)  # fmt: skip
def test_names_in_a_zip_file_are_only_names(spool: Path, name: str, shown: str) -> None:
    before = {path for path in spool.parent.iterdir() if path != spool}
    (member,) = members_of(spool, zipped({name: TICKETS}))
    assert member.name == shown
    assert member.path.is_relative_to(spool)
    assert {path for path in spool.parent.rglob("*") if not path.is_relative_to(spool)} == before | {
        spool.parent / "export.zip"
    }


def test_equal_names_are_told_apart(spool: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        for name in ("a.csv", "a.csv", "b/a.csv"):
            archive.writestr(name, TICKETS)
    assert [member.name for member in members_of(spool, out.getvalue())] == ["a.csv", "a.csv (2)", "b/a.csv"]


def test_files_within_files(spool: Path) -> None:
    book = workbook(cases)
    inner = zipped({"cases.xlsx": book, "t.csv": TICKETS})
    found = members_of(
        spool, zipped({"month.zip": inner, "two.xlsx": book, "t.csv": TICKETS, "p.gz": gzip.compress(inner)})
    )
    assert [(member.name, member.is_sheet) for member in found] == [
        ("month.zip › cases.xlsx › Cases", True),
        ("month.zip › t.csv", False),
        ("two.xlsx › Cases", True),
        ("t.csv", False),
        ("p.gz › cases.xlsx › Cases", True),
        ("p.gz › t.csv", False),
    ]
    assert all(rows_of(member)[0] == ["ticket_id", "created_at"] for member in found)
    with pytest.raises(UnreadableError, match=r"^a\.zip in it: b\.zip in it: It is a zip file in a zip file in a zip"):
        members_of(spool, zipped({"a.zip": zipped({"b.zip": inner})}))
    (only,) = members_of(spool, gzip.compress(book), "cases.xlsx.gz")
    assert only.name == "Cases"


def test_what_is_unpacked_on_the_way_is_removed(spool: Path) -> None:
    found = members_of(spool, zipped({"month.zip": zipped({"cases.xlsx": workbook(cases)}), "t.csv": TICKETS}))
    assert sorted(path for path in spool.rglob("*") if path.is_file()) == sorted(member.path for member in found)


def encrypted() -> bytes:
    content = bytearray(zipped({"t.csv": TICKETS}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def other_packing() -> bytes:
    content = bytearray(zipped({"t.csv": TICKETS}))
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(mark) + place] = 9  # deflate64
    return bytes(content)


BOOK = workbook(cases)
REFUSED = {
    "nothing in it": (zipped({}), "There is no table in it: it is empty"),
    "no table": (zipped({"a.pdf": b"%PDF", "b/c.png": b"PNG"}), "There is no table in it, only a.pdf, c.png."),
    "password": (encrypted(), "t.csv in it: It is protected by a password"),
    "unknown packing": (other_packing(), "It is packed in a way that is not known"),
    "cut off": (zipped({"t.csv": TICKETS * 99})[:-40], "It is cut off or damaged: it cannot be unpacked"),
    "wrong checksum": (zipped({"t.csv": TICKETS}, zipfile.ZIP_STORED).replace(b"01-01", b"01-02"), "It is cut off or"),
    "too many": (zipped({f"{n}.csv": TICKETS for n in range(201)}), "It holds 201 files; at most 200 can be loaded at once"),
    "too many sheets": (
        zipped({f"{n}.xlsx": workbook(lambda book: [book.create_sheet().append([1, 2]) for _ in range(70)]) for n in "abc"}),
        "It holds more than 200 tables",
    ),
    "word": (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "It is a Word document"),
    "calc": (zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}), "It is an OpenDocument file"),
    "binary workbook": (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}), "It is a binary Excel workbook"),
    "empty workbook": (workbook(lambda book: None), "It is empty: nothing stands in any sheet"),
    "no workbook inside": (zipped({"[Content_Types].xml": b"<x/>", "xl/styles.xml": b"<x/>"}), "This workbook is cut off"),
    "broken sheet": (rewritten(BOOK, "xl/worksheets/sheet1.xml", b"</row></sheetData>", b""), "This workbook is cut off"),
    "impossible duration": (
        workbook(formatted([(1, "0"), (1e12, "[h]:mm:ss")])), "Row 1 of the sheet Sheet has a date or a duration that cannot be",
    ),
    "parquet": (b"PAR1" + b"\x15\0" * 600 + b"PAR1", "This parquet file is cut off or damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_unpacked_is_said_and_leaves_nothing(spool: Path, name: str) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(UnreadableError) as refused:
        members_of(spool, content)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not list(spool.iterdir())


@pytest.mark.parametrize("name", ["t[1].csv", "t*.csv", "t?.csv", "[x]*.csv", "t'x.csv", "{a,b}.csv"])
def test_a_name_is_no_pattern(tmp_path: Path, name: str) -> None:
    for other in ("t1.csv", "tx.csv", "x.csv", name):
        (tmp_path / other).write_text(f"name\n{other.replace(',', ' ')}\n")
    sql = "select name from read_csv($path, delim = ',', header = true)"
    assert duckdb.execute(sql, {"path": pattern_free(tmp_path / name)}).fetchall() == [(name.replace(",", " "),)]
