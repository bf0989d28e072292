"""What would this file become? Its first rows as text, and the same rows typed, before anything is loaded."""

import csv
import itertools
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pandas as pd

from data import schema, versions
from data.loading import stage
from data.loading.choice import Choice
from data.loading.dates import AmbiguousDatesError, is_separated, order_of
from data.loading.mapping import Column, FileMapping, found_sources, needed, shaped
from data.loading.presets import MappingError
from data.loading.recognising import choose
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
    examples: canonical column -> (text of the file, typed value) of the first row that has it. also: further tables that
    the file fills.
    """

    sources: Mapping[str, str]
    lacking: tuple[str, ...]
    question: DateQuestion | None
    day_first: bool | None
    text: pd.DataFrame
    typed: pd.DataFrame | None
    examples: Mapping[str, tuple[str, object]]
    failure: str = ""
    also: tuple[str, ...] = ()


def read_sheet(path: Path, folder: Path, *, is_sheet: bool = False) -> Sheet:
    """Find the table in a file; what has to be unpacked stays in `folder`, which is this file's own.

    is_sheet: it is a sheet of a workbook, made into text.

    Raises UnreadableError.
    """
    plain = plain_text(path, folder)
    table = find_table(plain.path, is_sheet=is_sheet)
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
    preset = choice.as_preset
    ready = shaped(sheet.table, preset, choice.by_hand)
    seen = sheet if ready is sheet.table else _again(sheet, ready)
    sources = found_sources(preset, ready, choice.by_hand)
    given = {*sources, *preset.constants, *choice.constants}
    lacking = tuple(name for name in needed(preset) if name not in given)
    blank = Preview(sources, lacking, None, None, _text(seen), None, _texts(seen, sources))
    if lacking:
        return blank
    try:
        (_, mapping), *further = choose(sheet.table, kind=choice.kind, preset=choice.preset, by_hand=choice.by_hand)
        blank = replace(blank, also=tuple(other.kind for _, other in further))
        question, day_first = _date_order(seen, mapping, choice.options.order_for(mapping))
        if question:
            return replace(blank, question=question)
        typed = _typed(seen, mapping, replace(choice.options, day_first=day_first), folder)
    except (MappingError, UnreadableError, AmbiguousDatesError, duckdb.Error) as error:
        return replace(blank, failure=str(error).splitlines()[0])
    return replace(blank, day_first=day_first, typed=typed, examples=_examples(seen, mapping, typed))


def _again(sheet: Sheet, table: Table) -> Sheet:
    """The first rows of the same file in another shape."""
    return replace(sheet, table=table, head=tuple(itertools.islice(read_records(table), HEAD)))


def _date_order(sheet: Sheet, mapping: FileMapping, told: bool | None) -> tuple[DateQuestion | None, bool | None]:
    """Day first, month first, or what has to be asked: read until some value decides."""
    kinds = {column.name: column.type for column in schema.TABLES[mapping.kind].columns}
    missing = frozenset({*MISSING, *mapping.missing})
    times = [source for column, source in mapping.sources.items() if kinds[column] == "timestamp"]
    usable = [one.values for one in sheet.head if isinstance(one, Record)]
    first = {source.position: source for source in times
             if is_separated(source.text(values, missing) for values in usable)}  # fmt: skip
    separated = [first[place] for place in sorted(first)]
    if told is not None or not separated:
        return None, told
    highest = {source.position: [0, 0] for source in separated}
    example = ""
    for place, value in _values(sheet.table, separated, missing):
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
        return DateQuestion(sheet.table.header[separated[0].position], example), None
    return None, order.day_first


def _values(table: Table, sources: list[Column], missing: frozenset[str]) -> Iterator[tuple[int, str]]:
    for record in read_records(table):
        if isinstance(record, Record):
            yield from ((source.position, source.text(record.values, missing)) for source in sources)


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
        table = Table(
            head,
            ",",
            0,
            2,
            sheet.table.header,
            is_plain_above=not any("\n" in one for one in sheet.table.header),
            below=sheet.table.below,
        )
        connection = versions.open_for_writing(Path(":memory:"), Path(own))
        try:
            staged = stage.stage(connection, table, mapping, options=options, spool=Path(own))
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
    missing = frozenset({*MISSING, *mapping.missing})
    found: dict[str, tuple[str, object]] = {}
    for column, source in mapping.sources.items():
        for number, record in enumerate(sheet.head):
            text = source.text(record.values, missing) if isinstance(record, Record) else ""
            if not text:
                continue
            if source.add is not None:
                text = f"{text} + {record.values[source.add].strip()} {'' if ':' in record.values[source.add] else source.unit or 'minutes'}"
            value = typed[column].iloc[number]
            is_better = not pd.isna(value) and (column not in found or found[column][1] is None)
            if column not in found or is_better:
                found[column] = (text.strip(), None if pd.isna(value) else value)
            if is_better:
                break
    return found


def _texts(sheet: Sheet, sources: Mapping[str, str]) -> dict[str, tuple[str, object]]:
    """Examples without what they become."""
    given = {token: [value.strip() for value in values if value.strip()] for token, values in sheet.samples.items()}
    return {column: (given[token][0], None) for column, token in sources.items() if given[token]}
