"""What does a load cost, model included, against a plain `create table as select * from read_csv(…)` of the same file?"""

import shutil
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from data.loading.load import load
from data.loading.requests import Request

TIMES = 3


def run(files: Sequence[Path], folder: Path) -> int:
    """Print the table of the tickets file. Returns 1 when something was measured."""
    tickets = next(file for file in files if file.name == "tickets.csv")
    plain = statistics.median(_seconds(lambda: _plain(tickets, folder / "plain.duckdb")) for _ in range(TIMES))
    ours = statistics.median(_seconds(lambda: _load([tickets], folder / "loaded")) for _ in range(TIMES))
    every = _seconds(lambda: _load(list(files), folder / "loaded"))
    rows = duckdb.sql(f"select count(*) from '{tickets}'").fetchall()[0][0]
    print(f"\nLoad of tickets.csv ({rows:,} rows, {tickets.stat().st_size / 1e6:,.0f} MB)")
    print(f"  plain create table as select * from read_csv   {plain:7.2f} s")
    print(
        f"  python -m data load, model included            {ours:7.2f} s   ratio {ours / plain:.2f}   (aim at most 3)"
    )
    print(f"  all seven files of the company                 {every:7.2f} s")
    return int(rows > 0)


def fill(files: Sequence[Path], store: Path) -> None:
    """A store with everything, for the other parts."""
    load([Request(file) for file in files], store=store)


def _plain(file: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with duckdb.connect(target) as connection:
        connection.execute(f"create table tickets as select * from read_csv('{file}')")
        connection.execute("checkpoint")


def _load(files: Sequence[Path], store: Path) -> None:
    shutil.rmtree(store, ignore_errors=True)
    load([Request(file) for file in files], store=store)


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
