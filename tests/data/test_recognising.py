"""Exports are recognised by their columns; every vendor's example loads; what is not known is mapped by hand."""

import csv
import tomllib
from pathlib import Path

import pytest

from data import schema
from data.loading.load import LoadError
from data.loading.presets import VENDORS, presets, recognise
from data.reading.table import tokens
from tests.data.trial_store import TrialStore, counts

EXAMPLES = sorted(VENDORS.glob("*.csv"))
# The literal header rows of the vendors' exports.
ZENDESK = """Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,
Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,Due date,
Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,
First reply time in minutes,First reply time in minutes within business hours,First resolution time in minutes,
First resolution time in minutes within business hours,Full resolution time in minutes,
Full resolution time in minutes within business hours,Agent wait time in minutes,
Agent wait time in minutes within business hours,Requester wait time in minutes,
Requester wait time in minutes within business hours,On hold time in minutes,
On hold time in minutes within business hours""".replace("\n", "")
SERVICENOW = """number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,
opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,
cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,
caused_by,closed_code,resolved_by,resolved_at,closed_at""".replace("\n", "")
HEADERS = {"zendesk_tickets": ZENDESK, "servicenow_log": SERVICENOW}


def test_every_vendor_has_an_example() -> None:
    assert EXAMPLES
    assert [path.stem for path in EXAMPLES] == [path.stem for path in sorted(VENDORS.glob("*.toml"))]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_recognised_and_loads_whole(store: TrialStore, path: Path) -> None:
    report = store.load(path)
    assert report.preset == path.stem
    assert report.rejected == 0
    assert report.new > 0
    assert not any("unknown word" in note for note in report.notes)
    assert counts(store.load(path))[:2] == (0, 0)


