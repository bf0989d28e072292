"""What can be done with the files on the desk? Check them, load them, or take them away."""

from collections.abc import Callable

import streamlit as st

from data.loading import dry_run, load
from data.loading.requests import Progress
from pages.parts import words
from pages.parts.upload import sayings, work
from pages.parts.upload.desk import Desk


def bar(desk: Desk, *, sample: str | None) -> None:
    """Check and load, with what that means. sample: the sample company's name while the store holds it."""
    number = len(desk.ready)
    waiting = [upload for upload in desk.uploads if upload.lacks]
    doubtful = desk.doubtful
    blocked = desk.is_busy or not number or bool(waiting)
    files = sayings.rows(number, "file") if number else "files"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Check", key="upload_check", on_click=_begin, args=("check", desk), disabled=blocked,
                  icon=":material/fact_check:", help="Says what a load would do, and changes nothing.")  # fmt: skip
        st.button(f"Load {files}", key="upload_load", on_click=_begin, args=("load", desk), disabled=blocked or bool(doubtful),
                  type="primary", icon=":material/database_upload:")  # fmt: skip
        if len(desk.uploads) > 1:
            st.button("Remove all", key="upload_clear", on_click=desk.clear, type="tertiary", disabled=desk.is_busy)
    for upload in waiting:
        st.caption(f":material/help: {words.plain(upload.file.name)}: first {upload.lacks}, or remove it.")
    for upload in doubtful:
        said = f"{words.plain(upload.file.name)}: all of its first rows would be rejected. Change how it is read, or check it first."
        st.caption(f":material/error: {said}")
    st.caption(words.plain(meaning(desk, sample=sample)))


def meaning(desk: Desk, *, sample: str | None) -> str:
    """What a load does: with the sample company, with files that cannot be read, with rows that cannot be used."""
    unreadable = [upload.file.name for upload in desk.uploads if upload.failure]
    parts = []
    if unreadable and desk.ready:
        parts.append(f"{words.list_text(unreadable, 3)} cannot be read and is left out.")
    if sample is not None:
        parts.append(
            " ".join(
                f"The load replaces the sample company {sample}; only settings that you have changed stay.".split()
            )
        )
    parts.append("Rows that cannot be used are set aside with their reasons, and the others are loaded.")
    return " ".join(parts)


def _begin(doing: work.Doing, desk: Desk) -> None:
    if desk.is_busy or not desk.ready or (doing == "load" and desk.doubtful):
        return
    requests = tuple(upload.request() for upload in desk.ready)
    store = desk.store

    def run(progress: Progress, waiting: Callable[[str], None]) -> object:
        if doing == "check":
            return dry_run.check(requests, store=store, progress=progress, waiting=waiting)
        return load.load(requests, store=store, progress=progress, waiting=waiting)

    names, tables = tuple(request.name for request in requests), tuple(upload.tables for upload in desk.ready)
    desk.begin(work.start(doing, names, run, subject=requests, tables=tables))
