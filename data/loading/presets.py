"""Which export is this? Presets say how the columns of a vendor's file become canonical ones.

A preset is one TOML file in `data/vendors`; the project's own format is a preset per table, made from the schema.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from data import schema
from data.reading.table import token

VENDORS = Path(__file__).parent.parent / "vendors"
BY_HAND = "by hand"  # the preset of a file whose columns a person has named
SURE = 0.6  # below this confidence a person has to say what the file is


class MappingError(ValueError):
    """A file whose columns cannot be matched to a canonical table; the text says what to give."""


@dataclass(frozen=True)
class Source:
    """Where a canonical column comes from: header tokens (the first that is there counts) and how they are read.

    plus_minutes: a column of minutes that is added to the time. plus: a number that is added to the number.
    values: words of the file -> canonical words; "*" stands for all others.
    """

    tokens: tuple[str, ...]
    plus_minutes: str | None = None
    plus: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Preset:
    """How one vendor's export is recognised and read."""

    name: str
    title: str
    kind: str
    signature: frozenset[str]
    signature_needs: int
    columns: Mapping[str, Source]
    missing: tuple[str, ...] = ()
    latest_by: tuple[str, ...] = ()  # tokens of numeric columns: the highest row is the record's last state
    highest: tuple[str, ...] = ()  # canonical columns whose highest value over all states counts
    constants: Mapping[str, str] = field(default_factory=dict)
    cannot_tell: tuple[str, ...] = ()  # what such an export does not carry, in words
    is_escaped: bool = False  # text that a spreadsheet would run has an apostrophe in front, as in our own exports

    def confidence(self, header: tuple[str, ...]) -> float:
        """0 to 1: how sure it is that a file with these header tokens is such an export."""
        present = set(header)
        required = [self.columns[column.name] for column in schema.TABLES[self.kind].required
                    if column.name not in self.constants and column.name in self.columns]  # fmt: skip
        if any(not present.intersection(source.tokens) for source in required):
            return 0.0
        if len(self.signature & present) < self.signature_needs:
            return 0.0
        known = {name for source in self.columns.values() for name in source.tokens} | self.signature
        filled = sum(bool(present.intersection(source.tokens)) for source in self.columns.values())
        return 0.4 + 0.3 * len(present & known) / len(present) + 0.3 * filled / len(self.columns)


@dataclass(frozen=True)
class FileMapping:
    """How this very file is read: its kind, and for each canonical column the positions of its source columns."""

    kind: str
    preset: str
    sources: Mapping[str, "Column"]
    missing: tuple[str, ...]
    latest_by: tuple[int, ...]
    highest: tuple[str, ...]
    constants: Mapping[str, str]
    cannot_tell: tuple[str, ...]
    is_escaped: bool
    confidence: float

    @property
    def carries(self) -> tuple[str, ...]:
        """The canonical columns that this file fills, in the table's order."""
        names = {*self.sources, *self.constants}
        return tuple(name for name in schema.TABLES[self.kind].names if name in names)


@dataclass(frozen=True)
class Column:
    """A canonical column's place in the file: position of the value, of minutes to add, and words to translate."""

    position: int
    plus_minutes: int | None = None
    plus: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


@cache
def presets() -> Mapping[str, Preset]:
    """Every preset by name: the vendors' files, then the project's own format."""
    vendors = [_read(path) for path in sorted(VENDORS.glob("*.toml"))]
    own = [_own(table) for table in schema.TABLES.values()]
    return {preset.name: preset for preset in (*vendors, *own)}


def recognise(header: tuple[str, ...], *, kind: str | None = None) -> list[tuple[float, Preset]]:
    """Presets that fit these header tokens, surest first; `kind` leaves only presets of that table."""
    rated = [(preset.confidence(header), preset) for preset in presets().values() if kind in (None, preset.kind)]
    return sorted((pair for pair in rated if pair[0] > 0), key=lambda pair: -pair[0])


def choose(
    header: tuple[str, ...],
    *,
    kind: str | None = None,
    preset: str | None = None,
    mapped: Mapping[str, str] | None = None,
) -> FileMapping:
    """The mapping for a file: by the named preset, else the surest one, with columns mapped by hand on top.

    A column that is mapped to "" is not read, whatever the preset says.
    Raises MappingError when no preset is sure enough and the mapping by hand does not give the required columns.
    """
    if kind is not None and kind not in schema.TABLES:
        raise MappingError(f"There is no table {kind!r}. Tables are: {', '.join(schema.TABLES)}.")
    if preset not in (None, BY_HAND, *presets()):
        raise MappingError(f"There is no preset {preset!r}. Presets are: {', '.join(presets())}.")
    by_hand = {name: token(column) for name, column in (mapped or {}).items()}
    if preset == BY_HAND:
        chosen, confidence = by_hand_preset(kind), 1.0
    elif preset is not None:
        chosen, confidence = presets()[preset], presets()[preset].confidence(header)
    else:
        found = recognise(header, kind=kind)
        if found and (found[0][0] >= SURE or kind):
            confidence, chosen = found[0]
        elif by_hand:
            confidence, chosen = 1.0, by_hand_preset(kind)
        else:
            raise MappingError(_unknown(header, kind))
    return _place(chosen, confidence, header, by_hand)


