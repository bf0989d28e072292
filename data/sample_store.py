"""How does an empty store become the sample company? Its exports are written as CSV and loaded by the ordinary way in."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from data import versions
from data.loading.load import load
from data.loading.requests import Progress, Report, Request
from data.sample import sample_settings, write_exports


def make_sample_store(
    *,
    customers: int = 8000,
    seed: int = 1,
    until: dt.date | None = None,
    store: Path | None = None,
    only_when_empty: bool = False,
    progress: Progress,
    waiting: Callable[[str], None] | None = None,
) -> list[Report]:
    """Make the sample company and load it in place of what the store holds. Raises LoadError and StoreError.

    only_when_empty: leave a store alone that somebody has filled while the sample was being made; reports nothing then.
    """
    folder = store or versions.default_store()
    folder.mkdir(parents=True, exist_ok=True)
    exports = Path(tempfile.mkdtemp(prefix="sample-", dir=folder))
    try:
        progress("Making the sample company", 0.02)
        files = write_exports(exports, customers=customers, seed=seed, until=until)
        return load(
            [Request(file) for file in files],
            store=folder,
            is_sample=True,
            only_when_empty=only_when_empty,
            settings=sample_settings(until=until),
            progress=progress,
            waiting=waiting,
        )
    finally:
        shutil.rmtree(exports, ignore_errors=True)
