"""How far does each table reach, when was it loaded last, and does one lag behind the tickets?"""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, filters, words
from pages.parts.cards import Source
from pages.parts.health import listing, periods
from pages.parts.health.findings import Finding, Level
from queries.periods import WEEK

SECTION = "freshness"
OLD_DAYS = 14  # a table that ends so long before the tickets is seriously behind
STALE_DAYS = 7  # an export whose newest ticket was so old when it was loaded
MINUTES = 1440
# What cannot be said without a table; "" where no page asks for it yet.
WITHOUT = {
    "surveys": "NPS and Effort (CES)",
    "customers": "segments, plans, regions and contact rate",
    "orders": "",
    "subscriptions": "",
    "stages": "",
}

COLUMNS = {
    "Before the data's end": st.column_config.TextColumn(help="From the newest record to the end of the data"),
    "Usual silence": st.column_config.TextColumn(
        help="The longest time between two days with records, in the 180 days before the newest"
    ),
    "Age when loaded": st.column_config.TextColumn(help="From the newest record to the load"),
}


def answer() -> pd.DataFrame:
    """What answers `freshness`."""
    return asking.ask("freshness")


def thin_weeks() -> int:
    """Complete weeks after the last one that holds at least half of a full week's tickets."""
    monday, _ = filters.last_usual_week()
    return 0 if monday is None else max(0, (filters.covered().last_week - monday) // WEEK)


def absent() -> list[str]:
    """The tables without a row that a help desk, survey or billing tool would give."""
    frame = answer()
    return [str(name) for name in frame.loc[frame["rows"] == 0, "table_name"] if name in WITHOUT]


def findings() -> list[Finding]:
    """Tickets that thin out, tables that lag, exports that were old, tables that are not there."""
    found: list[Finding] = []
    level: Level
    if not asking.status().tickets:
        text = "No tickets are loaded: there is nothing to measure."
        found.append(Finding(SECTION, "serious", 1.0, text, "Load an export of your help desk."))
    monday, full = filters.last_usual_week()
    if monday is not None and (thin := thin_weeks()):
        text = (
            f"Tickets thin out after the week of {words.date_text(monday)}: {words.plural(thin, 'later week')} "
            f"hold{'s' if thin == 1 else ''} fewer than half of a full week's {words.count(full)}."
        )
        level = "serious" if thin > 1 else "notable"
        found.append(Finding(SECTION, level, 1.0, text, "Is the export complete? Load one that reaches further."))
    for row in listing.records(answer()):
        if row["is_behind"]:
            level = "serious" if row["days_behind"] >= OLD_DAYS else "notable"
            ended = words.date_text(periods.local(row["newest_at"]))
            text = f"{_title(row)} end {_days(row['days_behind'])} before the tickets, on {ended}."
            found.append(Finding(SECTION, level, 0.5, text, f"Load newer {row['table_name']}."))
        age = _age_when_loaded(row)
        if row["table_name"] == "tickets" and age is not None and age > STALE_DAYS:
            text = f"The tickets end {_days(age)} before they were loaded: what happened since is not in the data."
            found.append(Finding(SECTION, "notable", 0.4, text, "Load a newer export."))
    if names := absent():
        told = [f"{name} (so no {WITHOUT[name]})" if WITHOUT[name] else name for name in names]
        found.append(Finding(SECTION, "notable", 0.1, f"Not loaded: {words.list_text(told)}."))
    return found


def heading() -> str:
    """The section's finding in a sentence."""
    frame = answer()
    behind = [str(name) for name in frame.loc[frame["is_behind"], "table_name"]]
    if thin := thin_weeks():
        return f"Freshness: tickets thin out {words.plural(thin, 'week')} before the data's end"
    if behind:
        return f"Freshness: {words.list_text(behind)} lag{'s' if len(behind) == 1 else ''} behind the tickets"
    return "Freshness: no table lags behind the tickets"


def show() -> None:
    """One row per table: how far it reaches and how it was loaded."""
    status = asking.status()
    through = words.moment_text(periods.local(status.data_through))
    rule = "a table lags when it ends two days before the tickets, and longer before them than it is usually silent"
    st.caption(words.plain(f"Data through {through} · {rule} · times in {status.time_zone}"))
    frame = answer()
    loaded, others = frame[frame["rows"] > 0], list(frame.loc[frame["rows"] == 0, "table_name"])
    with st.container(border=True):
        listing.table(rows(loaded), alt=heading(), more=COLUMNS)
        if others:
            st.caption(words.plain(f"Not loaded: {words.list_text(others)}."))
        cards.behind("health_freshness", Source("freshness"))


def rows(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per table in words, moments in local time."""
    listed = listing.records(frame)
    ages = [_age_when_loaded(row) for row in listed]
    return pd.DataFrame(
        {
            "Table": [_title(row) for row in listed],
            "Standing": ["lags" if row["is_behind"] else "up to date" for row in listed],
            "Rows": frame["rows"].tolist(),
            "Newest record": listing.moments(frame["newest_at"]).tolist(),
            "Before the data's end": [_before_end(row["days_before_end"]) for row in listed],
            "Usual silence": [_silence(row["usual_gap_days"]) for row in listed],
            "Last load": ["" if words.is_missing(row["last_file"]) else row["last_file"] for row in listed],
            "Loaded": listing.moments(frame["last_loaded_at"]).tolist(),
            "Age when loaded": [words.MISSING if age is None else _days(age) for age in ages],
        }
    )


def _title(row: dict[str, Any]) -> str:
    return str(row["table_name"]).capitalize()


def _days(days: float) -> str:
    return words.duration(days * MINUTES)


def _before_end(days: float) -> str:
    return words.MISSING if words.is_missing(days) else "at its end" if days < 1 / 24 else _days(days)


def _silence(days: float) -> str:
    return words.MISSING if words.is_missing(days) else words.plural(days, "day")


def _age_when_loaded(row: dict[str, Any]) -> float | None:
    """Days from the newest record to the load; None where one of them is not known."""
    newest, loaded = row["newest_at"], row["last_loaded_at"]
    if words.is_missing(newest) or words.is_missing(loaded):
        return None
    return float(max(0.0, (loaded - newest).total_seconds() / 86400))
