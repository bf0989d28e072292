"""How does a canonical column stand in a random file: under which headers, in which words, and how would a preset say so?"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from data import schema
from tests.data import any_file_values as values
from tests.data.any_file_values import TimeForm, Value

OWN, BY_HAND, PRESET = "own", "by hand", "preset"
DURATIONS = ("first_reply_business_minutes", "resolution_business_minutes", "requester_wait_minutes")
NAMES = ("Field", "Größe, lang", 'Custom "field"', "two\nlines", "Date/Time", "Contact: Email", "# of", "a_b", "Wert;neu",
         "Custom field (Request Type)", "x|y", "Ticket")  # fmt: skip
CODES = ("stage", "label", "field", "currency")  # texts that are never put together
STATES = {
    "Resolved": "solved",
    "In Progress": "open",
    "waiting on customer": "pending",
    "On-Hold": "hold",
    "Closed": "closed",
}
TAGS = ("vip", "billing", "größe", "a-b", "x y", "#9")

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Plan:
    """One canonical column of a random file. source: what a preset says of it. keep: what is left of a value when written.

    is_simple: a single cell says it all. draw: how values are drawn, where not as usual. words: of the file -> canonical.
    """

    name: str
    headers: tuple[str, ...]
    write: Callable[[Row], list[str]]
    source: str | Mapping[str, object] = ""
    keep: Callable[[Value], Value] = lambda value: value
    is_simple: bool = True
    draw: Callable[[], Value] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    form: TimeForm | None = None
    zone: str = ""
    constant: str = ""


@dataclass
class Columns:
    """Makes the plans of one file. zone: said for times that carry none."""

    draw: random.Random
    way: str
    style: str
    is_far: bool
    forms: Sequence[TimeForm]
    zone: str
    numbers: int = 0

    def plan(self, column: schema.Column, made: Mapping[str, Plan]) -> Plan:
        """How this column is written; made: the plans of the columns before it."""
        if column.type == "timestamp":
            return self._time(column, made)
        if column.type in ("integer", "number"):
            return self._number(column)
        if column.type == "boolean":
            return self._simple(column, lambda value: self.draw.choice(values.FLAGS[bool(value)]))
        if column.type == "choice":
            return self._choice(column)
        return self._text(column)

    def nothing(self, column: schema.Column) -> str:
        is_text = column.type in ("id", "text", "choice")
        return self.draw.choice(values.MISSING_TEXT if is_text else values.MISSING_VALUE)

    def header(self, name: str, decoration: str = "") -> str:
        """The name of a column: our own, however it is spelt, or one that nobody knows."""
        self.numbers += 1
        draw = self.draw
        if self.way != OWN:
            return f"{draw.choice(NAMES)} {self.numbers}{decoration}"
        spelt = draw.choice(
            [name, name, name.upper(), name.replace("_", " "), name.replace("_", "  ").title(), f" {name}"]
        )
        return spelt + (decoration or draw.choice(["", "", "", " [list]", " [txt]"]))

    def _simple(
        self, column: schema.Column, text: Callable[[Value], str], *, decoration: str = "", **more: object
    ) -> Plan:
        def write(row: Row) -> list[str]:
            value = row[column.name]
            return [self.nothing(column) if value is None else text(value)]

        header = self.header(column.name, decoration)
        return Plan(column.name, (header,), write, source=header, **more)  # type: ignore[arg-type]

    def _time(self, column: schema.Column, made: Mapping[str, Plan]) -> Plan:
        created = made.get("created_at")
        can_be_added = created and created.is_simple and column.name.startswith("first_")
        if self.way == PRESET and created and can_be_added and self.draw.random() < 0.5:
            return self._added(column, created)
        form, zone, decoration = self.draw.choice(self.forms), self.zone, ""
        if form.is_local and form.step < 86400 and self.draw.random() < 0.3:
            zone = self.draw.choice(("UTC", *values.ZONES))
            decoration = f" ({zone})"
        zone = zone if form.is_local else ""
        if self.way == PRESET and form.step == 1 and form is values.ISO and self.draw.random() < 0.5:
            return self._date_and_time(column, zone, decoration)
        plan = self._simple(
            column,
            lambda at: form.write(values.to_zone(at, zone)),  # type: ignore[arg-type]
            decoration=decoration,
            keep=lambda at: at if at is None else values.cut_to(at, form.step, zone),  # type: ignore[arg-type]
            form=form,
            zone=zone,
        )
        return self._filled(column, plan) if self.way == PRESET and self.draw.random() < 0.2 else plan

    def _added(self, column: schema.Column, created: Plan) -> Plan:
        """A time that the file tells as the time since the creation."""
        unit = self.draw.choice(["seconds", "minutes", "milliseconds"])
        header = self.header(column.name)

        def write(row: Row) -> list[str]:
            if row[column.name] is None:
                return [self.nothing(schema.TICKETS.column("replies"))]
            waited = row[column.name] - row["created_at"]  # type: ignore[operator]
            return [values.duration(self.draw, int(waited.total_seconds()), unit)]

        source = {"column": created.source, "add": header, "unit": unit}
        return Plan(column.name, (header,), write, source=source, is_simple=False)

    def _date_and_time(self, column: schema.Column, zone: str, decoration: str) -> Plan:
        day, clock = self.header(column.name, decoration), self.header(column.name)
        pattern, step = self.draw.choice([("%H:%M:%S", 1), ("%H:%M", 60), ("%I:%M %p", 60)])
        midnight = self.draw.choice(["", " 00:00:00"])

        def write(row: Row) -> list[str]:
            at = row[column.name]
            if at is None:
                return [self.nothing(column), self.draw.choice(["", "-"])]
            local = values.to_zone(at, zone)  # type: ignore[arg-type]
            return [f"{local:%Y-%m-%d}{midnight}", local.strftime(pattern)]

        def keep(at: Value) -> Value:
            return at if at is None else values.cut_to(at, step, zone)  # type: ignore[arg-type]

        return Plan(column.name, (day, clock), write, {"column": day, "time": clock}, keep, is_simple=False)

    def _filled(self, column: schema.Column, plan: Plan) -> Plan:
        """The value is in one of two columns."""
        other = self.header(column.name, f" ({plan.zone})" if plan.headers[0].endswith(f"({plan.zone})") else "")

        def write(row: Row) -> list[str]:
            cells = [*plan.write(row), self.draw.choice(values.MISSING_TEXT)]
            return cells if self.draw.random() < 0.5 else cells[::-1]

        source = {"column": [plan.headers[0], other], "combine": "filled"}
        return Plan(column.name, (plan.headers[0], other), write, source, plan.keep, is_simple=False)

    def _number(self, column: schema.Column) -> Plan:
        is_duration = column.name in DURATIONS
        if self.way == PRESET and is_duration and self.draw.random() < 0.7:
            return self._duration(column)
        if column.type == "integer":
            return self._simple(column, lambda value: values.whole(self.draw, int(value), self.style))  # type: ignore[arg-type]
        forms = values.NUMBER_FORMS[self.style]
        return self._simple(column, lambda value: self.draw.choice(forms)(float(value)))  # type: ignore[arg-type]

    def _duration(self, column: schema.Column) -> Plan:
        unit = self.draw.choice(["seconds", "minutes", "milliseconds", "hours"])
        plan = self._simple(
            column,
            lambda value: values.duration(self.draw, round(float(value) * 60), unit),  # type: ignore[arg-type]
            draw=lambda: round(self.draw.randrange(400_000) / 60, 6),
        )
        source = {"column": plan.headers[0], "unit": unit}
        return Plan(plan.name, plan.headers, plan.write, source, draw=plan.draw)

    def _choice(self, column: schema.Column) -> Plan:
        if self.way == PRESET and column.name == "status":
            words = {canonical: word for word, canonical in STATES.items()}
            return self._simple(column, lambda value: words.get(str(value), str(value)))
        if self.way == PRESET and not column.required and self.draw.random() < 0.5:
            codes = {str(number): choice for number, choice in enumerate(column.choices, start=1)}
            back = {choice: code for code, choice in codes.items()}
            return self._simple(column, lambda value: back[str(value)], words=codes)
        spell = self.draw.choice([str, str.upper, str.title])
        return self._simple(column, lambda value: spell(str(value)))

    def _text(self, column: schema.Column) -> Plan:
        draw = self.draw
        possible = (
            ["extract", ""]
            if column.type == "id"
            else [""]
            if column.name in CODES
            else ["every", "join", "filled", "", ""]
        )
        kind = draw.choice(possible) if self.way == PRESET else ""
        if self.way != OWN and column.type == "text" and column.name not in CODES and draw.random() < 0.1:
            return Plan(column.name, (), lambda row: [], draw=lambda: "the same", constant="the same", is_simple=False)
        if kind in ("every", "join"):
            return self._joined(column, is_every=kind == "every")
        if kind == "extract":
            return self._extracted(column)
        is_escaped = self.way == OWN and column.type == "text" and draw.random() < 0.5

        def text(value: Value) -> str:
            dangerous = is_escaped and str(value).startswith(("=", "+", "-", "@", "\t"))
            return f"'{value}" if dangerous else str(value)

        plan = self._simple(column, text)
        return self._filled(column, plan) if kind == "filled" else plan

    def _joined(self, column: schema.Column, *, is_every: bool) -> Plan:
        """A text in three columns: of the same name, or of different ones."""
        mark = ", " if is_every else " "
        known = [tag for tag in TAGS if mark not in tag]
        name = self.header(column.name)
        headers = (name,) * 3 if is_every else (name, self.header(column.name), self.header(column.name))

        def write(row: Row) -> list[str]:
            parts = str(row[column.name]).split(mark) if row[column.name] else []
            return parts + [self.nothing(column) for _ in range(3 - len(parts))]

        source: dict[str, object] = {"column": name, "combine": "every"}
        if not is_every:
            source = {"column": list(headers), "combine": "join"}

        def value() -> Value:
            return mark.join(self.draw.sample(known, self.draw.randint(0, 3))) or None

        return Plan(column.name, headers, write, source, is_simple=False, draw=value)

    def _extracted(self, column: schema.Column) -> Plan:
        header = self.header(column.name)

        def write(row: Row) -> list[str]:
            value = row[column.name]
            return [self.nothing(column) if value is None else f"https://desk.example/conversations/{value}?from=1,2"]

        source = {"column": header, "extract": r"conversations/([^?]+)\?"}
        return Plan(column.name, (header,), write, source, is_simple=False)
