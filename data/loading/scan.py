"""What is in each column of the file, as text? A FROM clause over the file as it is, or over a clean copy of it."""

import csv
import tempfile
from dataclasses import dataclass
from pathlib import Path

from data.loading.mapping import FileMapping
from data.loading.values import without_missing
from data.reading.files import pattern_free
from data.reading.table import Broken, Table, read_records
from data.sql import quoted


@dataclass(frozen=True)
class Scan:
    """A FROM clause over the rows of a file as text, null where there is nothing: columns c0, c1, … of those that are
    read, by their place in the file. broken: an expression, the reason of a row that cannot be used at all."""

    sql: str
    broken: str


def quick_scan(table: Table, mapping: FileMapping) -> Scan:
    """The file as it is, at full speed. Reading it fails for rows that are too short or too long, and for odd quotes."""
    columns = [f"c{number}" for number in range(len(table.header))]
    source = _read_csv(table.path, columns, table.delimiter, skip=table.first_line - 1)
    return Scan(f"(select {_cells(mapping)} from {source})", "null")


def clean_scan(table: Table, clean: Path, mapping: FileMapping) -> Scan:
    """A clean copy of the file."""
    columns = ["broken", *(f"c{number}" for number in range(len(table.header)))]
    source = _read_csv(clean, columns, ",", skip=0, line_end="\\n")
    return Scan(f"(select broken, {_cells(mapping)} from {source})", "broken")


def clean_copy(table: Table, spool: Path) -> Path:
    """The rows of a file as CSV without faults, in the same order; a row that cannot be used is there as its reason."""
    with tempfile.NamedTemporaryFile(
        "w", dir=spool, prefix="clean-", suffix=".csv", delete=False, encoding="utf-8", newline=""
    ) as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        nothing = [""] * len(table.header)
        for record in read_records(table):
            if isinstance(record, Broken):
                writer.writerow([record.reason, *nothing])
            else:
                writer.writerow(["", *record.values])
    return Path(file.name)


def _cells(mapping: FileMapping) -> str:
    """The cells that are read, words for missing as null.

    Not left to the reader of the file: it takes a row that is too long for a good one when the last word is such a word.
    """
    cells = {f"c{place}" for place in mapping.places}
    return ", ".join(f"{without_missing(cell, mapping.missing)} as {cell}" for cell in sorted(cells))


def _read_csv(path: Path, columns: list[str], delimiter: str, *, skip: int, line_end: str | None = None) -> str:
    """line_end: where it is known; otherwise line breaks inside values must be like those of rows.

    Buffers of two of the longest lines: the usual ones are 32 of them, and alone larger than a small memory limit.
    """
    types = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({quoted(pattern_free(path))}, compression = 'none', hive_partitioning = false, auto_detect = false, header = false, skip = {skip}, delim = {quoted(delimiter)}, "
        f"""quote = '"', escape = '"', strict_mode = true, nullstr = '', columns = {{{types}}}, """
        f"max_line_size = 16777216, buffer_size = 33554432{f', new_line = {quoted(line_end)}' if line_end else ''})"
    )
