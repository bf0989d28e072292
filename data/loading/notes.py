"""What should the analyst know about a file besides its counts: unknown words, and dates that cannot have happened yet."""

import datetime as dt
from collections.abc import Iterator

import duckdb

from data import schema
from data.loading.values import Scales
from data.sql import first_row, name, quoted

SCALE_COLUMNS = ("csat_scale", "scale")

# Times of what has happened. Others may lie ahead: a planned release, the end of a contract.
HAPPENED = {
    "tickets": ("created_at", "first_reply_at", "first_solved_at", "solved_at", "closed_at", "updated_at"),
    "surveys": ("sent_at", "responded_at"),
    "orders": ("ordered_at",),
}


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


def _spell(connection: duckdb.DuckDBPyConnection, column: str, scales: Scales) -> None:
    """Scales as the settings write them."""
    for scale in scales:
        if scale != scale.lower():
            connection.execute(
                f"update staged set {name(column)} = $scale where {name(column)} = lower($scale)", {"scale": scale}
            )


def future_dates(
    connection: duckdb.DuckDBPyConnection, kind: str, columns: tuple[str, ...], *, now: dt.datetime
) -> Iterator[str]:
    """How many usable rows of `staged` say that something happened later than now (UTC)."""
    times = [column for column in HAPPENED.get(kind, ()) if column in columns]
    if not times:
        return
    latest = f"greatest({', '.join(map(name, times))})"
    found = first_row(
        connection,
        f"select count(*), max({latest}) from staged where problem is null and {latest} > $now",
        {"now": now},
    )
    if found and found[0]:
        are = "row has a date" if found[0] == 1 else "rows have dates"
        yield f"{found[0]:,} {are} in the future, the latest {found[1]:%Y-%m-%d %H:%M} UTC; what lies ahead does not count as known"
