"""What is left of a store when the process that changes it is killed?

Processes are forked from one that has imported everything, so each begins its work at once.
"""

import contextlib
import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from data import versions
from data.loading.load import change_settings, load, remove_load
from data.loading.requests import Request
from data.sql import name
from tests.data.trial_store import TrialStore, tickets
from tests.data.troubles import Trouble

STAMPS = {"loads": "exclude (loaded_at, removed_at)"}  # the only values that differ from one run to the next
STEPS = ("begin", "Reading", "Merging", "Computing facts", "Publishing", "end")

Contents = dict[str, tuple[int, int]]
Action = Callable[[Path, Callable[[str, float], None]], object]


def _load(store: Path, progress: Callable[[str, float], None]) -> object:
    files = [store.parent / "next.csv", store.parent / "customers.csv"]
    return load([Request(file) for file in files], store=store, progress=progress)


def _load_again(store: Path, progress: Callable[[str, float], None]) -> object:
    return load([Request(store.parent / "changed.csv")], store=store, progress=progress)


def _remove(store: Path, progress: Callable[[str, float], None]) -> object:
    return remove_load(1, store=store, progress=progress)


def _undo(store: Path, progress: Callable[[str, float], None]) -> object:
    return versions.undo(store)


def _settings(store: Path, progress: Callable[[str, float], None]) -> object:
    return change_settings({"late_factor": 3, "company": "Muster"}, store=store)


ACTIONS: Mapping[str, Action] = {
    "load": _load,
    "load of changes": _load_again,
    "remove": _remove,
    "settings": _settings,
    "undo": _undo,
}


