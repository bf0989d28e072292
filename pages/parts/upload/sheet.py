"""What did each column of a load get? The reconciliation sheet, to read and to take along."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from data.loading.rejected import neutral
from pages.parts import words
from pages.parts.upload import sayings

FACTS = (
    "load_id",
    "file",
    "kind",
    "preset",
    "loaded_at",
    "loaded_by",
    "size",
    "encoding",
    "checksum",
    "as_of",
    "read_as",
)
HEADER = ("part", "item", "value", "source", "filled", "empty", "different", "lowest", "highest", "sum")


def columns(frame: pd.DataFrame, *, label: str) -> None:
    """One row per column that was filled. frame: as the question load_columns answers."""
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        placeholder="",
        alt=f"What each column of {label} got",
        column_config={
            "column": st.column_config.TextColumn("Column", pinned=True, width=150),
            "source": st.column_config.TextColumn("From", width="medium"),
            "filled": st.column_config.NumberColumn("Filled", format="localized", help="Usable rows with a value."),
            "empty": st.column_config.NumberColumn("Empty", format="localized"),
            "different": st.column_config.NumberColumn("Different", format="localized", help="About how many different values."),
            "lowest": st.column_config.TextColumn("Lowest", help="Of times and numbers; times in UTC."),
            "highest": st.column_config.TextColumn("Highest"),
            "total": st.column_config.NumberColumn("Sum", format="localized"),
        },
    )  # fmt: skip


def unread(names: Sequence[str]) -> None:
    """The columns of the file that nothing is read from."""
    if names:
        shown = words.list_text([name or "(without a name)" for name in names], 30)
        st.caption(words.plain(f"{sayings.rows(len(names), 'column')} of the file not read: {shown}."))


def reasons(frame: pd.DataFrame) -> None:
    """Why rows were rejected, where there are several reasons. frame: as the question load_rejects answers."""
    if len(frame) > 1:
        st.dataframe(
            frame[["n", "column", "reason"]],
            hide_index=True,
            height="content",
            placeholder="the row",
            alt="Rejected rows by reason",
            column_config={
                "n": st.column_config.NumberColumn("Rejected", format="localized", width="small"),
                "column": st.column_config.TextColumn("Column"),
                "reason": st.column_config.TextColumn("Why", width="large"),
            },
        )


def as_csv(load: Mapping[str, Any], frame: pd.DataFrame, why: pd.DataFrame) -> bytes:
    """The whole sheet as UTF-8 CSV: what the file was, what became of its rows, each column, and the rejects by reason.

    One line per fact: part (file, rows, column, rejected), item, and what belongs to it. Text that a spreadsheet would run
    as a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADER, restval="")
    writer.writeheader()
    lines: list[dict[str, Any]] = [{"part": "file", "item": name, "value": _text(load.get(name))} for name in FACTS]
    lines += [{"part": "rows", "item": name, "value": int(load[name])} for name in ("rows", *sayings.FATES)]
    for row in frame.to_dict("records"):
        known = {name: _text(row[name]) for name in ("source", "filled", "empty", "different", "lowest", "highest")}
        lines.append({"part": "column", "item": row["column"], **known, "sum": _text(row["total"])})
    for row in why.to_dict("records"):
        lines.append(
            {"part": "rejected", "item": _text(row["column"]), "value": int(row["n"]), "source": row["reason"]}
        )
    for line in lines:
        writer.writerow({str(name): neutral(value) for name, value in line.items()})
    return out.getvalue().encode()


def _text(value: object) -> object:
    """Nothing for what is missing, times as ISO, whole numbers without a fraction."""
    if words.is_missing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return int(value) if isinstance(value, float) and value.is_integer() else value
