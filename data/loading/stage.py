"""What do the rows of this file say, typed, and which of them cannot be used?

The file is read by DuckDB at full speed. Where it does not accept the file, a tolerant reader writes a clean copy
first, in which every unusable row keeps its place; so the number of a staged row is always its number in the file.
"""

import contextlib
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from data import schema
from data.loading import dates, good_or_bad
from data.loading.calculated import is_calculated, known_text_sql, number_of_row_sql
from data.loading.durations import minutes_sql
from data.loading.mapping import Column, FileMapping
from data.loading.notes import unknown_words
from data.loading.numbers import Style, evidence_sql, number_sql, style_of
from data.loading.questions import said_zone
from data.loading.scan import Scan, clean_copy, clean_scan, quick_scan
from data.loading.values import (
    MISSING,
    MISSING_VALUES,
    Scales,
    is_given,
    problem_cases,
    translated,
    typed,
    typed_number,
    unescaped,
)
from data.reading.files import UnreadableError
from data.reading.table import Broken, Table, read_records
from data.settings import DEFAULTS
from data.sql import first_row, name, quoted

SAMPLE_ROWS = 3000
_PLAIN_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?$")


@dataclass(frozen=True)
class Options:
    """How the analyst said the file is to be read. prefix: put before ticket ids, for a second tool that numbers alike."""

    zone: str | None = None
    day_first: bool | None = None
    prefix: str = ""

    def zone_for(self, mapping: FileMapping) -> str:
        """The zone of times that carry none: as said, else as the preset has it, else UTC."""
        return self.zone or mapping.preset.zone or "UTC"

    def order_for(self, mapping: FileMapping) -> bool | None:
        """Day first, month first, or None: to be found out."""
        return mapping.preset.day_first if self.day_first is None else self.day_first


@dataclass(frozen=True)
class _How:
    """How a file is read: as the analyst said, with texts of each canonical column, and by the scales of the settings."""

    zone: str
    day_first: bool | None
    prefix: str
    sample: Mapping[str, list[str]]
    scales: Scales
    styles: Mapping[str, Style] = field(default_factory=dict)  # of numbers, by canonical column; `+column` of durations
    is_quick: bool = True  # times and numbers are read as the sample has them; false once some could not be read so

    def number_sql(self, column: schema.Column, text: str) -> str:
        if self.is_quick and all(_PLAIN_NUMBER.match(value) for value in self.sample[column.name]):
            number = f"try_cast({text} as double)"
            return f"case when isfinite({number}) then {number} end"
        return number_sql(text, self.styles.get(column.name, "either"))


@dataclass(frozen=True)
class Staged:
    """The temporary table `staged`: one row per row of the file, `problem` null where it is usable."""

    rows: int
    rejected: int
    columns: tuple[str, ...]
    notes: tuple[str, ...]


def stage(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    mapping: FileMapping,
    *,
    options: Options,
    spool: Path,
    scales: Scales | None = None,
) -> Staged:
    """Make the temporary table `staged` from a file. scales: the rating scales of the settings, else the usual ones.

    Raises UnreadableError and AmbiguousDatesError.

    Not inside a transaction: a file that DuckDB does not accept at first would end it.
    """
    how = _How(
        options.zone_for(mapping),
        options.order_for(mapping),
        options.prefix,
        _sample(table, mapping),
        DEFAULTS["scales"] if scales is None else scales,
    )
    if table.is_plain_above:
        with contextlib.suppress(duckdb.InvalidInputException):
            staged = _stage(connection, table, mapping, how=how, scan=quick_scan(table, mapping))
            if staged.rows:  # there is at least one: a quote that is never closed can hide them all
                return staged
    clean = clean_copy(table, spool)
    try:
        scan = clean_scan(table, clean, mapping)
        return _stage(connection, table, mapping, how=how, scan=scan)
    except duckdb.InvalidInputException as error:
        raise UnreadableError(f"The file cannot be read: {str(error).splitlines()[0]}") from None
    finally:
        clean.unlink(missing_ok=True)


