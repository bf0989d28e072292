"""Nothing that came to be known only later is in what the model says of a day: an export of that day says the same."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from data import modelling, tables, versions
from data.sql import quoted

CUT = dt.datetime(2026, 3, 14)
KIND = """
    case
        when rated_tenure <= $day then rating
        when poor_tenure <= $day then 'poor'
        when good_tenure <= $day then 'good'
        when handled_tenure <= $day then 'neither'
    end
"""
# What an export of that instant would have held of the rows of today.
AS_OF = {
    "tickets": """
        select * replace (
            case when first_reply_at <= $cut then first_reply_at end as first_reply_at,
            case when first_solved_at <= $cut then first_solved_at end as first_solved_at,
            case when solved_at <= $cut then solved_at when first_solved_at <= $cut then first_solved_at end as solved_at,
            case when closed_at <= $cut then closed_at end as closed_at,
            null as updated_at,
            case when coalesce(first_solved_at, solved_at) <= $cut then 'solved' else 'open' end as status,
            case when solved_at <= $cut then reopens else 0 end as reopens
        )
        from full_store.tickets where created_at <= $cut
    """,
    "surveys": """
        select * replace (
            case when responded_at <= $cut then score end as score,
            case when responded_at <= $cut then responded_at end as responded_at
        )
        from full_store.surveys where sent_at <= $cut
    """,
    "customers": """
        select * replace (
            case when churned_at <= $cut then churned_at end as churned_at,
            case when churned_at <= $cut then churn_reason end as churn_reason
        )
        from full_store.customers where acquired_at <= $cut
    """,
    "subscriptions": """
        select * replace (case when ended_at <= $cut then ended_at end as ended_at)
        from full_store.subscriptions where started_at <= $cut
    """,
    "sources": "select * from full_store.sources",
    "settings": "select * from full_store.settings",
}


@pytest.fixture(scope="module")
def stores(sample_store: Path) -> duckdb.DuckDBPyConnection:
    """The sample company as it is known today (full_store), and as it was known at an earlier instant."""
    version = versions.current_version(sample_store)
    assert version
    connection = duckdb.connect()
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute(f"attach {quoted(str(sample_store / version.file))} as full_store (read_only)")
    tables.create_tables(connection)
    for table, sql in AS_OF.items():
        given = {"cut": CUT} if "$cut" in sql else {}
        connection.execute(f"insert into {table} by name {sql}", given)
    modelling.build_model(connection, now=CUT)
    return connection


def test_every_ticket_looked_on_that_day_as_it_does_in_the_export_of_that_day(
    stores: duckdb.DuckDBPyConnection,
) -> None:
    kinds = """
        select customer_id, created_at, category, {kind} as kind, is_cancelling
        from {store}interaction_facts inner join {store}relation_facts using (customer_number)
        where start_day + created_tenure <= $last
    """
    last = stores.execute("select last_day from data_status").fetchall()[0][0]
    assert last == CUT.date() - dt.timedelta(days=2) or last == CUT.date() - dt.timedelta(days=1)
    kind = KIND.replace("$day", "date_diff('day', start_day, $last)")
    now, then = (
        sorted(map(str, stores.execute(kinds.format(kind=kind, store=store), {"last": last}).fetchall()))
        for store in ("full_store.", "")
    )
    assert len(then) > 5000 and len({row.split("'")[-2] for row in then}) > 2
    assert now == then
