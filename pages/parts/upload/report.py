"""What became of the rows of a file, or would? Warnings first, then every row accounted for, and the rest on demand."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data.loading.rejected import first_rejected, rejected_as_file, rejected_csv
from data.loading.requests import Report
from data.versions import StoreError
from pages.parts import asking, words
from pages.parts.upload import sayings, sheet
from queries.questions import QuestionError

WHOLE = ("rows", *sayings.FATES)
FEW = 2  # reports that are shown in full one below the other; more are folded away


@dataclass(frozen=True)
class Details:
    """What is known of a report besides its counts. columns: its reconciliation sheet. load_id: where rejects are kept."""

    first: pd.DataFrame | None = None
    columns: pd.DataFrame | None = None
    unread: tuple[str, ...] = ()
    load_id: int | None = None


def of_loaded(report: Report) -> Details:
    """From the store, where the load is still in the version that is shown."""
    try:
        loads = asking.ask("loads")
        same = loads[
            (loads["load_id"] == report.load_id) & (loads["file"] == report.file) & (loads["kind"] == report.kind)
        ]
        if same.empty or report.load_id is None:
            return Details()
        first = first_rejected(report.load_id) if report.rejected else None
        columns = asking.ask("load_columns", load_id=report.load_id)
        return Details(first, columns, tuple(json.loads(same["unread"].iloc[0] or "[]")), report.load_id)
    except (StoreError, QuestionError):
        return Details()


def all_of(reports: Sequence[Report], details: Callable[[int], Details], key: str) -> None:
    """Every report: warnings of all of them, then the account of each; of many, a table and the one that is chosen.

    details: by the place of a report. key: what is reported on, and when.
    """
    is_one = len({one.file for one in reports}) == 1
    warnings([text if is_one else f"{one.file}: {text}" for one in reports for text in one.warnings])
    if len(reports) <= FEW:
        for number, report in enumerate(reports):
            _one(report, details(number), f"{key}_{number}")
        return
    _table(reports)
    chosen = st.selectbox(
        "Details of a file",
        list(range(len(reports))),
        index=_most_rejected(reports),
        format_func=lambda number: sayings.in_short(reports[number]),
        placeholder="Its columns, notes and rejected rows",
        key=f"upload_report_{key}",
    )
    if chosen is not None and chosen < len(reports):
        _one(reports[chosen], details(chosen), f"{key}_{chosen}")


def _most_rejected(reports: Sequence[Report]) -> int | None:
    """Where most rows were rejected, by place; None where none were."""
    most = max(range(len(reports)), key=lambda number: reports[number].rejected)
    return most if reports[most].rejected else None


def warnings(texts: Sequence[str]) -> None:
    """What is probably wrong, the strongest first; never silent."""
    if texts:
        said = [words.plain(sayings.warning(text)) for text in texts]
        body = said[0] if len(said) == 1 else "\n".join(f"* {text}" for text in said)
        title = "Look at this first" if len(texts) == 1 else f"Look at these {len(texts)} first"
        st.warning(body, title=title, icon=":material/warning:")


def _table(reports: Sequence[Report]) -> None:
    """The counts of several files, one row each."""
    st.dataframe(
        counts(reports),
        hide_index=True,
        height="content",
        alt="What becomes of the rows of each file",
        column_config={key: st.column_config.NumberColumn(key.capitalize(), format="localized") for key in WHOLE}
        | {"file": st.column_config.TextColumn("File", width="medium"), "kind": "Table"},
    )


def counts(reports: Sequence[Report]) -> pd.DataFrame:
    """One row per file and table: what became of its rows."""
    return pd.DataFrame([{key: getattr(report, key) for key in ("file", "kind", *WHOLE)} for report in reports])


def _one(report: Report, details: Details, key: str) -> None:
    """One file and table: where every row went, what was noticed, the rejected rows, and what each column got."""
    title = words.plain(sayings.title_of(report.preset))
    st.markdown(f"**{words.plain(report.file)}** as {title}, into {words.plain(report.kind)}")
    filled = details.columns[details.columns["filled"] > 0]["column"].tolist() if details.columns is not None else []
    account(vars(report), report.notes, kind=report.kind, carries=filled)
    if report.rejected:
        _rejected(report, details, key)
    if details.columns is not None and len(details.columns):
        with st.expander(
            "What each column gets", key=f"upload_columns_of_{key}", icon=":material/fact_check:", type="compact"
        ):
            sheet.columns(details.columns, label=report.file)
            sheet.unread(details.unread)


def _rejected(report: Report, details: Details, key: str) -> None:
    if report.rejected == report.rows:
        st.error(
            "Not one row could be used. Look at the reasons below; often the columns or the order of dates are not right.",
            title="Every row is rejected",
            icon=":material/error:",
        )
    if details.first is not None and not details.first.empty:
        rejected_rows(details.first, report.rejected)
    if details.load_id is not None:
        downloads(details.load_id, report.file, key)


def account(row: Mapping[str, Any], notes: Sequence[str], *, kind: str, carries: Sequence[str]) -> None:
    """Where every row of a file went, what was noticed in it, and what cannot be known from it."""
    st.markdown(sayings.law(row))
    noticed, silent = sayings.notes(notes)
    if row["folded"]:
        st.caption(sayings.FOLDED)
    for note in noticed:
        st.caption(f":material/info: {words.plain(note)}")
    missing = [f"Such an export cannot tell: {'; '.join(silent)}."] if silent else []
    missing += sayings.answers(kind, carries) if carries else []
    if missing:
        st.caption(words.plain(" ".join(missing)))


def rejected_rows(first: pd.DataFrame, rejected: int) -> None:
    """The first rejected rows, and what is wrong most often."""
    problems = zip(first["column"].fillna("the row"), first["reason"], strict=True)
    st.caption(words.plain(sayings.rejected(Counter(problems), rejected)))
    st.dataframe(
        first[["line", "column", "value", "reason", "record"]],
        hide_index=True,
        height="auto",
        placeholder="",
        alt="Rejected rows with line, column, value and reason",
        column_config={
            "line": st.column_config.NumberColumn("Line", format="%d", width="small"),
            "column": st.column_config.TextColumn("Column"),
            "value": st.column_config.TextColumn("Value"),
            "reason": st.column_config.TextColumn("Why", width=340),
            "record": st.column_config.TextColumn("Whole row", width="medium"),
        },
    )


def downloads(load_id: int, file: str, key: str) -> None:
    """All rejected rows of a load, as a list and as a file to mend; made only when asked for."""
    with st.container(horizontal=True):
        st.download_button(
            "Rejected rows to mend",
            partial(rejected_as_file, load_id),
            f"mend-{load_id}.csv",
            "text/csv",
            key=f"upload_mend_{key}",
            on_click="ignore",
            icon=":material/healing:",
            help=f"The rejected rows in the columns of {words.plain(file)}, with the reason in front. Correct them, drop the "
            "file above, and only they are loaded. Leave the first column: it tells that the file was made here.",
        )
        st.download_button(
            "List of rejects",
            partial(rejected_csv, load_id),
            f"rejected-{load_id}.csv",
            "text/csv",
            key=f"upload_rejects_{key}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
            help=f"All rejected rows of {words.plain(file)} with line, column, value and reason, as CSV.",
        )
