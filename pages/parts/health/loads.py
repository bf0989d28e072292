"""What went wrong in the last loads: rows that could not be used, and warnings?"""

import json

import pandas as pd
import streamlit as st

from pages.parts import asking, cards, words
from pages.parts.cards import Source
from pages.parts.health import listing
from pages.parts.health.findings import Finding, graded

SECTION = "loads"
NOTABLE, SERIOUS = 0.001, 0.05  # of the rows of a load
SHOWN = 8  # warnings


@asking.remembered
def answer() -> pd.DataFrame:
    """What answers `last_loads`."""
    return asking.ask("last_loads")


def warnings() -> list[tuple[str, str]]:
    """(file, warning) of the last loads, newest load first."""
    return [
        (str(row["file"]), str(text))
        for row in listing.records(answer())
        if not words.is_missing(row["warnings"])
        for text in json.loads(row["warnings"] or "[]")
    ]


def findings() -> list[Finding]:
    """Loads with many rejected rows, and warnings."""
    found = []
    for row in listing.records(answer()):
        share, rows = row["share"], row["rows"]
        level = graded(float(share), n=rows, notable=NOTABLE, serious=SERIOUS) if row["rejected"] else None
        if level:
            some = f"{words.count(row['rejected'])} of {words.count(rows)} rows of {row['file']}"
            text = f"{some} ({words.percent(share, rows)}) could not be used for {row['table_name']}."
            found.append(Finding(SECTION, level, float(share), text, "Fix the rejected rows and load just them."))
    listed = warnings()
    if listed:
        file, text = listed[0]
        more = f" {words.plural(len(listed) - 1, 'more warning')} below." if len(listed) > 1 else ""
        found.append(Finding(SECTION, "notable", 0.05, f"{file}: {text.rstrip('.')}.{more}"))
    return found


def heading() -> str:
    """The section's finding in a sentence."""
    frame = answer()
    rejected, rows = int(frame["rejected"].sum()), int(frame["rows"].sum())
    warned = f", {words.plural(len(warnings()), 'warning')}" if warnings() else ", no warnings"
    if not rejected:
        return f"Last loads: every row could be used{warned}"
    some = f"{words.count(rejected)} of {words.plural(rows, 'row')}"
    return f"Last loads: {some} rejected ({words.percent(rejected / rows, rows)}){warned}"


def show() -> None:
    """Rejected rows by reason, and warnings; the way to the details."""
    st.caption("Of every table, the loads of the 24 hours up to its last one. Rejected rows are in no number.")
    reasons = asking.ask("rejected_rows")
    left, right = st.columns([7, 5])
    with left, st.container(border=True):
        st.markdown("**Rejected rows, by reason**")
        if reasons.empty:
            st.caption("None: every row of the last loads could be used.")
        else:
            listing.table(rows(reasons), alt="Rejected rows by reason")
        cards.behind("health_rejected", Source("rejected_rows"))
    with right, st.container(border=True):
        st.markdown("**Warnings**")
        listed = warnings()
        lines = [f"* {words.plain(file)}: {words.plain(text)}" for file, text in listed]
        st.markdown("\n".join(lines[:SHOWN]) or ":gray[None.]")
        if more := lines[SHOWN:]:
            st.expander(f"{len(more)} more", type="compact").markdown("\n".join(more))
        st.page_link("pages/data/upload.py", label="Loads, rejected rows and undo", icon=":material/upload_file:")


def rows(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per reason in words; Share of the rows of the file."""
    return pd.DataFrame(
        {
            "Rows": frame["n"],
            "Share": [words.percent(row["n"] / row["rows"], row["rows"]) for row in listing.records(frame)],
            "Reason": frame["reason"],
            "Column": frame["column_name"],
            "Example": frame["example"],
            "First line": frame["first_line"],
            "File": frame["file"],
            "Table": frame["table_name"],
        }
    )
