"""What stays of the sample company when real files come? Nothing but the settings that somebody has changed over it."""

import json
from pathlib import Path
from typing import Any

import duckdb

from data import modelling, versions
from data.settings import DEFAULTS
from data.sql import first_row

KEY = "sample_settings"  # in store_info: the settings as the sample company came with them
OF_THE_SAMPLE = ("company", "time_zone", "schedules")


def starts_anew(folder: Path, *, is_sample: bool) -> bool:
    """Not on top of the current version: the sample company replaces all, and everything replaces the sample company."""
    if is_sample or versions.current_version(folder) is None:
        return True
    connection = versions.open_for_reading(folder)
    try:
        found = first_row(connection, "select 1 from store_info where key = 'is_sample' and value = 'true'")
    finally:
        connection.close()
    return found is not None


def keep_sample_settings(connection: duckdb.DuckDBPyConnection) -> None:
    """Remember the settings of a sample company just made, so that changes can be told later."""
    connection.execute("delete from store_info where key = $key", {"key": KEY})
    body = json.dumps(modelling.stored_settings(connection))
    connection.execute("insert into store_info values ($key, $body)", {"key": KEY, "body": body})


def changed_over_sample(folder: Path) -> dict[str, Any]:
    """Settings of the store's current version that differ from what the sample company set. Empty without a version."""
    if versions.current_version(folder) is None:
        return {}
    connection = versions.open_for_reading(folder)
    try:
        values = modelling.stored_settings(connection)
        found = first_row(connection, "select value from store_info where key = $key", {"key": KEY})
    finally:
        connection.close()
    # of a sample made before this was kept, what it set itself cannot be told from a change
    unknown = DEFAULTS | {key: values[key] for key in OF_THE_SAMPLE}
    before = json.loads(found[0]) if found else unknown
    return {key: value for key, value in values.items() if value != before.get(key)}


def note(settings: dict[str, Any]) -> tuple[str, ...]:
    """What a report says about settings that were carried over."""
    return (f"Settings changed while the sample company was shown are kept: {', '.join(settings)}",) if settings else ()
