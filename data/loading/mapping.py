"""How is this very file read? Each canonical column by the places of its source columns, and how their text becomes one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data import schema
from data.loading.presets import MappingError, Preset
from data.loading.questions import first_like, melting, questions
from data.loading.sources import Source
from data.reading.table import Table, melted, second_header, token
from data.sql import quoted

MELTED_NAME, MELTED_VALUE = "*name", "*value"
_MIDNIGHT = r"[ T]0?0:00(:00(\.0+)?)?$"


@dataclass(frozen=True)
class Column:
    """A canonical column's places in the file, and what is done with the text there.

    positions: the first that is filled counts, or all of them joined by `separator`. The rest is as in `Source`: time, add,
    minus, each and per are places of further cells.
    """

    positions: tuple[int, ...]
    separator: str | None = None
    time: int | None = None
    add: int | None = None
    unit: str = ""
    times: float = 1.0
    plus: float = 0.0
    minus: int | None = None
    each: int | None = None
    per: int | None = None
    factors: Mapping[str, float] = field(default_factory=dict)
    extract: str = ""
    only: bool = False
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def position(self) -> int:
        return self.positions[0]

    @property
    def places(self) -> tuple[int, ...]:
        """Every place of the file that is read."""
        further = (self.time, self.add, self.minus, self.each, self.per)
        return (*self.positions, *(place for place in further if place is not None))

    def text_sql(self) -> str:
        """The text, before words are translated, as SQL over columns c0, c1, … in which nothing is null."""
        cells = [f"c{place}" for place in self.positions]
        text = cells[0]
        if len(cells) > 1:
            joined = f"nullif(concat_ws({quoted(self.separator or '')}, {', '.join(cells)}), '')"
            text = f"coalesce({', '.join(cells)})" if self.separator is None else joined
        if self.time is not None:
            day = f"regexp_replace(trim({text}), {quoted(_MIDNIGHT)}, '')"
            text = f"case when {text} is not null then concat_ws(' ', {day}, trim(c{self.time})) end"
        if self.extract:
            found = f"nullif(regexp_extract({text}, {quoted(self.extract)}, 1), '')"
            text = found if self.only else f"coalesce({found}, {text})"
        return text

    def text(self, values: Sequence[str], missing: frozenset[str]) -> str:
        """The same text of one row of the file; empty where there is nothing."""
        cells = [values[place].strip() for place in self.positions if values[place].strip() not in missing]
        text = (cells[0] if cells else "") if self.separator is None else self.separator.join(cells)
        if text and self.time is not None:
            text = f"{re.sub(_MIDNIGHT, '', text)} {values[self.time].strip()}".strip()
        found = re.search(self.extract, text) if self.extract else None
        return (found.group(1) if found else "") or ("" if self.only else text)


@dataclass(frozen=True)
class LeftOut:
    """Rows that are no records of the table: the place of a cell, and the words there with the reason each."""

    position: int
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class FileMapping:
    """How this very file is read: its table, and for each canonical column where it comes from."""

    kind: str
    preset: Preset
    sources: Mapping[str, Column]
    constants: Mapping[str, str]
    latest_by: tuple[int, ...]
    highest: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    confidence: float
    by_hand: "ByHand"

    @property
    def missing(self) -> tuple[str, ...]:
        return self.preset.missing

    @property
    def carries(self) -> tuple[str, ...]:
        """The canonical columns that this file fills, in the table's order."""
        names = {*self.sources, *self.constants}
        return tuple(name for name in schema.TABLES[self.kind].names if name in names)

    @property
    def places(self) -> frozenset[int]:
        """Every place of the file that is read."""
        read = {place for source in self.sources.values() for place in source.places}
        return frozenset(read.union(self.latest_by, (one.position for one in self.left_out)))


@dataclass(frozen=True)
class ByHand:
    """What a person said on top of a preset. columns: canonical column -> header token, "" is not read.

    constants: canonical column -> the same value for every row.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


def shaped(table: Table, preset: Preset, by_hand: ByHand) -> Table:
    """The file's table as the preset sees it: without further header rows, and in long form where it asks for that."""
    if preset.second_header:
        table = second_header(table, preset.second_header[0], preset.second_header[1])
    if preset.melt is None or _is_unmelted(preset, by_hand):
        return table
    places = melting(table, preset.melt)
    return melted(table, tuple(places.values()), tuple(places)) if places else table