def forked() -> multiprocessing.context.ForkServerContext:
    """Processes that have imported everything when they begin."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["data.loading.load", "data.sample_store", "tests.data.killing"])
    return context


def base_store(folder: Path) -> TrialStore:
    """A store with some loads of tickets, one on top of the other, and files for the next."""
    store = TrialStore(folder)
    store.load(tickets(40), "first.csv")
    store.load(tickets(40, start=20, subject="of the second file"), "second.csv")
    store.load(tickets(20, start=60), "third.csv")
    store.file(tickets(50, start=70, subject="next", customer_id="C1"), "next.csv")
    store.file(tickets(30, start=10, subject="changed"), "changed.csv")
    store.file([{"customer_id": "C1", "name": "Muster"}], "customers.csv")
    return store


def copy_of(store: TrialStore, folder: Path) -> TrialStore:
    """The same store elsewhere. Files of a store never change, so they are shared."""
    shutil.copytree(store.path, folder / "store", copy_function=os.link, ignore=shutil.ignore_patterns("lock*"))
    for file in store.folder.glob("*.csv"):
        os.link(file, folder / file.name)
    return TrialStore(folder)


def contents(store: Path) -> Contents:
    """Table -> how many rows the current version has, and a number that changes with anything in them."""
    connection = versions.open_for_reading(store)
    try:
        listed = connection.execute("select table_name from duckdb_tables() where not temporary").fetchall()
        return {table: _digest(connection, table) for (table,) in listed}
    finally:
        connection.close()


def _digest(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    rows = connection.execute(
        f"select count(*), coalesce(sum(hash(row)), 0) from (select * {STAMPS.get(table, '')} from {name(table)}) as row"
    )
    return rows.fetchall()[0]


def missing_files(store: Path) -> list[str]:
    """Files that the pointer names and that are not there."""
    kept = versions.read_pointer(store).versions
    named = [
        *(version.file for version in kept),
        *(f"{versions.LAYERS}/{layer}" for one in kept for layer in one.layers),
    ]
    return [file for file in named if not (store / file).is_file()]


def sweep(store: Path) -> None:
    """What every next load does first, and nothing else."""
    with versions.building(store, what="nothing"):
        raise versions.Unchanged


@dataclass(frozen=True)
class Outcome:
    """How a process ended. step: the last that it told, `end` when it came to its end. seconds: it ran. calls: it made.

    error: the class of the error that it ended with, and its text; empty when it was killed or went well.
    """

    step: str
    seconds: float
    error: tuple[str, ...] = ()
    calls: int = 0


@dataclass
class Slaughter:
    """Kills the processes that carry out one action. took: seconds that it takes undisturbed."""

    base: TrialStore
    action: str
    folder: Path
    before: Contents
    after: Contents
    took: float
    number: int = 0

    @classmethod
    def of(cls, base: TrialStore, action: str, folder: Path) -> "Slaughter":
        before = contents(base.path)
        folder.mkdir()
        undisturbed = copy_of(base, _new(folder / "undisturbed"))
        outcome = run(action, undisturbed)
        assert outcome.step == "end", outcome
        return cls(base, action, folder, before, contents(undisturbed.path), outcome.seconds)

    def kill(self, draw: random.Random) -> str:
        """Kill one process at a random moment of its course. Returns the step that it was at.

        Raises AssertionError where the store is then anything but as before or as after.
        """
        with self.copy() as store:
            outcome = run(self.action, store, killed_after=draw.uniform(0, self.took))
            self.check(store, outcome)
        return outcome.step

    @contextlib.contextmanager
    def copy(self) -> Iterator[TrialStore]:
        """A copy of the base, removed afterwards."""
        self.number += 1
        store = copy_of(self.base, _new(self.folder / str(self.number)))
        yield store
        shutil.rmtree(store.folder)

    def check(self, store: TrialStore, outcome: Outcome) -> None:
        """Is the store as before or as after, and whole, and does the next load leave nothing of this one?"""
        found = self._contents(store)
        assert found in (self.before, self.after), f"{self.action}, {outcome}: {_changes(self.before, found)}"
        assert outcome.step != "end" or found == self.after, outcome
        assert not outcome.error or found == self.before, outcome
        assert missing_files(store.path) == []
        if store.left_over:
            sweep(store.path)
            assert store.left_over == [], outcome
            assert self._contents(store) == found

    def _contents(self, store: TrialStore) -> Contents:
        """Of a version that is the very file of the base, what is in that; it opens all the same."""
        store.rows("select tickets from data_status")
        return self.before if _current(store).samefile(_current(self.base)) else contents(store.path)


def _current(store: TrialStore) -> Path:
    version = versions.current_version(store.path)
    assert version
    return store.path / version.file


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def run(
    action: str, store: TrialStore, *, trouble: Trouble | None = None, killed_after: float | None = None
) -> Outcome:
    """Run an action in a process of its own. trouble: what it gets into; killed_after: seconds after it began."""
    here, there = forked().Pipe()
    process = forked().Process(target=_act, args=(action, store.path, trouble, there), daemon=True)
    process.start()
    there.close()
    told: list[str] = [here.recv()]
    began = time.monotonic()
    if killed_after is not None:
        time.sleep(killed_after)
        process.kill()
    last: tuple[tuple[str, ...], int] = ((), 0)
    with contextlib.suppress(EOFError):
        while True:
            found = here.recv()
            if isinstance(found, str):
                told.append(found)
            else:
                last = found
    seconds = time.monotonic() - began
    process.join()
    here.close()
    return Outcome(told[-1], seconds, *last)


def _act(action: str, store: Path, trouble: Trouble | None, told: Connection) -> None:
    if trouble:
        trouble.begin()
    told.send("begin")
    error: tuple[str, ...] = ()
    try:
        ACTIONS[action](
            store, lambda step, share: told.send(next((one for one in STEPS if step.startswith(one)), step))
        )
        told.send("end")
    except Exception as one:  # it is told to the test
        error = (type(one).__name__, str(one))
    told.send((error, trouble.calls if trouble else 0))


def _changes(before: Contents, found: Contents) -> dict[str, object]:
    return {table: (before.get(table), rows) for table, rows in found.items() if rows != before.get(table)}
