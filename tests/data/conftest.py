"""Every test of the data room gets a store of its own: real DuckDB files in a temporary folder."""

from pathlib import Path

import pytest

from tests.data.trial_store import TrialStore


@pytest.fixture
def store(tmp_path: Path) -> TrialStore:
    """An empty store."""
    return TrialStore(tmp_path)


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> TrialStore:
    """An empty store that the tests of one module share: for what is loaded once and read often."""
    return TrialStore(tmp_path_factory.mktemp("shared"))
