"""What runs in the background? A check, a load, an undo or a removal: in a thread of its own, so that no page has to wait for it.

Leaving the page neither stops nor halves it. Every page of this process can see what is running.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import duckdb

from data.loading.dates import AmbiguousDatesError
from data.loading.presets import MappingError
from data.loading.requests import LoadError, Progress, Request
from data.settings import SettingError
from data.versions import StoreError

logger = logging.getLogger(__name__)

Doing = Literal["check", "load", "undo", "remove"]
Waiting = Callable[[str], None]
Work = Callable[[Progress, Waiting], object]

_running: list["Job"] = []
_guard = threading.Lock()


@dataclass
class Job:
    """One piece of work. share: 0 to 1. held_by: who has the store while this waits. error: in words, when it failed.

    subject: the files as they were chosen when it began; tables: how many tables each of them fills. Written by its
    thread, read by pages.
    """

    doing: Doing
    names: tuple[str, ...]
    subject: tuple[Request, ...] = ()
    tables: tuple[int, ...] = ()
    started: float = field(default_factory=time.monotonic)
    step: str = "Starting"
    share: float = 0.0
    held_by: str = ""
    result: object = None
    error: str = ""
    is_date_question: bool = False
    ended: float | None = None

    @property
    def is_running(self) -> bool:
        return self.ended is None

    @property
    def seconds(self) -> float:
        """How long it has been running, or how long it took."""
        return (self.ended or time.monotonic()) - self.started


def start(
    doing: Doing,
    names: tuple[str, ...],
    work: Work,
    *,
    subject: tuple[Request, ...] = (),
    tables: tuple[int, ...] = (),
) -> Job:
    """Begin a piece of work and return at once."""
    job = Job(doing, names, subject, tables)
    with _guard:
        _running.append(job)
    threading.Thread(target=_run, args=(job, work), name=f"upload-{doing}", daemon=True).start()
    return job


def running() -> tuple[Job, ...]:
    """What is running in this process, whoever started it."""
    with _guard:
        return tuple(_running)


def _run(job: Job, work: Work) -> None:
    def progress(step: str, share: float) -> None:
        job.step, job.share, job.held_by = step, min(max(share, 0.0), 1.0), ""

    def waiting(holder: str) -> None:
        job.step, job.held_by = "Waiting", holder

    try:
        job.result = work(progress, waiting)
    except Exception as error:  # whatever happens, the page says it in words and the log has the rest
        job.error, job.is_date_question = in_words(error), isinstance(error.__cause__, AmbiguousDatesError)
        if not isinstance(error, LoadError | StoreError | SettingError):
            logger.exception("%s failed", job.doing)
    finally:
        job.ended = time.monotonic()
        with _guard:
            _running.remove(job)


def in_words(error: BaseException) -> str:
    """A failure for the page: what is wrong and what to do, without the words of the command line."""
    cause, text = error.__cause__, str(error).splitlines()[0] if str(error) else ""
    if isinstance(cause, AmbiguousDatesError):
        return f"{_file(text)}Its dates fit both orders, or some columns have the day first and others the month. Say at the file which order it is."
    if isinstance(cause, MappingError):
        return f"{_file(text)}Its columns do not fit. Say at the file which column is which."
    if isinstance(error, LoadError | StoreError | SettingError):
        return text
    if isinstance(error, OSError | duckdb.IOException | duckdb.OutOfMemoryException):
        return f"The disk or the memory gave out, and nothing was changed: {text}"
    return "Something went wrong that should not, and nothing was changed. The log has the details."


def _file(text: str) -> str:
    name, mark, _ = text.partition(": ")
    return f"{name}: " if mark else ""
