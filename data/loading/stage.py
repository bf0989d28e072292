"""What do the rows of this file say, typed, and which of them cannot be used?

The file is read by DuckDB at full speed. Where it does not accept the file, a tolerant reader writes a clean copy
first, in which every unusable row keeps its place; so the number of a staged row is always its number in the file.
"""

import contextlib
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from data import schema
from data.loading import dates
from data.loading.notes import unknown_words
from data.loading.numbers import Style, evidence_sql, number_sql, style_of
from data.loading.presets import FileMapping
from data.loading.scan import Scan, clean_copy, clean_scan, quick_scan
from data.loading.values import (
    MISSING,
    MISSING_VALUES,
    Scales,
    is_given,
    problem_cases,
    translated,
    typed,
    unescaped,
)
from data.reading.files import UnreadableError
from data.reading.table import Broken, Table, read_records, zone_of
from data.settings import DEFAULTS
from data.sql import first_row, name, quoted

SAMPLE_ROWS = 3000


@dataclass(frozen=True)
class Options:
    """How the analyst said the file is to be read."""

    zone: str = "UTC"
    day_first: bool | None = None


@dataclass(frozen=True)
class _How:
    """How a file is read: as the analyst said, with values from each column, and by the scales of the settings."""

    options: Options
    sample: Mapping[int, list[str]]
    scales: Scales
    styles: Mapping[int, Style] = field(default_factory=dict)  # of numbers, by the place of the column
    is_quick: bool = True  # times are read as the sample has them; false once some could not be read so


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
    how = _How(options, _sample(table, mapping), DEFAULTS["scales"] if scales is None else scales)
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
    order = dates.Order(how.options.day_first)
    places = _time_places(mapping)
    if how.options.day_first is None and any(dates.is_separated(how.sample[place]) for place in places):
        order = _date_order(connection, table, places, scan)
    staged = _type(connection, table, mapping, order=order, how=how, scan=scan)
    if _has_unread_times(connection):
        how = replace(how, is_quick=False)
        staged = _type(connection, table, mapping, order=order, how=how, scan=scan)
    if order.day_first is None and _has_unread_times(connection):
        order = _date_order(connection, table, places, scan)  # such dates may begin below the sample
        if order.day_first is not None:
            staged = _type(connection, table, mapping, order=order, how=how, scan=scan)
    return staged


def _has_unread_times(connection: duckdb.DuckDBPyConnection) -> bool:
    return first_row(connection, "select 1 from staged where problem like '%:time' limit 1") is not None


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
    values: dict[str, str] = {}
    for column in canonical.columns:
        if column.name in mapping.sources:
            position = mapping.sources[column.name].position
            own_zone = zone_of(table.header[position]) or how.options.zone
            texts[column.name], values[column.name] = _expressions(column, mapping, order, own_zone, how)
        elif column.name in mapping.constants:
            texts[column.name] = values[column.name] = quoted(mapping.constants[column.name])
    typed_rows = [f"{value} as {name(column)}" for column, value in values.items()]
    typed_rows += [f"{text} as {name(f'{column} text')}" for column, text in texts.items()]
    typed_rows += [f"try_cast(c{place} as double) as latest_{number}" for number, place in enumerate(mapping.latest_by)]
    typed_rows.append(f"{scan.broken} as broken_row")
    cases = problem_cases(
        canonical,
        {column: name(f"{column} text") for column in texts},
        {column: name(column) for column in values},
        scales=how.scales,
    )
    kept = [*map(name, values), *(f"latest_{number}" for number in range(len(mapping.latest_by)))]
    problem = f"case when broken_row is not null then 'row:' || broken_row {' '.join(cases)} end as problem"
    connection.execute("drop table if exists staged")
    connection.execute(
        f"create temp table staged as select {', '.join(kept)}, {problem} "
        f"from (select {', '.join(typed_rows)} from {scan.sql})"
    )
    counts = first_row(connection, "select count(*), count(problem) from staged")
    assert counts is not None
    return Staged(
        counts[0],
        counts[1],
        tuple(values),
        tuple(unknown_words(connection, canonical, tuple(values), scales=how.scales)),
    )


def _expressions(
    column: schema.Column, mapping: FileMapping, order: dates.Order, zone: str, how: _How
) -> tuple[str, str]:
    source = mapping.sources[column.name]
    text = translated(f"c{source.position}", source.values)
    if column.type != "timestamp":
        value = typed(
            column, unescaped(text) if mapping.is_escaped else text, how.styles.get(source.position, "either")
        )
        return text, f"greatest(0, {value} + {source.plus})" if source.plus else value
    value = dates.timestamp_sql(text, how.sample[source.position], order, zone=zone, is_quick=how.is_quick)
    if source.plus_minutes is not None:
        minutes = f"c{source.plus_minutes}"
        number = number_sql(minutes, how.styles.get(source.plus_minutes, "either"))
        seconds = f"cast(round({number} * 60) as bigint)"
        return f"case when {is_given(minutes)} then {text} end", f"{value} + to_seconds({seconds})"
    return text, value


def _number_styles(
    connection: duckdb.DuckDBPyConnection, mapping: FileMapping, sample: Mapping[int, list[str]], scan: Scan
) -> dict[int, Style]:
    """How numbers are written in each column that has a comma in one; looks at all values of those columns."""
    canonical = schema.TABLES[mapping.kind]
    numeric = {s.position for c, s in mapping.sources.items() if canonical.column(c).type in ("integer", "number")}
    numeric |= {s.plus_minutes for s in mapping.sources.values() if s.plus_minutes is not None}
    places = sorted(place for place in numeric if any("," in value for value in sample[place]))
    if not places:
        return {}
    found = first_row(connection, f"select {', '.join(evidence_sql(f'c{place}') for place in places)} from {scan.sql}")
    assert found is not None
    return {place: style_of(found[2 * number], found[2 * number + 1]) for number, place in enumerate(places)}


def _time_places(mapping: FileMapping) -> list[int]:
    canonical = schema.TABLES[mapping.kind]
    return sorted({s.position for c, s in mapping.sources.items() if canonical.column(c).type == "timestamp"})


def _date_order(connection: duckdb.DuckDBPyConnection, table: Table, places: list[int], scan: Scan) -> dates.Order:
    parts = ", ".join(dates.parts_sql(f"c{place}") for place in places)
    highest = first_row(connection, f"select {parts} from {scan.sql}") or ()
    columns, examples = {}, {}
    for number, place in enumerate(places):
        first, second, first_example, second_example = highest[4 * number : 4 * number + 4]
        if first is not None:
            columns[table.header[place]] = (first, second)
            examples[table.header[place]] = (first_example, second_example)
    return dates.order_of(columns, examples)


def _sample(table: Table, mapping: FileMapping) -> dict[int, list[str]]:
    """Some different values of each mapped column, from the first rows."""
    missing = {*MISSING, *MISSING_VALUES, *mapping.missing}
    places = {source.position for source in mapping.sources.values()}
    places |= {source.plus_minutes for source in mapping.sources.values() if source.plus_minutes is not None}
    found: dict[int, dict[str, None]] = {place: {} for place in places}
    for record in itertools.islice(read_records(table), SAMPLE_ROWS):
        if isinstance(record, Broken):
            continue
        for position, values in found.items():
            value = record.values[position].strip()
            if value not in missing and len(values) < 300:
                values[value] = None
    return {position: list(values) for position, values in found.items()}
