"""Which exports are known? Presets say how the columns of a vendor's file become canonical ones.

A preset is one TOML file: the vendors' in `data/vendors`, the firm's own in the folder `presets` of the store. The
project's own format is a preset per table, made from the schema. `FORM` says what a preset may hold.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from data import schema, versions
from data.loading.preset_form import misfits
from data.loading.sources import Source, is_pattern, problems_of, source_of
from data.loading.words import COMMON_WORDS
from data.reading.table import token

VENDORS = Path(__file__).parent.parent / "vendors"
BY_HAND = "by hand"  # the preset of a file whose columns a person has named

FORM = """
title = "Vendor: what it is"      kind = "tickets"                 the table that the rows go into
signature = ["Column", …]         signature_needs = 2              how many of them have to be there
missing = ["-"]                   cannot_tell = ["in words"]       also = ["preset", …]   which read the same file too
latest_by = ["Column"]            the highest row is the record's last state
highest = ["reopens"]             canonical columns whose highest value over all states counts
asks = ["score"]                  canonical columns that have to be named where the file has none for them
zone = "Europe/Berlin"            day_first = true                 what a firm's own preset has settled
[second_header] column, values    rows under the header with one of these values belong to it; "text*" is a beginning
[leave_out."Column"]              "word" = "reason": such rows are set aside
[melt] like = "became an? (.+) date"   or [melt.named] nps = "recommend|nps"   columns that become rows: *name, *value
[columns]                         canonical = "Column" or ["first that is there", …] or a table with
    column, or like = "words of the question"; combine = "first" | "filled" | "every" | "join", separator;
    time, add, unit; times, plus, minus = "Column", each = "Column", per = "Column" with factors = { year = 12 };
    extract = "(what counts)", only = true
[values.canonical]                "word of the file" = "canonical word", "*" = all others
[constants]                       canonical = "the same for every row, unless the file has a column for it"
"""
_KEYS = {"title", "kind", "signature", "signature_needs", "missing", "cannot_tell", "also", "latest_by", "highest", "asks",
         "zone", "day_first", "second_header", "leave_out", "melt", "columns", "values", "constants"}  # fmt: skip


class MappingError(ValueError):
    """A file whose columns cannot be matched to a canonical table; the text says what to give."""


class PresetError(ValueError):
    """A preset that cannot be used; the text says what is wrong in it."""


@dataclass(frozen=True)
class Melt:
    """Columns that become rows: those whose header token matches `like`, or the first that matches each named pattern
    in its token or in the question under it."""

    like: str = ""
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Preset:
    """How one vendor's export is recognised and read. body: the preset as its file has it."""

    name: str
    title: str
    kind: str
    signature: frozenset[str]
    signature_needs: int
    columns: Mapping[str, Source]
    missing: tuple[str, ...] = ()
    latest_by: tuple[str, ...] = ()
    highest: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    cannot_tell: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    second_header: tuple[str, tuple[str, ...]] | None = None
    leave_out: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    melt: Melt | None = None
    zone: str | None = None
    day_first: bool | None = None
    is_escaped: bool = False  # text that a spreadsheet would run has an apostrophe in front, as in our own exports
    is_firms: bool = False  # saved by the firm, not delivered with the product
    body: Mapping[str, Any] = field(default_factory=dict, compare=False)


def presets(store: Path | None = None) -> Mapping[str, Preset]:
    """Every preset by name: the firm's own (of this store), the vendors' files, then the project's own format."""
    firm = [preset for preset in _firms(store) if isinstance(preset, Preset)]
    return {preset.name: preset for preset in firm} | dict(delivered())


def broken_presets(store: Path | None = None) -> list[str]:
    """What is wrong with presets of the firm that cannot be used, a sentence each."""
    return [f"{problem}" for problem in _firms(store) if isinstance(problem, PresetError)]


