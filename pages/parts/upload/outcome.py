"""What is running, and what came of it? Progress while it runs, then a report in which every row is accounted for."""

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from data.loading.dry_run import Checked
from data.loading.requests import Report
from data.versions import Version
from pages.parts import words
from pages.parts.upload import report, sayings, work
from pages.parts.upload.desk import Desk

DOING = {"check": "Checking", "load": "Loading", "undo": "Going back", "remove": "Removing"}
FAILED = {
    "check": "The check failed",
    "load": "Nothing was loaded",
    "undo": "Nothing was undone",
    "remove": "Nothing was removed",
}
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
    elif isinstance(job.result, list) and job.doing == "remove":
        st.success(
            "What it brought is gone from every page, and what other files say of the same records is there again. "
            "Undo brings it back.",
            title=f"Removed: {words.plain(words.list_text(job.names))}",
            icon=":material/delete:",
        )
    elif isinstance(job.result, list):
        _loaded(job, job.result)


def _checked(desk: Desk, job: work.Job, checked: Checked) -> None:
    brought = sayings.brought(checked.reports)
    with st.container(border=True, gap="small"):
        st.subheader(f"A load would bring {brought}" if brought else "A load would change nothing", anchor=False)
        st.caption(f"Checked in {sayings.seconds(job.seconds)}; nothing was changed.")
        if tuple(upload.request() for upload in desk.ready) != job.subject:
            st.caption(":material/info: The files or how they are read have changed since: check again.")

        def details(number: int) -> report.Details:
            return report.Details(
                checked.rejects.get(number), checked.columns.get(number), checked.unread.get(number, ())
            )

        report.all_of(checked.reports, details, f"check_{job.started}")


def _loaded(job: work.Job, reports: Sequence[Report]) -> None:
    brought = sayings.brought(reports)
    is_rejected = all(one.rejected == one.rows for one in reports)
    nothing = (
        "Nothing could be used: every row is rejected" if is_rejected else "Nothing in it is new: the data is as it was"
    )
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(f"Loaded {brought}" if brought else nothing, anchor=False)
            if brought:
                st.page_link("pages/review/week.py", label="See the weekly review", icon=":material/arrow_forward:")
        took = f"In {sayings.seconds(job.seconds)}."
        st.caption(f"{took} Every page shows it now." if brought else took)
        report.all_of(reports, lambda number: report.of_loaded(reports[number]), f"load_{job.started}")
