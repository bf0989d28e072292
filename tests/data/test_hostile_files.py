"""Files made to break a reader: each is read rightly or refused by one clear sentence, in little memory, without a trace."""

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from data.reading.files import UnreadableError, plain_text
from data.reading.members import members
from data.reading.records import MAX_VALUES
from data.reading.table import Broken, find_table, read_records
from tests.data.packing import TICKETS, zipped

MB = 1 << 20
BUDGET = 400 * MB  # address space of a process that reads any of these files, Python itself included
SECONDS = 120  # a reader that takes so long hangs
READ = """
import json, os, resource, sys
from pathlib import Path
from data.reading.files import UnreadableError, plain_text
from data.reading.members import members
from data.reading.table import Broken, find_table, read_records
path, spool, budget, user = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
resource.setrlimit(resource.RLIMIT_AS, (budget, resource.RLIM_INFINITY))
if user and os.geteuid() == 0:
    os.setuid(user)
try:
    (member,) = members(path, spool)
    table = find_table(plain_text(member.path, spool).path, is_sheet=member.is_sheet)
    rows = [isinstance(record, Broken) for record in read_records(table)]
    print(json.dumps([len(rows), sum(rows)]))
except UnreadableError as error:
    print(json.dumps(str(error)))
"""


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


def read(path: Path, spool: Path, *, user: int = 0) -> str | list[int]:
    """What a process with bounded memory finds in a file: rows and broken ones among them, or why it cannot be read."""
    command = [sys.executable, "-c", READ, str(path), str(spool), str(BUDGET), str(user)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert (done.returncode, done.stderr) == (0, "")
    found: str | list[int] = json.loads(done.stdout)
    return found


def reason(path: Path, spool: Path) -> str:
    with pytest.raises(UnreadableError) as refused:
        for member in members(path, spool):
            find_table(plain_text(member.path, spool).path, is_sheet=member.is_sheet)
    return str(refused.value)


def many(piece: bytes, size: int = 200 * MB) -> Callable[[io.BufferedWriter], None]:
    """Writes the same bytes over and over."""

    def write(file: io.BufferedWriter) -> None:
        block = piece * max(1, MB // len(piece))
        for _ in range(size // len(block)):
            file.write(block)

    return write


HUGE: dict[str, tuple[list[bytes | Callable[[io.BufferedWriter], None]], str | list[int]]] = {
    "one line": ([many(b"x")], "Line 1 is longer than 16 million characters"),
    "one line of delimiters": ([many(b"1,")], "Line 1 is longer than 16 million characters"),
    "one line of quotes": ([b'a,b\n1,"', many(b'""')], "Line 2 is longer than 16 million characters"),
    "a long line below rows": ([b"a,b\n1,2\n", many(b"x")], "Line 3 is longer than 16 million characters"),
    "a line of wide letters": (["\ufeff".encode("utf-16-le"), many("ü".encode("utf-16-le"))], "Line 1 is longer than 16"),
    "an open quote": ([b'a,b\n1,2\n3,"', many(b"x\n")], "Line 3 cannot be read: field larger than field limit"),
    "a million columns": (
        [b",".join(b"c%d" % n for n in range(10**6)), b"\n", many(b"1," * 10**6 + b"\n", 20 * MB)],
        "Line 1 has 1000000 columns; at most 2000 can be read.",
    ),
    "long rows": ([b"a,b,c\n1,2,3\n", b"1," * 7_000_000, b"\n4,5,6\n", b"," * 7_000_000, b"\n"], [4, 1]),
    "long values": ([b"a,b\n", many(b"1," + b"y" * 8_000_000 + b"\n", 50 * MB)], [6, 0]),
    "a long name": ([b"a,", b"n" * 8_000_000, b"\n1,2\n"], "Line 1 has a column name of 8000000 characters"),
    "zeros": ([many(b"\0")], "It is empty."),
    "zeros below rows": ([b"a,b\n1,2\n" * MB, many(b"\0")], "Most of it is bytes without a meaning"),
    "noise": ([many(bytes(range(256)))], "It is a binary file, not text."),
    "letters of all encodings": ([b"a,b\n", many("Größe,".encode() + b"caf\xe9 \x80 \n", 4 * MB), b"x\0y,\0z\n"], [4 * 65536 + 1, 0]),
}  # fmt: skip


@pytest.mark.parametrize("name", HUGE)
def test_huge_files_need_little_memory(tmp_path: Path, spool: Path, name: str) -> None:
    parts, expected = HUGE[name]
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        for part in parts:
            if callable(part):
                part(file)
            else:
                file.write(part)
    found = read(path, spool)
    if isinstance(expected, str):
        assert isinstance(found, str)
        assert found.startswith(expected)
    else:
        assert found == expected
    path.unlink()
    for left in spool.iterdir():
        left.unlink()


def test_of_a_row_that_is_far_too_long_only_the_beginning_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("a,b\n1,2\n" + "x," * 9999 + "x\n3,4\n")
    found = list(read_records(find_table(path)))
    assert [one.values for one in found if not isinstance(one, Broken)] == [["1", "2"], ["3", "4"]]
    assert isinstance(found[1], Broken)
    assert (found[1].line, found[1].reason) == (3, "the row has 10000 values, the header names 2")
    assert found[1].values == ["x"] * MAX_VALUES


def test_a_gzip_bomb_is_refused(tmp_path: Path, spool: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb") as file:
        many(b"a,b\n", 300 * MB)(file)  # type: ignore[arg-type]
    assert read(path, spool) == "It unpacks to more than 256 MB; that is not an export."
    assert not list(spool.iterdir())


@pytest.mark.parametrize("cut", [1, 3, 10, 100, 2000])
def test_a_gzip_file_that_is_cut_off_is_refused(tmp_path: Path, spool: Path, cut: int) -> None:
    content = gzip.compress(os.urandom(1000).hex().encode() + TICKETS)
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(content[: max(2, len(content) - cut)])
    assert "It is cut off or damaged: it cannot be unpacked." in reason(path, spool)
    assert not list(spool.iterdir())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing.csv", "It cannot be opened: No such file or directory."),
        ("missing/x.csv", "It cannot be opened: No such file or directory."),
        ("folder", "It cannot be opened: it is a folder. Load the files in it."),
        ("loop", "It cannot be opened: Too many levels of symbolic links."),
        ("pipe", "It cannot be opened: it is a device or a pipe, not a file. Save it as a file first."),
        ("x" * 300, "It cannot be opened: File name too long."),
        ("a\0b", "It cannot be opened: its name has letters that are none. Rename it."),
        (os.fsdecode(b"caf\xe9.csv"), "It cannot be opened: its name has letters that are none. Rename it."),
        ("/dev/zero", "It cannot be opened: it is a device or a pipe, not a file. Save it as a file first."),
    ],
)  # fmt: skip
def test_what_is_no_file_is_said(tmp_path: Path, spool: Path, name: str, expected: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    assert reason(tmp_path / name, spool) == expected
    with pytest.raises(UnreadableError):
        plain_text(tmp_path / name, spool)


def test_a_file_that_may_not_be_read(tmp_path: Path, spool: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_bytes(TICKETS)
    path.chmod(0)
    assert read(path, spool, user=65534) == "It cannot be opened: Permission denied."


NAMES = [
    "-rf.csv",
    "a\nb.csv",
    "$(touch x);'\".csv",
    "*[1]?.csv",
    "x" * 251 + ".csv",
    "ü" * 120 + ".csv",
    "😀 .csv.gz",
    "t.zip",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["plain", "gzip", "zip", "utf-16", "zeros"])
def test_a_file_may_have_any_name(tmp_path: Path, spool: Path, name: str, how: str) -> None:
    content = {
        "plain": TICKETS,
        "gzip": gzip.compress(TICKETS),
        "zip": zipped({name: TICKETS}),
        "utf-16": TICKETS.decode().encode("utf-16"),
        "zeros": TICKETS.replace(b"_", b"\0_"),
    }[how]
    (tmp_path / name).write_bytes(content)
    (member,) = members(tmp_path / name, spool)
    table = find_table(plain_text(member.path, spool).path)
    assert [record.values for record in read_records(table)] == [["1", "2024-01-01"]]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["spool", name])


OTHERS = {
    b"<!DOCTYPE html><html><body>Please sign in</body></html>": "It is a web page or XML, not a table",
    b"\xef\xbb\xbf\r\n <table><tr><td>1</td></tr></table>": "It is a web page or XML, not a table",
    b'<?xml version="1.0"?><Workbook>': "It is a web page or XML, not a table",
    b'[{"id": 1}]': "It is JSON, not a table",
    b'{"id": 1, "name": "x"}\n{"id": 2}': "It is JSON, not a table",
    b"SQLite format 3\0" + b"x" * 99: "This is a database.",
    b"7z\xbc\xaf\x27\x1c" + b"x" * 99: "This is a 7z archive.",
    b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"): "This is a workbook with a password.",
    b"\xd0\xcf\x11\xe0" + b"Workbook": "This is an old Excel workbook, or one with a password.",
    b"t.csv".ljust(257, b"\0") + b"ustar\x0000": "This is a tar archive.",
    gzip.compress(gzip.compress(TICKETS, mtime=0), mtime=0): "It is packed twice.",
}


@pytest.mark.parametrize("content", OTHERS, ids=range(len(OTHERS)))
def test_other_formats_are_told_apart(tmp_path: Path, spool: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    assert OTHERS[content] in reason(path, spool)


@pytest.mark.parametrize(
    "text", ['"<html>",b\n1,2\n', "{a},b\n1,2\n", "[id],[name]\n1,2\n", "PAR,b\n1,2\n", "Rar,b\n1,2\n"]
)
def test_odd_beginnings_are_read(tmp_path: Path, spool: Path, text: str) -> None:
    path = tmp_path / "any.csv"
    path.write_text(text)
    assert [one.values for one in read_records(find_table(plain_text(path, spool).path))] == [["1", "2"]]
