"""What is running, and what came of it? Progress while it runs, then a report in which every row is accounted for."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data.loading.dry_run import Checked
from data.loading.load import Report
from data.loading.rejected import first_rejected, rejected_csv
from data.versions import StoreError, Version
from pages.parts import words
from pages.parts.upload import sayings, work
from pages.parts.upload.desk import Desk

DOING = {"check": "Checking", "load": "Loading", "undo": "Going back"}
FAILED = {"check": "The check failed", "load": "Nothing was loaded", "undo": "Nothing was undone"}
WHOLE = ("rows", *sayings.FATES)
EVERY = 0.5  # seconds


@st.fragment(run_every=EVERY)
def watch(job: work.Job) -> None:
    """How far this visitor's work is; when it has ended, the page is made anew."""
    if not job.is_running:
        st.rerun()
    names = words.plain(words.list_text(job.names, 3))
    st.progress(job.share, f"{DOING[job.doing]} {names} · {words.plain(job.step)} · {sayings.seconds(job.seconds)}")
    if job.held_by:
        st.info(
            f"{words.plain(job.held_by)}. Only one load runs at a time; this one begins when that one has ended.",
            title="Waiting for another load",
            icon=":material/hourglass_top:",
        )
    st.caption("You can leave this page: the work goes on, and its report waits here.")


@st.fragment(run_every=2)
def watch_others(jobs: Sequence[work.Job]) -> None:
    """What other visitors have running; when all of it has ended, the page is made anew."""
    going = [job for job in jobs if job.is_running]
    if not going:
        st.rerun()
    told = words.list_text(
        f"{words.list_text(job.names, 3)} ({DOING[job.doing].lower()}, {job.share:.0%})" for job in going
    )
    st.info(
        f"{words.plain(told)}. You can prepare yours meanwhile; it waits for its turn.",
        title="Somebody else is at work here",
        icon=":material/hourglass_top:",
    )


def show(desk: Desk) -> None:
    """What came of the last piece of work."""
    job = desk.job
    if job is None or job.is_running:
        return
    if job.error:
        st.error(words.plain(job.error), title=FAILED[job.doing], icon=":material/error:")
    elif isinstance(job.result, Checked):
        _checked(desk, job, job.result)
    elif isinstance(job.result, Version):
        st.success(
            f"The store is as it was on {words.moment_text(dt.datetime.fromisoformat(job.result.made_at))} UTC. A load that was undone can be loaded again.",
            title=f"Back at version {job.result.number}",
            icon=":material/undo:",
        )
    elif isinstance(job.result, list):
        _loaded(job, job.result)


def _checked(desk: Desk, job: work.Job, checked: Checked) -> None:
    brought = sayings.brought(checked.reports)
    with st.container(border=True, gap="xsmall"):
        st.subheader(f"A load would bring {brought}" if brought else "A load would change nothing", anchor=False)
        st.caption(f"Checked in {sayings.seconds(job.seconds)}; nothing was changed.")
        if tuple(upload.request() for upload in desk.ready) != job.subject:
            st.caption(":material/info: The files or how they are read have changed since: check again.")
        _table(checked.reports)
        for number, report in enumerate(checked.reports):
            _file(report, f"check_{number}", first=checked.rejects.get(number), load_id=None)


def _loaded(job: work.Job, reports: Sequence[Report]) -> None:
    brought = sayings.brought(reports)
    is_rejected = all(report.rejected == report.rows for report in reports)
    nothing = (
        "Nothing could be used: every row is rejected" if is_rejected else "Nothing in it is new: the data is as it was"
    )
    with st.container(border=True, gap="xsmall"):
        st.subheader(f"Loaded {brought}" if brought else nothing, anchor=False)
        took = f"In {sayings.seconds(job.seconds)}."
        st.caption(f"{took} Every page shows it now." if brought else took)
        _table(reports)
        for number, report in enumerate(reports):
            _file(report, f"load_{number}", first=None, load_id=report.load_id)
        if brought:
            st.page_link("pages/review/week.py", label="See the weekly review", icon=":material/arrow_forward:")


def _table(reports: Sequence[Report]) -> None:
    """The counts of several files, one row each."""
    if len(reports) > 1:
        st.dataframe(
            counts(reports),
            hide_index=True,
            height="content",
            alt="What becomes of the rows of each file",
            column_config={key: st.column_config.NumberColumn(key.capitalize(), format="localized") for key in WHOLE}
            | {"file": "File", "kind": "Table"},
        )


def counts(reports: Sequence[Report]) -> pd.DataFrame:
    """One row per file: what became of its rows."""
    return pd.DataFrame([{key: getattr(report, key) for key in ("file", "kind", *WHOLE)} for report in reports])


def _file(report: Report, key: str, *, first: pd.DataFrame | None, load_id: int | None) -> None:
    """One file: where every row went, what was noticed, and the rejected rows."""
    st.markdown(f"**{words.plain(report.file)}** as {words.plain(sayings.title_of(report.preset))}")
    account(vars(report), report.notes)
    if not report.rejected:
        return
    if report.rejected == report.rows:
        st.error(
            "Not one row could be used. Look at the reasons below; often the columns or the order of dates are not right.",
            title="Every row is rejected",
            icon=":material/error:",
        )
    if first is None and load_id is not None:
        first = _first(load_id)
    if first is not None and not first.empty:
        rejected_rows(first, report.rejected)
    if load_id is not None:
        download(load_id, report.file, key)


def account(row: Mapping[str, Any], notes: Sequence[str]) -> None:
    """Where every row of a file went, and what was noticed in it."""
    st.markdown(sayings.law(row))
    noticed, silent = sayings.notes(notes)
    if row["folded"]:
        st.caption(sayings.FOLDED)
    for note in noticed:
        st.caption(f":material/info: {words.plain(note)}")
    if silent:
        st.caption(f"Such an export cannot tell: {words.plain('; '.join(silent))}.")


def _first(load_id: int) -> pd.DataFrame | None:
    try:
        return first_rejected(load_id)
    except StoreError:
        return None


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


def download(load_id: int, file: str, key: str) -> None:
    """All rejected rows of a load, made only when asked for."""
    st.download_button(
        "Download rejected rows",
        partial(rejected_csv, load_id),
        f"rejected-{load_id}.csv",
        "text/csv",
        key=f"upload_rejects_{key}",
        on_click="ignore",
        icon=":material/download:",
        help=f"All rejected rows of {words.plain(file)} with line, column, value and reason, as CSV.",
    )
