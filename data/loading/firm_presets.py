"""How does the firm keep a way of reading its own exports? As presets of its own, which can be taken to another store."""

import contextlib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from data import schema
from data.loading.mapping import ByHand, found_sources
from data.loading.presets import BY_HAND, Preset, PresetError, delivered, firms_folder, preset_of
from data.loading.stage import Options
from data.reading.table import Table

_NAME = re.compile(r"^[a-z][a-z0-9_]{1,39}$")
MOST_SIGNATURE = 4


def body_of(base: Preset, table: Table, *, title: str, by_hand: ByHand, options: Options) -> dict[str, Any]:
    """A preset that reads such a file as it was read: the base with what a person said on top."""
    if base.signature and base.name != BY_HAND and not base.name.startswith("own_"):
        body = dict(base.body)
        columns = dict(body["columns"]) | dict(by_hand.columns)
    else:  # of a mapping by hand, only what the file has
        columns = dict(found_sources(base, table, by_hand))
        body = {"kind": base.kind, "signature": _signature(base, columns), "signature_needs": 0}
        body["signature_needs"] = len(body["signature"])
    constants = dict(base.constants) | dict(by_hand.constants)
    body["title"] = title
    body["columns"] = {name: spec for name, spec in columns.items() if spec and name not in by_hand.constants}
    zone, day_first = options.zone or base.zone, base.day_first if options.day_first is None else options.day_first
    said = {"constants": constants or None, "zone": zone, "day_first": day_first}
    return body | {key: value for key, value in said.items() if value is not None}


def save(name: str, body: Mapping[str, Any], *, store: Path | None = None) -> Preset:
    """Keep a preset of the firm under a name; one of the same name is replaced. Raises PresetError and OSError."""
    if not _NAME.match(name):
        raise PresetError(f"{name!r} is no name for a preset: 2 to 40 small letters, digits and _, a letter first.")
    if name in delivered():
        raise PresetError(f"{name} is the name of a preset that comes with the product. Take another.")
    made = preset_of(name, body)
    folder = firms_folder(store)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{name}.{os.getpid()}.new"
    try:
        temporary.write_text(toml_text(body), "utf-8")
        temporary.replace(folder / f"{name}.toml")
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return made


def take_in(path: Path, *, store: Path | None = None) -> Preset:
    """Keep a preset that was exported before; its name is that of the file. Raises PresetError and OSError."""
    try:
        body = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise PresetError(f"{path.name} is no preset: {error}.") from None
    return save(path.stem, body, store=store)


def forget(name: str, *, store: Path | None = None) -> None:
    """Delete a preset of the firm. Raises PresetError when there is none."""
    path = firms_folder(store) / f"{name}.toml"
    if not _NAME.match(name) or not path.is_file():
        raise PresetError(f"There is no preset {name!r} of your own.")
    path.unlink()


def toml_text(body: Mapping[str, Any]) -> str:
    """A preset as the text of its file."""
    return tomli_w.dumps(dict(body), multiline_strings=False)


def name_of(title: str) -> str:
    """A name for a preset with this title: `Help desk, 2026!` -> help_desk_2026"""
    name = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:40].strip("_")
    return name if _NAME.match(name) else f"preset_{name}".strip("_")[:40]


def _signature(base: Preset, columns: Mapping[str, str]) -> list[str]:
    """Columns that such a file is known by: those that every record needs, then the longest, least usual names."""
    needs = [columns[column.name] for column in schema.TABLES[base.kind].required if column.name in columns]
    unusual = sorted(columns.values(), key=lambda one: -len(one))
    return list(dict.fromkeys([*needs, *unusual]))[: max(MOST_SIGNATURE, len(needs))]