def _stage(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    mapping: FileMapping,
    *,
    how: _How,
    scan: Scan,
) -> Staged:
    how = replace(how, styles=_number_styles(connection, mapping, how.sample, scan))
    order = dates.Order(how.day_first)
    times = _times(mapping)
    if how.day_first is None and any(dates.is_separated(how.sample[column]) for column in times):
        order = _date_order(connection, table, times, scan)
    staged = _type(connection, table, mapping, order=order, how=how, scan=scan)
    if _has_unread(connection, "time", "number", "whole"):
        how = replace(how, is_quick=False)
        staged = _type(connection, table, mapping, order=order, how=how, scan=scan)
    if order.day_first is None and _has_unread(connection, "time"):
        order = _date_order(connection, table, times, scan)  # such dates may begin below the sample
        if order.day_first is not None:
            staged = _type(connection, table, mapping, order=order, how=how, scan=scan)
    return staged


def _has_unread(connection: duckdb.DuckDBPyConnection, *codes: str) -> bool:
    listed = " or ".join(f"ends_with(problem, {quoted(f':{code}')})" for code in codes)
    return first_row(connection, f"select 1 from staged where {listed} limit 1") is not None


def _type(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    mapping: FileMapping,
    *,
    order: dates.Order,
    how: _How,
    scan: Scan,
) -> Staged:
    canonical = schema.TABLES[mapping.kind]
    texts: dict[str, str] = {}
    bare: dict[str, str] = {}
    numbers: dict[str, str] = {}
    values: dict[str, str] = {}
    for column in canonical.columns:
        if column.name in mapping.sources:
            source, text = mapping.sources[column.name], name(f"{column.name} text")
            own_zone = said_zone(table, source.position) or how.zone
            texts[column.name] = _text(source)
            if column.type != "timestamp" and not is_calculated(source):
                bare[column.name] = unescaped(text) if mapping.preset.is_escaped else text
                if column.type in ("integer", "number"):
                    numbers[column.name] = how.number_sql(column, name(f"{column.name} bare"))
            values[column.name] = _value(column, mapping, order, own_zone, how)
        elif column.name in mapping.constants:
            text = quoted(mapping.constants[column.name])
            is_time = column.type == "timestamp"
            texts[column.name] = text
            values[column.name] = f"try_cast({text} as timestamp)" if is_time else typed(column, text)
    raw = {column: source.text_sql() for column, source in mapping.sources.items()}
    texts = good_or_bad.in_numbers(canonical, texts, raw)
    typed_rows = [f"{value} as {name(column)}" for column, value in values.items()]
    typed_rows += [name(f"{column} text") for column in texts]
    typed_rows += [f"try_cast(c{place} as double) as latest_{number}" for number, place in enumerate(mapping.latest_by)]
    typed_rows.append(f"coalesce({', '.join([scan.broken, *_left_out(mapping), 'null'])}) as broken_row")
    cases = problem_cases(
        canonical,
        {column: name(f"{column} text") for column in texts},
        {column: name(column) for column in values},
        scales=how.scales,
    )
    kept = [*map(name, values), *(f"latest_{number}" for number in range(len(mapping.latest_by)))]
    problem = f"case when broken_row is not null then 'row:' || broken_row {' '.join(cases)} end as problem"
    rows = scan.sql
    for kind, expressions in (("text", texts), ("bare", bare), ("number", numbers)):
        listed = [f"{expression} as {name(f'{column} {kind}')}" for column, expression in expressions.items()]
        rows = f"(select {', '.join(['*', *listed])} from {rows})"  # a column of its own is worked out once
    connection.execute("drop table if exists staged")
    connection.execute(
        f"create temp table staged as select {', '.join(kept)}, {problem} from (select {', '.join(typed_rows)} from {rows})"
    )
    counts = first_row(connection, "select count(*), count(problem) from staged")
    assert counts is not None
    return Staged(
        counts[0],
        counts[1],
        tuple(values),
        tuple(unknown_words(connection, canonical, tuple(values), scales=how.scales)),
    )


def _text(source: Column) -> str:
    text = known_text_sql(source, translated(source.text_sql(), source.values))
    return text if source.add is None else f"case when {is_given(f'c{source.add}')} then {text} end"


