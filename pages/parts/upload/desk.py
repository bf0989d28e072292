"""What is on this visitor's desk? The files, how each is to be read, and the work that was started for them."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from data import versions
from data.loading.dry_run import Checked
from data.loading.requests import Report, Request
from data.reading.files import UnreadableError
from pages.parts.upload import spool, work
from pages.parts.upload.one_file import FAILED_READING, Upload


@dataclass
class Desk:
    """All of it. round: part of the uploader's key; a new key empties the widget. unopened: dropped, not yet looked into."""

    store: Path
    folder: Path | None = None
    unopened: list[spool.Dropped] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    round: int = 0
    job: work.Job | None = None
    failure: str = ""
    is_settled: bool = True
    told: str = ""  # what was done with the firm's presets last, to be said once
    told_failure: str = ""

    @property
    def uploader_key(self) -> str:
        return f"upload_files_{self.round}"

    @property
    def is_busy(self) -> bool:
        return self.job is not None and self.job.is_running

    @property
    def ready(self) -> list[Upload]:
        return [upload for upload in self.uploads if upload.is_ready]

    @property
    def checked(self) -> list[tuple[Request, tuple[Report, ...]]]:
        """What the last check said of each file, as it was read then."""
        if self.job is None or not isinstance(self.job.result, Checked):
            return []
        reports = iter(self.job.result.reports)
        subject = zip(self.job.subject, self.job.tables, strict=True)
        return [(request, tuple(itertools.islice(reports, tables))) for request, tables in subject]

    def is_proven(self, upload: Upload) -> bool:
        """Has a check shown that some row of the file, read as it is now, can be used?"""
        said = (reports for request, reports in self.checked if request == upload.request())
        return any(report.rejected < report.rows for reports in said for report in reports)

    @property
    def doubtful(self) -> list[Upload]:
        """Files whose first rows are all rejected, and that no check has shown to be of use."""
        return [upload for upload in self.ready if upload.is_hopeless and not self.is_proven(upload)]

    def take(self, files: Sequence[tuple[str, BinaryIO]]) -> None:
        """Move dropped files to disk and empty the widget."""
        self.round += 1
        self.failure = ""
        try:
            if self.folder is None or not self.folder.is_dir():
                self.folder = spool.new_folder(self.store)
            for name, file in files:
                self.unopened.append(spool.keep(file, name, self.folder))
        except OSError as error:
            self.failure = f"The file could not be kept on the server: {error.strerror or error}."

    def open(self, dropped: spool.Dropped) -> None:
        """Look into what was dropped: it or what is in it lies on the desk afterwards. Nothing is raised."""
        failure = ""
        try:
            found = spool.files_in(dropped)
        except UnreadableError as error:
            found, failure = [spool.whole(dropped)], str(error)
        except Exception:  # a file is never a reason for a broken page
            work.logger.exception("a dropped file could not be taken apart")
            found, failure = [spool.whole(dropped)], FAILED_READING
        self.unopened = [one for one in self.unopened if one is not dropped]
        self.uploads += [Upload(file, failure=failure) for file in found]

    def drop(self, upload: Upload) -> None:
        """Take a file off the desk and off the disk; others that came with it stay."""
        self.uploads = [one for one in self.uploads if one is not upload]
        shares = any(one.file.dropped is upload.file.dropped for one in self.uploads)
        spool.remove(upload.file, is_last=not shares)

    def clear(self) -> None:
        for upload in list(self.uploads):
            self.drop(upload)

    def begin(self, job: work.Job) -> None:
        self.job, self.is_settled = job, False

    def settle(self) -> None:
        """Once after a piece of work has ended: loaded files leave the desk, and what it found out is asked."""
        if self.is_settled or self.job is None or self.job.is_running:
            return
        self.is_settled = True
        if self.job.doing == "load" and not self.job.error:
            loaded = {request.path for request in self.job.subject}
            for upload in [one for one in self.uploads if one.file.path in loaded]:
                self.drop(upload)
        for upload in self.uploads if self.job.is_date_question else ():
            upload.asks_order |= self.job.error.startswith(f"{upload.file.name}: ")
        older = {request.path for request, reports in self.checked if any(report.older for report in reports)}
        for upload in self.uploads:
            upload.asks_newest |= upload.file.path in older

    def look_again(self) -> None:
        """When presets have come or gone."""
        for upload in self.uploads:
            upload.look_again()


def desk() -> Desk:
    """This visitor's desk. Files that a sweep has taken are gone from it."""
    found: Desk | None = st.session_state.get("upload_desk")
    if found is None or found.store != versions.default_store():
        found = Desk(versions.default_store())
        st.session_state["upload_desk"] = found
        spool.sweep(found.store)
    if found.folder is not None:
        spool.touch(found.folder)
    found.unopened = [dropped for dropped in found.unopened if dropped.path.is_file()]
    found.uploads = [upload for upload in found.uploads if found.is_busy or upload.file.path.is_file()]
    for upload in found.uploads:
        if upload.is_lost:
            upload.look_again()
    found.settle()
    return found
