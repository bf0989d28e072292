"""Which exports are known, and what does the project's own format look like?"""

import csv
import io

import pandas as pd
import streamlit as st

from data import schema
from data.loading.presets import presets
from pages.parts import words
from pages.parts.upload.mapping import TYPES


def how_to() -> None:
    """From the help desk to the dashboard, in four steps."""
    st.markdown(
        "1. In your help desk, export the tickets as CSV or Excel, with all columns and over the whole time that you want to see.\n"
        "2. Drop the file above, packed or not. It is recognised by its column names; any other table is mapped by hand.\n"
        "3. **Check** says what a load would do. **Load** does it: all files or none, as a new version of the store.\n"
        "4. Load the next export when you have it. Known tickets are updated, new ones added; the same file again changes nothing."
    )


def known() -> None:
    """The exports that are recognised without a question."""
    st.dataframe(
        preset_rows(),
        hide_index=True,
        height="content",
        alt="The exports that are recognised",
        column_config={
            "export": st.column_config.TextColumn("Export", width="medium"),
            "table": st.column_config.TextColumn("Table", width="small"),
            "signature": st.column_config.TextColumn("Known by the columns", width="medium"),
            "fills": st.column_config.TextColumn("Fills", width="large"),
        },
    )
    st.caption("A file that is too large for the browser is loaded on the server:")
    st.code("python -m data load FILE --dry-run\npython -m data load FILE", language="bash")


def preset_rows() -> pd.DataFrame:
    """One row per preset that comes with the product: export, table, signature (columns it is known by), fills (columns of the table)."""
    return pd.DataFrame(
        {
            "export": preset.title,
            "table": preset.kind,
            "signature": ", ".join(sorted(preset.signature)),
            "fills": ", ".join(preset.columns),
        }
        for preset in presets().values()
        if not preset.is_firms
    )


def own() -> None:
    """The columns of the project's own format, with an empty file to fill."""
    st.write("Any other data can be written as CSV with these columns, in any order; only those with * are needed.")
    tables = list(schema.TABLES)
    chosen = st.segmented_control("Table", tables, default="tickets", key="upload_own_table", required=True)
    table = schema.TABLES[chosen or "tickets"]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f"{table.one_row} Times as 2026-11-12 14:05:00 in UTC; empty is unknown.", width="stretch")
        st.download_button(
            f"Empty {table.name}.csv",
            template(table),
            f"{table.name}.csv",
            "text/csv",
            key="upload_template",
            on_click="ignore",
            icon=":material/download:",
        )
    st.dataframe(
        column_rows(table),
        hide_index=True,
        height="content",
        placeholder="",
        alt=f"Columns of {table.name}",
        column_config={
            "column": st.column_config.TextColumn("Column", pinned=True),
            "holds": st.column_config.TextColumn("What it is", width="large"),
            "type": st.column_config.TextColumn("Type", width="small"),
            "words": st.column_config.TextColumn("Allowed words", width="medium"),
        },
    )


def template(table: schema.Table) -> str:
    """A CSV file with the header of a table and no row."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(table.names)
    return out.getvalue()


def column_rows(table: schema.Table) -> pd.DataFrame:
    """One row per column: name (* required), what it is, type, allowed words."""
    return pd.DataFrame(
        {
            "column": f"{column.name} *" if column.required else column.name,
            "holds": column.meaning,
            "type": TYPES[column.type],
            "words": words.list_text(column.choices).replace(" and ", ", "),
        }
        for column in table.columns
    )
