"""What is probably wrong with this file, though its rows can be read? Warnings, the strongest first."""

import datetime as dt
from collections.abc import Iterator, Sequence

import duckdb

from data import schema
from data.loading.mapping import FileMapping
from data.loading.stage import Staged
from data.sql import first_row, name

# Times of what has happened; others may lie ahead: a planned release, the end of a contract.
HAPPENED = {
    "tickets": ("created_at", "first_reply_at", "first_solved_at", "solved_at", "closed_at", "updated_at"),
    "surveys": ("sent_at", "responded_at"),
    "orders": ("ordered_at",),
    "changes": ("changed_at",),
    "comments": ("created_at",),
}
# Times that say how far a file reaches.
REACHES = HAPPENED | {
    "customers": ("acquired_at", "churned_at"),
    "subscriptions": ("started_at", "ended_at"),
    "stages": ("entered_at",),
}
ARRIVES = {"tickets": "created_at", "surveys": "responded_at", "orders": "ordered_at"}
SOME = 0.01  # of the rows
USUAL_FILL, LOST_FILL = 0.2, 0.02  # of a column before, and when it counts as having become empty
MANY_A_DAY, FEW = 5, 0.3  # rows a day that make a series, and the share of them that is a sudden drop
WEEK, BEFORE = 7, 28  # days that are compared


def reaches_to(
    connection: duckdb.DuckDBPyConnection, kind: str, columns: Sequence[str], *, now: dt.datetime
) -> dt.datetime | None:
    """The latest time in the usable rows of `staged` that is not in the future (UTC); None without any."""
    times = [column for column in REACHES.get(kind, ()) if column in columns]
    if not times:
        return None
    latest = ", ".join(f"max({name(one)}) filter (where {name(one)} <= $now)" for one in times)
    found = first_row(connection, f"select {latest} from staged where problem is null", {"now": now}) or ()
    known = [moment for moment in found if moment is not None]
    return max(known) if known else None


def doubts(
    connection: duckdb.DuckDBPyConnection, mapping: FileMapping, staged: Staged, *, now: dt.datetime
) -> Iterator[str]:
    """Warnings about `staged` before it is merged, in words."""
    yield from _early_replies(connection, staged)
    yield from _future(connection, mapping.kind, staged.columns, now=now)
    yield from _same_ids(connection, mapping, staged)
    yield from _emptied(connection, mapping, staged)
    yield from _dropped(connection, mapping.kind, staged.columns, now=now)


def late_doubts(connection: duckdb.DuckDBPyConnection, kind: str, load_id: int) -> Iterator[str]:
    """Warnings about what a load has brought, when every file of it is merged: who the rows belong to."""
    if "customer_id" not in schema.TABLES[kind].names or kind == "customers":
        return
    if first_row(connection, "select 1 from customers limit 1") is None:
        return
    yield from _strangers(connection, kind, load_id)
    if kind == "tickets":
        yield from _too_early(connection, load_id)


def older(count: int, as_of: dt.datetime | None) -> Iterator[str]:
    """Rows that were not taken because the store knows a later state."""
    if count:
        reaches = f"; this file reaches to {as_of:%Y-%m-%d %H:%M} UTC" if as_of else ""
        yield (
            f"{_rows(count)} not taken: the store has a later state of {'it' if count == 1 else 'them'}{reaches}. "
            "If this file is the newest, say so and load it again."
        )


def _early_replies(connection: duckdb.DuckDBPyConnection, staged: Staged) -> Iterator[str]:
    found = first_row(connection, "select count(*) from staged where problem like '%:reply' or problem like '%:solved'")
    if found and found[0] > SOME * staged.rows:
        yield (
            f"{found[0]:,} of {staged.rows:,} rows were rejected because the reply or the solution is before the creation. "
            "Is the time zone right, and the order of the dates?"
        )


def _future(
    connection: duckdb.DuckDBPyConnection, kind: str, columns: Sequence[str], *, now: dt.datetime
) -> Iterator[str]:
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


def _same_ids(connection: duckdb.DuckDBPyConnection, mapping: FileMapping, staged: Staged) -> Iterator[str]:
    """Tickets whose id the store has for a ticket that was opened at another time: of another tool, probably."""
    if mapping.kind != "tickets":
        return
    found = first_row(
        connection,
        "select count(*) filter (where abs(epoch(staged.created_at) - epoch(tickets.created_at)) > 86400), count(*) "
        "from staged join tickets using (ticket_id) where problem is null",
    )
    if found and found[0] > 0.5 * found[1]:
        yield (
            f"{found[0]:,} of {found[1]:,} tickets have the id of a ticket in the store that was opened on another day, and "
            "would take its place. Two tools that number alike need a prefix before their ids (--prefix)."
        )


