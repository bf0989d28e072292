"""How is a file to be read? What it is taken for, and what the analyst chose instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data import schema
from data.loading.load import Request
from data.loading.presets import BY_HAND, SURE, Preset, by_hand_preset, presets, recognise, suggest
from data.loading.stage import Options


@dataclass(frozen=True)
class Choice:
    """How a file is to be read. mapped: canonical column -> header token on top of the preset; "" is not read."""

    preset: str
    kind: str
    mapped: Mapping[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=Options)

    def request(self, path: Path, label: str) -> Request:
        kind = self.kind if self.preset == BY_HAND else None
        return Request(path, label, kind=kind, preset=self.preset, mapped=dict(self.mapped), options=self.options)

    @property
    def as_preset(self) -> Preset:
        return by_hand_preset(self.kind) if self.preset == BY_HAND else presets()[self.preset]


def guess(header: tuple[str, ...]) -> Choice:
    """How a file with these header tokens is read unless somebody says otherwise; by hand when no preset is sure."""
    found = recognise(header)
    if found and found[0][0] >= SURE:
        return Choice(found[0][1].name, found[0][1].kind)
    return by_hand(header, max(schema.TABLES, key=lambda kind: _fit(header, kind)))


def by_hand(header: tuple[str, ...], kind: str) -> Choice:
    """A mapping by hand that starts from the columns whose names are known from some export."""
    return Choice(BY_HAND, kind, suggest(header, kind))


def _fit(header: tuple[str, ...], kind: str) -> tuple[bool, int, bool]:
    found = suggest(header, kind)
    return all(column.name in found for column in schema.TABLES[kind].required), len(found), kind == "tickets"


def sources_of(choice: Choice, header: tuple[str, ...]) -> dict[str, str]:
    """Canonical column -> header token that it is read from, for the columns that the file has."""
    present = set(header)
    found: dict[str, str] = {}
    for column, source in choice.as_preset.columns.items():
        token = next((token for token in source.tokens if token in present), "")
        if source.plus_minutes is None or source.plus_minutes in present:
            found[column] = token
    return {column: token for column, token in (found | dict(choice.mapped)).items() if token in present and token}
