"""What is wrong with a row, or with a whole file, and how does a load have to say so?"""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data import schema
from data.loading.values import REASONS
from tests.data import any_file_values as values
from tests.data.any_file_columns import PRESET, Columns, Plan
from tests.data.any_file_values import Value

LEFT_OUT = {"Test": "it is a test", "Spam ": "it is spam"}
QUESTIONS = ("Text of the question", '{"ImportId":"Q1_2","timeZone":"-"}')
DESTROYED = ("1.25E+17", "1,25E+17", "4E+12", "9.87654321E+15")
NO_TIMES = (
    "yesterday",
    "0000-00-00",
    "0000-00-00 00:00:00",
    "2024-02-30 10:00:00",
    "31/31/2024",
    "2023-10-01 25:00:00",
    "#####",
)


@dataclass(frozen=True)
class Told:
    """Why a row cannot be used: the column, the value there, and the reason; or what is wrong with its shape."""

    header: str | None = None
    value: str | None = None
    reason: str = ""
    shape: str = ""


@dataclass(frozen=True)
class Extras:
    """Columns besides those that are read. version: of the state of a record. sort: of rows that are no records."""

    noise: tuple[str, ...] = ()
    version: str = ""
    sort: str = ""
    questions: int = 0

    @classmethod
    def of(cls, draw: random.Random, columns: Columns, table: schema.Table, *, is_needed: bool) -> "Extras":
        """is_needed: there has to be such a column."""
        noise: list[str] = []
        if is_needed or draw.random() < 0.4:
            noise = draw.choice(
                [["Notes of the team"], ["Watchers", "Watchers", "Watchers"], ["Notes", "Größe"], ["Unnamed: 0"]]
            )
        if columns.way != PRESET:
            return cls(tuple(noise))
        version = columns.header("Version") if table.name == "tickets" and draw.random() < 0.3 else ""
        sort = columns.header("Record type") if draw.random() < 0.3 else ""
        return cls(tuple(noise), version, sort, draw.choice([0, 0, 1, 2]))

    @property
    def headers(self) -> list[str]:
        return [*self.noise, *(name for name in (self.version, self.sort) if name)]

    def cells(self, draw: random.Random, *, version: int, is_far: bool) -> list[str]:
        """For a good row."""
        noise = ["" if draw.random() < 0.3 else values.words(draw, is_far=is_far) for _ in self.noise]
        sort = draw.choice(["", "Ticket", "tests"])
        return [*noise, *([str(version)] if self.version else []), *([sort] if self.sort else [])]

    def body(self, plans: Sequence[Plan]) -> dict[str, object]:
        """What a preset says of them."""
        names = {plan.name for plan in plans}
        found: dict[str, object] = {}
        if self.version:
            found["latest_by"] = [self.version]
            found["highest"] = [name for name in ("reopens",) if name in names]
        if self.sort:
            found["leave_out"] = {self.sort: {word.strip(): reason for word, reason in LEFT_OUT.items()}}
        if self.questions:
            found["second_header"] = {"column": plans[0].headers[0], "values": [QUESTIONS[0], '{"ImportId"*']}
        return found

    def question_rows(self, width: int) -> list[list[str]]:
        """The further rows of the header, in the order of the plans."""
        return [
            [text, *(f"{text[:8]} {number}?" for number in range(1, width))] for text in QUESTIONS[: self.questions]
        ]


def spoil(
    draw: random.Random, table: schema.Table, plans: Sequence[Plan], cells: list[str], row: Mapping[str, Value]
) -> Told | None:
    """Break one of the cells, which are in the order of the plans. None where there is none that could be broken."""
    places = {plan.name: sum(len(before.headers) for before in plans[:number]) for number, plan in enumerate(plans)}
    candidates = [plan for plan in plans if plan.is_simple and plan.headers and not plan.words]
    draw.shuffle(candidates)
    for plan in candidates:
        found = _wrong(draw, table, plan, row)
        if found:
            text, reason = found
            cells[places[plan.name]] = text
            return Told(" ".join(plan.headers[0].split()), text, REASONS[reason])
    return None


def leave_out(draw: random.Random, cells: list[str]) -> Told:
    """Say in the last cell that the row is no record."""
    cells[-1] = draw.choice(list(LEFT_OUT))
    return Told(reason=LEFT_OUT[cells[-1]])


def _wrong(draw: random.Random, table: schema.Table, plan: Plan, row: Mapping[str, Value]) -> tuple[str, str] | None:
    """A text that this column cannot have, and the code of the reason."""
    column = table.column(plan.name)
    if column.required and draw.random() < 0.4:
        is_text = column.type in ("id", "text", "choice")
        return draw.choice(values.MISSING_TEXT if is_text else values.MISSING_VALUE), "missing"
    if column.type == "id":
        return draw.choice(DESTROYED), "id"
    if column.type == "timestamp":
        return _wrong_time(draw, plan, row)
    if column.type == "integer":
        return draw.choice([("2.5", "whole"), ("many", "whole"), ("-3", "negative")])
    if column.type == "number":
        outside = [("-1", "score"), ("1000", "score")] if column.name == "csat_score" else []
        below = [("-3", "negative")] if column.is_never_negative else []
        return draw.choice([("many", "number"), ("12-30", "number"), ("1.2.3", "number"), *outside, *below])
    if column.type == "boolean":
        return draw.choice(["perhaps", "2", "x"]), "boolean"
    if column.type == "choice" and column.required:
        return "wish", "choice"
    return None


EARLIER = {"first_reply_at": ("created_at", "reply"), "first_solved_at": ("created_at", "solved"), "solved_at": ("created_at", "solved"),
           "closed_at": ("created_at", "solved"), "ended_at": ("started_at", "ended"), "churned_at": ("acquired_at", "ended"),
           "responded_at": ("sent_at", "ended")}  # fmt: skip


def _wrong_time(draw: random.Random, plan: Plan, row: Mapping[str, Value]) -> tuple[str, str]:
    start, reason = EARLIER.get(plan.name, ("", ""))
    if plan.form and row.get(start) is not None and draw.random() < 0.5:
        return plan.form.write(values.to_zone(dt.datetime(2020, 6, 15, 12), plan.zone)), reason
    if draw.random() < 0.2:
        return draw.choice(["1899-12-30 00:00:00", "0001-01-01", "2150-01-01 10:00:00"]), "range"
    return draw.choice(NO_TIMES), "time"
