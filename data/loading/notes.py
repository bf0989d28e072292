"""What should the analyst know about a file besides its counts: words that are not understood, columns that became rows."""

from collections.abc import Iterator
from dataclasses import replace

import duckdb

from data import schema
from data.loading.values import Scales
from data.reading.table import Record, Table, read_records
from data.sql import name, quoted

SCALE_COLUMNS = ("csat_scale", "scale", "aspect_scale")


def unknown_words(
    connection: duckdb.DuckDBPyConnection, canonical: schema.Table, columns: tuple[str, ...], *, scales: Scales
) -> Iterator[str]:
    """Words that a choice column of `staged` does not know become missing, and are said. An unknown scale stays."""
    for column in canonical.columns:
        if column.type != "choice" or column.required or column.name not in columns:
            continue
        is_scale = column.name in SCALE_COLUMNS
        listed = ", ".join(quoted(choice.lower()) for choice in (scales if is_scale else column.choices))
        where = f"problem is null and {name(column.name)} not in ({listed})"
        found = connection.execute(
            f"select {name(column.name)}, count(*) from staged where {where} group by 1 order by 2 desc, 1"
        ).fetchall()
        words = ", ".join(f"{word[:40]!r} ({count})" for word, count in found[:5])
        if found and is_scale:
            yield f"{column.name}: {len(found)} unknown scale(s), ratings on them are not judged; add to the settings: {words}"
        elif found:
            yield f"{column.name}: {len(found)} unknown word(s) read as missing: {words}"
            connection.execute(f"update staged set {name(column.name)} = null where {where}")
        if is_scale:
            _spell(connection, column.name, scales)


def read_as_rows(table: Table) -> Iterator[str]:
    """Which columns of a table in long form became rows, and how many rows of the file have nothing in them."""
    if not table.long:
        return
    rows = (table.header, *table.below[:1])  # one of them has the words of a question, the other its number or part
    said = (f"{name}: {max((row[place] for row in rows), key=len)[:80]!r}" for place, name in table.long)
    yield f"Columns that became rows: {'; '.join(said)}"
    wide = replace(table, header=table.header[:-2], long=())
    blank = sum(not any(record.values[place].strip() for place, _ in table.long)
                for record in read_records(wide) if isinstance(record, Record))  # fmt: skip
    if blank:
        yield f"Rows of the file with nothing in these columns, which give none: {blank:,}"


def _spell(connection: duckdb.DuckDBPyConnection, column: str, scales: Scales) -> None:
    """Scales as the settings write them."""
    for scale in scales:
        if scale != scale.lower():
            connection.execute(
                f"update staged set {name(column)} = $scale where {name(column)} = lower($scale)", {"scale": scale}
            )
