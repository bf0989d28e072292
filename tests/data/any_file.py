"""Random exports: tickets written in any dialect and encoding, damaged in known ways, with what has to come of them."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

HEADER = (
    "ticket_id",
    "created_at",
    "first_reply_at",
    "subject",
    "tags",
    "replies",
    "requester_wait_minutes",
    "csat_sent",
)
DELIMITERS = (",", ";", "\t", "|")
LINE_ENDS = ("\n", "\r\n", "\r")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")
MISSING = ("", "-", "?", "N/A", "null")
TIMES: dict[str, Callable[[dt.datetime], str]] = {
    "iso": lambda at: at.strftime("%Y-%m-%d %H:%M:%S"),
    "iso with T and Z": lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "iso with an offset": lambda at: (at + dt.timedelta(hours=5, minutes=30)).strftime("%Y-%m-%d %H:%M:%S+05:30"),
    "day first": lambda at: at.strftime("%d/%m/%Y %H:%M:%S"),
    "month first": lambda at: at.strftime("%m/%d/%Y %I:%M:%S %p"),
    "dotted": lambda at: at.strftime("%d.%m.%Y %H:%M:%S"),
    "named": lambda at: at.strftime("%d/%b/%y %I:%M:%S %p"),
    "unix seconds": lambda at: str(int(at.replace(tzinfo=dt.UTC).timestamp())),
    "unix milliseconds": lambda at: str(int(at.replace(tzinfo=dt.UTC).timestamp()) * 1000),
}
WAITS: dict[str, tuple[Callable[[float], str], ...]] = {
    "english": (str, lambda wait: f"{wait:,.2f}"),
    "european": (
        lambda wait: f"{wait:.2f}".replace(".", ","),
        lambda wait: f"{wait:,.2f}".translate(str.maketrans(",.", ".,")),
    ),
}
WORDS = ("login", "Größe", "naïve café", "a,b;c|d", 'said "no"', "two\nlines", "'; drop table tickets; --", "<b>bold</b>",
         "=1+1", "tab\tinside", "100 %", "€ 5", "end\\", "#1", " padded ", "NA", "-5 degrees")  # fmt: skip

Value = str | int | float | bool | dt.datetime | None
Ticket = tuple[Value, ...]


@dataclass
class AnyFile:
    """A file's bytes, how it was written, and what a load has to make of it."""

    content: bytes
    dialect: str
    tickets: dict[str, Ticket]
    rows: int
    folded: int
    rejected: int


@dataclass
class _Maker:
    draw: random.Random
    delimiter: str
    time: Callable[[dt.datetime], str]
    quotes_all: bool
    style: str = "english"
    lines: list[str] = field(default_factory=list)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    rows: int = 0
    folded: int = 0
    rejected: int = 0

    def cell(self, text: str) -> str:
        special = any(mark in text for mark in (self.delimiter, '"', "\n", "\r"))
        if special or self.quotes_all or self.draw.random() < 0.05:
            return '"' + text.replace('"', '""') + '"'
        return text

    def write(self, cells: list[str]) -> None:
        self.rows += 1
        self.lines.append(self.delimiter.join(map(self.cell, cells)))

    def ticket(self, ticket_id: str) -> tuple[list[str], Ticket]:
        """The cells of a good row, and the values they stand for."""
        draw = self.draw
        created = dt.datetime(2021, 1, 1) + dt.timedelta(seconds=draw.randrange(3 * 365 * 86400))
        replied = created + dt.timedelta(seconds=draw.randrange(10**6)) if draw.random() < 0.7 else None
        subject = " ".join(draw.choices(WORDS, k=draw.randint(1, 4)))
        tags = draw.choice(WORDS) if draw.random() < 0.5 else None
        replies = draw.randrange(30) if draw.random() < 0.8 else None
        wait = draw.randrange(10**7) / 4 if draw.random() < 0.8 else None
        sent = draw.choice([True, False, None])
        number = "" if wait is None else draw.choice(WAITS[self.style])(wait)
        cells = [
            ticket_id,
            self.time(created),
            self.time(replied) if replied else self.nothing(),
            subject,
            tags or self.nothing(),
            self.nothing() if replies is None else str(replies),
            number or self.nothing(),
            self.nothing() if sent is None else draw.choice(["true", "Yes", "1"] if sent else ["false", "no", "0"]),
        ]
        text = tuple(value.strip(" ") if value else None for value in (subject, tags))
        return cells, (ticket_id, created, replied, *text, replies, wait, sent)

    def nothing(self) -> str:
        return self.draw.choice(MISSING)

    def good(self, ticket_id: str) -> None:
        cells, values = self.ticket(ticket_id)
        self.folded += ticket_id in self.tickets
        self.tickets[ticket_id] = values
        self.write(cells)

    def bad(self, ticket_id: str) -> None:
        """A row that cannot be used, for one of the reasons there are."""
        cells, _ = self.ticket(ticket_id)
        wrong = self.draw.choice(
            ["short", "long", "id", "spreadsheet", "missing", "time", "reply", "whole", "number", "flag"]
        )
        if wrong == "short":
            cells = cells[: self.draw.randint(2, len(cells) - 1)]
        elif wrong == "long":
            cells.append("one more")
        else:
            place, value = {
                "id": (0, self.nothing()),
                "spreadsheet": (0, "1.25E+17"),
                "missing": (1, self.nothing()),
                "time": (1, "yesterday"),
                "reply": (2, self.time(dt.datetime(2020, 6, 15, 12))),
                "whole": (5, "2.5"),
                "number": (6, "many"),
                "flag": (7, "perhaps"),
            }[wrong]
            cells[place] = value
        self.rejected += 1
        self.write(cells)


def make_any_file(seed: int) -> AnyFile:
    """A random file; the same for the same seed."""
    draw = random.Random(seed)
    encoding, line_end = draw.choice(ENCODINGS), draw.choice(LINE_ENDS)
    time = draw.choice(list(TIMES))
    maker = _Maker(draw, draw.choice(DELIMITERS), TIMES[time], draw.random() < 0.3, draw.choice(list(WAITS)))
    preamble = [
        draw.choice(["Tickets of all teams", "", "Created by the help desk"]) for _ in range(draw.choice([0, 0, 1, 3]))
    ]
    damage = draw.choice([0, 0, 0.05, 0.2])
    maker.lines += [*preamble, maker.delimiter.join(map(maker.cell, HEADER))]
    maker.good("first")
    for number in range(draw.randint(3, 60)):
        if draw.random() < 0.1:
            maker.lines.append("")
        known = list(maker.tickets)
        ticket_id = draw.choice(known) if draw.random() < 0.1 else f"{draw.choice(['T-', '', '00'])}{number}"
        if draw.random() < damage:
            maker.bad(ticket_id)
        else:
            maker.good(ticket_id)
    text = line_end.join(maker.lines) + (line_end if draw.random() < 0.8 else "")
    if line_end == "\r":  # such a file knows no other line end
        text = text.replace("\n", "\r")
    content = text.encode(encoding, "replace")
    if encoding in ("utf-8", "cp1252") and draw.random() < 0.1:
        content = content.replace(b"login", b"log\0in")
    dialect = f"seed {seed}: {encoding}, {line_end!r}, {maker.delimiter!r}, times {time}, {len(preamble)} lines above"
    return AnyFile(content, dialect, maker.tickets, maker.rows, maker.folded, maker.rejected)


def is_order_told(file: AnyFile) -> bool | None:
    """What an analyst would say about the order of the file's dates."""
    return True if "day first" in file.dialect else False if "month first" in file.dialect else None
