"""A file without one usable row, and an interrupt, leave the store as it was and say so in a line."""

import duckdb
import pytest

from data import commands
from data.__main__ import main
from data.loading.requests import LoadError
from tests.data.trial_store import TrialStore, counts, tickets

SOON = "ticket_id,created_at\nA,soon\nB,later\n"


@pytest.mark.parametrize("loaded", [0, 3])
def test_a_file_whose_rows_are_all_rejected_is_refused(store: TrialStore, loaded: int) -> None:
    if loaded:
        store.load(tickets(loaded))
    reason = r"^Every row of bad\.csv was rejected; the first: line 2, created_at: this is not a date .*\('soon'\)$"
    with pytest.raises(LoadError, match=reason):
        store.load(SOON, name="bad.csv")
    assert (store.version, store.left_over) == (1 if loaded else None, [])


def test_the_first_reason_can_be_that_of_a_whole_row(store: TrialStore) -> None:
    with pytest.raises(LoadError, match=r"the first: line 2: the row ends early: 2 values"):
        store.load("ticket_id,created_at,team\nA,2024-01-01\n")


def test_a_dry_run_counts_them(store: TrialStore) -> None:
    assert counts(store.load(SOON, dry_run=True)) == (0, 0, 0, 0, 2)


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), RuntimeError("Query interrupted"), duckdb.InterruptException("Interrupted!")]
)
def test_an_interrupt_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException
) -> None:
    def stopped(options: object) -> None:
        raise error

    monkeypatch.setattr(commands, "status", stopped)
    assert main(["status"]) == 1
    assert capsys.readouterr().err == "Stopped. The store is as it was.\n"


def test_another_error_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(options: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(commands, "status", broken)
    with pytest.raises(RuntimeError, match="a mistake"):
        main(["status"])
