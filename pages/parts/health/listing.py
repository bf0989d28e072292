"""How is a list of records shown on the data health page? As a table; a selected row leads on."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tiles
from pages.parts.health import periods
from queries.periods import Period

HEIGHT = 260
MOST_WHOLE = 12  # rows that are shown without a scroll bar

# Settings of columns by their headings, the same in every table of the page.
COLUMNS: dict[str, Any] = {
    "Records": st.column_config.NumberColumn(format="localized", width=70),
    "Rows": st.column_config.NumberColumn(format="localized", width=75),
    "Not linked": st.column_config.NumberColumn(format="localized", width=80),
    "Left out": st.column_config.NumberColumn(format="localized", width=70),
    "Tickets": st.column_config.NumberColumn(format="localized", width=70),
    "n": st.column_config.NumberColumn(format="localized", width=65),
    "n with": st.column_config.NumberColumn(format="localized", width=65),
    "Share": st.column_config.TextColumn(alignment="right", width=65),
    "Lately": st.column_config.TextColumn(
        alignment="right", width=65, help="Share among those of the last complete weeks"
    ),
    "Linked": st.column_config.TextColumn(alignment="right", width=70),
    "Of": st.column_config.TextColumn(width=230),
    "Created": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm:ss"),
    "Solved": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm:ss"),
    "First reply": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm:ss"),
    "Newest record": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
    "Loaded": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
    "First": st.column_config.DateColumn(format="D MMM YYYY"),
    "Last": st.column_config.DateColumn(format="D MMM YYYY"),
}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a small frame, by column."""
    return frame.to_dict("records")  # type: ignore[return-value] # the columns of answers are texts


def moments(column: pd.Series) -> pd.Series:
    """Instants of the store (UTC) in the business time zone, without a zone."""
    return pd.Series([periods.local(moment) for moment in column], index=column.index, dtype="datetime64[us]")


def table(frame: pd.DataFrame, *, alt: str, more: dict[str, Any] | None = None) -> None:
    """Draw a table that leads nowhere. more: settings of its own columns."""
    settings = {name: setting for name, setting in (COLUMNS | (more or {})).items() if name in frame}
    st.dataframe(frame, hide_index=True, height=_height(frame), alt=alt, column_config=settings)


def opened_row(frame: pd.DataFrame, *, key: str, alt: str, more: dict[str, Any] | None = None) -> int | None:
    """Draw a table of which a row can be selected; the place of the row that is, None without one."""
    settings = {name: setting for name, setting in (COLUMNS | (more or {})).items() if name in frame}
    event = st.dataframe(
        frame, hide_index=True, height=_height(frame), alt=alt, column_config=settings, key=key, on_select="rerun",
        selection_mode="single-row",
    )  # fmt: skip
    picked = list(event.selection.rows)
    return int(picked[0]) if picked and picked[0] < len(frame) else None


def open_ticket(ticket_id: str, days: Period) -> None:
    """Go to one ticket on the tickets page."""
    query = periods.view(days).link(metric="arrivals", more={"ticket": ticket_id})
    st.switch_page(tiles.TICKETS_PAGE, query_params=query)


def _height(frame: pd.DataFrame) -> Any:
    return "content" if len(frame) <= MOST_WHOLE else HEIGHT