def _value(column: schema.Column, mapping: FileMapping, order: dates.Order, zone: str, how: _How) -> str:
    """The typed value, from what stands in columns of their own: expressions repeat it often."""
    source, text = mapping.sources[column.name], name(f"{column.name} text")
    if column.type != "timestamp" and is_calculated(source):
        return number_of_row_sql(column, source, text, how.styles.get(column.name, "either"))
    if column.type in ("integer", "number"):
        return typed_number(column, name(f"{column.name} number"))
    if column.type != "timestamp":
        value = typed(column, name(f"{column.name} bare"))
        return f"{quoted(how.prefix)} || {value}" if how.prefix and column.name == "ticket_id" else value
    value = dates.timestamp_sql(text, how.sample[column.name], order, zone=zone, is_quick=how.is_quick)
    if source.add is not None:
        added = f"c{source.add}"
        minutes = minutes_sql(added, source.unit or "minutes", how.styles.get(f"+{column.name}", "either"))
        return f"{value} + to_seconds(cast(round({minutes} * 60) as bigint))"
    return value


def _left_out(mapping: FileMapping) -> list[str]:
    """Expressions: why a row is none of the table's records."""
    cases = []
    for one in mapping.left_out:
        words = " ".join(f"when {quoted(word)} then {quoted(reason)}" for word, reason in one.reasons.items())
        cases.append(f"case lower(trim(c{one.position})) {words} end")
    return cases


def _number_styles(
    connection: duckdb.DuckDBPyConnection, mapping: FileMapping, sample: Mapping[str, list[str]], scan: Scan
) -> dict[str, Style]:
    """How numbers are written in each column that has a comma in one; looks at all values of those columns."""
    canonical = schema.TABLES[mapping.kind]
    texts = {name: source.text_sql() for name, source in mapping.sources.items()
             if canonical.column(name).type in ("integer", "number")}  # fmt: skip
    texts |= {f"+{name}": f"c{source.add}" for name, source in mapping.sources.items() if source.add is not None}
    doubtful = [name for name in texts if any("," in value for value in sample[name])]
    if not doubtful:
        return {}
    evidence = ", ".join(evidence_sql(texts[name]) for name in doubtful)
    found = first_row(connection, f"select {evidence} from {scan.sql}")
    assert found is not None
    return {name: style_of(found[2 * number], found[2 * number + 1]) for number, name in enumerate(doubtful)}


def _times(mapping: FileMapping) -> dict[str, Column]:
    """The sources of times, by canonical column; one for each place of the file."""
    canonical = schema.TABLES[mapping.kind]
    times = {name: source for name, source in mapping.sources.items() if canonical.column(name).type == "timestamp"}
    first = {source.positions: name for name, source in reversed(times.items())}
    return {name: source for name, source in times.items() if first[source.positions] == name}


def _date_order(
    connection: duckdb.DuckDBPyConnection, table: Table, times: Mapping[str, Column], scan: Scan
) -> dates.Order:
    parts = ", ".join(dates.parts_sql(source.text_sql()) for source in times.values())
    highest = first_row(connection, f"select {parts} from {scan.sql}") or ()
    columns, examples = {}, {}
    for number, source in enumerate(times.values()):
        first, second, first_example, second_example = highest[4 * number : 4 * number + 4]
        if first is not None:
            columns[table.header[source.position]] = (first, second)
            examples[table.header[source.position]] = (first_example, second_example)
    return dates.order_of(columns, examples)


def _sample(table: Table, mapping: FileMapping) -> dict[str, list[str]]:
    """Some different texts of each mapped column, from the first rows; `+column` for durations that are added."""
    missing = frozenset({*MISSING, *MISSING_VALUES, *mapping.missing})
    found: dict[str, dict[str, None]] = {column: {} for column in mapping.sources}
    found |= {f"+{column}": {} for column, source in mapping.sources.items() if source.add is not None}
    for record in itertools.islice(read_records(table), SAMPLE_ROWS):
        if isinstance(record, Broken):
            continue
        for column, source in mapping.sources.items():
            _note(found[column], source.text(record.values, missing))
            if source.add is not None:
                _note(found[f"+{column}"], record.values[source.add].strip())
    return {column: [value for value in values if value not in missing] for column, values in found.items()}


def _note(values: dict[str, None], value: str) -> None:
    if value and len(values) < 300:
        values[value] = None
