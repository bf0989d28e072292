"""What was loaded, by whom, what did it bring, and how is it taken back? Loads with their details and the kept versions."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data import versions
from data.loading.load import remove_load
from data.loading.rejected import first_rejected
from pages.parts import asking, words
from pages.parts.upload import report, sayings, sheet, undoing, work
from pages.parts.upload.desk import Desk

Row = dict[str, Any]


def show(desk: Desk, *, is_sample: bool) -> None:
    """Loads, the details of one, the kept versions, and undo. is_sample: the loads made the sample company."""
    pointer = versions.read_pointer(desk.store)
    if pointer.current is None:
        st.caption("Nothing has been loaded yet. Drop an export above.")
        return
    loads = asking.ask("loads")
    if loads.empty:
        st.caption("No load is recorded in this version.")
    else:
        _table(loads)
        _details(desk, loads, is_sample=is_sample)
    undoing.show(desk, pointer)


def _table(loads: pd.DataFrame) -> None:
    st.dataframe(
        load_rows(loads),
        hide_index=True,
        placeholder="",
        alt="Files that were loaded, newest first",
        column_config={
            "load": st.column_config.NumberColumn("Load", format="%d", width=50),
            "loaded_at": st.column_config.DatetimeColumn("When (UTC)", format="D MMM YYYY, HH:mm"),
            "loaded_by": "Who",
            "file": st.column_config.TextColumn("File", width="medium"),
            "kind": "Table",
            "state": st.column_config.TextColumn("", width="small"),
            "checksum": st.column_config.TextColumn("SHA-256", help="The first 12 digits of the file's checksum."),
            **{name: st.column_config.NumberColumn(name.capitalize(), format="localized") for name in report.WHOLE},
        },
    )


def load_rows(loads: pd.DataFrame) -> pd.DataFrame:
    """One row per load as it is listed: tables of one file stand together, under the file's name."""
    is_first = loads["load_id"] == loads["with_load"]
    state = loads["removed_at"].notna().map({True: "removed", False: ""})
    rows = pd.DataFrame(
        {
            "load": loads["load_id"],
            "file": loads["file"].where(is_first, "↳ same file"),
            "kind": loads["kind"],
            "state": state,
            **{name: loads[name] for name in report.WHOLE},
            "loaded_at": loads["loaded_at"],
            "loaded_by": loads["loaded_by"],
            "checksum": loads["checksum"].str[:12],
        }
    )
    return rows if state.any() else rows.drop(columns="state")


def _details(desk: Desk, loads: pd.DataFrame, *, is_sample: bool) -> None:
    """One file: what became of its rows in each table, what each column got, its rejected rows, and removing it."""
    files: dict[int, list[Row]] = {}
    for load in loads.to_dict("records"):
        files.setdefault(int(load["with_load"]), []).append({str(name): value for name, value in load.items()})
    chosen = st.selectbox(
        "Details of a load",
        list(files),
        index=None,
        format_func=lambda number: sayings.load_label(files[number]),
        placeholder="Its counts, warnings, columns and rejected rows; and how to remove it",
        key=f"upload_details_{max(files)}",  # a new load begins with none chosen
    )
    if chosen not in files:
        return
    rows = files[chosen]
    with st.container(border=True, gap="small"):
        _facts(desk, rows, can_be_removed=not is_sample)
        for row in rows:
            _one(row, is_alone=len(rows) == 1)


def _facts(desk: Desk, rows: Sequence[Row], *, can_be_removed: bool) -> None:
    first = rows[0]
    is_removed = not words.is_missing(first["removed_at"])
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(
            f"**{words.plain(first['file'])}** :small[:gray[{words.plain(sayings.load_facts(first))}]]", width="stretch"
        )
        if can_be_removed and not is_removed:
            _removal(desk, rows)
    if is_removed:
        when = words.moment_text(first["removed_at"])
        st.info(f"Removed on {when} UTC by {words.plain(first['removed_by'])}. What it brought is no longer in the store.",
                icon=":material/delete:")  # fmt: skip
    read_as = sayings.read_as(json.loads(first["read_as"] or "{}"))
    st.caption(words.plain(f"SHA-256 {first['checksum']}.{read_as and f' Read with {read_as}.'}"))


def _one(row: Row, *, is_alone: bool) -> None:
    load_id, label = int(row["load_id"]), f"{row['file']} as {row['kind']}"
    columns, why = (asking.ask(name, load_id=load_id) for name in ("load_columns", "load_rejects"))
    if not is_alone:
        st.markdown(f"**Into {words.plain(row['kind'])}**, as {words.plain(sayings.title_of(row['preset']))}")
    report.warnings(json.loads(row["warnings"] or "[]"))
    filled = columns[columns["filled"] > 0]["column"].tolist()
    report.account(row, json.loads(row["notes"] or "[]"), kind=str(row["kind"]), carries=filled)
    if row["rejected"] and len(why):
        sheet.reasons(why)
        report.rejected_rows(first_rejected(load_id), int(row["rejected"]))
        report.downloads(load_id, str(row["file"]), f"history_{load_id}")
    if len(columns):
        with st.expander("What each column got", key=f"upload_sheet_of_{load_id}", icon=":material/fact_check:"):
            sheet.columns(columns, label=label)
            sheet.unread(json.loads(row["unread"] or "[]"))
            st.download_button(
                "Reconciliation sheet",
                partial(sheet.as_csv, row, columns, why),
                f"sheet-{load_id}.csv",
                "text/csv",
                key=f"upload_sheet_{load_id}",
                on_click="ignore",
                icon=":material/download:",
                help="The file, what became of its rows, what each column got and why rows were rejected, as CSV.",
            )


def _removal(desk: Desk, rows: Sequence[Row]) -> None:
    first = rows[0]
    with st.popover("Remove this load", icon=":material/delete:", type="tertiary", disabled=desk.is_busy):
        st.markdown(words.plain(sayings.removal(rows)))
        st.button("Remove it", type="primary", key=f"upload_remove_load_{first['load_id']}", on_click=_begin_removal,
                  args=(desk, int(first["load_id"]), str(first["file"])))  # fmt: skip


def _begin_removal(desk: Desk, load_id: int, file: str) -> None:
    if not desk.is_busy:
        store = desk.store
        desk.begin(
            work.start(
                "remove",
                (file,),
                lambda progress, waiting: remove_load(load_id, store=store, progress=progress, waiting=waiting),
            )
        )
