"""Killed at any moment of any change, the store is as it was before or as it is after, and nothing is left behind."""

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.data.killing import ACTIONS, Slaughter, base_store, contents
from tests.data.trial_store import TrialStore

KILLS = {"load": 30, "load of changes": 25, "remove": 25, "settings": 15, "undo": 10}  # of each round
ROUNDS = 2


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> TrialStore:
    return base_store(tmp_path_factory.mktemp("base"))


@pytest.mark.parametrize("round_", range(ROUNDS))
@pytest.mark.parametrize("action", ACTIONS)
def test_killed_at_any_moment_the_store_is_whole(base: TrialStore, tmp_path: Path, action: str, round_: int) -> None:
    slaughter = Slaughter.of(base, action, tmp_path / "slaughter")
    draw = random.Random(f"{action} {round_}")
    steps = Counter(slaughter.kill(draw) for _ in range(KILLS[action]))
    assert steps.total() - steps["end"] >= KILLS[action] // 4, "the kills came too late to prove anything"
    assert contents(base.path) == slaughter.before


def test_there_are_enough_kills() -> None:
    assert ROUNDS * sum(KILLS.values()) >= 200
