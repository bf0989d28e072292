"""Does what comes of a random file agree with what was written?"""

import dataclasses
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data import schema, tables
from data.loading import firm_presets, merge, stage
from data.loading.merge import Brings, Counts
from data.loading.rejects import rejects
from data.loading.requests import LoadError, Opened, Request, opened
from data.reading import containers
from data.reading.files import UnreadableError
from tests.data.any_file import PRESET_NAME, AnyFile, make_any_file
from tests.data.any_file_melt import make_wide_file
from tests.data.any_file_values import Value
from tests.data.trial_store import TrialStore

WIDE = 12  # of so many files one is in wide form


def any_file(seed: int, *, order: int = 0, most: int = 40) -> AnyFile:
    """The random file of this seed. order: of its columns. most: rows that are drawn."""
    if seed % WIDE == 0:
        return make_wide_file(seed, order=order, most=most)
    return make_any_file(seed, order=order, most=most)


def smallest(seed: int, folder: Path) -> tuple[AnyFile, str]:
    """Of a seed that fails the file with the fewest rows that still fails, and how it does."""
    for most in range(3, 41):
        file = any_file(seed, most=most)
        try:
            check(new_connection(), file, folder, is_tolerant=True)
        except Exception as error:
            return file, f"{type(error).__name__}: {error}"
    raise AssertionError(f"seed {seed} does not fail")


def new_connection() -> duckdb.DuckDBPyConnection:
    """A store in memory. One thread: the files are small."""
    connection = duckdb.connect()
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute("set threads = 1")
    tables.create_tables(connection)
    return connection


def check(
    connection: duckdb.DuckDBPyConnection, file: AnyFile, folder: Path, *, is_tolerant: bool = False, again: bool = True
) -> None:
    """Read the file and merge it into an empty table: what is there then has to be what was written.

    is_tolerant: also by the way that is gone where DuckDB does not accept a file. again: also a second time.
    Raises AssertionError that tells the dialect.
    """
    try:
        with reading(file, folder) as found:
            _check(connection, file, found, folder, is_tolerant=is_tolerant, again=again)
    except (LoadError, UnreadableError) as error:
        assert file.refused and file.refused in str(error), f"{file.dialect}: {error}"
    else:
        assert not file.refused, f"{file.dialect}: it was read"


@contextmanager
def reading(file: AnyFile, folder: Path) -> Iterator[Opened]:
    """The file, recognised; from a container in this process."""
    path = folder / file.name
    path.write_bytes(file.content)
    if file.preset:
        firm_presets.save(PRESET_NAME, file.preset, store=folder)
    (member,) = containers.taken_apart(path, folder) if path.suffix != ".csv" else [None]
    read = Request(member.path, is_sheet=member.is_sheet, **file.request) if member else Request(path, **file.request)
    with opened(read, folder, store=folder) as found:
        yield found


def _check(
    connection: duckdb.DuckDBPyConnection, file: AnyFile, found: Opened, folder: Path, *, is_tolerant: bool, again: bool
) -> None:
    options, table = found.request.options, schema.TABLES[file.kind]
    staged = stage.stage(connection, found.table, found.mapping, options=options, spool=folder)
    if is_tolerant:
        usual = _staged(connection)
        other = dataclasses.replace(found.table, is_plain_above=False)
        assert stage.stage(connection, other, found.mapping, options=options, spool=folder) == staged, file.dialect
        assert _staged(connection) == usual, file.dialect
    assert_rejects(connection, file, found)
    connection.execute(f"delete from {table.name}")
    records = merge.fold(connection, staged, found.mapping)
    folded = staged.rows - staged.rejected - records
    fates = merge.merge(connection, table, Brings(1, staged.columns))
    counts = Counts(staged.rows, folded=folded, rejected=staged.rejected, **fates)
    wanted = Counts(file.rows, len(file.records), 0, 0, file.folded, len(file.rejects))
    assert counts == wanted, f"{file.dialect}: {counts} and not {wanted}"
    assert set(staged.columns) == set(file.columns), file.dialect
    assert_values(connection, file)
    if again:
        fates = merge.merge(connection, table, Brings(2, staged.columns))
        assert fates == {"new": 0, "updated": 0, "unchanged": len(file.records), "older": 0}, file.dialect


def assert_rejects(connection: duckdb.DuckDBPyConnection, file: AnyFile, found: Opened) -> None:
    """The rejected rows of `staged` are those that were damaged, with line, column, value and reason."""
    frames = rejects(connection, found.table, found.mapping)
    rows = [row[:4] for frame in frames for row in frame.itertuples(index=False, name=None)]
    told = [tuple(None if value != value else value for value in row) for row in rows]
    wanted = list(file.rejects)
    different = [pair for pair in itertools.zip_longest(told, wanted) if pair[0] != pair[1]]
    assert not different, f"{file.dialect}: {different[0][0]} and not {different[0][1]}"


def assert_stored(store: TrialStore, file: AnyFile) -> None:
    """The same of a store."""
    _assert_records(store.rows(_select(file)), file)


def assert_values(connection: duckdb.DuckDBPyConnection, file: AnyFile) -> None:
    """The canonical table has the records that were written, and no others."""
    _assert_records(connection.execute(_select(file)).fetchall(), file)


def _select(file: AnyFile) -> str:
    columns = ", ".join(f'"{name}"' for name in file.columns)
    return f"select {columns} from {file.kind}"


def _assert_records(rows: list[tuple[Value, ...]], file: AnyFile) -> None:
    places = [file.columns.index(name) for name in schema.TABLES[file.kind].key]
    found = {tuple(row[place] for place in places): _rounded(row) for row in rows}
    wanted = {key: _rounded(row) for key, row in file.records.items()}
    different = [(key, found.get(key), row) for key, row in wanted.items() if found.get(key) != row]
    assert not different, f"{file.dialect}: {file.columns} {different[0][1]} and not {different[0][2]}"
    assert set(found) == set(wanted), f"{file.dialect}: {set(found) - set(wanted)}"


def _rounded(row: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(round(value, 6) if isinstance(value, float) else value for value in row)


def _staged(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute("select * from staged order by rowid").fetchall()
