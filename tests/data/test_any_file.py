"""Whatever file comes: no row is lost or made up, and what is loaded is what was written.

Two thousand random files of every dialect, container and damage; another BLOCKS in the environment makes more.
"""

import io
import os
import zipfile
from pathlib import Path

import pytest

from data.loading import firm_presets
from data.loading.load import load
from data.loading.requests import LoadError, Request
from data.loading.stage import Options
from tests.data.any_file import PRESET_NAME, AnyFile
from tests.data.any_file_check import any_file, assert_stored, check, new_connection
from tests.data.trial_store import TrialStore, counts

BLOCKS, EACH = int(os.environ.get("BLOCKS", "40")), 50
# Of so many files one is also read by the other way, with its columns in another order, or a second time.
TOLERANT, SHUFFLED, AGAIN = 10, 20, 3


@pytest.mark.parametrize("block", range(BLOCKS))
def test_rows_are_kept_folded_or_rejected_and_values_are_as_written(tmp_path: Path, block: int) -> None:
    connection = new_connection()
    for seed in range(block * EACH, block * EACH + EACH):
        is_tolerant, again = seed % TOLERANT == 0, seed % AGAIN == 0
        check(connection, any_file(seed), tmp_path, is_tolerant=is_tolerant, again=again)
        if seed % SHUFFLED == 1:
            check(connection, any_file(seed, order=1), tmp_path)
    connection.close()


def test_the_order_of_columns_changes_nothing() -> None:
    for seed in range(100):
        file, other = any_file(seed), any_file(seed, order=1)
        assert (other.records, other.rows, other.folded) == (file.records, file.rows, file.folded)
    assert any(any_file(seed).content != any_file(seed, order=1).content for seed in range(10))


def load_any(store: TrialStore, file: AnyFile) -> tuple[int, ...]:
    """Load the file whole, by all the steps that a user's file goes through: rows, and counts."""
    if file.preset:
        firm_presets.save(PRESET_NAME, file.preset, store=store.path)
    report = load([Request(store.file(file.content, file.name), **file.request)], store=store.path)[0]
    return (report.rows, *counts(report))


@pytest.mark.parametrize("seed", range(50_000, 50_012))
def test_a_whole_load_keeps_them_too_and_a_second_one_changes_nothing(store: TrialStore, seed: int) -> None:
    file = any_file(seed)
    if file.refused:
        with pytest.raises(LoadError, match=file.refused):
            load_any(store, file)
        assert store.version is None
        return
    rejected = len(file.rejects)
    assert load_any(store, file) == (file.rows, len(file.records), 0, 0, file.folded, rejected), file.dialect
    assert load_any(store, file) == (file.rows, 0, 0, len(file.records), file.folded, rejected), file.dialect
    assert store.version == 1
    assert_stored(store, file)
    kept = store.rows('select line, "column", value, reason from rejects order by rowid')
    assert kept == list(file.rejects), file.dialect
    assert [one for one in store.left_over if not one.startswith("presets")] == []


def plain_files() -> dict[str, AnyFile]:
    """Random text files in our own format, one of each kind, that need nothing to be said."""
    found: dict[str, AnyFile] = {}
    for seed in range(60_000, 61_000):
        file = any_file(seed, most=10)
        is_plain = file.name == "any.csv" and not file.refused
        if is_plain and file.kind not in found and file.request == {"options": Options()}:
            found[file.kind] = file
    return found


def test_many_random_files_in_one_zip_are_loaded_in_one_go(store: TrialStore) -> None:
    files = plain_files()
    assert len(files) >= 4
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, file in files.items():
            archive.writestr(f"export/{kind}.csv", file.content)
    reports = load([Request(store.file(out.getvalue(), "all.zip"))], store=store.path)
    assert [report.file for report in reports] == [f"all.zip › {kind}.csv" for kind in files]
    for report, file in zip(reports, files.values(), strict=True):
        told = (report.kind, report.rows, report.new, report.folded, report.rejected)
        assert told == (file.kind, file.rows, len(file.records), file.folded, len(file.rejects)), file.dialect
        assert_stored(store, file)
