"""What is asked of a load, and what does it answer? One request per file, one report per file and table."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from data.loading import recognising
from data.loading.dates import AmbiguousDatesError
from data.loading.mapping import ByHand, FileMapping
from data.loading.presets import MappingError
from data.loading.stage import Options
from data.reading.files import UnreadableError, plain_text
from data.reading.members import members
from data.reading.table import Table, find_table

Progress = Callable[[str, float], None]


class LoadError(RuntimeError):
    """A load that did nothing; the text says which file, why, and what to do."""


@dataclass(frozen=True)
class Request:
    """One file to load, and how the analyst said it is to be read. label: the name that reports show.

    mapped: canonical column -> the file's column; constants: canonical column -> the same value for every row.
    is_newest: take it for newer than all that the store has. is_sheet: it is a sheet of a workbook, made into text.
    """

    path: Path
    label: str = ""
    kind: str | None = None
    preset: str | None = None
    mapped: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=Options)
    is_newest: bool = False
    is_sheet: bool = False

    @property
    def name(self) -> str:
        return self.label or self.path.name

    @property
    def by_hand(self) -> ByHand:
        return ByHand(self.mapped, self.constants)


@dataclass(frozen=True)
class Report:
    """What a file brought to a table: rows = new + updated + unchanged + folded + rejected.

    older: of the unchanged rows, those that the store has a later state of. warnings: what is probably wrong.
    """

    file: str
    kind: str
    preset: str
    rows: int
    new: int
    updated: int
    unchanged: int
    folded: int
    rejected: int
    older: int
    load_id: int | None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"notes": list(self.notes), "warnings": list(self.warnings)}


@dataclass(frozen=True)
class Opened:
    """A file that was recognised: for each canonical table that it fills, its text in that shape and its mapping."""

    request: Request
    encoding: str
    parts: tuple[tuple[Table, FileMapping], ...]

    @property
    def table(self) -> Table:
        """Of the first canonical table."""
        return self.parts[0][0]

    @property
    def mapping(self) -> FileMapping:
        """Of the first canonical table."""
        return self.parts[0][1]


@contextlib.contextmanager
def expanded(requests: Sequence[Request], spool: Path) -> Iterator[list[Request]]:
    """The same requests with the files of archives and the sheets of workbooks instead of these. Raises LoadError."""
    spool.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="members-", dir=spool, ignore_cleanup_errors=True) as folder:
        found: list[Request] = []
        for number, request in enumerate(requests):
            own = Path(folder) / str(number)
            own.mkdir()
            found += _members_of(request, own)
        yield found


def _members_of(request: Request, folder: Path) -> list[Request]:
    if request.is_sheet:
        return [request]
    try:
        inside = members(request.path, folder)
    except UnreadableError as error:
        raise LoadError(f"{request.name}: {error}") from error
    return [
        replace(
            request,
            path=one.path,
            label=f"{request.name} › {one.name}" if one.name else request.name,
            is_sheet=one.is_sheet,
        )
        for one in inside
    ]


@contextlib.contextmanager
def opened(request: Request, spool: Path, *, store: Path | None = None) -> Iterator[Opened]:
    """The file, unpacked and recognised; what was unpacked is removed afterwards. Raises LoadError."""
    spool.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reading-", dir=spool, ignore_cleanup_errors=True) as folder:
        try:
            plain = plain_text(request.path, Path(folder))
            table = find_table(plain.path, is_sheet=request.is_sheet)
            parts = recognising.choose(
                table, kind=request.kind, preset=request.preset, by_hand=request.by_hand, store=store
            )
            yield Opened(request, plain.encoding, tuple(parts))
        except (UnreadableError, MappingError, AmbiguousDatesError) as error:
            raise LoadError(f"{request.name}: {error}") from error
