"""How is a file to be read? What it is taken for, and what the analyst chose instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data import schema
from data.loading.mapping import ByHand, found_sources, shaped
from data.loading.presets import BY_HAND, Preset, by_hand_preset, presets
from data.loading.recognising import SURE, recognise
from data.loading.requests import Request
from data.loading.stage import Options
from data.loading.suggesting import by_name, suggested
from data.reading.table import Table

Samples = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Choice:
    """How a file is to be read. mapped: canonical column -> header token on top of the preset; "" is not read.

    constants: canonical column -> the same value for every row. is_newest: it is newer than all that the store has.
    """

    preset: str
    kind: str
    mapped: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=Options)
    is_newest: bool = False

    def request(self, path: Path, label: str, *, is_sheet: bool = False) -> Request:
        return Request(
            path,
            label,
            kind=self.kind if self.preset == BY_HAND else None,
            preset=self.preset,
            mapped=dict(self.mapped),
            constants=dict(self.constants),
            options=self.options,
            is_newest=self.is_newest,
            is_sheet=is_sheet,
        )

    @property
    def as_preset(self) -> Preset:
        return by_hand_preset(self.kind) if self.preset == BY_HAND else presets()[self.preset]

    @property
    def by_hand(self) -> ByHand:
        return ByHand(self.mapped, self.constants)


def guess(table: Table, samples: Samples) -> Choice:
    """How a file is read unless somebody says otherwise; by hand when no preset is sure.

    samples: some values of each column, by token.
    """
    found = recognise(table)
    if found and found[0][0] >= SURE:
        return Choice(found[0][1].name, found[0][1].kind)
    return by_hand(table, max(schema.TABLES, key=lambda kind: _fit(table.tokens, kind, samples)), samples)


def by_hand(table: Table, kind: str, samples: Samples) -> Choice:
    """A mapping by hand that starts from what the columns seem to be."""
    return Choice(BY_HAND, kind, suggested(table.tokens, kind, samples))


def _fit(header: tuple[str, ...], kind: str, samples: Samples) -> tuple[bool, int, int, bool]:
    """How well a table fits: are the columns found that it needs, how many are found at all, and how many by name?"""
    found = suggested(header, kind, samples)
    needed = [column.name for column in schema.TABLES[kind].required if not column.choices]  # a word can be said
    is_whole = all(name in found for name in needed)
    return is_whole, len(found), len(by_name(header, kind, samples)), kind == "tickets"


def sources_of(choice: Choice, table: Table) -> dict[str, str]:
    """Canonical column -> header token that it is (first) read from, for the columns that the file has."""
    preset = choice.as_preset
    return found_sources(preset, shaped(table, preset, choice.by_hand), choice.by_hand)
