"""The command line: exit codes, results on stdout alone, and everything that can be said to it."""

import csv
import io
import json
from collections.abc import Callable

import pytest

from data.__main__ import main
from data.settings import DEFAULTS
from tests.data.trial_store import TrialStore, tickets

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(store: TrialStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: exit code, stdout, stderr."""
    monkeypatch.setenv("SUPPORT_STORE", str(store.path))

    def run_here(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # argparse
            code = int(str(ended.code))
        return code, *capsys.readouterr()

    return run_here


def test_a_process_prints_one_object_and_progress_elsewhere(store: TrialStore) -> None:
    result = store.run_apart("load", store.file(tickets(3)), "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout) == {
        "file": "tickets.csv",
        "kind": "tickets",
        "preset": "own_tickets",
        "rows": 3,
        "new": 3,
        "updated": 0,
        "unchanged": 0,
        "folded": 0,
        "rejected": 0,
        "older": 0,
        "load_id": 1,
        "notes": [],
        "warnings": [],
    }
    assert "Reading tickets.csv" in result.stderr
    assert result.stderr.strip().endswith("Done")


def test_several_files_are_one_load_and_one_object_each(store: TrialStore, run: Run) -> None:
    events = store.file("happened_at,label\n2024-01-01,Release\n", "events.csv")
    code, out, _ = run("load", store.file(tickets(3)), events, "--json")
    assert code == 0
    assert [json.loads(line)["kind"] for line in out.splitlines()] == ["tickets", "events"]
    assert store.version == 1


def test_reports_for_people(store: TrialStore, run: Run) -> None:
    rows = [*tickets(2), {"ticket_id": "X", "created_at": "soon"}]
    code, out, _ = run("load", store.file(rows))
    assert code == 0
    assert out == (
        "tickets.csv: 3 rows as tickets (own_tickets): 2 new, 0 updated, 0 unchanged, 0 folded, 1 rejected; "
        "see python -m data rejects 1\n"
    )


def test_a_dry_run_keeps_nothing(store: TrialStore, run: Run) -> None:
    code, out, _ = run("load", store.file(tickets(3)), "--dry-run", "--json")
    assert (code, json.loads(out)["new"], json.loads(out)["load_id"], store.version) == (0, 3, None, None)


def test_columns_zone_and_order_can_be_said(store: TrialStore, run: Run) -> None:
    file = store.file("nr;opened;who\nA;1/7/2024 12:00;Ada\n", "unknown.csv")
    said = ["--as", "tickets", "--map", "ticket_id=nr", "--map", "created_at=opened", "--map", "agent=who"]
    code, _, errors = run("load", file, *said)
    assert code == 1
    assert "--day-first or --month-first" in errors
    assert run("load", file, *said, "--day-first", "--timezone", "Europe/Berlin")[0] == 0
    assert store.rows("select created_at::varchar, agent from tickets") == [("2024-07-01 10:00:00", "Ada")]
    assert run("load", file, *said, "--month-first")[0] == 0
    assert store.rows("select created_at::varchar from tickets") == [("2024-01-07 12:00:00",)]


def test_a_preset_can_be_said(store: TrialStore, run: Run) -> None:
    file = store.file("Id,Created at\n1,2024-01-01 10:00:00\n", "few-columns.csv")
    assert run("load", file)[0] == 1
    assert run("load", file, "--preset", "zendesk_tickets")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["load"],
        ["load", "x.csv", "--as", "people"],
        ["load", "x.csv", "--map", "ticket_id"],
        ["load", "x.csv", "--map", "=x"],
        ["load", "x.csv", "--timezone", "Mars"],
        ["load", "x.csv", "--day-first", "--month-first"],
        ["rejects"],
        ["rejects", "one"],
        ["export", "nothing", "x.csv"],
        ["settings", "--set", "late_factor"],
        ["sample", "--customers", "many"],
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, arguments: list[str]) -> None:
    code, out, errors = run(*arguments)
    assert (code, out) == (2, "")
    assert "usage: " in errors


@pytest.mark.parametrize("arguments", [["status"], ["history"], ["undo"], ["rejects", "1"], ["export", "tickets", "x.csv"],
                                       ["settings"], ["settings", "--set", "late_factor=3"], ["sample", "--customers", "3"]])  # fmt: skip
def test_what_needs_data_says_so(store: TrialStore, run: Run, arguments: list[str]) -> None:
    code, out, errors = run(*arguments)
    assert (code, out) == (1, "")
    assert errors.startswith("Nothing done. ")
    assert len(errors.splitlines()) == 1
    assert store.version is None


def test_status_says_what_there_is(store: TrialStore, run: Run) -> None:
    store.load(tickets(30))
    code, out, _ = run("status", "--json")
    assert code == 0
    body = json.loads(out)
    assert (body["version"], body["tickets"], body["is_sample"], body["store"]) == (1, 30, False, str(store.path))
    assert (body["first_day"], body["last_day"], body["data_through"]) == (
        "2024-01-01",
        "2024-01-01",
        "2024-01-02 05:00:00",
    )
    assert "tickets: 30" in run("status")[1]


def test_history_and_undo(store: TrialStore, run: Run) -> None:
    store.load(tickets(2))
    store.load(tickets(3), name="more.csv")
    body = json.loads(run("history", "--json")[1])
    assert [(one["load_id"], one["file"], one["new"]) for one in body["loads"]] == [
        (1, "tickets.csv", 2),
        (2, "more.csv", 1),
    ]
    assert [len(one["checksum"]) for one in body["loads"]] == [64, 64]
    assert [(one["number"], one["is_current"]) for one in body["versions"]] == [(1, False), (2, True)]
    assert json.loads(run("undo", "--json")[1]) == {"version": 1}
    assert "version 1 (current)" in run("history")[1]
    code, _, errors = run("undo")
    assert (code, errors) == (1, "Nothing done. There is nothing to undo: this is the first version.\n")


def test_presets_are_listed(run: Run) -> None:
    names = [one["name"] for one in json.loads(run("presets", "--json")[1])]
    assert {"zendesk_tickets", "servicenow_log", "own_tickets", "own_events"} <= set(names)
    assert all(name in run("presets")[1] for name in names)


def test_settings_are_shown_changed_and_checked(store: TrialStore, run: Run) -> None:
    store.load([{"ticket_id": "T", "created_at": "2024-01-01 23:30"}])
    assert json.loads(run("settings", "--json")[1]) == json.loads(json.dumps(DEFAULTS))
    code, out, _ = run("settings", "--set", "time_zone=Asia/Kolkata", "--set", "late_factor=3", "--json")
    assert (code, json.loads(out)["time_zone"], json.loads(out)["late_factor"]) == (0, "Asia/Kolkata", 3)
    assert store.rows("select created_day::varchar, time_zone from ticket_facts, data_status") == [
        ("2024-01-02", "Asia/Kolkata")
    ]
    for wrong in ("colour=red", "time_zone=Mars", "late_factor=-1", 'targets={"high": 5}'):
        code, out, errors = run("settings", "--set", wrong)
        assert (code, out, errors[:14]) == (1, "", "Nothing done. "), wrong
    assert store.version == 2
    assert "late_factor = 3" in run("settings")[1]


def test_rejects_can_be_printed(store: TrialStore, run: Run) -> None:
    rows = [*tickets(1), {"ticket_id": "=1+1", "created_at": "=NOW()"}, {"ticket_id": "Y", "created_at": "1.25E+17"}]
    store.load(rows)
    code, out, _ = run("rejects", 1)
    assert code == 0
    found = list(csv.DictReader(io.StringIO(out)))
    assert [(row["line"], row["column"], row["value"]) for row in found] == [
        ("3", "created_at", "'=NOW()"),  # a spreadsheet that opens this runs nothing
        ("4", "created_at", "1.25E+17"),
    ]
    assert json.loads(found[0]["record"]) == {"ticket_id": "=1+1", "created_at": "=NOW()"}
    assert [row["value"] for row in json.loads(run("rejects", 1, "--json")[1])] == ["=NOW()", "1.25E+17"]
    code, _, errors = run("rejects", 7)
    assert (code, errors) == (1, "Nothing done. There is no load 7; see python -m data history\n")
