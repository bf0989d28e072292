"""Which export is this file, and how sure is that? The preset that fits best, or the one that a person named."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from data import schema
from data.loading.mapping import ByHand, FileMapping, place, shaped, tokens_of
from data.loading.presets import BY_HAND, MappingError, Preset, by_hand_preset, presets
from data.loading.questions import melting
from data.loading.rejected import BECAUSE
from data.reading.table import Table, second_header, token

SURE = 0.6  # below this confidence a person has to say what the file is


def confidence(preset: Preset, table: Table) -> float:
    """0 to 1: how sure it is that this table is such an export.

    Nothing without the signature and the columns that the canonical table needs; then by how much of the header the
    preset knows, and by how much of the preset the header fills. Where questions are columns these are whatever somebody
    asked: there it is how much of the signature the header has.
    """
    present = set(table.tokens) - {token(BECAUSE)}
    given = {*preset.constants, *preset.asks}
    needed = [column.name for column in schema.TABLES[preset.kind].required if column.name not in given]
    if any(name in preset.columns and not _is_there(preset.columns[name].tokens, present) for name in needed):
        return 0.0
    if len(preset.signature & present) < preset.signature_needs:
        return 0.0
    if preset.melt and preset.melt.like and not melting(table, preset.melt):
        return 0.0
    if preset.melt and preset.melt.named:
        return 0.4 + 0.6 * len(preset.signature & present) / len(preset.signature)
    known = {name for source in preset.columns.values() for name in source.tokens} | preset.signature
    known |= {name for source in preset.columns.values() for name in source.further.values() if name}
    filled = sum(_is_there(source.tokens, present) for source in preset.columns.values())
    return 0.4 + 0.3 * len(present & known) / len(present) + 0.3 * filled / len(preset.columns)


def recognise(table: Table, *, kind: str | None = None, store: Path | None = None) -> list[tuple[float, Preset]]:
    """Presets that fit this table, surest first; `kind` leaves only presets of that canonical table."""
    every = presets(store).values()
    parts = {name for preset in every for name in preset.also}  # read with another, and not instead of it
    known = [one for one in every if (one.name not in parts if kind is None else one.kind == kind)]
    rated = _firms_first([(confidence(preset, table), preset) for preset in known])
    return sorted((pair for pair in rated if pair[0] > 0), key=lambda pair: (-pair[0], not pair[1].is_firms))


def _firms_first(rated: Sequence[tuple[float, Preset]]) -> list[tuple[float, Preset]]:
    """The firm's own way to read an export is as sure as the delivered one that it was made from."""
    surest: dict[tuple[str, frozenset[str]], float] = {}
    for share, one in rated:
        surest[one.kind, one.signature] = max(share, surest.get((one.kind, one.signature), 0.0))
    return [(surest[one.kind, one.signature] if one.is_firms and share else share, one) for share, one in rated]


def choose(
    table: Table,
    *,
    kind: str | None = None,
    preset: str | None = None,
    by_hand: ByHand | None = None,
    store: Path | None = None,
) -> list[tuple[Table, FileMapping]]:
    """How a file is read: by the named preset, else the surest one, with what a person said on top.

    One pair for each canonical table that the file fills: the table in the shape that it is read in, and its mapping.
    Raises MappingError when no preset is sure enough and what a person said does not give the required columns.
    """
    known = presets(store)
    if kind is not None and kind not in schema.TABLES:
        raise MappingError(f"There is no table {kind!r}. Tables are: {', '.join(schema.TABLES)}.")
    if preset not in (None, BY_HAND, *known):
        raise MappingError(f"There is no preset {preset!r}. Presets are: {', '.join(known)}.")
    said = ByHand(tokens_of(by_hand.columns), by_hand.constants) if by_hand else ByHand()
    is_said = bool(said.columns or said.constants)
    if preset == BY_HAND:
        chosen, sure = by_hand_preset(kind), 1.0
    elif preset is not None:
        chosen = known[preset]
        sure = confidence(chosen, table)
    else:
        found = recognise(table, kind=kind, store=store)
        if found and (found[0][0] >= SURE or kind):
            sure, chosen = found[0]
        elif is_said:
            sure, chosen = 1.0, by_hand_preset(kind)
        else:
            raise MappingError(_unknown(table, kind, store))
    chosen = _as_written(chosen, table)
    ready = shaped(table, chosen, said)
    first = ready, place(chosen, ready, confidence=sure, by_hand=said)
    return [first, *(_also(one, table, sure) for one in others(chosen, table, known))]


def others(preset: Preset, table: Table, known: Mapping[str, Preset]) -> list[Preset]:
    """The further presets that read the same file, where it has the columns that they need."""
    return [known[name] for name in preset.also if name in known and confidence(known[name], table) > 0]


def _as_written(preset: Preset, table: Table) -> Preset:
    """Rejected rows that come back mended were made safe for spreadsheets, which is undone."""
    return replace(preset, is_escaped=True) if token(BECAUSE) in table.tokens else preset


def _also(preset: Preset, table: Table, sure: float) -> tuple[Table, FileMapping]:
    preset = _as_written(preset, table)
    ready = shaped(table, preset, ByHand())
    return ready, place(preset, ready, confidence=sure, by_hand=ByHand())


def suggest(header: Sequence[str], kind: str) -> dict[str, str]:
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


def _is_there(tokens: Sequence[str], present: set[str]) -> bool:
    """Virtual columns of a long form are there when it is made."""
    return any(name in present or name.startswith("*") for name in tokens)


def _unknown(table: Table, kind: str | None, store: Path | None) -> str:
    header = table.tokens
    found = recognise(table, kind=kind, store=store)
    guess = f" The nearest is {found[0][1].name} ({found[0][0]:.0%} sure)." if found else ""
    shown = ", ".join(header[:12]) + (", …" if len(header) > 12 else "")
    return (
        f"This export is not known.{guess} Its columns are: {shown}. Say which preset it is (--preset NAME), "
        "or map it by hand: --as tickets --map ticket_id=COLUMN --map created_at=COLUMN …"
    )


def questions_of(preset: Preset, table: Table) -> Table:
    """The table with the texts under its header that the preset counts to the header."""
    return second_header(table, *preset.second_header) if preset.second_header else table
