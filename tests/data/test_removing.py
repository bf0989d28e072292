"""One load can be taken back, with what it brought; every other load stays as it was."""

import json
from pathlib import Path

import pytest

from data import versions
from data.loading.load import load, remove_load
from data.loading.requests import Request
from tests.data.trial_store import TrialStore, counts, csv_text, tickets

CONTENT = "select * exclude (load_id, source_id) from tickets order by ticket_id"


def content(store: TrialStore) -> list[tuple[object, ...]]:
    return store.rows(CONTENT)


def test_the_only_load_leaves_an_empty_table(store: TrialStore) -> None:
    store.load(tickets(5))
    assert remove_load(1, store=store.path) == [1]
    assert content(store) == []
    assert store.rows("select count(*) from ticket_facts") == [(0,)]
    assert store.rows("select load_id, removed_at is not null, removed_by from loads") == [(1, True, versions.who())]


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_the_rest_is_as_if_the_file_had_never_been_loaded(store: TrialStore, tmp_path: Path, gone: int) -> None:
    files = [
        tickets(10, priority="low", agent="Ada"),
        [*tickets(4, priority="high"), *tickets(4, start=8, priority="high")],
        tickets(6, start=3, agent="Bea", status="solved"),
    ]
    for number, rows in enumerate(files, start=1):
        store.load(rows, name=f"{number}.csv")
    remove_load(gone, store=store.path)
    other = TrialStore(tmp_path / "other")
    other.folder.mkdir()
    for number, rows in enumerate(files, start=1):
        if number != gone:
            other.load(rows, name=f"{number}.csv")
    assert content(store) == content(other)
    facts = "select * from ticket_facts order by ticket_id"
    assert store.rows(facts) == other.rows(facts)
    carried = "select * from carried order by all"
    assert store.rows(carried) == other.rows(carried)


def test_what_a_later_load_saw_unchanged_stays(store: TrialStore) -> None:
    store.load(tickets(3))
    store.load(csv_text(tickets(3), delimiter=";"))
    remove_load(1, store=store.path)
    assert [row[0] for row in content(store)] == ["T0", "T1", "T2"]
    remove_load(2, store=store.path)
    assert content(store) == []


def test_removing_in_any_order_and_loading_again(store: TrialStore) -> None:
    for number in range(4):
        store.load(tickets(4, start=2 * number, priority=f"p{number}"), name=f"{number}.csv")
    whole = content(store)
    remove_load(2, store=store.path)
    remove_load(4, store=store.path)
    assert store.rows("select ticket_id, priority from tickets order by 1") == [
        *((f"T{number}", "p0") for number in range(4)),
        *((f"T{number}", "p2") for number in range(4, 8)),
    ]
    # the removed files are new again; the later load wins where they meet
    assert store.load(tickets(4, start=2, priority="p1"), name="1.csv").load_id == 5
    assert store.load(tickets(4, start=6, priority="p3"), name="3.csv").load_id == 6
    assert len(content(store)) == len(whole)


def test_the_removed_file_can_be_loaded_again(store: TrialStore) -> None:
    file = store.file(tickets(5))
    store.load(file)
    remove_load(1, store=store.path)
    assert counts(store.load(file)) == (5, 0, 0, 0, 0)


def test_its_rejected_rows_go_too_and_undo_brings_all_back(store: TrialStore) -> None:
    store.load("ticket_id,created_at\n1,2024-01-01\n2,soon\n")
    assert store.rows("select count(*) from rejects") == [(1,)]
    remove_load(1, store=store.path)
    assert store.rows("select count(*) from rejects") == [(0,)]
    versions.undo(store.path)
    assert [row[0] for row in content(store)] == ["1"]
    assert store.rows("select count(*) from rejects") == [(1,)]


def test_a_load_that_is_not_there_changes_nothing(store: TrialStore) -> None:
    store.load(tickets(2))
    for load_id in (7, 0):
        with pytest.raises(versions.StoreError, match=f"no load {load_id}"):
            remove_load(load_id, store=store.path)
    assert store.version == 1
    remove_load(1, store=store.path)
    with pytest.raises(versions.StoreError, match="no load 1"):
        remove_load(1, store=store.path)
    assert store.version == 2


def test_layers_are_swept_with_the_last_version_that_needs_them(store: TrialStore) -> None:
    for number in range(12):
        store.load(tickets(2, start=number, priority=f"p{number}"), name=f"{number}.csv")
    layers = sorted(path.name for path in (store.path / versions.LAYERS).iterdir())
    assert len(layers) == 12
    for number in range(1, 12):
        remove_load(number, store=store.path)
    kept = {layer for version in versions.read_pointer(store.path).versions for layer in version.layers}
    assert {path.name for path in (store.path / versions.LAYERS).iterdir()} == kept
    assert store.left_over == []
    assert [row[0] for row in content(store)] == ["T11", "T12"]


def test_settings_and_other_tables_keep_the_layers(store: TrialStore) -> None:
    store.load(tickets(3))
    store.load(tickets(3, priority="high"), name="b.csv")
    customers = store.file([{"customer_id": "C1", "name": "One"}], "customers.csv")
    load([Request(customers)], store=store.path, settings={"company": "Example"})
    remove_load(2, store=store.path)
    assert store.rows("select distinct priority from tickets") == [(None,)]
    assert store.rows("select name from customers") == [("One",)]


def test_by_the_command_line(store: TrialStore) -> None:
    store.load(tickets(3))
    store.load(tickets(2, start=3), name="b.csv")
    done = store.run("remove", 2, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"removed": [2]})
    assert len(content(store)) == 3
    refused = store.run("remove", 2)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Nothing done. There is no load 2")
