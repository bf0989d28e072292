"""Small firms for questions on journeys: rows of the canonical tables, and the model that is made of them."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import pandas as pd

from data import modelling, schema, tables
from queries import questions

NOW = dt.datetime(2025, 1, 6)  # the data are loaded a few days after they end
FIRST_DAY, LAST_DAY = dt.date(2024, 1, 1), dt.date(2024, 12, 31)


class Firm:
    """Rows for a store in memory. settings: those that are not the default. Days are UTC unless they say otherwise."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.numbers = itertools.count(1)
        self.connection: duckdb.DuckDBPyConnection | None = None

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def customer(self, customer_id: str, **given: Any) -> None:
        """A customer as the customers table tells: acquired_at, churned_at, segment, …"""
        self.add("customers", customer_id=customer_id, **given)

    def went(self, customer_id: str, *entries: tuple[str, str], **stages: str) -> None:
        """Entries into stages, by name; pairs where a stage is entered twice: `went("A", Discover="2024-01-01")`."""
        for stage, entered_at in (*entries, *stages.items()):
            self.add("stages", customer_id=customer_id, stage=stage, entered_at=entered_at)

    def bought(
        self, customer_id: str, ordered_at: str, kind: str | None = "new", amount: float = 10, **given: Any
    ) -> None:
        row = {"order_id": f"O{next(self.numbers)}", "ordered_at": ordered_at, "kind": kind, "amount": amount}
        self.add("orders", customer_id=customer_id, **row | given)

    def subscribed(self, customer_id: str, started_at: str, ended_at: str | None = None, **given: Any) -> None:
        row = {"subscription_id": f"S{next(self.numbers)}", "started_at": started_at, "ended_at": ended_at}
        self.add("subscriptions", customer_id=customer_id, **row | given)

    def asked(self, customer_id: str | None, created_at: str, *, good: bool | None = True, **given: Any) -> str:
        """A ticket: solved within minutes (good), after being reopened (not good), or still open (None)."""
        at = pd.Timestamp(created_at)
        row: dict[str, Any] = {"ticket_id": f"T{next(self.numbers)}", "created_at": at, "status": "open", "reopens": 0}
        if good is not None:
            done = at + pd.Timedelta(minutes=20)
            row |= {"first_reply_at": at + pd.Timedelta(minutes=5), "solved_at": done, "status": "solved"}
            row |= {"reopens": 0 if good else 1, "replies": 1, "first_solved_at": done}
        row |= given
        self.add("tickets", customer_id=customer_id, **row)
        return str(row["ticket_id"])

    def open(self, now: dt.datetime = NOW) -> duckdb.DuckDBPyConnection:
        """The store with its model."""
        self.connection = connection = duckdb.connect()
        connection.execute("set global TimeZone = 'UTC'")
        tables.create_tables(connection)
        for number, (table, rows) in enumerate(self.rows.items()):
            carries = sorted({column for row in rows for column in row})
            connection.execute("insert into sources values (?, ?, ?)", [number, table, carries])
            connection.register("incoming", _typed(table, rows).assign(load_id=1, source_id=number))
            connection.execute(f"insert into {table} by name select * from incoming")
        modelling.store_settings(connection, self.settings)
        modelling.build_model(connection, now=now)
        return connection

    def ask(self, name: str, **given: Any) -> pd.DataFrame:
        """The answer about all of 2024, or what is given."""
        connection = self.connection or self.open()
        return questions.ask(connection, name, {"from": FIRST_DAY, "to": LAST_DAY} | given)

    def by_stage(self, name: str, *columns: str, **given: Any) -> dict[str, Any]:
        """Columns of an answer with one row per stage: a tuple per stage, or the value itself where there is one."""
        frame = self.ask(name, **given)
        rows = plain(frame, "stage", *columns)
        return {stage: row[0] if len(columns) == 1 else tuple(row) for stage, *row in rows}


def plain(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Those columns as plain tuples; what is missing is None."""
    wanted = frame[list(columns)].astype(object)
    return (tuple(row) for row in wanted.where(wanted.notna(), None).itertuples(index=False))


def _typed(table: str, rows: list[Mapping[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for column in schema.TABLES[table].columns:
        if column.name in frame and column.type == "timestamp":
            frame[column.name] = pd.to_datetime(frame[column.name], format="mixed").astype("datetime64[us]")
    return frame