def by_hand_preset(kind: str | None) -> Preset:
    """The preset of a file that is mapped by hand: columns that have our own names need no word."""
    own = presets()[f"own_{kind or 'tickets'}"]
    return replace(own, name=BY_HAND, title="mapped by hand", is_escaped=False)


def suggest(header: tuple[str, ...], kind: str) -> dict[str, str]:
    """For a file that no preset knows: canonical column -> header token that some preset would read it from."""
    present = set(header)
    result: dict[str, str] = {}
    for column in schema.TABLES[kind].names:
        known = [preset.columns[column].tokens for preset in presets().values()
                 if preset.kind == kind and column in preset.columns]  # fmt: skip
        candidates = [token(column), *(name for names in known for name in names)]
        match = next((name for name in candidates if name in present and name not in result.values()), None)
        if match:
            result[column] = match
    return result


def _place(preset: Preset, confidence: float, header: tuple[str, ...], by_hand: Mapping[str, str]) -> FileMapping:
    table = schema.TABLES[preset.kind]
    places = {name: number for number, name in enumerate(header)}
    sources = {name: placed for name, source in preset.columns.items() if (placed := _column(source, places))}
    for name, wanted in by_hand.items():
        if name not in table.names:
            raise MappingError(f"{table.name} has no column {name!r}. Columns are: {', '.join(table.names)}.")
        if not wanted:
            sources.pop(name, None)
            continue
        if wanted not in places:
            raise MappingError(f"The file has no column {wanted!r}. Its columns are: {', '.join(header)}.")
        old = sources.get(name)
        sources[name] = Column(places[wanted], values=old.values if old else {})
    lacking = [
        column.name for column in table.required if column.name not in sources and column.name not in preset.constants
    ]
    if lacking:
        raise MappingError(
            f"No column for {', '.join(lacking)} of {table.name}. Say which: "
            + " ".join(f"--map {name}=COLUMN" for name in lacking)
            + f". The file's columns are: {', '.join(header)}."
        )
    latest = tuple(places[name] for name in preset.latest_by if name in places)
    highest = tuple(name for name in preset.highest if name in sources)
    return FileMapping(
        preset.kind,
        preset.name,
        sources,
        preset.missing,
        latest,
        highest,
        preset.constants,
        preset.cannot_tell,
        preset.is_escaped,
        confidence,
    )


def _column(source: Source, places: Mapping[str, int]) -> Column | None:
    position = next((places[name] for name in source.tokens if name in places), None)
    if position is None:
        return None
    if source.plus_minutes is None:
        return Column(position, None, source.plus, source.values)
    minutes = places.get(source.plus_minutes)
    return None if minutes is None else Column(position, minutes, source.plus, source.values)


def _unknown(header: tuple[str, ...], kind: str | None) -> str:
    found = recognise(header, kind=kind)
    guess = f" The nearest is {found[0][1].name} ({found[0][0]:.0%} sure)." if found else ""
    shown = ", ".join(header[:12]) + (", …" if len(header) > 12 else "")
    return (
        f"This export is not known.{guess} Its columns are: {shown}. Say which preset it is (--preset NAME), "
        "or map it by hand: --as tickets --map ticket_id=COLUMN --map created_at=COLUMN …"
    )


def _read(path: Path) -> Preset:
    body = tomllib.loads(path.read_text("utf-8"))
    values = {name: {_fold(k): v for k, v in words.items()} for name, words in body.get("values", {}).items()}
    return Preset(
        name=path.stem,
        title=body["title"],
        kind=body["kind"],
        signature=frozenset(token(name) for name in body["signature"]),
        signature_needs=body.get("signature_needs", 2),
        columns={name: _source(spec, values.get(name, {})) for name, spec in body["columns"].items()},
        missing=tuple(body.get("missing", ())),
        latest_by=tuple(token(name) for name in body.get("latest_by", ())),
        highest=tuple(body.get("highest", ())),
        constants=body.get("constants", {}),
        cannot_tell=tuple(body.get("cannot_tell", ())),
    )


def _source(spec: Any, values: Mapping[str, str]) -> Source:
    if isinstance(spec, dict):
        names = spec["column"] if isinstance(spec["column"], list) else [spec["column"]]
        plus = token(spec["plus_minutes"]) if "plus_minutes" in spec else None
        return Source(tuple(token(name) for name in names), plus, spec.get("plus", 0), values)
    names = spec if isinstance(spec, list) else [spec]
    return Source(tuple(token(name) for name in names), None, 0, values)


def _own(table: schema.Table) -> Preset:
    columns = {name: Source((token(name),)) for name in table.names}
    signature = frozenset(token(column.name) for column in table.required)
    title = f"The project's own format: {table.name}"
    return Preset(f"own_{table.name}", title, table.name, signature, len(signature), columns, is_escaped=True)


def _fold(word: str) -> str:
    return word.strip().casefold()
