"""The model makes the tables that questions are written for: names and types, in a store of any age."""

import duckdb

from tests.data.trial_store import ROOT, TrialStore, tickets

HAND_MADE = ROOT / "tests" / "queries" / "model_tables.sql"


def columns(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    found = connection.execute("select table_name, column_name, data_type from information_schema.columns").fetchall()
    return {(table, column): kind for table, column, kind in found}


def test_the_hand_made_tables_of_the_questions_are_those_of_the_model(store: TrialStore) -> None:
    store.load(tickets(1))
    made = store.rows("select table_name, column_name, data_type from information_schema.columns")
    model = {(table, column): kind for table, column, kind in made}
    by_hand = duckdb.connect()
    by_hand.execute(HAND_MADE.read_text("utf-8"))
    expected = columns(by_hand)
    assert len(expected) > 80
    assert {key: model.get(key) for key in expected} == expected
