"""The real incident log loads as it is, and its figures are those that plain pandas finds in the raw file."""

import json

import pandas as pd
import pytest

from tests.data.trial_store import REAL, TrialStore

LOG = REAL / "servicenow_incident_log.csv.gz"
pytestmark = pytest.mark.skipif(not LOG.exists(), reason="the real log is not on this machine")


@pytest.fixture(scope="module")
def report(shared_store: TrialStore) -> dict[str, object]:
    result = shared_store.run("load", LOG, "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def incidents() -> pd.DataFrame:
    """The last state of each incident, by pandas alone."""
    log = pd.read_csv(LOG, dtype="str", keep_default_na=False)
    log = log.assign(number_of_change=pd.to_numeric(log["sys_mod_count"]), reopens=pd.to_numeric(log["reopen_count"]))
    last = log.sort_values("number_of_change", kind="stable").groupby("number").tail(1).set_index("number")
    last = last.assign(reopens=log.groupby("number")["reopens"].max())
    for column in ("opened_at", "resolved_at"):
        last[column] = pd.to_datetime(last[column], format="%d/%m/%Y %H:%M", errors="coerce")
    return last


def test_every_row_is_accounted_for(report: dict[str, object]) -> None:
    assert {key: report[key] for key in ("file", "kind", "preset", "load_id")} == {
        "file": LOG.name,
        "kind": "tickets",
        "preset": "servicenow_log",
        "load_id": 1,
    }
    assert (report["rows"], report["new"], report["folded"], report["rejected"]) == (141712, 24918, 116794, 0)


@pytest.mark.usefixtures("report")
def test_loading_it_again_changes_nothing(shared_store: TrialStore) -> None:
    before = shared_store.version
    again = json.loads(shared_store.run("load", LOG, "--json").stdout)
    assert (again["new"], again["updated"], again["unchanged"], again["folded"]) == (0, 0, 24918, 116794)
    assert (again["load_id"], shared_store.version) == (1, before)


@pytest.mark.usefixtures("report")
def test_hours_from_opening_to_resolution(shared_store: TrialStore, incidents: pd.DataFrame) -> None:
    hours = ((incidents["resolved_at"] - incidents["opened_at"]).dt.total_seconds() / 3600).dropna()
    found = shared_store.rows(
        "select quantile_cont(resolution_calendar_minutes / 60, [0.5, 0.9]), count(*) from ticket_facts where is_resolved"
    )[0]
    assert found[0] == pytest.approx([hours.quantile(0.5), hours.quantile(0.9)], rel=1e-9)
    assert found[1] == len(hours)


@pytest.mark.usefixtures("report")
def test_reopen_rate_and_priorities(shared_store: TrialStore, incidents: pd.DataFrame) -> None:
    states = incidents.filter(like="_state").iloc[:, 0]
    ever_solved = incidents["resolved_at"].notna() | states.isin(["Resolved", "Closed"]) | (incidents["reopens"] > 0)
    reopened = incidents["reopens"] > 0
    (found,) = shared_store.rows("select count(*) filter (where is_reopened), count(is_reopened) from ticket_facts")
    assert found == (reopened.sum(), ever_solved.sum())
    words = {"1": "1 - Critical", "2": "2 - High", "3": "3 - Moderate", "4": "4 - Low"}
    expected = incidents["priority"].replace(words).value_counts().to_dict()
    assert dict(shared_store.rows("select priority, count(*) from ticket_facts group by 1")) == expected


@pytest.mark.usefixtures("report")
def test_what_it_does_not_carry_is_unknown_not_zero(shared_store: TrialStore) -> None:
    (unknown,) = shared_store.rows("""
        select count(is_replied), count(reply_calendar_minutes), count(reply_business_minutes), count(is_replied_within_target),
            count(is_one_touch), count(replies), count(csat_score), count(is_satisfied), count(is_csat_sent),
            count(is_good), count(segment), count(requester_wait_minutes)
        from ticket_facts
    """)
    assert set(unknown) == {0}
    carried = dict(shared_store.rows("select column_name, is_carried from carried where table_name = 'tickets'"))
    assert carried["reopens"]
    assert carried["solved_at"]
    assert not any(carried[column] for column in ("first_reply_at", "replies", "csat_score", "csat_sent", "subject"))
    assert shared_store.rows("select count(*) from survey_facts") == [(0,)]