@pytest.mark.parametrize("path", sorted(VENDORS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_preset_names_only_what_there_is(path: Path) -> None:
    body = tomllib.loads(path.read_text("utf-8"))
    table = schema.TABLES[body["kind"]]
    assert set(body["columns"]) <= set(table.names)
    assert set(body.get("values", {})) <= set(body["columns"])
    assert set(body.get("highest", [])) <= set(body["columns"])
    assert {column.name for column in table.required} <= {*body["columns"], *body.get("constants", {})}
    for column, words in body.get("values", {}).items():
        if choices := table.column(column).choices:
            assert set(words.values()) <= {*choices, ""}
    assert 1 <= body["signature_needs"] <= len(body["signature"])


@pytest.mark.parametrize("name", HEADERS)
def test_the_literal_header_is_that_of_the_example_and_is_recognised(name: str) -> None:
    with (VENDORS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert ",".join(header) == HEADERS[name]
    assert recognise(tokens(tuple(header)))[0][1].name == name


@pytest.mark.parametrize("name", HEADERS)
def test_order_and_spelling_of_columns_do_not_matter(name: str) -> None:
    changed = [
        f"  {column.upper()}  [list]" if number % 3 else column
        for number, column in enumerate(HEADERS[name].split(","))
    ]
    usual = recognise(tokens(tuple(HEADERS[name].split(","))))
    assert recognise(tokens(tuple(reversed(changed)))) == usual


def test_our_own_format_is_recognised_for_every_table() -> None:
    for table in schema.TABLES.values():
        for names in (table.names, [column.name for column in table.required]):
            assert recognise(tokens(tuple(names)))[0][1].name == f"own_{table.name}", names


def test_what_zendesk_means(store: TrialStore) -> None:
    store.load(VENDORS / "zendesk_tickets.csv")
    found = {row["ticket_id"]: row for row in store.dicts("select * from ticket_facts")}
    assert found["10001"]["reply_calendar_minutes"] == 25
    assert found["10001"]["is_one_touch"]
    assert found["10002"]["first_resolution_calendar_minutes"] == 300
    assert not found["10004"]["is_replied"]
    assert found["10005"]["is_open"]
    assert found["10005"]["is_reopened"]
    assert found["10006"]["exclusion"] == "deleted"
    assert {one: (row["csat_score"], row["is_csat_sent"]) for one, row in found.items()} == {
        "10001": (1, True),
        "10002": (0, True),
        "10003": (None, False),
        "10004": (None, False),
        "10005": (None, True),
        "10006": (None, None),
        "10007": (None, False),
        "10008": (None, True),
    }


def test_a_zendesk_ticket_is_not_reopened_because_minutes_are_whole(store: TrialStore) -> None:
    header = "Id,Created at,Solved at,Status,Reopens,First resolution time in minutes,Group stations,Summation column\n"
    store.load(header + "1,2025-01-06 10:00:30,2025-01-06 11:00:59,Solved,0,60,1,1\n")
    assert store.fact("1")["is_reopened"] is False


def test_what_servicenow_means(store: TrialStore) -> None:
    store.load(VENDORS / "servicenow_log.csv")
    found = {row["ticket_id"]: row for row in store.dicts("select * from ticket_facts")}
    assert {one: (row["status"], row["reopens"], row["handoffs"]) for one, row in found.items()} == {
        "INC0000045": ("closed", 0, 0),
        "INC0000047": ("solved", 1, 2),
        "INC0000057": ("pending", 0, 1),
    }
    assert found["INC0000047"]["resolution_calendar_minutes"] == 29 * 60 + 12
    assert found["INC0000057"]["category"] is None


UNKNOWN = "nr,opened,who\nA,2024-01-01,Ada\n"


def test_an_unknown_file_says_what_to_do(store: TrialStore) -> None:
    with pytest.raises(LoadError, match=r"This export is not known.*nr, opened, who.*--map ticket_id=COLUMN"):
        store.load(UNKNOWN)
    with pytest.raises(LoadError, match=r"No column for created_at of tickets.*--map created_at=COLUMN"):
        store.load(UNKNOWN, mapped={"ticket_id": "nr"})


def test_an_unknown_file_is_mapped_by_hand(store: TrialStore) -> None:
    store.load(UNKNOWN, mapped={"ticket_id": "nr", "created_at": "Opened", "agent": "who"})
    assert store.rows("select ticket_id, agent from tickets") == [("A", "Ada")]
    store.load(
        "nr,opened\nA,2024-01-01\n", kind="events", mapped={"label": "nr", "happened_at": "opened"}, name="e.csv"
    )
    assert store.rows("select label from events") == [("A",)]


def test_columns_with_our_own_names_need_no_word(store: TrialStore) -> None:
    store.load("id,created_at,subject\nA,2024-01-01,Hello\n", kind="tickets", mapped={"ticket_id": "id"})
    assert store.rows("select ticket_id, subject from tickets") == [("A", "Hello")]


def test_a_column_can_be_corrected_by_hand(store: TrialStore) -> None:
    text = "ticket_id,created_at,team,squad\nA,2024-01-01,wrong,right\n"
    store.load(text, mapped={"team": "squad"})
    assert store.rows("select team from tickets") == [("right",)]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"preset": "nobody"}, r"There is no preset 'nobody'\. Presets are: .*zendesk_tickets"),
        ({"mapped": {"colour": "nr"}}, r"tickets has no column 'colour'"),
        ({"mapped": {"ticket_id": "missing"}}, r"The file has no column 'missing'\. Its columns are: nr, opened, who"),
        ({"preset": "zendesk_tickets"}, r"No column for ticket_id, created_at"),
    ],
)
def test_wrong_words_are_said(store: TrialStore, request_: dict[str, object], message: str) -> None:
    with pytest.raises(LoadError, match=message):
        store.load(UNKNOWN, **request_)


def test_presets_are_listed_vendors_first() -> None:
    names = list(presets())
    assert names[: len(EXAMPLES)] == [path.stem for path in EXAMPLES]
    assert names[len(EXAMPLES) :] == [f"own_{table}" for table in schema.TABLES]
