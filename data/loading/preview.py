"""What would this file become? Its first rows as text, and the same rows typed, before anything is loaded."""

import csv
import itertools
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from data import schema, versions
from data.loading import stage
from data.loading.choice import Choice, sources_of
from data.loading.dates import AmbiguousDatesError, is_separated, order_of
from data.loading.presets import FileMapping, MappingError, choose
from data.loading.values import MISSING, REASONS
from data.reading.files import UnreadableError, plain_text
from data.reading.table import Broken, Record, Table, find_table, read_records
from data.sql import name

HEAD = 200  # rows that are typed for a preview
COUNTED = 20_000  # rows that are counted before the rest is estimated from the size of the file
_PARTS = re.compile(r"^\s*(\d{1,2})[/-](\d{1,2})[/-]\d")


@dataclass(frozen=True)
class Sheet:
    """A file that can be read: its table of text, its first rows, and how many it has (exactly when `is_counted`)."""

    table: Table
    encoding: str
    head: tuple[Record | Broken, ...]
    rows: int
    is_counted: bool

    @property
    def samples(self) -> dict[str, list[str]]:
        """The first values of each column, by header token."""
        usable = [record.values for record in self.head if isinstance(record, Record)]
        return {token: [values[place] for values in usable] for place, token in enumerate(self.table.tokens)}


@dataclass(frozen=True)
class DateQuestion:
    """A column whose dates fit both orders, with a value from it: its first and second number differ where any do."""

    column: str
    value: str


@dataclass(frozen=True)
class Preview:
    """What the first rows become. sources: canonical column -> header token. lacking: required columns without one.

    text: the first rows by header; typed: the same rows by canonical column, `problem` null where a row is usable.
    examples: canonical column -> (text of the file, typed value) of the first row that has it.
    """

    sources: Mapping[str, str]
    lacking: tuple[str, ...]
    question: DateQuestion | None
    day_first: bool | None
    text: pd.DataFrame
    typed: pd.DataFrame | None
    examples: Mapping[str, tuple[str, object]]
    failure: str = ""


def read_sheet(path: Path, folder: Path) -> Sheet:
    """Find the table in a file; what has to be unpacked stays in `folder`, which is this file's own.

    Raises UnreadableError.
    """
    plain = plain_text(path, folder)
    table = find_table(plain.path)
    head: list[Record | Broken] = []
    rows = size = 0
    records = read_records(table)
    for record in itertools.islice(records, COUNTED):
        rows, size = rows + 1, size + sum(map(len, record.values)) + len(record.values)
        if len(head) < HEAD:
            head.append(record)
    is_counted = next(records, None) is None
    if not is_counted:
        rows = round(plain.path.stat().st_size * rows / size)
    return Sheet(table, plain.encoding, tuple(head), rows, is_counted)


def preview(sheet: Sheet, choice: Choice, folder: Path) -> Preview:
    """The first rows as the choice reads them. Never raises for what is in the file: `failure` says what is wrong."""
    header = sheet.table.tokens
    sources = sources_of(choice, header)
    constants = choice.as_preset.constants
    required = schema.TABLES[choice.kind].required
    lacking = tuple(one.name for one in required if one.name not in sources and one.name not in constants)
    text = _text(sheet)
    if lacking:
        return Preview(sources, lacking, None, None, text, None, _texts(sheet, sources))
    try:
        mapping = choose(header, kind=choice.kind, preset=choice.preset, mapped=choice.mapped)
        question, day_first = _date_order(sheet, mapping, choice.options.day_first)
        if question:
            return Preview(sources, (), question, None, text, None, _texts(sheet, sources))
        typed = _typed(sheet, mapping, stage.Options(choice.options.zone, day_first), folder)
    except (MappingError, UnreadableError, AmbiguousDatesError, duckdb.Error) as error:
        return Preview(sources, (), None, None, text, None, _texts(sheet, sources), str(error).splitlines()[0])
    return Preview(sources, (), None, day_first, text, typed, _examples(sheet, mapping, typed))


