"""Random exports in wide form: a row per customer, and a column for each stage with the day that it was entered."""

import random
from collections.abc import Sequence

from data.loading.stage import Options
from data.loading.values import REASONS
from tests.data import any_file_values as values
from tests.data.any_file import PRESET_NAME, AnyFile
from tests.data.any_file_containers import SHEETS, Line, any_container, pack
from tests.data.any_file_damage import Told
from tests.data.any_file_records import Key
from tests.data.any_file_text import any_dialect
from tests.data.any_file_values import Value

STAGES = ("Lead", "Customer", "Sales Qualified Lead", "Opportunity", "Evangelist", "Größe")
WORDS = {"lead": "Discover", "customer": "Purchase", "sales qualified lead": "Evaluate"}


def make_wide_file(seed: int, *, order: int = 0, most: int = 40) -> AnyFile:
    """A random file of stages; the same for the same seed. order: of its columns. most: rows that are drawn."""
    draw = random.Random(seed)
    dialect = any_dialect(draw)
    stages = draw.sample(STAGES if dialect.is_far else STAGES[:5], draw.randint(1, 5))
    form = draw.choice([one for one in values.TIME_FORMS if one.order in ("", "day")])
    zone = draw.choice(["", *values.ZONES]) if form.is_local else ""
    ending = draw.choice(["", f" ({zone})"]) if zone else ""
    headers = ["Record ID", "Note", *(f"Became a {stage} Date{ending}" for stage in stages)]
    places = random.Random(f"{seed} {order}").sample(range(len(headers)), len(headers))
    container = any_container(draw, headers, is_single=True)
    lines: list[Line] = []
    records: dict[Key, tuple[Value, ...]] = {}
    rows = 0
    drawn = draw.randint(3, most)
    for number in range(drawn):
        cells, made = _row(draw, f"00{number}", stages, form, zone)
        is_bad = (
            draw.random() < dialect.damage and number < drawn - 1
        )  # the last could be taken for the end of a report
        told = _spoil(draw, headers, cells, made, is_text=container not in SHEETS) if is_bad else None
        rows += len(made) + (told is not None)
        records |= made
        lines.append(Line([cells[place] for place in places], told))
    if not records:
        return make_wide_file(seed + 10**9, order=order, most=most)
    packed = pack(draw, dialect, [[headers[place] for place in places]], lines, container=container)
    options = Options(zone if zone and not ending else None, True if form.order else None)
    return AnyFile(
        name=packed.name,
        content=packed.content,
        dialect=f"seed {seed}, order {order}: wide, {packed.told}, times {form.name}, zone {zone or 'UTC'}",
        kind="stages",
        columns=("customer_id", "stage", "entered_at"),
        records=records,
        rows=rows,
        folded=rows - len(packed.rejects) - len(records),
        rejects=packed.rejects,
        request={"options": options, "preset": PRESET_NAME},
        preset=_body(stages),
        refused=packed.refused,
    )


def _row(
    draw: random.Random, customer_id: str, stages: Sequence[str], form: values.TimeForm, zone: str
) -> tuple[list[str], dict[Key, tuple[Value, ...]]]:
    """The cells of one customer, and the records that are in them."""
    cells, made = [customer_id, draw.choice(values.WORDS)], {}
    for stage in stages:
        at = values.cut_to(values.moment(draw), form.step, zone)
        is_filled = draw.random() < 0.6
        cells.append(form.write(values.to_zone(at, zone)) if is_filled else "")
        if is_filled:
            key = (customer_id, WORDS.get(stage.casefold(), stage.casefold()), at)
            made[key] = key
    return cells, made


def _spoil(
    draw: random.Random, headers: Sequence[str], cells: list[str], made: dict[Key, tuple[Value, ...]], *, is_text: bool
) -> Told | None:
    """Break the whole row, or one of its times. None where there is nothing to break."""
    if is_text and draw.random() < 0.5:
        made.clear()
        return Told(shape=draw.choice(["short", "long"]))
    filled = [place for place in range(2, len(cells)) if cells[place]]
    if not filled:
        return None
    place = draw.choice(filled)
    del made[list(made)[filled.index(place)]]
    cells[place] = draw.choice(["soon", "0000-00-00", "2024-02-30 10:00:00"])
    return Told(headers[place], cells[place], REASONS["time"])


def _body(stages: Sequence[str]) -> dict[str, object]:
    return {
        "title": "Any wide file",
        "kind": "stages",
        "signature": ["Record ID"],
        "columns": {"customer_id": "Record ID", "stage": "*name", "entered_at": "*value"},
        "melt": {"like": "became an? (.+) date"},
        "values": {"stage": {stage: WORDS[stage.casefold()] for stage in stages if stage.casefold() in WORDS}},
    }