def _emptied(connection: duckdb.DuckDBPyConnection, mapping: FileMapping, staged: Staged) -> Iterator[str]:
    """Columns that the last such file had filled and this one has not, though it has them, or has them no more."""
    before = connection.execute(
        'select "column", filled / nullif(filled + empty, 0) as share, loads.file from sheets join loads using (load_id) '
        "where load_id = (select max(load_id) from loads where kind = $kind and preset = $preset and removed_at is null)",
        {"kind": mapping.kind, "preset": mapping.preset.name},
    ).fetchall()
    if not before:
        return
    present = [column for column, *_ in before if column in staged.columns]
    counts = ", ".join(f"count({name(column)})" for column in present)
    found = first_row(connection, f"select count(*), {counts or 'null'} from staged where problem is null") or (0,)
    filled = dict(zip(present, found[1:], strict=False))
    for column, share, file in before:
        now_filled = filled.get(column, 0) / found[0] if found[0] else 0
        if share is not None and share >= USUAL_FILL and now_filled < LOST_FILL * share:
            yield f"{column} is empty now; in the last such file ({file}) {share:.0%} of the rows had it"


def _dropped(
    connection: duckdb.DuckDBPyConnection, kind: str, columns: Sequence[str], *, now: dt.datetime
) -> Iterator[str]:
    """A last week with far fewer rows a day than the four weeks before it: is the export complete?"""
    time = ARRIVES.get(kind)
    if time is None or time not in columns:
        return
    day = f"cast({name(time)} as date)"
    found = first_row(
        connection,
        f"with days as (select {day} as day, count(*) as n from staged where problem is null and {name(time)} <= $now group by 1), "
        "ends as (select max(day) as last, min(day) as first from days) "
        f"select last, coalesce(sum(n) filter (where day > last - {WEEK}), 0) / {WEEK}, "
        f"coalesce(sum(n) filter (where day > last - {WEEK + BEFORE} and day <= last - {WEEK}), 0) / {BEFORE}, first "
        "from days cross join ends group by last, first",
        {"now": now},
    )
    if not found or (found[0] - found[3]).days < WEEK + BEFORE:
        return
    last, lately, before, _ = found
    if before >= MANY_A_DAY and lately < FEW * before:
        since = last - dt.timedelta(days=WEEK - 1)
        yield f"Since {since} there are {lately:.1f} rows a day, in the four weeks before {before:.1f}. Is the export complete?"


def _strangers(connection: duckdb.DuckDBPyConnection, kind: str, load_id: int) -> Iterator[str]:
    columns = schema.TABLES[kind].names
    is_unknown = "customer_id is not null and customer_id not in (select customer_id from customers)"
    if "customer_email" in columns:
        known = "(select lower(trim(email)) from customers where email is not null)"
        is_unknown += f" and (customer_email is null or lower(trim(customer_email)) not in {known})"
    found = first_row(
        connection,
        f"select count(*) filter (where {is_unknown}), count(customer_id) from {kind} where load_id = $id",
        {"id": load_id},
    )
    if found and found[0] > SOME * found[1]:
        yield (
            f"{found[0]:,} of {found[1]:,} {kind} ({found[0] / found[1]:.0%}) name a customer that the customers table "
            "does not have. Do both files use the same ids?"
        )


def _too_early(connection: duckdb.DuckDBPyConnection, load_id: int) -> Iterator[str]:
    found = first_row(
        connection,
        "select count(*) filter (where tickets.created_at < customers.acquired_at), count(*) from tickets "
        "join customers using (customer_id) where tickets.load_id = $id and customers.acquired_at is not null",
        {"id": load_id},
    )
    if found and found[0] >= 0.5 * found[1] > 0:
        yield (
            f"{found[0]:,} of {found[1]:,} tickets ({found[0] / found[1]:.0%}) were opened before their customer's start. "
            "Is acquired_at the start of the customer relation?"
        )


def _rows(number: int) -> str:
    return "1 row was" if number == 1 else f"{number:,} rows were"
