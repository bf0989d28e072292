"""Which tables of text are in this file: the file itself, the files in a zip file, the sheets of a workbook?"""

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from data.reading.files import GZIP, PARQUET, ZIPS, UnreadableError, gunzipping, head_of

MEMORY = 3 << 30  # bytes that taking one file apart may need
SECONDS = 600  # and how long it may compute
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Member:
    """A table of text on disk. name: what it is called in the file that holds it, "" where it is that file itself.

    is_sheet: it was made from rows (of a spreadsheet, of a parquet file) that have no line breaks between them.
    """

    name: str
    path: Path
    is_sheet: bool


def members(path: Path, spool: Path) -> tuple[Member, ...]:
    """The tables that a file holds, in its order; what has to be unpacked stays in the folder `spool`.

    Text, plain or in gzip, is its own only member. Zip files, workbooks and parquet files are taken apart by a process of
    its own with bounded memory, because such files can be made to fill any. Raises UnreadableError.
    """
    head = head_of(path, 512)
    if head.startswith(GZIP):
        with gunzipping(), gzip.open(path, "rb") as packed:
            head = packed.read(512)
    if not head.startswith((*ZIPS, PARQUET)):
        return (Member("", path, is_sheet=False),)
    folder = Path(tempfile.mkdtemp(prefix="members-", dir=spool))
    try:
        return _taken_apart(path.resolve(), folder.resolve())
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _taken_apart(path: Path, folder: Path) -> tuple[Member, ...]:
    command = [sys.executable, "-m", "data.reading.containers", str(path), str(folder), str(MEMORY), str(SECONDS)]
    process = subprocess.run(
        command,
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    try:
        answer = json.loads(process.stdout)
    except ValueError:
        raise UnreadableError(
            f"To take it apart needs more than {MEMORY >> 30} GB of memory or {SECONDS // 60} minutes, or it is damaged. "
            "Save its tables as CSV, and load those."
        ) from None
    if "error" in answer:
        raise UnreadableError(answer["error"])
    return tuple(Member(one["name"], Path(one["path"]), one["is_sheet"]) for one in answer["members"])
