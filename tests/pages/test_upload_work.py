"""Is work done in the background said truly, whatever comes of it, and in words that a person understands?"""

import threading
import time
from pathlib import Path

import duckdb
import pytest

from data import versions
from data.loading import dry_run
from data.loading.choice import Choice
from data.loading.load import load
from data.loading.rejected import first_rejected
from data.loading.requests import LoadError
from data.versions import StoreError
from pages.parts.upload import sayings, work
from tests.pages.upload_page import wait_for, zendesk


def test_work_ends_with_its_result_and_is_then_no_longer_running() -> None:
    go = threading.Event()

    def slow(progress: object, waiting: object) -> str:
        progress("Half", 0.5)  # type: ignore[operator]
        go.wait(10)
        return "done"

    job = work.start("load", ("a.csv",), slow)
    while job.step != "Half":
        time.sleep(0.01)
    assert job in work.running() and job.share == 0.5
    go.set()
    assert wait_for(job).result == "done" and not job.error
    assert job not in work.running()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (LoadError("a.csv: It is empty."), "a.csv: It is empty."),
        (StoreError("The store is full."), "The store is full."),
        (OSError(28, "No space left on device"), "No space left on device"),
        (duckdb.IOException("could not write"), "could not write"),
        (ValueError("secret internals at 0x7f"), "The log has the details."),
    ],
)
def test_a_failure_is_said_in_words(error: Exception, said: str) -> None:
    def fail(progress: object, waiting: object) -> None:
        raise error

    job = wait_for(work.start("load", ("a.csv",), fail))
    assert said in job.error and "secret" not in job.error and "Traceback" not in job.error
    assert job not in work.running()


def test_a_date_question_that_only_the_load_found_is_put_without_command_line_words(
    tmp_path: Path, store: Path
) -> None:
    file = tmp_path / "mixed.csv"
    file.write_text("ticket_id,created_at,solved_at\nA,25/03/2026,03/26/2026\n")
    request = Choice("own_tickets", "tickets").request(file, "mixed.csv")
    job = wait_for(work.start("load", ("mixed.csv",), lambda progress, waiting: load([request], store=store)))
    assert job.is_date_question and job.error.startswith("mixed.csv: ") and "--" not in job.error


def test_a_check_says_what_a_load_would_do_and_changes_nothing(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "view.csv"
    file.write_bytes(zendesk())
    request = Choice("zendesk_tickets", "tickets").request(file, "view.csv")
    checked = dry_run.check([request], store=store, progress=lambda step, share: None)
    assert versions.current_version(store) is None and not list(store.glob("*.duckdb"))
    loaded = load([request], store=store)
    assert [vars(one) | {"load_id": None} for one in checked.reports] == [
        vars(one) | {"load_id": None} for one in loaded
    ]
    told = checked.rejects[0][["line", "column", "value"]].to_dict("records")
    assert told == [{"line": 4, "column": "Created at", "value": "yesterday"}]
    assert loaded[0].load_id is not None
    kept = first_rejected(loaded[0].load_id, store=store)
    assert kept[["line", "column", "value", "reason"]].equals(checked.rejects[0][["line", "column", "value", "reason"]])


def test_a_check_knows_what_each_column_gets_and_what_is_not_read(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "view.csv"
    file.write_bytes(zendesk())
    request = Choice("zendesk_tickets", "tickets").request(file, "view.csv")
    checked = dry_run.check([request], store=store, progress=lambda step, share: None)
    got = checked.columns[0].set_index("column")
    assert got.loc["first_reply_at", ["source", "filled", "empty"]].tolist() == [
        "Created at + First reply time in minutes",
        1,
        1,
    ]
    assert got.loc["replies", ["lowest", "highest", "total"]].tolist() == ["0", "1", 1.0]
    assert set(checked.unread[0]) == {
        "Summation column",
        "Requester",
        "Group stations",
        "Full resolution time in minutes",
    }


def test_the_law_of_a_load_shows_every_fate() -> None:
    row = {"rows": 141_712, "new": 24_918, "updated": 0, "unchanged": 0, "folded": 116_794, "rejected": 0}
    assert sayings.law(row) == (
        "141,712 rows = **24,918 new** + 0 updated + 0 unchanged + **116,794 folded** + 0 rejected"
    )


def test_how_a_file_was_read_and_what_removing_it_means_are_said_in_a_sentence() -> None:
    said = {
        "zone": "UTC",
        "day_first": True,
        "prefix": "B-",
        "mapped": {"score": "q1", "team": ""},
        "constants": {"kind": "nps"},
    }
    assert sayings.read_as(said) == (
        "times in UTC, the day first, B- before ticket ids, score from the column q1, team left out and kind always nps"
    )
    loads = [{"kind": "customers", "new": 8, "updated": 1}, {"kind": "stages", "new": 18, "updated": 0}]
    assert sayings.removal(loads).startswith("The 8 new customers and 18 new stages that it brought go")
    assert "1 record that it updated" in sayings.removal(loads) and "All tables of this file" in sayings.removal(loads)


def test_a_warning_on_the_page_has_no_words_of_the_command_line() -> None:
    assert sayings.warning("They need a prefix (--prefix).") == "They need a prefix, which is set under How it is read."
