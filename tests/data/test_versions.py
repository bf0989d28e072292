"""Versions of the store never change, are published at once, and can be taken back."""

import hashlib
import threading

import duckdb
import pytest

from data import versions
from data.loading.load import change_settings, load
from data.loading.requests import LoadError, Request
from data.settings import SettingError
from data.versions import StoreError
from tests.data.trial_store import TrialStore, tickets


def tickets_in(store: TrialStore) -> int:
    return store.rows("select count(*) from ticket_facts")[0][0]


def digests(store: TrialStore) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in store.path.glob("version-*")}


def test_a_load_makes_a_new_file_and_leaves_the_old_one_alone(store: TrialStore) -> None:
    store.load(tickets(3))
    before = digests(store)
    store.load(tickets(5))
    assert {name: digest for name, digest in digests(store).items() if name in before} == before
    assert len(digests(store)) == 2
    assert store.left_over == []


def test_the_last_five_versions_are_kept(store: TrialStore) -> None:
    for count in range(1, 8):
        store.load(tickets(count))
    kept = versions.read_pointer(store.path)
    assert [version.number for version in kept.versions] == [3, 4, 5, 6, 7]
    assert sorted(digests(store)) == [f"version-{number:06}.duckdb" for number in range(3, 8)]


def test_undo_goes_back_step_by_step_and_stops(store: TrialStore) -> None:
    with pytest.raises(StoreError, match="nothing was loaded yet"):
        versions.undo(store.path)
    for count in (1, 2, 3):
        store.load(tickets(count))
    assert (versions.undo(store.path).number, tickets_in(store)) == (2, 2)
    assert (versions.undo(store.path).number, tickets_in(store)) == (1, 1)
    with pytest.raises(StoreError, match="this is the first version"):
        versions.undo(store.path)
    assert (store.version, tickets_in(store)) == (1, 1)


def test_undo_reaches_no_further_than_what_is_kept(store: TrialStore) -> None:
    for count in range(1, 8):
        store.load(tickets(count))
    for _ in range(4):
        versions.undo(store.path)
    with pytest.raises(StoreError, match="not kept any more"):
        versions.undo(store.path)


def test_a_load_after_an_undo_starts_from_where_undo_went(store: TrialStore) -> None:
    store.load(tickets(2))
    store.load(tickets(2, start=2))
    versions.undo(store.path)
    store.load(tickets(3, start=10))
    assert (store.version, tickets_in(store)) == (3, 5)
    assert store.left_over == []
    assert versions.undo(store.path).number == 1


def test_a_file_that_was_undone_can_be_loaded_again(store: TrialStore) -> None:
    store.load(tickets(2))
    second = store.file(tickets(4), "more.csv")
    store.load(second)
    versions.undo(store.path)
    assert store.load(second).new == 2
    assert tickets_in(store) == 4


def test_a_dry_run_tells_and_changes_nothing(store: TrialStore) -> None:
    report = store.load(tickets(3), dry_run=True)
    assert (report.new, report.load_id, store.version) == (3, None, None)
    store.load(tickets(3))
    before = digests(store)
    assert store.load(tickets(5), dry_run=True).new == 2
    assert (digests(store), store.version, store.left_over) == (before, 1, [])


def test_a_failed_file_takes_the_whole_load_back(store: TrialStore) -> None:
    good, bad = store.file(tickets(3)), store.file("nothing to see", "bad.csv")
    with pytest.raises(LoadError, match=r"^bad\.csv: "):
        load([Request(good), Request(bad)], store=store.path)
    assert (store.version, store.left_over) == (None, [])


def test_settings_are_a_version_like_any_other(store: TrialStore) -> None:
    store.load(tickets(1))
    change_settings({"late_factor": 3}, store=store.path)
    assert store.version == 2
    with pytest.raises(SettingError):
        change_settings({"time_zone": "Mars"}, store=store.path)
    assert (store.version, store.left_over) == (2, [])
    versions.undo(store.path)
    assert store.rows("select count(*) from settings") == [(0,)]


def test_settings_survive_later_loads(store: TrialStore) -> None:
    store.load(tickets(1), settings={"time_zone": "Asia/Kolkata"})
    store.load(tickets(2))
    assert store.rows("select time_zone from data_status") == [("Asia/Kolkata",)]


def test_real_data_replace_the_sample_and_are_not_mixed_with_it(store: TrialStore) -> None:
    sample = store.file(tickets(9))
    load([Request(sample)], store=store.path, is_sample=True, settings={"company": "Sample"})
    assert store.rows("select is_sample, tickets from data_status") == [(True, 9)]
    store.load(tickets(2, start=100), name="real.csv")
    assert store.rows("select is_sample, tickets from data_status") == [(False, 2)]
    assert store.rows("select count(*) from settings") == [(0,)]
    store.load(tickets(3, start=200), name="more.csv")
    assert store.rows("select is_sample, tickets from data_status") == [(False, 5)]


def test_a_reader_cannot_write_nor_reach_files(store: TrialStore) -> None:
    store.load(tickets(1))
    secret = store.file("a,b\n1,2\n", "secret.csv")
    reader = versions.open_for_reading(store.path)
    for statement in (
        "delete from tickets",
        f"select * from read_csv('{secret}')",
        f"copy tickets to '{store.folder / 'out.csv'}'",
        "set enable_external_access = true",
        "set TimeZone = 'Asia/Tokyo'",
    ):
        with pytest.raises(duckdb.Error):
            reader.execute(statement)
    assert reader.execute("select current_setting('TimeZone')").fetchall() == [("UTC",)]


def test_one_process_can_open_the_store_as_often_as_it_likes(store: TrialStore) -> None:
    store.load(tickets(7))
    answers: list[object] = []

    def read() -> None:
        for _ in range(5):
            connection = versions.open_for_reading(store.path)
            answers.append(connection.execute("select count(*) from ticket_facts").fetchall()[0][0])
            connection.close()

    held = versions.open_for_reading(store.path)
    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held.close()
    assert answers == [7] * 40


def test_a_pointer_that_cannot_be_read_is_said(store: TrialStore) -> None:
    store.load(tickets(1))
    (store.path / "store.json").write_text("{")
    with pytest.raises(StoreError, match=r"store\.json cannot be read"):
        store.load(tickets(2))
    assert (store.path / "version-000001.duckdb").exists()


def test_a_sample_made_for_an_empty_store_does_not_hide_what_was_loaded_meanwhile(store: TrialStore) -> None:
    store.load(tickets(2))
    sample = [Request(store.file(tickets(9), "sample.csv"))]
    assert load(sample, store=store.path, is_sample=True, only_when_empty=True) == []
    assert (store.version, tickets_in(store), store.left_over) == (1, 2, [])
    load(sample, store=store.path, is_sample=True)
    assert (store.version, tickets_in(store)) == (2, 9)
    assert versions.undo(store.path).number == 1
