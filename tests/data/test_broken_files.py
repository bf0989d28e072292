"""A file that cannot be read ends in one clear line with its name, and the store stays as it was."""

import gzip
import io
import zipfile

import openpyxl
import pytest

from data.__main__ import main
from data.loading.requests import LoadError
from data.reading.files import SAMPLE
from tests.data.trial_store import TrialStore, csv_text, tickets

PLAIN = csv_text(tickets(2000, subject="something to pack")).encode()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("tickets.csv", PLAIN)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


BROKEN = {
    "empty.csv": (b"", "It is empty."),
    "blank.csv": (b"\r\n \r\n\n", "It is empty."),
    "mark.csv": (b"\xff\xfe", "It is empty."),
    "commas.csv": (b",,,\n,,,\n", "No line looks like a header"),
    "header.csv": (b"ticket_id,created_at\n", "There is no row under the header in line 1."),
    "header-only.csv": (b"Report\n\nticket_id,created_at\n\n", "There is no row under the header in line 3."),
    "text.csv": (b"Dear all,\nplease find attached.\n", "This export is not known"),
    "numbers.csv": (b"1,2,3\n4,5,6\n", "No line looks like a header"),
    "picture.csv": (bytes(range(256)) * 40, "It is a binary file"),
    "nuls.csv": (b"\0" * 5000, "It is empty."),
    "cut.csv.gz": (gzip.compress(PLAIN)[:-900], "It is cut off or damaged"),
    "not.csv.gz": (b"\x1f\x8b" + b"nothing packed here", "It is cut off or damaged"),
    "empty.csv.gz": (gzip.compress(b""), "It is empty."),
    "sheet.xlsx": (workbook(), "nothing stands in any sheet of this workbook"),
    "tickets.zip": (zipped()[:-30], "It is cut off or damaged"),
    "sheet.xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old Excel workbook"),
    "report.pdf": (b"%PDF-1.7\n" + b"x" * 600, "a PDF"),
    "tickets.parquet": (b"PAR1" + b"\x15\0" * 600 + b"PAR1", "This parquet file is cut off or damaged"),
    "quote.csv": (b'ticket_id,created_at\n1,2024-01-01\n2,"' + b"x\n" * (5 << 20), "Is a quote left open there?"),
    "wide.csv": (b",".join(b"c%d" % n for n in range(2500)) + b"\n" + b",".join([b"x"] * 2500), "2500 columns"),
    "unknown.csv": (b"colour,shape\nred,round\n", "This export is not known"),
    "bomb.csv.gz": (gzip.compress(b"x" * (300 << 20)), "It unpacks to more than 256 MB"),
}  # fmt: skip


@pytest.fixture(scope="module")
def filled_store(shared_store: TrialStore) -> TrialStore:
    shared_store.load(tickets(3))
    return shared_store


@pytest.mark.parametrize("name", BROKEN)
def test_one_clear_line_and_nothing_changed(
    filled_store: TrialStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    content, reason = BROKEN[name]
    monkeypatch.setenv("SUPPORT_STORE", str(filled_store.path))
    assert main(["load", str(filled_store.file(content, name)), "--json"]) == 1
    out, errors = capsys.readouterr()
    assert out == ""
    last = errors.strip().splitlines()[-1]
    assert last.startswith(f"Nothing done. {name}: ")
    assert reason in last
    assert (filled_store.version, filled_store.left_over) == (1, [])


@pytest.mark.parametrize("name", ["missing.csv", "folder"])
def test_what_is_no_file_is_said(store: TrialStore, name: str) -> None:
    (store.folder / "folder").mkdir()
    result = store.run("load", store.folder / name)
    assert result.returncode == 1
    assert result.stderr.strip().splitlines()[-1].startswith(f"Nothing done. {name}: It cannot be opened: ")
    assert "Traceback" not in result.stderr
    assert store.version is None


def test_a_whole_gzip_loads(store: TrialStore) -> None:
    assert store.load(gzip.compress(PLAIN), name="tickets.csv.gz").new == 2000


def test_letters_that_the_first_megabyte_does_not_show_are_read(store: TrialStore) -> None:
    plain = csv_text(tickets(SAMPLE // 1000 + 100, subject="x" * 1000)).encode()
    assert len(plain) > SAMPLE
    store.load(plain + b"late,2024-01-01 00:00:00,caf\xe9\n")
    assert store.rows("select subject from tickets where ticket_id = 'late'") == [("café",)]


def test_a_damaged_file_in_the_background_leaves_no_files_behind(store: TrialStore) -> None:
    with pytest.raises(LoadError):
        store.load(gzip.compress(b"no table at all\n"), name="x.csv.gz")
    assert store.left_over == []
