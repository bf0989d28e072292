"""Does `python -m queries` print what the app shows, and say in a line what is wrong?"""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from queries import __main__ as commands
from queries import questions
from queries.printing import to_csv, to_json, to_table

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(company: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line on the store of random tickets: exit status, stdout, stderr."""
    monkeypatch.setattr(commands, "open_for_reading", company.cursor)

    def running(*arguments: str) -> tuple[int, str, str]:
        try:
            status = commands.main(arguments)
        except SystemExit as usage:
            status = int(usage.code or 0)
        return status, *capsys.readouterr()

    return running


def test_without_a_name_every_question_is_listed_with_its_line(run: Run) -> None:
    status, out, _ = run()
    assert status == 0
    shapes = [f"shape={name}" for name in questions.COMPUTED_SHAPES]
    assert [line.split()[0] for line in out.splitlines()] == [*questions.names(), *shapes]
    assert "CSAT: Satisfied ratings" in out and "One row per" in out


def test_the_default_period_is_the_last_13_complete_weeks(run: Run, company: duckdb.DuckDBPyConnection) -> None:
    _, out, _ = run("arrivals", "--set", "by=week", "--format", "json")
    rows = json.loads(out)
    assert [rows[0]["bucket"], rows[-1]["bucket"], len(rows)] == ["2024-01-01", "2024-03-25", 13]


def test_an_answer_is_the_same_as_the_one_the_app_gets(run: Run, company: duckdb.DuckDBPyConnection) -> None:
    period = ("--from", "2024-02-01", "--to", "2024-02-29")
    _, out, _ = run("csat", *period, "--where", "team=Blue", "--where", "team=(none)", "--format", "json")
    given = {"from": pd.Timestamp("2024-02-01").date(), "to": pd.Timestamp("2024-02-29").date()}
    frame = questions.ask(company, "csat", given | {"teams": ["Blue", "(none)"]})
    assert json.loads(out) == frame.to_dict("records")


def test_one_end_of_the_period_is_enough(run: Run) -> None:
    _, from_march, _ = run("arrivals", "--from", "2024-03-25", "--set", "by=day", "--format", "json")
    assert json.loads(from_march)[-1]["bucket"] == "2024-03-31"
    _, to_march, _ = run("arrivals", "--to", "2024-03-31", "--set", "by=week", "--format", "json")
    assert len(json.loads(to_march)) == 13


def test_rows_come_as_csv_with_iso_dates(run: Run) -> None:
    _, out, _ = run("csat", "--set", "shape=rows", "--set", "hit=false", "--set", "limit=2", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 2
    assert all(row["is_hit"] == "False" and len(row["responded_at"]) == len("2024-01-01 00:00:00") for row in rows)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nobody",), "There is no question 'nobody'. List them all: python -m queries"),
        (("loads", "--set", "by=week"), "loads does not take by; it takes no parameters."),
        (("filter_values", "--where", "team=Blue"), "filter_values does not take team"),
        (("data_status", "--from", "2024-01-01"), "data_status does not take --from"),
        (("ticket",), "ticket needs ticket_id"),
        (("arrivals", "--set", "by=moon"), "by must be one of"),
        (("arrivals", "--from", "2024-03-01", "--to", "2024-02-01"), "starts (2024-03-01) after its end"),
    ],
)
def test_what_cannot_be_answered_is_one_line_on_stderr(run: Run, arguments: tuple[str, ...], says: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert says in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("arrivals", "--from", "yesterday"),
        ("arrivals", "--where", "team"),
        ("arrivals", "--where", "colour=red"),
        ("arrivals", "--set", "by"),
        ("arrivals", "--format", "xml"),
        ("arrivals", "--form", "csv"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "") and "usage:" in err


def test_it_runs_as_a_module_and_says_what_to_do_without_data(tmp_path: Path) -> None:
    root, environment = Path(__file__).parents[2], os.environ | {"SUPPORT_STORE": str(tmp_path / "none")}

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        whole = [sys.executable, "-m", "queries", *arguments]
        return subprocess.run(whole, capture_output=True, text=True, env=environment, cwd=root, check=False)

    listing = command()
    assert listing.returncode == 0 and "arrivals" in listing.stdout
    empty = command("arrivals")
    assert (empty.returncode, empty.stdout) == (1, "")
    assert "python -m data sample" in empty.stderr and "Traceback" not in empty.stderr


FRAME = pd.DataFrame(
    {
        "text": ["=1+1", None, "a,b", "-3"],
        "number": [-1.5, 2.0, np.nan, 0.25],
        "whole": [1.0, np.nan, 3.0, 4.0],
        "is_true": [True, None, False, True],
        "at": pd.to_datetime(["2024-01-02 03:04:05", None, "2024-01-03", "2024-01-04"], format="ISO8601"),
    }
)


def test_csv_defuses_formulas_and_leaves_numbers_alone() -> None:
    lines = to_csv(FRAME).splitlines()
    assert lines[0] == "text,number,whole,is_true,at"
    assert lines[1] == "'=1+1,-1.5,1,True,2024-01-02 03:04:05"
    assert lines[2] == ",2.0,,,"
    assert lines[3] == '"a,b",,3,False,2024-01-03 00:00:00'
    assert lines[4] == "'-3,0.25,4,True,2024-01-04 00:00:00"


def test_json_says_null_for_what_is_missing() -> None:
    rows = json.loads(to_json(FRAME))
    assert rows[1] == {"text": None, "number": 2.0, "whole": None, "is_true": None, "at": None}
    assert rows[0]["whole"] == 1 and rows[0]["is_true"] is True


def test_a_table_without_rows_still_has_its_columns() -> None:
    assert to_table(FRAME.head(0)) == "text  number  whole  is_true  at\n(no rows)"
    assert to_csv(FRAME.head(0)) == "text,number,whole,is_true,at"
    assert to_json(FRAME.head(0)) == "[]"
    assert "2024-01-02" in to_table(FRAME) and "nan" not in to_table(FRAME).lower()
