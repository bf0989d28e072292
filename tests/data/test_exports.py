"""What is in the store can be taken out as CSV, opened in a spreadsheet without harm, and loaded again unchanged."""

import csv
import json

import pytest

from data import schema
from data.exports import export_rows, names_to_export
from data.versions import StoreError
from tests.data.trial_store import TrialStore, counts, csv_text, tickets

TEXTS = [
    "=HYPERLINK(\"http://x\")", "+49 30 1234", "-5 degrees", "@here", "'quoted'", "'=1+1", "''=1", "'", "plain", "a,b;c\td|e",
    'said "no"', "two\nlines", "two\r\nlines", "\rback", "Größe €", "NA", "<b>", "0012", "1,5", "true", "\\N",
]  # fmt: skip


@pytest.fixture(scope="module")
def filled(shared_store: TrialStore) -> TrialStore:
    """Every canonical table, with awkward values in it."""
    store = shared_store
    awkward = [
        {"ticket_id": f"{number}", "created_at": "2024-01-01 10:00:00.25", "subject": text, "agent": text, "replies": number,
         "requester_wait_minutes": number / 7, "csat_sent": ["true", "false", ""][number % 3], "status": "open"}
        for number, text in enumerate(TEXTS)
    ]  # fmt: skip
    store.load(csv_text(awkward, lineterminator="\r\n"), kind="tickets", preset="by hand")
    store.load(
        'customer_id,name,monthly_revenue,churned_at\n"-1",=x,-0.1,2024-02-29 23:59:59\n',
        name="c.csv",
        preset="by hand",
        kind="customers",
    )
    store.load("survey_id,kind,score,scale,comment\n1,nps,9,0-10,@all\n2,csat,,,\n", name="s.csv")
    store.load("order_id,customer_id,ordered_at,amount,kind\n1,-1,2024-01-01,-12.34,refund\n", name="o.csv")
    store.load("subscription_id,customer_id,started_at\n1,-1,2024-01-01\n", name="u.csv")
    store.load("customer_id,stage,entered_at\n-1,Adopt,2024-01-01\n", name="g.csv")
    store.load("happened_at,label,kind\n2024-01-01,+1 Release,release\n", name="e.csv")
    store.load("ticket_id,changed_at,field,value\n0,2024-01-01 11:00,status,=open\n", name="h.csv")
    store.load(
        "comment_id,ticket_id,created_at,author_id,is_public\n1,0,2024-01-01 11:00,@a,true\n2,0,2024-01-02,,\n",
        name="m.csv",
    )
    return store


def test_an_export_loads_again_and_nothing_changes(filled: TrialStore) -> None:
    assert [text for (text,) in filled.rows("select subject from tickets order by ticket_id::integer")] == TEXTS
    for table in schema.TABLES:
        file = filled.folder / f"{table}-out.csv"
        rows = export_rows(table, file, store=filled.path)
        report = filled.load(file)
        assert (report.preset, *counts(report)) == (f"own_{table}", 0, 0, rows, 0, 0), table
        assert rows > 0


def test_an_export_makes_the_same_store_from_nothing(filled: TrialStore, store: TrialStore) -> None:
    for table, body in schema.TABLES.items():
        file = filled.folder / f"{table}-out.csv"
        export_rows(table, file, store=filled.path)
        store.load(file)
        sql = f"select {', '.join(body.names)} from {table} order by all"
        assert store.rows(sql) == filled.rows(sql)


def test_a_spreadsheet_runs_nothing(filled: TrialStore) -> None:
    for table in names_to_export():
        file = filled.folder / "out.csv"
        export_rows(table, file, store=filled.path)
        with file.open(encoding="utf-8", newline="") as text:
            header, *rows = csv.reader(text)
        kinds = dict(
            filled.rows(
                "select column_name, data_type from information_schema.columns where table_name = '" + table + "'"
            )
        )
        words = [cell for row in rows for name, cell in zip(header, row, strict=True) if kinds[name] == "VARCHAR"]
        assert not [cell for cell in words if cell[:1] in ("=", "+", "-", "@", "\t", "\r")], table


def test_the_own_format_has_exactly_the_canonical_columns(store: TrialStore) -> None:
    store.load(tickets(1))
    for table, body in schema.TABLES.items():
        export_rows(table, store.folder / "out.csv", store=store.path)
        header = (store.folder / "out.csv").read_text().splitlines()[0]
        assert header == ",".join(body.names)


def test_exporting_from_the_command_line(store: TrialStore) -> None:
    store.load(tickets(3))
    file = store.folder / "facts.csv"
    result = store.run("export", "ticket_facts", file, "--json")
    assert json.loads(result.stdout) == {"name": "ticket_facts", "file": str(file), "rows": 3}
    assert len(file.read_text().splitlines()) == 4


def test_an_export_that_cannot_be_written_leaves_nothing(store: TrialStore) -> None:
    store.load(tickets(1))
    with pytest.raises(OSError):
        export_rows("tickets", store.folder / "nowhere" / "out.csv", store=store.path)
    target = store.folder / "taken"
    target.mkdir()
    with pytest.raises(OSError):
        export_rows("tickets", target, store=store.path)
    assert not list(store.folder.glob("*.part"))
    with pytest.raises(StoreError):
        export_rows("tickets", store.folder / "out.csv", store=store.folder / "empty")
    assert not (store.folder / "out.csv").exists()
