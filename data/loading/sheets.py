"""What did each column of a load get? The reconciliation sheet: sources, filled and empty cells, range and sum."""

import duckdb

from data import schema
from data.loading.mapping import FileMapping
from data.loading.rejected import BECAUSE
from data.loading.stage import Staged
from data.reading.table import NAME, VALUE, Table, token
from data.sql import first_row, name

_PARTS = 5


def keep_sheet(
    connection: duckdb.DuckDBPyConnection, table: Table, mapping: FileMapping, *, staged: Staged, load_id: int
) -> None:
    """Store one row per canonical column of `staged`: what the usable rows of the file have in it.

    different: about how many different values (within a few per cent). lowest, highest: of times, numbers and ids, as
    text. total: the sum, of numbers.
    """
    canonical = schema.TABLES[mapping.kind]
    asked = ", ".join(_figures(canonical.column(column)) for column in staged.columns)
    found = first_row(connection, f"select {asked} from staged where problem is null")
    assert found is not None
    (usable,) = first_row(connection, "select count(*) from staged where problem is null") or (0,)
    rows = []
    for number, column in enumerate(staged.columns):
        filled, different, lowest, highest, total = found[_PARTS * number : _PARTS * number + _PARTS]
        said = source_text(table, mapping, column)
        rows.append((load_id, column, said, filled, usable - filled, different, lowest, highest, total))
    connection.executemany("insert into sheets values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def source_text(table: Table, mapping: FileMapping, column: str) -> str:
    """Where a canonical column comes from, in the file's own words: `Created at + First reply time in minutes`."""
    source = mapping.sources.get(column)
    if source is None:
        return f"always {mapping.constants[column]!r}"
    text = " + ".join(
        _said(table, place) for place in (*source.positions, source.time, source.add) if place is not None
    )
    for sign, place in (("−", source.minus), ("×", source.each), ("per", source.per)):
        text = text if place is None else f"{text} {sign} {_said(table, place)}"
    return text


def _said(table: Table, place: int) -> str:
    if table.long and table.header[place] == VALUE:
        return " / ".join(_said(table, one) for one, _ in table.long)
    if table.long and table.header[place] == NAME:
        return "name of the column"
    return table.header[place] or f"(column {place + 1})"


def unread(table: Table, mapping: FileMapping) -> list[str]:
    """The columns of the file that nothing is read from."""
    read = mapping.places.union(place for place, _ in table.long)
    left = [name for place, name in enumerate(table.header) if place not in read]
    return [name for name in left if not name.startswith("*") and token(name) != token(BECAUSE)]


def _figures(column: schema.Column) -> str:
    cell = name(column.name)
    is_ordered = column.type in ("timestamp", "integer", "number")
    span = f"cast(min({cell}) as varchar), cast(max({cell}) as varchar)" if is_ordered else "null, null"
    total = f"sum({cell})::double" if column.type in ("integer", "number") else "null::double"
    return f"count({cell}), approx_count_distinct({cell}), {span}, {total}"
