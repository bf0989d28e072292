"""Which versions of the store are kept, and how does one go back?"""

import datetime as dt

import pandas as pd
import streamlit as st

from data import versions
from data.versions import Pointer, Version
from pages.parts import words
from pages.parts.upload import work
from pages.parts.upload.desk import Desk


def show(desk: Desk, pointer: Pointer) -> None:
    """The kept versions, and the way back."""
    st.markdown("**Kept versions**")
    st.caption(
        f"The last {versions.KEPT} versions of the store are kept; every load and every change of settings makes one."
    )
    st.dataframe(
        version_rows(pointer),
        hide_index=True,
        height="content",
        alt="Versions of the store, newest first",
        column_config={
            "made_at": st.column_config.DatetimeColumn("Made (UTC)", format="D MMM YYYY, HH:mm"),
            "number": st.column_config.NumberColumn("Version", format="%d", width="small"),
            "shown": st.column_config.TextColumn("", width="small"),
            "who": "Who",
            "what": st.column_config.TextColumn("What", width="large"),
        },
    )
    _undo(desk, pointer)


def version_rows(pointer: Pointer) -> pd.DataFrame:
    """One row per kept version, newest first: number, shown (now, or undone), made_at, who, what."""
    current = pointer.version(pointer.current)
    reached = (
        {version.number for version in pointer.line_of(current, length=len(pointer.versions))} if current else set()
    )
    rows = [
        {
            "number": version.number,
            "shown": "shown now"
            if version.number == pointer.current
            else ""
            if version.number in reached
            else "undone",
            "made_at": pd.Timestamp(version.made_at),
            "who": version.made_by,
            "what": words.shorten(version.what, 120),
        }
        for version in sorted(pointer.versions, key=lambda version: -version.number)
    ]
    return pd.DataFrame(rows)


def _undo(desk: Desk, pointer: Pointer) -> None:
    current = pointer.version(pointer.current)
    before = pointer.version(current.parent) if current else None
    if before is None:
        st.caption("There is no earlier version to go back to.")
        return
    with st.popover("Undo the last load", icon=":material/undo:", disabled=desk.is_busy):
        st.markdown(undo_text(current, before))
        st.button("Go back", type="primary", key="upload_undo", on_click=_begin_undo, args=(desk, before))


def undo_text(current: Version | None, before: Version) -> str:
    """What going back means."""
    gone = (
        f"What version {current.number} brought ({words.plain(words.shorten(current.what, 80))}) is gone from every page"
        if current
        else "It is gone"
    )
    return (
        f"Go back to version {before.number} of {words.moment_text(dt.datetime.fromisoformat(before.made_at))} UTC? {gone}, for everybody, at once. "
        "To bring it back, load the file again."
    )


def _begin_undo(desk: Desk, before: Version) -> None:
    if not desk.is_busy:
        store = desk.store
        desk.begin(
            work.start(
                "undo", (f"to version {before.number}",), lambda _, waiting: versions.undo(store, waiting=waiting)
            )
        )
