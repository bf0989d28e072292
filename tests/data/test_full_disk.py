"""On a disk without room a change does nothing, says so, and works again when there is room."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data.killing import Slaughter, base_store, contents, run
from tests.data.small_disk import can_mount, command
from tests.data.trial_store import ROOT, TrialStore
from tests.data.troubles import End, NoRoom, SmallFiles, Trouble

REFUSED = "The store could not be written and is as it was: "
SIZES = (0, 50, 200, 600, 680, 700, 900, 1200, 1300, 1500, 4096, 12_288, 262_144, 1_000_000)  # bytes a file may have
SHARES = (0.3, 0.6, 0.9, 0.99, 1.0, 1.02, 1.05, 1.1, 1.3, 1.6)  # of the store's last version


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> TrialStore:
    return base_store(tmp_path_factory.mktemp("base"))


def calls_of(slaughter: Slaughter) -> int:
    """How many calls that change something on the disk the action makes undisturbed."""
    with slaughter.copy() as store:
        return run(slaughter.action, store, trouble=Trouble()).calls


def works_again(slaughter: Slaughter, store: TrialStore) -> bool:
    return run(slaughter.action, store).step == "end" and contents(store.path) == slaughter.after


@pytest.mark.parametrize("action", ["load", "remove", "undo"])
def test_no_room_from_any_call_on_changes_nothing(base: TrialStore, tmp_path: Path, action: str) -> None:
    slaughter = Slaughter.of(base, action, tmp_path / "slaughter")
    calls = calls_of(slaughter)
    failed = 0
    for first in range(1, calls + 2):
        with slaughter.copy() as store:
            outcome = run(action, store, trouble=NoRoom(first=first))
            slaughter.check(store, outcome)
            if outcome.error:
                failed += 1
                assert outcome.error[0] == "StoreError", outcome
                assert outcome.error[1].startswith(REFUSED), outcome
                assert store.left_over == [], outcome
                assert first % 6 or works_again(slaughter, store)
    assert calls > failed >= 7


@pytest.mark.parametrize("action", ["load of changes", "undo"])
def test_an_end_at_any_call_leaves_the_store_whole(base: TrialStore, tmp_path: Path, action: str) -> None:
    slaughter = Slaughter.of(base, action, tmp_path / "slaughter")
    calls = calls_of(slaughter)
    for first in range(1, calls + 1):
        with slaughter.copy() as store:
            outcome = run(action, store, trouble=End(first=first))
            assert outcome.step != "end"
            slaughter.check(store, outcome)


@pytest.mark.parametrize("action", ["load", "settings"])
def test_a_limit_on_the_size_of_files_changes_nothing(base: TrialStore, tmp_path: Path, action: str) -> None:
    slaughter = Slaughter.of(base, action, tmp_path / "slaughter")
    current = max(path.stat().st_size for path in base.path.glob("version-*"))
    outcomes = []
    for most in (*SIZES, *(int(current * share) for share in SHARES)):
        with slaughter.copy() as store:
            outcome = run(action, store, trouble=SmallFiles(most=most))
            slaughter.check(store, outcome)
            assert store.left_over == [] or outcome.step == "end", (most, outcome)
            assert not outcome.error or outcome.error[1].startswith(REFUSED), (most, outcome)
            outcomes.append(outcome.step == "end")
    assert not any(outcomes[: len(SIZES)])
    assert outcomes[-1]


@pytest.mark.skipif(not can_mount(), reason="this system lets nobody mount a small disk")
def test_a_disk_that_is_full_for_any_amount_of_room_changes_nothing(base: TrialStore, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    process = subprocess.run(
        [*command(), sys.executable, "-m", "tests.data.small_disk", str(base.folder), str(tmp_path / "disk")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    results = [json.loads(line) for line in process.stdout.splitlines()]
    assert len(results) >= 15
    for one in results[:-1]:
        assert one["error"].startswith(REFUSED) or "no room left" in one["error"], one
        assert (one["is_as_before"], one["left_over"]) == (True, []), one
    assert (results[-1]["error"], results[-1]["is_as_before"]) == ("", False)