def place(preset: Preset, table: Table, *, confidence: float, by_hand: ByHand) -> FileMapping:
    """Where each canonical column stands in a table that was shaped by the preset. Raises MappingError."""
    canonical = schema.TABLES[preset.kind]
    places = {name: number for number, name in enumerate(table.tokens)}
    sources = _sources(preset, table)
    _take_by_hand(sources, preset, by_hand.columns, places)
    for name in by_hand.constants:
        if name not in canonical.names:
            raise MappingError(f"{canonical.name} has no column {name!r}. Columns are: {', '.join(canonical.names)}.")
        sources.pop(name, None)
    constants = {name: value for name, value in preset.constants.items() if name not in sources} | dict(
        by_hand.constants
    )
    lacking = [name for name in needed(preset) if name not in sources and name not in constants]
    if lacking:
        raise MappingError(
            f"No column for {', '.join(lacking)} of {canonical.name}. Say which: "
            + " ".join(f"--map {name}=COLUMN" for name in lacking)
            + f". The file's columns are: {', '.join(table.tokens)}."
        )
    return FileMapping(
        kind=preset.kind,
        preset=preset,
        sources=sources,
        constants=constants,
        latest_by=tuple(places[name] for name in preset.latest_by if name in places),
        highest=tuple(name for name in preset.highest if name in sources),
        left_out=tuple(LeftOut(places[name], words) for name, words in preset.leave_out.items() if name in places),
        confidence=confidence,
        by_hand=by_hand,
    )


def needed(preset: Preset) -> tuple[str, ...]:
    """The canonical columns without which a file cannot be read: the table's own, and those that the preset asks for."""
    required = [column.name for column in schema.TABLES[preset.kind].required]
    return tuple(dict.fromkeys((*required, *preset.asks)))


def found_sources(preset: Preset, table: Table, by_hand: ByHand) -> dict[str, str]:
    """Canonical column -> header token that it is (first) read from, for columns that the file has. Raises nothing."""
    places = set(table.tokens)
    found = {name: table.tokens[source.position] for name, source in _sources(preset, table).items()}
    found |= {name: wanted for name, wanted in by_hand.columns.items() if not wanted or wanted in places}
    return {name: wanted for name, wanted in found.items() if wanted and name not in by_hand.constants}


def _is_unmelted(preset: Preset, by_hand: ByHand) -> bool:
    """A person who names a column for what long form would give wants none."""
    virtual = {name for name, source in preset.columns.items() if MELTED_VALUE in source.tokens}
    return bool(virtual.intersection(by_hand.columns))


def _sources(preset: Preset, table: Table) -> dict[str, Column]:
    """The columns of the preset that the file has."""
    places = {name: number for number, name in enumerate(table.tokens)}
    texts = questions(table)
    for place, _ in table.long:
        texts[place] = ""  # it has become rows
    return {name: placed for name, source in preset.columns.items() if (placed := _column(source, places, texts))}


def _take_by_hand(
    sources: dict[str, Column], preset: Preset, columns: Mapping[str, str], places: Mapping[str, int]
) -> None:
    """What a person named is read with the words that the preset knows for that canonical column."""
    canonical = schema.TABLES[preset.kind]
    for name, wanted in columns.items():
        if name not in canonical.names:
            raise MappingError(f"{canonical.name} has no column {name!r}. Columns are: {', '.join(canonical.names)}.")
        if not wanted:
            sources.pop(name, None)
            continue
        if wanted not in places:
            raise MappingError(f"The file has no column {wanted!r}. Its columns are: {', '.join(places)}.")
        known = preset.columns.get(name, Source(()))
        sources[name] = Column((places[wanted],), extract=known.extract, only=known.only, values=known.values)


def _column(source: Source, places: Mapping[str, int], texts: Sequence[str]) -> Column | None:
    present = [name for name in source.tokens if name in places]
    if source.combine == "every":
        present = [name for name in places for one in source.tokens if name == one or name.startswith(f"{one}#")]
    if source.combine == "first":
        present = present[:1]
    positions = tuple(places[name] for name in present)
    if not positions and source.like and (found := first_like(source.like, texts)) is not None:
        positions = (found,)
    if not positions or any(name not in places for name in source.indispensable):
        return None
    further = {name: places.get(column) for name, column in source.further.items() if column}
    return Column(
        positions=positions,
        separator=source.separator if source.combine in ("every", "join") else None,
        **further,
        unit=source.unit,
        times=source.times,
        plus=source.plus,
        factors=source.factors,
        extract=source.extract,
        only=source.only,
        values=source.values,
    )


def tokens_of(columns: Mapping[str, str]) -> dict[str, str]:
    """What a person wrote as column names, as header tokens."""
    return {name: token(column) for name, column in columns.items()}
