"""Zip files, workbooks and parquet files made to fill any memory or disk, or damaged: refused by one clear sentence."""

import contextlib
import io
import random
import resource
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data.reading.files import UnreadableError, plain_text
from data.reading.members import MEMORY, members
from data.reading.table import find_table, read_records
from tests.data.packing import TICKETS, cases, members_of, rewritten, workbook, zipped

MB = 1 << 20


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


def zeros_in_zip(megabytes: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("t.csv", "w") as entry:
        for _ in range(megabytes):
            entry.write(bytes(MB))
    return out.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """The same zip file, whose directory and local header give another size of the one entry in it."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = changed.index(mark) + place
        changed[start : start + 4] = struct.pack("<I", size)
    return bytes(changed)


def crowded(entries: int) -> bytes:
    """A zip file whose directory names very many entries that are not there."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 1, 1, 5, 0, 0, 0, 0, 0, 0) + b"a.csv"
    directory = entry * entries
    return (
        b"PK\x03\x04"
        + b"\0" * 40
        + directory
        + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0, 0, len(directory), 44, 0)
    )


def sheet_with(more: bytes) -> bytes:
    return rewritten(workbook(cases), "xl/worksheets/sheet1.xml", b"</sheetData>", more + b"</sheetData>")


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "many zips": (
        lambda: zipped({f"{number}.zip": zeros_in_zip(60) for number in range(6)}, zipfile.ZIP_STORED),
        "4.zip in it: t.csv in it: It unpacks to more than 256 MB; that is not an export.",
    ),
    "zip that lies": (lambda: lying(zeros_in_zip(20), 1000), "It is cut off or damaged: it cannot be unpacked."),
    "crowded zip": (lambda: crowded(50_000), "It holds 50000 files; at most 200 can be loaded at once."),
    "sheet": (lambda: sheet_with(b"<row/>" * (50 * MB)), "It unpacks to more than 256 MB; that is not an export."),
    "cell far away": (
        lambda: sheet_with(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "To take it apart needs more than 3 GB of memory or 10 minutes, or it is damaged.",
    ),
    "entities": (
        lambda: rewritten(
            sheet_with(b'<row r="3"><c r="A3" t="inlineStr"><is><t>&b;</t></is></c></row>'),
            "xl/worksheets/sheet1.xml", b"<worksheet",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><worksheet',
        ),
        "This workbook is cut off or damaged.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_in_bounded_memory(spool: Path, name: str) -> None:
    make, expected = BOMBS[name]
    with pytest.raises(UnreadableError) as refused:
        members_of(spool, make())
    assert str(refused.value).startswith(expected)
    assert not list(spool.iterdir())
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MEMORY


def test_a_parquet_bomb_is_refused(spool: Path) -> None:
    path = spool.parent / "bomb.parquet"
    duckdb.execute(
        f"copy (select repeat('the same text ', 20) as text from range(1_200_000)) to '{path}' (format parquet)"
    )
    assert path.stat().st_size < MB
    with pytest.raises(UnreadableError, match="It unpacks to more than 256 MB;"):
        members(path, spool)
    assert not list(spool.iterdir())


@pytest.mark.parametrize("seed", range(40))
def test_damaged_containers_never_fail_otherwise(spool: Path, seed: int) -> None:
    """Bytes changed or cut off anywhere: refused by a sentence, or read."""
    kinds = [zipped({"a.csv": TICKETS * 50, "b.csv": TICKETS}), workbook(cases), parquet(spool.parent / "t.parquet")]
    content = bytearray(kinds[seed % 3])
    draw = random.Random(seed)
    for _ in range(draw.choice([1, 3, 20])):
        content[draw.randrange(4, len(content))] ^= 1 << draw.randrange(8)
    if draw.random() < 0.3:
        del content[draw.randrange(4, len(content)) :]
    with contextlib.suppress(UnreadableError):
        for member in members_of(spool, bytes(content)):
            list(read_records(find_table(plain_text(member.path, spool).path, is_sheet=member.is_sheet)))


def parquet(path: Path) -> bytes:
    duckdb.execute(f"copy (select i as id, 'text ' || i as name from range(500) t(i)) to '{path}' (format parquet)")
    return path.read_bytes()
