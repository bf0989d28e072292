"""Was the store made by an earlier version of the product? Then its tables are brought into today's form, nothing is lost."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from data import modelling, tables, versions
from data.sql import transaction


def is_out_of_date(store: Path | None = None) -> bool:
    """Is there data whose tables are in an earlier form? Raises StoreError."""
    version = versions.current_version(store)
    return version is not None and not _is_current(store, version.file)


@lru_cache(64)
def _is_current(store: Path | None, file: str) -> bool:
    """Of one immutable version, named by its file."""
    connection = versions.open_for_reading(store)
    try:
        return tables.is_current(connection)
    finally:
        connection.close()


def bring_up_to_date(store: Path | None = None, *, waiting: Callable[[str], None] | None = None) -> bool:
    """Make a new version in today's form, if the current one is not. Returns whether that was needed. Raises StoreError."""
    if not is_out_of_date(store):
        return False
    with versions.building(store, what="today's form of the tables", waiting=waiting) as build:
        if tables.is_current(build.connection):  # somebody else was faster
            raise versions.Unchanged
        tables.create_tables(build.connection)
        with transaction(build.connection):
            modelling.build_model(build.connection, now=versions.now())
    return True
