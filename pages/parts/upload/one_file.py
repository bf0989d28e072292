"""What is known and chosen of one file on the desk? Its table, how it is to be read, and what that makes of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from data.loading.choice import Choice, by_hand, guess
from data.loading.firm_presets import body_of, name_of, save
from data.loading.mapping import needed, shaped
from data.loading.presets import BY_HAND, Preset, presets
from data.loading.preview import DateQuestion, Preview, Sheet, preview, read_sheet
from data.loading.recognising import questions_of
from data.loading.requests import Request
from data.loading.stage import Options
from data.loading.suggesting import by_name
from data.reading.files import UnreadableError
from data.reading.table import Table
from pages.parts.upload import spool, work

FAILED_READING = "This file could not be read. Export it again as CSV; if that does not help, the log has the details."


@dataclass
class Upload:
    """One file on the desk. failure: why it cannot be read; then it has neither sheet nor choice.

    asked: canonical columns that this file does not settle by itself, in the order of the table; the questions stay while
    they are answered. edits: how often the mapping was changed, part of the key of the table of columns.
    """

    file: spool.File
    sheet: Sheet | None = None
    choice: Choice | None = None
    guessed: Choice | None = None  # how it is read when nobody says anything
    started: Choice | None = None  # how it was read when it was last taken for another export
    failure: str = ""
    asks_order: bool = False
    asks_newest: bool = False
    question: DateQuestion | None = None  # the last question about its dates
    asked: tuple[str, ...] = ()
    edits: int = 0
    told: str = ""  # what was done last, and what could not be done: to be said once
    told_failure: str = ""
    _seen: tuple[Choice, Preview] | None = None

    @property
    def preview(self) -> Preview | None:
        """What the file becomes as chosen now; remembered until the choice changes."""
        if self.sheet is None or self.choice is None:
            return None
        seen = replace(self.choice, is_newest=False)
        if self._seen is None or self._seen[0] != seen:
            self._seen = seen, self._look(self.sheet, seen)
            self._note_questions(self._seen[1])
        return self._seen[1]

    def _look(self, sheet: Sheet, choice: Choice) -> Preview:
        try:
            return preview(sheet, choice, self.file.folder)
        except Exception:  # a file is never a reason for a broken page
            work.logger.exception("a dropped file could not be previewed")
            return Preview({}, (), None, None, pd.DataFrame(), None, {}, FAILED_READING)

    def _note_questions(self, seen: Preview) -> None:
        """What is lacking is asked, and what an unknown file was only guessed to have by its content."""
        assert self.choice is not None and self.sheet is not None
        open_ones = {*self.asked, *seen.lacking}
        if self.choice == self.started and self.choice.preset == BY_HAND:
            named = by_name(self.sheet.table.tokens, self.choice.kind, self.sheet.samples)
            open_ones |= {column for column in self.choice.mapped if column not in named}
        self.asked = tuple(column for column in needed(self.choice.as_preset) if column in open_ones)

    @property
    def lacks(self) -> str:
        """What is to be answered before this file can be loaded; empty when nothing is."""
        found = self.preview
        if found is None:
            return ""
        if found.lacking:
            return "answer what is asked"
        return "say the order of its dates" if found.question else "see why it cannot be read" if found.failure else ""

    @property
    def wants_attention(self) -> bool:
        """Is there something that a person should look at, or has answered?"""
        return bool(self.failure or self.asked or self.asks_order or self.asks_newest or self.told or not self.is_ready
                    or self.is_hopeless or (self.choice and self.choice.options.day_first is not None))  # fmt: skip

    @property
    def is_ready(self) -> bool:
        return self.preview is not None and not self.lacks

    @property
    def is_lost(self) -> bool:
        """It is to be read by a preset that is gone."""
        return self.choice is not None and self.choice.preset not in (BY_HAND, *presets())

    @property
    def tables(self) -> int:
        """How many canonical tables it fills."""
        return 1 + len(self.preview.also) if self.preview else 1

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

    @property
    def headed(self) -> Table:
        """The table with the questions that stand under its header, where the export is known to have them there."""
        assert self.sheet is not None and self.choice is not None
        return questions_of(self.choice.as_preset, self.sheet.table)

    def request(self) -> Request:
        """What is asked of the load. Only for a file that can be read."""
        assert self.choice is not None
        return self.choice.request(self.file.path, self.file.name, is_sheet=self.file.is_sheet)

    def read(self) -> None:
        """Find out what the file is; nothing is raised, the card says it."""
        try:
            self.sheet = read_sheet(self.file.path, self.file.folder, is_sheet=self.file.is_sheet)
            self._take(guess(self.sheet.table, self.sheet.samples))
            self.guessed = self.choice
        except UnreadableError as error:
            self.failure = str(error)
        except Exception:  # a file is never a reason for a broken page
            work.logger.exception("a dropped file could not be read")
            self.failure = FAILED_READING

    def look_again(self) -> None:
        """When presets have come or gone: guess anew what nobody has changed, and what is read by a preset that is gone."""
        if self.sheet is None or self.choice is None:
            return
        if self.is_lost or self.choice == self.guessed:
            self._take(guess(self.sheet.table, self.sheet.samples))
            self.guessed = self.choice

    def set_options(self, **options: Any) -> None:
        """Change the time zone or the order of dates."""
        assert self.choice is not None
        self.choice = replace(self.choice, options=replace(self.choice.options, **options))

    def set_newest(self, is_newest: bool) -> None:
        """Say that it is newer than all that the store has, or not."""
        assert self.choice is not None
        self.choice = replace(self.choice, is_newest=is_newest)

    def map(self, mapped: Mapping[str, str], constants: Mapping[str, str] | None = None) -> None:
        """Read columns from other columns of the file, or give them the same value for every row."""
        assert self.choice is not None
        self.choice = replace(self.choice, mapped=mapped, constants=constants or {})
        self.edits += 1

    def answer(self, column: str, *, source: str = "", word: str = "") -> None:
        """What a canonical column is: a column of the file, or a word for every row."""
        assert self.choice is not None
        mapped = {name: one for name, one in self.choice.mapped.items() if name != column}
        constants = {name: one for name, one in self.choice.constants.items() if name != column}
        self.map(mapped | ({column: source} if source else {}), constants | ({column: word} if word else {}))

    def take_for(self, preset: str, kind: str) -> None:
        """Read it as another export, or by hand; columns start anew, the other options stay."""
        assert self.sheet is not None and self.choice is not None
        options = self.choice.options
        if preset == BY_HAND:
            start = by_hand(self.sheet.table, kind, self.sheet.samples)
            self._take(replace(start, options=options))
        else:
            self._take(Choice(preset, presets()[preset].kind, options=options))

    def _take(self, choice: Choice) -> None:
        self.choice = self.started = choice
        self.asked, self._seen = (), None
        self.edits += 1

    def keep_as_preset(self, title: str) -> Preset:
        """Keep how it is read as a preset of the firm, and read it by that. Raises PresetError and OSError."""
        assert self.sheet is not None and self.choice is not None
        base, said = self.choice.as_preset, self.choice.by_hand
        ready = shaped(self.sheet.table, base, said)
        made = save(name_of(title), body_of(base, ready, title=title, by_hand=said, options=self.choice.options))
        options = Options(prefix=self.choice.options.prefix)  # all else is part of the preset now
        self._take(Choice(made.name, made.kind, options=options, is_newest=self.choice.is_newest))
        self.guessed = self.choice
        return made
