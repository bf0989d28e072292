"""Out of disk, or read during a load: the store is as it was before, or as it is after, and never anything else.

Kills at any moment are in test_kills, disks without room in test_full_disk, readers in other processes in
test_readers_during_loads.
"""

import os
import resource
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from data import versions
from data.loading.load import load
from data.loading.requests import Request
from tests.data.trial_store import TrialStore, tickets


def tickets_in(store: TrialStore) -> int:
    """How many tickets a reader sees, in the canonical table and in the model alike."""
    ((raw, facts, status),) = store.rows(
        "select (select count(*) from tickets), (select count(*) from ticket_facts), tickets from data_status"
    )
    assert raw == facts == status
    return int(raw)


@pytest.mark.parametrize("share", [0.9, 1.02])
def test_a_full_disk_is_said_in_one_line_and_changes_nothing(store: TrialStore, share: float) -> None:
    store.load(tickets(200))
    version = store.path / "version-000001.duckdb"
    limit = int(version.stat().st_size * share)
    file = store.file(tickets(60_000, start=200, subject="x" * 80), "large.csv")
    full = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit))
    result = store.run_apart("load", file, preexec_fn=full)
    assert result.returncode == 1
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("Nothing done. The store could not be written and is as it was: ")
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert (store.version, tickets_in(store), store.left_over) == (1, 200, [])
    assert store.load(tickets(300)).new == 100


def test_readers_see_whole_versions_before_during_and_after_a_load(store: TrialStore) -> None:
    store.load(tickets(10))
    before = versions.open_for_reading(store.path)
    during: list[int] = []
    request = Request(store.file(tickets(30)))
    load([request], store=store.path, progress=lambda step, share: during.append(tickets_in(store)))
    assert during == [10] * (len(during) - 1) + [30]
    assert before.execute("select count(*) from ticket_facts").fetchall() == [(10,)]
    before.close()
    assert tickets_in(store) == 30


def test_readers_in_another_thread_never_see_half_a_load(store: TrialStore) -> None:
    store.load(tickets(100))
    seen: set[int] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(tickets_in(store))
            time.sleep(0.01)  # the load needs a processor too

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for count in range(200, 900, 100):  # more loads than versions are kept
            store.load(tickets(count))
    finally:
        stop.set()
        reader.join()
    assert seen <= set(range(100, 900, 100))
    assert len(seen) > 2


def test_what_is_left_of_a_dead_load_is_swept_but_not_what_others_use(store: TrialStore) -> None:
    store.load(tickets(1))
    left = ["building-000002-77.duckdb", "building-000002-77.duckdb.wal", "store.json.77.new", "version-000002.duckdb"]
    for name in left:
        (store.path / name).write_text("left")
    (store.path / "building-000002-77.spool" / "reading-x").mkdir(parents=True)
    fresh, old = store.path / "spool" / "upload-new", store.path / "spool" / "upload-old"
    for folder in (fresh, old, store.path / "sample-old"):
        folder.mkdir(parents=True)
    days_ago = time.time() - 2 * 86400
    for folder in (old, store.path / "sample-old"):
        os.utime(folder, (days_ago, days_ago))
    store.load(tickets(2))
    assert sorted(path.name for path in store.path.iterdir()) == [
        "layers", "lock", "lock.json", "spool", "store.json", "version-000001.duckdb", "version-000002.duckdb",
    ]  # fmt: skip
    assert [path.name for path in (store.path / "spool").iterdir()] == ["upload-new"]


def test_a_store_that_cannot_be_written_is_said(store: TrialStore, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    result = store.run_apart("load", store.file(tickets(1)))
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.strip().splitlines()[-1].startswith("Nothing done. ")