def _date_order(sheet: Sheet, mapping: FileMapping, told: bool | None) -> tuple[DateQuestion | None, bool | None]:
    """Day first, month first, or what has to be asked: read until some value decides."""
    kinds = {column.name: column.type for column in schema.TABLES[mapping.kind].columns}
    places = {source.position for column, source in mapping.sources.items() if kinds[column] == "timestamp"}
    first = {place: [one.values[place] for one in sheet.head if isinstance(one, Record)] for place in places}
    separated = sorted(place for place, values in first.items() if is_separated(value.strip() for value in values))
    if told is not None or not separated:
        return None, told
    highest = {place: [0, 0] for place in separated}
    example = ""
    for place, value in _values(sheet.table, separated):
        match = _PARTS.match(value)
        if not match:
            continue
        parts = sorted((int(match.group(1)), int(match.group(2))))
        if parts[0] <= 12 and parts[1] <= 31:
            highest[place] = [max(old, int(new)) for old, new in zip(highest[place], match.groups(), strict=True)]
        example = value if not example or (parts[0] != parts[1] and _is_same(example)) else example
        if max(highest[place]) > 12:
            break
    try:
        order = order_of({sheet.table.header[place]: (low, high) for place, (low, high) in highest.items()})
    except AmbiguousDatesError:
        return DateQuestion(sheet.table.header[separated[0]], example), None
    return None, order.day_first


def _values(table: Table, places: list[int]) -> Iterator[tuple[int, str]]:
    for record in read_records(table):
        if isinstance(record, Record):
            yield from ((place, record.values[place]) for place in places)


def _is_same(value: str) -> bool:
    match = _PARTS.match(value)
    return match is not None and int(match.group(1)) == int(match.group(2))


def _text(sheet: Sheet) -> pd.DataFrame:
    width = len(sheet.table.header)
    rows = [[*record.values[:width], *[""] * (width - len(record.values))] for record in sheet.head]
    return pd.DataFrame(
        rows, columns=list(sheet.table.tokens), index=[record.line for record in sheet.head], dtype="str"
    )


def _typed(sheet: Sheet, mapping: FileMapping, options: stage.Options, folder: Path) -> pd.DataFrame:
    """The head of the file by the very steps of a load. Index: the line in the file."""
    with tempfile.TemporaryDirectory(prefix="preview-", dir=folder, ignore_cleanup_errors=True) as own:
        head = Path(own) / "head.csv"
        with head.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(sheet.table.header)
            writer.writerows(record.values for record in sheet.head)
        connection = versions.open_for_writing(Path(":memory:"), Path(own))
        try:
            staged = stage.stage(connection, find_table(head), mapping, options=options, spool=Path(own))
            listed = ", ".join(name(column) for column in staged.columns)
            frame = connection.execute(f"select problem, {listed} from staged order by rowid").df()
        finally:
            connection.close()
    frame.index = pd.Index([record.line for record in sheet.head])
    reasons = [None if pd.isna(problem) else _reason(str(problem)) for problem in frame["problem"]]
    return frame.assign(problem=pd.array(reasons, dtype="str"))


def _reason(problem: str) -> str:
    column, _, code = problem.partition(":")
    return code if column == "row" else f"{column}: {REASONS.get(code, code)}"


def _examples(sheet: Sheet, mapping: FileMapping, typed: pd.DataFrame) -> dict[str, tuple[str, object]]:
    missing = {*MISSING, *mapping.missing}
    found: dict[str, tuple[str, object]] = {}
    for column, source in mapping.sources.items():
        for number, record in enumerate(sheet.head):
            if not isinstance(record, Record) or record.values[source.position].strip() in missing:
                continue
            text, value = record.values[source.position].strip(), typed[column].iloc[number]
            if source.plus_minutes is not None:
                text = f"{text} + {record.values[source.plus_minutes].strip()} min"
            is_better = not pd.isna(value) and (column not in found or found[column][1] is None)
            if column not in found or is_better:
                found[column] = (text, None if pd.isna(value) else value)
            if is_better:
                break
    return found


def _texts(sheet: Sheet, sources: Mapping[str, str]) -> dict[str, tuple[str, object]]:
    """Examples without what they become."""
    given = {token: [value.strip() for value in values if value.strip()] for token, values in sheet.samples.items()}
    return {column: (given[token][0], None) for column, token in sources.items() if given[token]}
