"""Whoever reads while the store is changed gets answers from one version or another, and never an error."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from data import versions
from data.loading.load import change_settings, remove_load
from tests.data.killing import forked
from tests.data.readers import Answer, answer, read_along
from tests.data.trial_store import TrialStore, tickets

READERS = 2
LOADS = 6  # with what else is changed more than versions are kept


@contextmanager
def reading_along(store: TrialStore) -> Iterator[tuple[dict[Answer, int], list[str]]]:
    """Processes read while the block runs; then it is filled what they got, and what went wrong."""
    answers: dict[Answer, int] = {}
    errors: list[str] = []
    stop = forked().Event()
    readers = []
    for _ in range(READERS):
        here, there = forked().Pipe()
        process = forked().Process(target=read_along, args=(store.path, stop, there), daemon=True)
        process.start()
        assert here.recv() == "begin"
        readers.append((process, here))
    try:
        yield answers, errors
    finally:
        stop.set()
        for process, here in readers:
            found, wrong = here.recv()
            process.join()
            errors += wrong
            for one, number in found.items():
                answers[one] = answers.get(one, 0) + number


def changes(store: TrialStore) -> list[Callable[[], object]]:
    """Every kind of change, again and again."""
    found: list[Callable[[], object]] = []
    for number in range(LOADS):
        found.append(
            lambda number=number: store.load(tickets(60, start=20 * number, subject=f"file {number}"), f"{number}.csv")
        )
        if number % 3 == 2:
            found.append(lambda number=number: remove_load(number, store=store.path))
            found.append(lambda: versions.undo(store.path))
            found.append(lambda number=number: change_settings({"company": f"Company {number}"}, store=store.path))
    return found


def test_readers_in_other_processes_see_whole_versions_and_no_error(store: TrialStore) -> None:
    store.load(tickets(50, subject="the first"), "first.csv")
    known = {answer(store.path)}
    with reading_along(store) as (answers, errors):
        for change in changes(store):
            change()
            known.add(answer(store.path))
    assert errors == []
    assert set(answers) <= known
    assert len(answers) > len(known) // 3
    assert sum(answers.values()) > len(known)
    assert store.left_over == []


def test_two_loads_at_once_wait_for_each_other_and_say_so(store: TrialStore) -> None:
    files = [store.file(tickets(50, start=50 * number), f"part-{number}.csv") for number in range(2)]
    with versions.building(store.path, what="a long load", publish=False):
        both = [store.start("load", file, "--json") for file in files]
        said = [process.stderr.readline() for process in both if process.stderr]
    results = [process.communicate(timeout=60) for process in both]
    for line in said:
        assert line.startswith("Waiting: ")
        assert f"(process {os.getpid()})" in line
        assert "a long load" in line
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(json.loads(out)["load_id"] for out, _ in results) == [1, 2]
    assert store.rows("select count(*) from ticket_facts") == [(100,)]
    assert (store.version, store.left_over) == (2, [])


def test_four_processes_load_at_once_while_others_read(store: TrialStore) -> None:
    store.load(tickets(10), "first.csv")
    parts = range(4)
    files = [store.file(tickets(25, start=100 + 25 * number), f"part-{number}.csv") for number in parts]
    with reading_along(store) as (answers, errors):
        processes = [store.start("load", file) for file in files]
        ends = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(files), ends
    assert errors == []
    sizes = {found[0][0] for found in answers}
    assert sizes <= {10 + 25 * number for number in range(5)}
    assert store.rows("select count(*) from ticket_facts") == [(110,)]
    assert store.version == 5


def test_a_version_that_is_being_read_can_be_pruned(store: TrialStore) -> None:
    store.load(tickets(5), "first.csv")
    readers = [versions.open_for_reading(store.path) for _ in range(2)]
    for number in range(2, 8):
        store.load(tickets(5 * number), f"{number}.csv")
    assert not (store.path / "version-000001.duckdb").exists()
    for reader in readers:
        assert reader.execute("select count(*), min(ticket_id) from ticket_facts").fetchall() == [(5, "T0")]
        reader.close()
