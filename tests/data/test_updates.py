"""A newer export updates what is there; what it does not carry stays; what has not changed makes no new version."""

import json

from data.loading.load import load
from data.loading.requests import Request
from data.loading.stage import Options
from tests.data.trial_store import TrialStore, counts, csv_text, tickets


def test_a_newer_export_brings_new_and_changed_records(store: TrialStore) -> None:
    assert counts(store.load(tickets(10, priority="low"))) == (10, 0, 0, 0, 0)
    later = [*tickets(4, priority="low"), *tickets(3, start=4, priority="high"), *tickets(5, start=10, priority="low")]
    assert counts(store.load(later)) == (5, 3, 4, 0, 0)
    assert store.rows("select priority, count(*) from tickets group by 1 order by 1") == [("high", 3), ("low", 12)]
    assert store.rows("select count(*), count(distinct ticket_id) from ticket_facts") == [(15, 15)]


def test_the_same_file_again_makes_no_version(store: TrialStore) -> None:
    file = store.file(tickets(5))
    first = store.load(file)
    again = store.load(file)
    assert counts(again) == (0, 0, 5, 0, 0)
    assert again.load_id == first.load_id == 1
    assert store.version == 1
    assert store.rows("select count(*) from loads") == [(1,)]


def test_the_same_file_twice_in_one_load_counts_once(store: TrialStore) -> None:
    request = Request(store.file(tickets(5)))
    reports = load([request, request], store=store.path)
    assert [counts(report) for report in reports] == [(5, 0, 0, 0, 0), (0, 0, 5, 0, 0)]
    assert [report.load_id for report in reports] == [1, 1]


def test_another_file_with_the_same_rows_is_remembered_as_loaded(store: TrialStore) -> None:
    store.load(tickets(5))
    assert counts(store.load(csv_text(tickets(5), delimiter=";"))) == (0, 0, 5, 0, 0)
    assert store.rows("select load_id, unchanged from loads order by 1") == [(1, 0), (2, 5)]


def test_columns_that_a_file_does_not_carry_keep_their_values(store: TrialStore) -> None:
    store.load(tickets(2, agent="Ada", replies=3))
    store.load(tickets(2, subject="about", replies=""))
    assert store.rows("select distinct agent, subject, replies from tickets") == [("Ada", "about", None)]
    carried = dict(store.rows("select column_name, is_carried from carried where table_name = 'tickets'"))
    assert [carried[column] for column in ("agent", "subject", "replies", "team")] == [True, True, True, False]


def test_what_a_record_carries_is_known_for_that_record(store: TrialStore) -> None:
    store.load(tickets(1, first_reply_at=""))
    store.load(tickets(2, subject="x"))
    found = dict(store.rows("select ticket_id, has_reply_data from ticket_facts"))
    assert found == {"T0": True, "T1": False}


def test_an_older_state_does_not_overwrite(store: TrialStore) -> None:
    store.load(tickets(2, status="solved", updated_at="2024-03-02"))
    assert counts(store.load(tickets(2, status="open", updated_at="2024-03-01"))) == (0, 0, 2, 0, 0)
    assert store.rows("select distinct status from tickets") == [("solved",)]
    assert counts(store.load(tickets(2, status="pending", updated_at="2024-03-03"))) == (0, 2, 0, 0, 0)


def test_a_mistake_in_reading_is_mended_by_loading_again(store: TrialStore) -> None:
    file = store.file([{"ticket_id": "T", "created_at": "1/2/2024"}])
    store.load(file, options=Options(day_first=True))
    assert counts(store.load(file, options=Options(day_first=False))) == (0, 1, 0, 0, 0)
    assert store.rows("select created_at::date::varchar from tickets") == [("2024-01-02",)]


def test_all_tables_are_merged_by_their_keys(store: TrialStore) -> None:
    files = {
        "customers": "customer_id,plan\nC,basic\n",
        "surveys": "survey_id,kind,score\nS,nps,9\n",
        "orders": "order_id,customer_id,ordered_at,amount\nO,C,2024-01-01,9.50\n",
        "subscriptions": "subscription_id,customer_id,started_at\nB,C,2024-01-01\n",
        "stages": "customer_id,stage,entered_at\nC,Adopt,2024-01-01\nC,Adopt,2024-02-01\nC,Renew,2024-02-01\n",
        "events": "happened_at,label\n2024-01-01,Release\n2024-01-02,Release\n",
    }
    for kind, text in files.items():
        report = store.load(text, name=f"{kind}.csv")
        assert (report.kind, report.preset) == (kind, f"own_{kind}")
        assert counts(store.load(text + "\n", name=f"{kind}.csv")) == (0, 0, report.rows, 0, 0)
        assert store.rows(f"select count(*) from {kind}") == [(report.rows,)]
    store.load("customer_id,plan\nC,large\n", name="customers.csv")
    assert store.rows("select plan from customer_facts") == [("large",)]


def test_rejects_are_kept_and_a_mended_file_brings_just_them(store: TrialStore) -> None:
    rows = tickets(4)
    rows[2] = rows[2] | {"created_at": "soon"}
    first = store.load(rows)
    assert counts(first) == (3, 0, 0, 0, 1)
    printed = store.run("rejects", first.load_id, "--json")
    assert [one["value"] for one in json.loads(printed.stdout)] == ["soon"]
    mended = json.loads(json.loads(printed.stdout)[0]["record"]) | {"created_at": "2024-01-01 02:00:00"}
    second = store.load([mended], name="mended.csv")
    assert counts(second) == (1, 0, 0, 0, 0)
    assert store.rows("select count(*) from ticket_facts") == [(4,)]
    assert store.rows("select load_id, count(*) from rejects group by 1") == [
        (1, 1)
    ]  # what was rejected stays on record
