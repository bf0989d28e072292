"""What was loaded, by whom, and how does one go back? Loads and kept versions, with undo."""

import datetime as dt
import json
from typing import Any

import pandas as pd
import streamlit as st

from data import versions
from data.loading.rejected import first_rejected
from data.versions import Pointer, Version
from pages.parts import asking, words
from pages.parts.upload import outcome, sayings, work
from pages.parts.upload.desk import Desk


def show(desk: Desk) -> None:
    """Loads, the details of one, the kept versions, and undo."""
    pointer = versions.read_pointer(desk.store)
    if pointer.current is None:
        st.caption("Nothing has been loaded yet. Drop an export above.")
        return
    loads = asking.ask("loads")
    if loads.empty:
        st.caption("No load is recorded in this version.")
    else:
        _table(loads)
        _details(loads)
    _versions(pointer)
    _undo(desk, pointer)


def _table(loads: pd.DataFrame) -> None:
    columns = ["loaded_at", "loaded_by", "file", "kind", *outcome.WHOLE, "checksum"]
    st.dataframe(
        loads.assign(checksum=loads["checksum"].str[:12])[columns],
        hide_index=True,
        alt="Files that were loaded, newest first",
        column_config={
            "loaded_at": st.column_config.DatetimeColumn("When (UTC)", format="D MMM YYYY, HH:mm"),
            "loaded_by": "Who",
            "file": "File",
            "kind": "Table",
            "checksum": st.column_config.TextColumn("SHA-256", help="The first 12 digits of the file's checksum."),
            **{name: st.column_config.NumberColumn(name.capitalize(), format="localized") for name in outcome.WHOLE},
        },
    )


def _details(loads: pd.DataFrame) -> None:
    """One load: its law, its notes, its rejected rows."""
    by_id: dict[int, dict[Any, Any]] = {int(row["load_id"]): row for row in loads.to_dict("records")}

    def label(load_id: int) -> str:
        row = by_id[load_id]
        rejected = f", {sayings.exact(row['rejected'])} rejected" if row["rejected"] else ""
        return f"{load_id}: {row['file']}, {words.moment_text(row['loaded_at'])}{rejected}"

    chosen = st.selectbox(
        "Details of a load",
        list(by_id),
        index=None,
        format_func=label,
        placeholder="Its counts, notes and rejected rows",
        key=f"upload_details_{max(by_id)}",  # a new load begins with none chosen
    )
    if chosen not in by_id:
        return
    row = by_id[chosen]
    with st.container(gap="xsmall"):
        st.caption(words.plain(f"{row['file']} as {sayings.title_of(row['preset'])}. SHA-256 {row['checksum']}."))
        outcome.account(row, json.loads(row["notes"] or "[]"))
    if row["rejected"]:
        outcome.rejected_rows(first_rejected(chosen), int(row["rejected"]))
        outcome.download(chosen, str(row["file"]), f"history_{chosen}")


def _versions(pointer: Pointer) -> None:
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
