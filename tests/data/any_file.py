"""Random exports: records written in any dialect and container, damaged in known ways, with what has to come of them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data import schema
from data.loading import presets
from data.loading.stage import Options
from tests.data import any_file_values as values
from tests.data.any_file_columns import BY_HAND, OWN, PRESET, Columns, Plan
from tests.data.any_file_containers import SHEETS, Line, Packed, Reject, any_container, pack
from tests.data.any_file_damage import Extras, Told, leave_out, spoil
from tests.data.any_file_records import Key, Records
from tests.data.any_file_text import Dialect, any_dialect
from tests.data.any_file_values import TimeForm, Value

PRESET_NAME = "any_file"
KINDS = (*["tickets"] * 8, "surveys", "surveys", "customers", "orders", "subscriptions", "stages", "events", "changes",
         "comments")  # fmt: skip


@dataclass(frozen=True)
class AnyFile:
    """A file's bytes and name, how it is to be read, and what a load has to make of it.

    columns: the canonical columns that it fills. records: key -> their values. refused: why it cannot be read at all.
    """

    name: str
    content: bytes
    dialect: str
    kind: str
    columns: tuple[str, ...]
    records: Mapping[Key, tuple[Value, ...]]
    rows: int
    folded: int
    rejects: tuple[Reject, ...]
    request: Mapping[str, Any] = field(default_factory=dict)
    preset: Mapping[str, Any] = field(default_factory=dict)
    refused: str = ""


@dataclass
class _Maker:
    """One file in the making. places: the order in which the cells of the plans and extras are written."""

    draw: random.Random
    table: schema.Table
    dialect: Dialect
    container: str
    plans: Sequence[Plan]
    extras: Extras
    records: Records
    places: list[int]
    lines: list[Line] = field(default_factory=list)

    def placed(self, cells: list[str]) -> list[str]:
        return [cells[place] for place in self.places]

    def good(self) -> None:
        """A row that can be used: of a new record, or a further one of a record that is there."""
        is_known = bool(self.records.states) and self.draw.random() < 0.12
        row = self.records.known() if is_known else self.records.fresh()
        version = self.draw.randrange(5)
        self.records.keep(row, version if self.extras.version else 0)
        self.lines.append(Line(self.placed(self._cells(row, version))))

    def bad(self) -> None:
        """A row that cannot be used, for one of the reasons there are."""
        row = self.records.fresh()
        cells = self._cells(row, 9)
        shapes = [] if self.container in SHEETS else ["short"] * (len(cells) > 2) + ["long"]
        if self.draw.random() < 0.3 and shapes:
            told: Told | None = Told(shape=self.draw.choice(shapes))
        elif self.extras.sort and self.draw.random() < 0.3:
            told = leave_out(self.draw, cells)
        else:
            told = spoil(self.draw, self.table, self.plans, cells, row)
        if told:
            self.lines.append(Line(self.placed(cells), told))

    def last(self) -> None:
        """A good row of which no reader could think that it ends a report."""
        while True:
            self.good()
            if sum(cell.strip() != "" for cell in self.lines[-1].cells) > 1:
                return

    def _cells(self, row: Mapping[str, Value], version: int) -> list[str]:
        found = [cell for plan in self.plans for cell in plan.write(row)]
        return found + self.extras.cells(self.draw, version=version, is_far=self.dialect.is_far)


def make_any_file(seed: int, *, order: int = 0, most: int = 60) -> AnyFile:
    """A random file; the same for the same seed. order: 1, 2, … is the same file with its columns in another order.

    most: rows that are drawn, to look for a smaller file that fails as well.
    """
    draw = random.Random(seed)
    kind, way = draw.choice(KINDS), draw.choice([OWN, OWN, BY_HAND, PRESET, PRESET])
    dialect, table = any_dialect(draw), schema.TABLES[kind]
    forms, is_day_first = _time_forms(draw)
    columns = Columns(draw, way, draw.choice(list(values.NUMBER_FORMS)), dialect.is_far, forms,
                      draw.choice(["", "", *values.ZONES]))  # fmt: skip
    plans = _plans(draw, table, columns)
    extras = Extras.of(draw, columns, table, is_needed=sum(len(plan.headers) for plan in plans) < 2)
    headers = [*(header for plan in plans for header in plan.headers), *extras.headers]
    container = any_container(draw, headers, is_single=not extras.questions)
    highest = tuple(str(name) for name in extras.body(plans).get("highest", ()))  # type: ignore[attr-defined]
    records = Records(draw, table, plans, dialect.is_far, highest)
    maker = _Maker(draw, table, dialect, container, plans, extras, records, _places(seed, order, headers))
    for _ in range(draw.randint(3, most)):
        maker.bad() if draw.random() < dialect.damage else maker.good()
    maker.last()
    rows = [maker.placed(row) for row in (headers, *extras.question_rows(len(headers)))]
    packed = pack(draw, dialect, rows, maker.lines, container=container)
    options = Options(columns.zone or None, is_day_first)
    return _any_file(
        maker, packed, f"seed {seed}, order {order}: {kind} {way}", _how(way, kind, plans, extras, options)
    )


def _any_file(maker: _Maker, packed: Packed, told: str, how: Mapping[str, Any]) -> AnyFile:
    inner = "\n" if maker.container in SHEETS or maker.dialect.line_end == "\r" else maker.dialect.inner
    records = {
        key: tuple(_as_read(value, inner) for value in values) for key, values in maker.records.last_states().items()
    }
    times = sorted({plan.form.name for plan in maker.plans if plan.form})
    return AnyFile(
        name=packed.name,
        content=packed.content,
        dialect=f"{told}, {packed.told}, times {times}, {how.get('request', {}).get('options')}",
        kind=maker.table.name,
        columns=tuple(plan.name for plan in maker.plans),
        records=records,
        rows=len(maker.lines),
        folded=maker.records.folded,
        rejects=packed.rejects,
        refused=packed.refused,
        **how,
    )


def _as_read(value: Value, inner: str) -> Value:
    return value.replace("\n", inner) if isinstance(value, str) else value


def _time_forms(draw: random.Random) -> tuple[list[TimeForm], bool | None]:
    """The forms in which the file writes times, and what an analyst would say about the order of its dates."""
    order = draw.choice(["", "day", "month"])
    known = values.DAY_FORMS if draw.random() < 0.1 else values.TIME_FORMS
    fit = [form for form in known if form.order in ("", order)]
    return draw.sample(fit, draw.randint(1, 2)), {"": None, "day": True, "month": False}[order]


def _plans(draw: random.Random, table: schema.Table, columns: Columns) -> tuple[Plan, ...]:
    optional = [column.name for column in table.columns if not column.required]
    wanted = {*draw.sample(optional, min(len(optional), draw.randint(1, 5))), *(one.name for one in table.required)}
    made: dict[str, Plan] = {}
    for column in table.columns:
        if column.name in wanted:
            made[column.name] = columns.plan(column, made)
    return tuple(made.values())


def _places(seed: int, order: int, headers: Sequence[str]) -> list[int]:
    """A random order of the columns; those of the same name stay in theirs."""
    places = list(range(len(headers)))
    random.Random(f"{seed} {order}").shuffle(places)
    for name in {header for header in headers if headers.count(header) > 1}:
        slots = [slot for slot, place in enumerate(places) if headers[place] == name]
        for slot, place in zip(slots, sorted(places[slot] for slot in slots), strict=True):
            places[slot] = place
    return places


def _how(way: str, kind: str, plans: Sequence[Plan], extras: Extras, options: Options) -> dict[str, Any]:
    """How the file is to be read: what is asked of the load, and the preset for that."""
    if way == OWN:  # too few columns that are known do not make it sure
        unsure = {"kind": kind} if len(plans) < 4 or extras.noise else {}
        return {"request": {"options": options, **unsure}}
    constants = {plan.name: plan.constant for plan in plans if plan.constant}
    sources = {plan.name: plan.source for plan in plans if plan.headers}
    if way == BY_HAND:
        asked = {"kind": kind, "preset": presets.BY_HAND, "mapped": sources, "constants": constants}
        return {"request": {"options": options, **asked}}
    body: dict[str, Any] = {"title": "Any file", "kind": kind, "columns": sources, **extras.body(plans)}
    body["signature"] = [plans[0].headers[0]]
    body["values"] = {plan.name: plan.words for plan in plans if plan.words}
    body["constants"] = constants
    return {"request": {"options": options, "preset": PRESET_NAME}, "preset": body}
