"""What follows from the tickets: facts computed once per load, in SQL, from the canonical tables and the settings."""

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data import calendar, schema
from data.expectations import pattern_of
from data.settings import DEFAULTS, Settings, parse
from data.sql import first_row, name, quoted

MODEL = Path(__file__).parent / "model"

# A column of ticket_history that is filled when the history tells anything of its kind -> what it tells of a ticket.
TOLD = {
    "replies": ("first_reply_at", "replies"),
    "reopens": ("status", "first_solved_at", "solved_at", "closed_at", "reopens"),
    "waited_minutes": ("requester_wait_minutes",),
    "handoffs": ("handoffs",),
}


def stored_settings(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The settings as stored: one value per key, defaults for keys that were never set."""
    stored = connection.execute("select key, value from settings").fetchall()
    return DEFAULTS | {key: json.loads(value) for key, value in stored}


def store_settings(connection: duckdb.DuckDBPyConnection, values: dict[str, Any]) -> None:
    """Check settings and keep them. Raises SettingError and then keeps nothing."""
    parse(stored_settings(connection) | values)
    for key, value in values.items():
        connection.execute("delete from settings where key = $key", {"key": key})
        connection.execute("insert into settings values ($key, $value)", {"key": key, "value": json.dumps(value)})


def build_model(connection: duckdb.DuckDBPyConnection, *, now: dt.datetime) -> None:
    """Make every model table anew from the canonical tables. now: UTC; nothing later counts as known."""
    settings = parse(stored_settings(connection))
    put_settings(connection, settings, now=now)
    for path in sorted(MODEL.glob("*.sql")):
        if path.stem.startswith("16_customer"):  # the calendar reaches as far as the times that 10_* has found
            _put(connection, "calendar", _calendar(connection, settings))
        for statement in _statements(path):
            connection.execute(statement)
    count_carried(connection)


def put_settings(connection: duckdb.DuckDBPyConnection, settings: Settings, *, now: dt.datetime) -> None:
    """Make the temporary tables and the variables in which the model finds the settings."""
    _put(connection, "target_minutes", _targets(settings))
    _put(connection, "rating_scales", _scales(settings))
    _put(connection, "team_schedules", _teams(settings))
    _put(connection, "stage_order", _stages(settings))
    _put(connection, "model_settings", _single(settings, now))
    _set_patterns(connection, settings)


def _set_patterns(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Put the word lists into variables, which are constants to the regular expressions. Making those ready takes a
    while, so without a comment there are no words of expectations."""
    has_comments = first_row(connection, "select 1 from surveys where comment is not null limit 1") is not None
    lists = {key: entries if has_comments else () for key, entries in settings.expectations.items()}
    for key, entries in {**lists, **settings.leaving_words}.items():
        variable = f"{key.replace('-', '_')}_pattern"
        connection.execute(f"set variable {variable} = $pattern", {"pattern": pattern_of(entries)})


@lru_cache
def _statements(path: Path) -> list[duckdb.Statement]:
    """What a file of the model says, parsed once: for a small load that takes longer than most of them take to run."""
    return duckdb.extract_statements(path.read_text("utf-8"))


def _calendar(connection: duckdb.DuckDBPyConnection, settings: Settings) -> pd.DataFrame:
    first, last = first_row(connection, "select first_time, last_time from time_range") or (None, None)
    day = dt.timedelta(days=2)
    return calendar.build(settings, first.date() - day, last.date() + day)


def _put(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    connection.register("incoming_frame", frame)
    connection.execute(f"create or replace temp table {table} as select * from incoming_frame")
    connection.unregister("incoming_frame")


def _targets(settings: Settings) -> pd.DataFrame:
    rows = [(priority, target.first_reply, target.resolution) for priority, target in settings.targets.items()]
    return pd.DataFrame(rows, columns=["priority", "first_reply_minutes", "resolution_minutes"])


def _scales(settings: Settings) -> pd.DataFrame:
    rows = [(scale, *vars(body).values()) for scale, body in settings.scales.items()]
    return pd.DataFrame(rows, columns=["scale", "lowest", "highest", "satisfied_from", "poor_to", "good_from"])


def _teams(settings: Settings) -> pd.DataFrame:
    frame = pd.DataFrame(settings.team_schedules.items(), columns=["team", "schedule"])
    return frame.astype({"team": "str", "schedule": "str"})


def _stages(settings: Settings) -> pd.DataFrame:
    rows = [(place, *vars(stage).values()) for place, stage in enumerate(settings.journey, start=1)]
    frame = pd.DataFrame(rows, columns=["position", "stage", "is_optional", "window_days"])
    return frame.astype({"position": "int32", "window_days": "Int32"})


def _single(settings: Settings, now: dt.datetime) -> pd.DataFrame:
    weights = {f"weight_{part}": [float(weight)] for part, weight in settings.quality_weights.items()}
    since = settings.losses_known_from
    frame = pd.DataFrame(
        {
            "time_zone": [str(settings.time_zone)],
            "late_factor": [settings.numbers["late_factor"]],
            "now": [now],
            "lapse_days": [settings.numbers.get("lapse_days")],
            "losses_known_from": [since.isoformat() if since else None],
        }
        | weights
    )
    return frame.astype({"lapse_days": "float64", "losses_known_from": "str"})


def count_carried(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `carried`: for every canonical column, does any loaded file carry it, and in how many rows is it filled?

    What the history of a ticket tells counts as carried by the ticket.
    """
    rows: list[tuple[str, str, bool, int, int]] = []
    known = set(connection.execute("select distinct table_name, unnest(carries) from sources").fetchall())
    counts = (
        f"select {quoted(table.name)}, count(*), [{', '.join(f'count({name(column)})' for column in table.names)}] "
        f"from {table.name}"
        for table in schema.TABLES.values()
    )
    for table_name, n_rows, filled in connection.execute(" union all ".join(counts)).fetchall():
        told = _told_by_history(connection) if table_name == "tickets" else {}
        counted = dict(zip(schema.TABLES[table_name].names, filled, strict=True)) | told
        known |= {(table_name, column) for column in told}
        rows += [(table_name, column, (table_name, column) in known, n, n_rows) for column, n in counted.items()]
    frame = pd.DataFrame(rows, columns=["table_name", "column_name", "is_carried", "filled", "rows"])
    connection.register("incoming_frame", frame)
    connection.execute("create or replace table carried as select * from incoming_frame")
    connection.unregister("incoming_frame")


def _told_by_history(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The columns of tickets that changes or comments tell, and in how many tickets they are filled then."""
    evidence = first_row(connection, f"select {', '.join(f'count({column})' for column in TOLD)} from ticket_history")
    told = [column for columns, n in zip(TOLD.values(), evidence or (), strict=True) if n for column in columns]
    if not told:
        return {}
    found = first_row(connection, f"select {', '.join(f'count({column})' for column in told)} from known_tickets")
    return dict(zip(told, found or (), strict=True))
