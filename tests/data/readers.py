"""Processes that ask a store the same questions over and over, as apps do, while somebody else changes it."""

import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from data import versions

QUESTIONS = (
    "select count(*), count(subject), sum(hash(ticket_id, subject)) from tickets",
    "select count(*), sum(hash(ticket_id, created_at, subject)) from ticket_facts",
    "select tickets, first_day, last_day from data_status",
    "select count(*), sum(new), sum(updated) from loads where removed_at is null",
    "select count(*), max(value) from settings",
)
THREADS = 3
BREATH = 0.02  # seconds; who changes the store needs a processor too

Answer = tuple[tuple[object, ...], ...]


def answer(store: Path, *, pause: float = 0) -> Answer:
    """All questions to one connection, as a page asks them. pause: seconds between two of them."""
    connection = versions.open_for_reading(store)
    try:
        found = []
        for question in QUESTIONS:
            found += connection.cursor().execute(question).fetchall()
            time.sleep(pause)
        return tuple(found)
    finally:
        connection.close()


def read_along(store: Path, stop: Event, told: Connection) -> None:
    """Ask until told to stop, in several threads; one holds on to old versions. Sends the answers, and what went wrong."""
    answers: dict[Answer, int] = {}
    errors: list[str] = []

    def read(ask: Callable[[], Answer]) -> None:
        while not stop.is_set():
            try:
                found = ask()
                answers[found] = answers.get(found, 0) + 1
                time.sleep(BREATH)
            except Exception as error:  # it is told to the test
                errors.append(f"{type(error).__name__}: {error}")
                return

    threads = [threading.Thread(target=read, args=(lambda: answer(store),)) for _ in range(THREADS - 1)]
    threads.append(threading.Thread(target=read, args=(lambda: answer(store, pause=0.4),)))
    for thread in threads:
        thread.start()
    told.send("begin")
    for thread in threads:
        thread.join()
    told.send((answers, errors))
