"""The part of the model that tells who is lost and when, made from rows that tests write down, without a load."""

import datetime as dt
from typing import Any

import duckdb
import pandas as pd

from data.modelling import MODEL, put_settings
from data.settings import parse
from tests.data.trial_store import ROOT

HAND_MADE = ROOT / "tests" / "queries" / "model_tables.sql"
FILES = ("16_subscription_spells", "52_relations", "53_relation_status", "54_relation_facts", "58_buying_facts")
LAST_DAY = dt.date(2025, 12, 31)


def date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


class Firm:
    """Customers, subscriptions and orders of a firm whose data end with 2025; tickets only tell since when there are any."""

    def __init__(self, *, support_from: str = "2024-01-01") -> None:
        day = date(support_from)
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.add("ticket_facts", ticket_id="first", created_day=day)
        self.add("data_status", first_day=day, last_day=LAST_DAY)

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def customer(self, name: str, acquired: str | None = None, churned: str | None = None, **more: Any) -> None:
        """Who is no prospect; churn_reason and acquisition_cost as the file tells them."""
        told = {key: more.pop(key) for key in ("churn_reason", "acquisition_cost") if key in more}
        days = {"acquired_day": date(acquired), "churned_day": date(churned)}
        self.add("customer_facts", **{"customer_id": name, "is_prospect": False} | days | more)
        self.add("customers", customer_id=name, **told)

    def subscription(self, name: str, started: str, ended: str | None = None, **more: Any) -> None:
        self.add("subscription_facts", customer_id=name, started_day=date(started), ended_day=date(ended), **more)
        self.add("subscriptions", customer_id=name, cancel_reason=more.get("cancel_reason"))

    def orders(self, name: str, *days: str, amount: float = 10, kind: str | None = None) -> None:
        for day in days:
            self.add("order_facts", customer_id=name, ordered_day=date(day), amount=amount, kind=kind)

    def model(self, **settings: Any) -> "Model":
        """Make the model of these rows."""
        connection = duckdb.connect()
        connection.execute(HAND_MADE.read_text("utf-8"))
        connection.execute("alter table customers add column if not exists churn_reason varchar")
        connection.execute("alter table customers add column if not exists acquisition_cost double")
        connection.execute("alter table subscriptions add column if not exists cancel_reason varchar")
        connection.execute("create table sources (source_id integer, table_name varchar, carries varchar[])")
        for table, rows in self.rows.items():
            connection.register("incoming", pd.DataFrame(rows, dtype=object).dropna(axis="columns", how="all"))
            connection.execute(f"insert into {table} by name select * from incoming")
        put_settings(connection, parse(settings), now=dt.datetime(2026, 1, 1))
        connection.execute("create temp table data_end as select last_day from data_status")
        for name in FILES:
            connection.execute((MODEL / f"{name}.sql").read_text("utf-8"))
        return Model(connection)


class Model:
    """What the model says of a firm."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.status = self._records("relation_status")[0]
        self.facts = {row["customer_id"]: row for row in self._records("relation_facts")}

    def told(self, name: str, *columns: str) -> tuple[Any, ...]:
        """These columns of one customer; days as ISO text."""
        return tuple(
            str(value) if isinstance(value, dt.date) else value for value in map(self.facts[name].get, columns)
        )

    def _records(self, table: str) -> list[dict[str, Any]]:
        found = self.connection.execute(f"select * from {table}")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
