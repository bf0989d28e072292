"""Which column of the file fills which column of the table, and what do its first rows become?"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from data import schema
from data.loading.notes import SCALE_COLUMNS
from data.loading.preview import Preview
from data.reading.table import NAME, VALUE
from pages.parts import words
from pages.parts.upload import sayings
from pages.parts.upload.one_file import Upload

SHOWN = 8
NOT_YET = {
    "columns": "Shown when the questions are answered.",
    "dates": "Shown when the order of the dates is known.",
    "rows": "They cannot be read like this.",
}
LONG = {NAME: "(name of each such column)", VALUE: "(its cell)"}  # of columns that become rows
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
    """The table of columns: each can be read from another column of the file, be the same for all rows, or be left out."""
    assert upload.sheet is not None and upload.choice is not None
    table = schema.TABLES[upload.choice.kind]
    given = {**upload.choice.as_preset.constants, **upload.choice.constants}
    key = f"upload_map_{upload.file.key}_{upload.edits}"  # with every change from anywhere the table begins anew
    st.data_editor(
        table_of_columns(table, preview, names=names_of(upload), constants=given),
        key=key,
        hide_index=True,
        height="content",
        disabled=True if disabled else ["column", "text", "becomes", "holds"],
        column_config={
            "column": st.column_config.TextColumn("Column", pinned=True, width=160),
            "source": st.column_config.SelectboxColumn(
                "From the file's column", options=list(names_of(upload).values()), width=190
            ),
            "always": st.column_config.TextColumn("or always", width=110, help=always_help(table)),
            "text": st.column_config.TextColumn("In the file", width=150),
            "becomes": st.column_config.TextColumn("Becomes", width=140),
            "holds": st.column_config.TextColumn("What it is", width="medium"),
        },
        placeholder="",
        on_change=_edit,
        args=(upload, key),
        alt="Which column of the file fills which column of the table",
    )
    unknown = unknown_words(table, upload.choice.constants)
    for said in unknown:
        st.caption(f":material/error: {words.plain(said)}")
    st.caption("\\* is required. Clear a cell, and the column is not read.")


def always_help(table: schema.Table) -> str:
    """What the column of constants is for, with the words that some columns allow."""
    allowed = "; ".join(f"{column.name}: {', '.join(column.choices)}" for column in table.columns if column.choices)
    told = "The same value for every row, where the file has no column for it."
    return words.plain(f"{told} Allowed words: {allowed}." if allowed else told)


def unknown_words(table: schema.Table, constants: Mapping[str, str]) -> list[str]:
    """What a person wrote for a column that knows only some words, and that is none of them."""
    chosen = (
        (column, constants[column.name]) for column in table.columns if column.choices and column.name in constants
    )
    return [
        f"{column.name} cannot be {word!r}: it is one of {', '.join(column.choices)}."
        for column, word in chosen
        if word.casefold() not in column.choices and column.name not in SCALE_COLUMNS
    ]


def names_of(upload: Upload) -> dict[str, str]:
    """Header token -> the name that is shown for it."""
    assert upload.sheet is not None and upload.choice is not None
    header = upload.sheet.table
    long = LONG if upload.choice.as_preset.melt else {}
    return dict(zip(header.tokens, sayings.header_names(header.header), strict=True)) | long


def table_of_columns(
    table: schema.Table, preview: Preview, *, names: Mapping[str, str], constants: Mapping[str, str]
) -> pd.DataFrame:
    """One row per canonical column: column (* required), source (shown name), always (for all rows), text and becomes
    (an example), holds."""
    rows = []
    for column in table.columns:
        source = names.get(preview.sources.get(column.name, ""))
        text, value = preview.examples.get(column.name, ("", ""))
        always = "" if source else constants.get(column.name, "")
        if always and preview.typed is not None and column.name in preview.typed:
            value = next(iter(preview.typed[column.name].dropna()), "")
        allowed = f": {', '.join(column.choices)}" if column.choices else ""
        rows.append(
            {
                "column": f"{column.name} *" if column.required else column.name,
                "source": source,
                "always": always or None,
                "text": words.shorten(text, 60),
                "becomes": words.shorten(value_text(value), 60),
                "holds": f"{column.meaning} ({TYPES[column.type]}{allowed})",
            }
        )
    return pd.DataFrame(rows, dtype="str")


def edited(
    mapped: Mapping[str, str],
    constants: Mapping[str, str],
    rows: Mapping[int, Mapping[str, Any]],
    *,
    columns: Sequence[str],
    names: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, str]]:
    """The mapping and the constants after edits of the table. rows: place of a row -> its changed cells.

    A cleared column is not read; a column that is chosen takes the place of a constant.
    """
    tokens = {name: token for token, name in names.items()}
    sources, always = dict(mapped), dict(constants)
    for place, cells in rows.items():
        column = columns[int(place)]
        if "source" in cells:
            sources[column] = tokens.get(cells["source"] or "", "")
            always = {name: word for name, word in always.items() if name != column or not sources[column]}
        if "always" in cells:
            always = {name: word for name, word in always.items() if name != column}
            always |= {column: word} if (word := str(cells["always"] or "").strip()) else {}
    return sources, always


def _edit(upload: Upload, key: str) -> None:
    assert upload.choice is not None
    state = st.session_state[key]
    choice, columns = upload.choice, schema.TABLES[upload.choice.kind].names
    upload.map(*edited(choice.mapped, choice.constants, state["edited_rows"], columns=columns, names=names_of(upload)))


def first_rows(upload: Upload, preview: Preview) -> None:
    """The first rows, as they are and as they will be."""
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
    if preview.day_first is not None:
        st.caption(f"Dates have the {'day' if preview.day_first else 'month'} first: some of them fit no other order.")


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
