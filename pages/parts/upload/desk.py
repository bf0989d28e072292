"""What is on this visitor's desk? The dropped files, how each is to be read, and the work that was started for them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import streamlit as st

from data import versions
from data.loading.choice import Choice, by_hand, guess
from data.loading.dry_run import Checked
from data.loading.load import Request
from data.loading.presets import BY_HAND, presets
from data.loading.preview import DateQuestion, Preview, Sheet, preview, read_sheet
from data.reading.files import UnreadableError
from pages.parts.upload import spool, work

FAILED_READING = "This file could not be read. Export it again as CSV; if that does not help, the log has the details."


@dataclass
class Upload:
    """One file on the desk. failure: why it cannot be read; then it has neither sheet nor choice."""

    dropped: spool.Dropped
    sheet: Sheet | None = None
    choice: Choice | None = None
    guessed: str = ""  # the preset that it was taken for
    failure: str = ""
    asks_order: bool = False
    question: DateQuestion | None = None  # the last question about its dates
    _seen: tuple[Choice, Preview] | None = None

    @property
    def preview(self) -> Preview | None:
        """What the file becomes as chosen now; remembered until the choice changes."""
        if self.sheet is None or self.choice is None:
            return None
        if self._seen is None or self._seen[0] != self.choice:
            self._seen = self.choice, self._look(self.sheet, self.choice)
        return self._seen[1]

    def _look(self, sheet: Sheet, choice: Choice) -> Preview:
        try:
            return preview(sheet, choice, self.dropped.folder)
        except Exception:  # a file is never a reason for a broken page
            work.logger.exception("a dropped file could not be previewed")
            return Preview({}, (), None, None, pd.DataFrame(), None, {}, FAILED_READING)

    @property
    def lacks(self) -> str:
        """What is to be answered before this file can be loaded; empty when nothing is."""
        found = self.preview
        if found is None:
            return ""
        if found.lacking:
            return "name the columns it needs"
        return "say the order of its dates" if found.question else "see why it cannot be read" if found.failure else ""

    @property
    def is_ready(self) -> bool:
        return self.preview is not None and not self.lacks

    @property
    def rejected_at_first(self) -> tuple[int, int, str]:
        """Of the first rows: how many would be rejected, of how many, and the most frequent reason."""
        found = self.preview
        if found is None or found.typed is None:
            return 0, 0, ""
        problems = Counter(found.typed["problem"].dropna())
        return problems.total(), len(found.typed), max(problems, key=lambda one: problems[one], default="")

    @property
    def is_hopeless(self) -> bool:
        """Every one of the first rows would be rejected: a load like this may bring nothing."""
        rejected, rows, _ = self.rejected_at_first
        return rejected == rows > 0

    def request(self) -> Request:
        """What is asked of the load. Only for a file that can be read."""
        assert self.choice is not None
        return self.choice.request(self.dropped.path, self.dropped.name)

    def read(self) -> None:
        """Find out what the file is; nothing is raised, the card says it."""
        try:
            self.sheet = read_sheet(self.dropped.path, self.dropped.folder)
            self.choice = guess(self.sheet.table.tokens, self.sheet.samples)
            self.guessed = self.choice.preset
        except UnreadableError as error:
            self.failure = str(error)
        except Exception:  # a file is never a reason for a broken page
            work.logger.exception("a dropped file could not be read")
            self.failure = FAILED_READING

    def set_options(self, **options: Any) -> None:
        """Change the time zone or the order of dates."""
        assert self.choice is not None
        self.choice = replace(self.choice, options=replace(self.choice.options, **options))

    def map(self, mapped: Mapping[str, str]) -> None:
        """Read columns from other columns of the file."""
        assert self.choice is not None
        self.choice = replace(self.choice, mapped=mapped)

    def take_for(self, preset: str, kind: str) -> None:
        """Read it as another export, or by hand; columns start anew, the other options stay."""
        assert self.sheet is not None and self.choice is not None
        options = self.choice.options
        if preset == BY_HAND:
            start = by_hand(self.sheet.table.tokens, kind, self.sheet.samples)
            self.choice = Choice(BY_HAND, kind, start.mapped, options)
        else:
            self.choice = Choice(preset, presets()[preset].kind, {}, options)


@dataclass
class Desk:
    """All of it. round: part of the uploader's key; a new key empties the widget."""

    store: Path
    folder: Path | None = None
    uploads: list[Upload] = field(default_factory=list)
    round: int = 0
    job: work.Job | None = None
    failure: str = ""
    is_settled: bool = True

    @property
    def uploader_key(self) -> str:
        return f"upload_files_{self.round}"

    @property
    def is_busy(self) -> bool:
        return self.job is not None and self.job.is_running

    @property
    def ready(self) -> list[Upload]:
        return [upload for upload in self.uploads if upload.is_ready]

    def is_proven(self, upload: Upload) -> bool:
        """Has a check shown that some row of the file, read as it is now, can be used?"""
        if self.job is None or not isinstance(self.job.result, Checked):
            return False
        pairs = zip(self.job.subject, self.job.result.reports, strict=True)
        return any(request == upload.request() and report.rejected < report.rows for request, report in pairs)

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
                self.uploads.append(Upload(spool.keep(file, name, self.folder)))
        except OSError as error:
            self.failure = f"The file could not be kept on the server: {error.strerror or error}."

    def drop(self, upload: Upload) -> None:
        """Take a file off the desk and off the disk."""
        spool.remove(upload.dropped)
        self.uploads = [one for one in self.uploads if one is not upload]

    def clear(self) -> None:
        for upload in list(self.uploads):
            self.drop(upload)

    def begin(self, job: work.Job) -> None:
        self.job, self.is_settled = job, False

    def settle(self) -> None:
        """Once after a piece of work has ended: loaded files leave the desk, a question about dates is asked."""
        if self.is_settled or self.job is None or self.job.is_running:
            return
        self.is_settled = True
        if self.job.doing == "load" and not self.job.error:
            loaded = {request.path for request in self.job.subject}
            for upload in [one for one in self.uploads if one.dropped.path in loaded]:
                self.drop(upload)
        for upload in self.uploads if self.job.is_date_question else ():
            upload.asks_order |= self.job.error.startswith(f"{upload.dropped.name}: ")


def desk() -> Desk:
    """This visitor's desk. Files that a sweep has taken are gone from it."""
    found: Desk | None = st.session_state.get("upload_desk")
    if found is None or found.store != versions.default_store():
        found = Desk(versions.default_store())
        st.session_state["upload_desk"] = found
        spool.sweep(found.store)
    if found.folder is not None:
        spool.touch(found.folder)
    found.uploads = [upload for upload in found.uploads if found.is_busy or upload.dropped.path.is_file()]
    found.settle()
    return found
