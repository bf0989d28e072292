"""Which column of the file fills which column of the table, and what do its first rows become?"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from data import schema
from data.loading.presets import BY_HAND
from data.loading.preview import Preview
from pages.parts import words
from pages.parts.upload import sayings
from pages.parts.upload.desk import Upload

SHOWN = 8
NOT_YET = {
    "columns": "Shown when every column with \\* has a column of the file.",
    "dates": "Shown when the order of the dates is known.",
    "rows": "They cannot be read like this.",
}
TYPES = {
    "id": "id",
    "text": "text",
    "choice": "word",
    "timestamp": "time",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
}


def columns(upload: Upload, preview: Preview, *, disabled: bool) -> None:
    """The table of columns: each can be read from another column of the file, or from none."""
    assert upload.sheet is not None and upload.choice is not None
    table = schema.TABLES[upload.choice.kind]
    filled = len({*preview.sources, *upload.choice.as_preset.constants})
    is_open = upload.choice.preset == BY_HAND
    with st.expander(
        f"Columns: {filled} of {len(table.columns)} filled from this file",
        expanded=is_open,
        icon=":material/view_column:",
        key=f"upload_columns_{upload.dropped.key}_{is_open}",
    ):
        shown = sayings.header_names(upload.sheet.table.header)
        key = f"upload_map_{upload.dropped.key}_{upload.choice.preset}_{upload.choice.kind}"
        st.data_editor(
            table_of_columns(table, preview, names_of(upload)),
            key=key,
            hide_index=True,
            height="content",
            disabled=True if disabled else ["column", "holds", "text", "becomes"],
            column_config={
                "column": st.column_config.TextColumn("Column", pinned=True, width=160),
                "source": st.column_config.SelectboxColumn("From the file's column", options=shown, width=190),
                "text": st.column_config.TextColumn("In the file", width=160),
                "becomes": st.column_config.TextColumn("Becomes", width=150),
                "holds": st.column_config.TextColumn("What it is", width="medium"),
            },
            placeholder="",
            on_change=_edit,
            args=(upload, key),
            alt="Which column of the file fills which column of the table",
        )
        st.caption("\\* is required. Choose another column of the file, or clear the cell so that it is not read.")


def names_of(upload: Upload) -> dict[str, str]:
    """Header token -> the name that is shown for it."""
    assert upload.sheet is not None
    header = upload.sheet.table
    return dict(zip(header.tokens, sayings.header_names(header.header), strict=True))


def table_of_columns(table: schema.Table, preview: Preview, names: Mapping[str, str]) -> pd.DataFrame:
    """One row per canonical column: column (* required), source (shown name), text and becomes (an example), holds."""
    rows = []
    for column in table.columns:
        text, value = preview.examples.get(column.name, ("", ""))
        rows.append(
            {
                "column": f"{column.name} *" if column.required else column.name,
                "source": names.get(preview.sources.get(column.name, "")),
                "text": words.shorten(text, 60),
                "becomes": words.shorten(value_text(value), 60),
                "holds": f"{column.meaning} ({TYPES[column.type]})",
            }
        )
    return pd.DataFrame(rows, dtype="str")


def edited(
    mapped: Mapping[str, str],
    rows: Mapping[int, Mapping[str, Any]],
    *,
    columns: Sequence[str],
    names: Mapping[str, str],
) -> dict[str, str]:
    """The mapping after edits of the table. rows: place of a row -> its changed cells; a cleared cell is not read."""
    tokens = {name: token for token, name in names.items()}
    result = dict(mapped)
    for place, cells in rows.items():
        if "source" in cells:
            result[columns[int(place)]] = tokens.get(cells["source"] or "", "")
    return result


def _edit(upload: Upload, key: str) -> None:
    assert upload.choice is not None
    state = st.session_state[key]
    columns = schema.TABLES[upload.choice.kind].names
    upload.map(edited(upload.choice.mapped, state["edited_rows"], columns=columns, names=names_of(upload)))


def first_rows(upload: Upload, preview: Preview) -> None:
    """The first rows, as they are and as they will be."""
    key = f"upload_rows_{upload.dropped.key}"
    with st.expander(
        "First rows: in the file, and as they will be read",
        expanded=bool(preview.lacking),
        icon=":material/table_rows:",
        key=key,
    ):
        left, right = st.columns(2)
        with left:
            st.caption("In the file, as text")
            st.dataframe(
                preview.text.head(SHOWN).rename(columns=names_of(upload)),
                alt="The first rows of the file, as text",
                height="content",
                column_config={"_index": st.column_config.NumberColumn("Line", format="%d")},
            )
        with right:
            st.caption("As they will be read; times in UTC")
            if preview.typed is None:
                st.caption(NOT_YET["columns" if preview.lacking else "dates" if preview.question else "rows"])
            else:
                st.dataframe(
                    typed_rows(preview.typed.head(SHOWN)),
                    alt="The first rows of the file, as they will be read",
                    height="content",
                    placeholder="",
                    column_config={"_index": st.column_config.NumberColumn("Line", format="%d")},
                )


def typed_rows(typed: pd.DataFrame) -> pd.DataFrame:
    """The typed rows as they are shown: `rejected because` first, and only where some row is."""
    renamed = typed.rename(columns={"problem": "rejected because"})
    return renamed if typed["problem"].notna().any() else renamed.drop(columns="rejected because")


def value_text(value: object) -> str:
    """A typed value, exactly: times as ISO, nothing for none."""
    if words.is_missing(value) or value is pd.NA:
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, bool | np.bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