@cache
def delivered() -> Mapping[str, Preset]:
    """The presets that come with the product."""
    vendors = [preset_of(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(VENDORS.glob("*.toml"))]
    own = [own_preset(table) for table in schema.TABLES.values()]
    return {preset.name: preset for preset in (*vendors, *own)}


def own_preset(table: schema.Table) -> Preset:
    """The project's own format of a table."""
    body = {
        "title": f"The project's own format: {table.name}",
        "kind": table.name,
        "signature": [column.name for column in table.required],
        "signature_needs": len(table.required),
        "columns": {name: name for name in table.names},
    }
    return replace(preset_of(f"own_{table.name}", body, common=False), is_escaped=True)


def by_hand_preset(kind: str | None) -> Preset:
    """The preset of a file that is mapped by hand: columns that have our own names need no word."""
    own = own_preset(schema.TABLES[kind or "tickets"])
    return preset_of(BY_HAND, {**own.body, "title": "mapped by hand"})


def preset_of(name: str, body: Mapping[str, Any], *, common: bool = True) -> Preset:
    """A preset from what its file holds (see FORM). common: usual words for states are understood as well.

    Raises PresetError.
    """
    _check(name, body)
    try:
        return _preset_of(name, body, common=common)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PresetError(f"The preset {name} cannot be read: {error}.") from None


def _preset_of(name: str, body: Mapping[str, Any], *, common: bool) -> Preset:
    usual = COMMON_WORDS.get(body["kind"], {}) if common else {}
    given = body.get("values", {})
    words = {column: _fold_keys({**_usual(usual, column, given), **given.get(column, {})})
             for column in {*usual, *given}}  # fmt: skip
    header = body.get("second_header")
    melt = body.get("melt")
    return Preset(
        name=name,
        title=body["title"],
        kind=body["kind"],
        signature=frozenset(token(one) for one in body["signature"]),
        signature_needs=body.get("signature_needs", 2),
        columns={column: source_of(spec, words.get(column, {})) for column, spec in body["columns"].items()},
        missing=tuple(body.get("missing", ())),
        latest_by=tuple(token(one) for one in body.get("latest_by", ())),
        highest=tuple(body.get("highest", ())),
        constants=dict(body.get("constants", {})),
        cannot_tell=tuple(body.get("cannot_tell", ())),
        also=tuple(body.get("also", ())),
        asks=tuple(body.get("asks", ())),
        second_header=(token(header["column"]), tuple(header["values"])) if header else None,
        leave_out={token(column): _fold_keys(reasons) for column, reasons in body.get("leave_out", {}).items()},
        melt=Melt(melt.get("like", ""), dict(melt.get("named", {}))) if melt else None,
        zone=body.get("zone"),
        day_first=body.get("day_first"),
        body=body,
    )


def _usual(
    usual: Mapping[str, Mapping[str, str]], column: str, given: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    return {} if "*" in given.get(column, {}) else usual.get(column, {})


def _check(name: str, body: Mapping[str, Any]) -> None:
    """Raises PresetError for what a person may have got wrong in a file."""
    for problem in misfits(body):
        raise PresetError(f"The preset {name} cannot be read: {problem}.")
    lacking = [key for key in ("title", "kind", "signature", "columns") if not body.get(key)]
    unknown = sorted(set(body) - _KEYS)
    if lacking or unknown:
        what = f"lacks {', '.join(lacking)}" if lacking else f"has the unknown part {', '.join(unknown)}"
        raise PresetError(f"The preset {name} {what}.")
    if body["kind"] not in schema.TABLES:
        raise PresetError(
            f"The preset {name} is for the table {body['kind']!r}. Tables are: {', '.join(schema.TABLES)}."
        )
    known = schema.TABLES[body["kind"]].names
    for part in ("columns", "values", "constants"):
        for column in body.get(part, {}):
            if column not in known:
                raise PresetError(f"The preset {name} names the column {column!r}, which {body['kind']} does not have.")
    for column, spec in body["columns"].items():
        for problem in problems_of(spec):
            raise PresetError(f"The preset {name} cannot read {column}: {problem}.")
    melt = body.get("melt", {})
    for pattern in (melt.get("like", ""), *melt.get("named", {}).values()):
        if not is_pattern(pattern):
            raise PresetError(f"The preset {name} has a pattern that cannot be read: {pattern}")


def _fold_keys(words: Mapping[str, str]) -> dict[str, str]:
    return {word.strip().lower(): new for word, new in words.items()}  # as SQL does: casefold would change ß


def firms_folder(store: Path | None = None) -> Path:
    """Where the firm's own presets are kept: beside the versions of the store, not in them."""
    return (store or versions.default_store()) / "presets"


def _firms(store: Path | None) -> list[Preset | PresetError]:
    return [_firm(path, path.stat().st_mtime_ns) for path in sorted(firms_folder(store).glob("*.toml"))]


@cache
def _firm(path: Path, changed_at: int) -> Preset | PresetError:
    try:
        return replace(preset_of(path.stem, tomllib.loads(path.read_text("utf-8"))), is_firms=True)
    except (PresetError, OSError, ValueError) as error:
        return PresetError(f"{path.name} is not used: {error}")
