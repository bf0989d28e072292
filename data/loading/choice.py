"""How is a file to be read? What it is taken for, and what the analyst chose instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data import schema
from data.loading.load import Request
from data.loading.presets import BY_HAND, SURE, Preset, by_hand_preset, presets, recognise
from data.loading.stage import Options
from data.loading.suggesting import suggested

Samples = Mapping[str, Sequence[str]]


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


def guess(header: tuple[str, ...], samples: Samples) -> Choice:
    """How a file is read unless somebody says otherwise; by hand when no preset is sure.

    header: tokens. samples: some values of each column, by token.
    """
    found = recognise(header)
    if found and found[0][0] >= SURE:
        return Choice(found[0][1].name, found[0][1].kind)
    return by_hand(header, max(schema.TABLES, key=lambda kind: _fit(header, kind, samples)), samples)


def by_hand(header: tuple[str, ...], kind: str, samples: Samples) -> Choice:
    """A mapping by hand that starts from what the columns seem to be."""
    return Choice(BY_HAND, kind, suggested(header, kind, samples))


def _fit(header: tuple[str, ...], kind: str, samples: Samples) -> tuple[bool, int, bool]:
    found = suggested(header, kind, samples)
    share = round(100 * len(found) / len(schema.TABLES[kind].columns))
    return all(column.name in found for column in schema.TABLES[kind].required), share, kind == "tickets"


def sources_of(choice: Choice, header: tuple[str, ...]) -> dict[str, str]:
    """Canonical column -> header token that it is read from, for the columns that the file has."""
    present = set(header)
    found: dict[str, str] = {}
    for column, source in choice.as_preset.columns.items():
        token = next((token for token in source.tokens if token in present), "")
        if source.plus_minutes is None or source.plus_minutes in present:
            found[column] = token
    return {column: token for column, token in (found | dict(choice.mapped)).items() if token in present and token}
