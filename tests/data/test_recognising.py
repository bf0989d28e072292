"""Exports are recognised by their columns; every vendor's example loads; what is not known is mapped by hand."""

import random
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from data import schema
from data.loading.load import load
from data.loading.presets import VENDORS, delivered, presets
from data.loading.recognising import SURE, choose, confidence, recognise
from data.loading.requests import LoadError, Request
from data.reading.table import Table, zone_of
from tests.data.trial_store import TrialStore, counts
from tests.data.vendor_examples import (
    EXAMPLES,
    IN_ANY_ORDER,
    LITERAL,
    PARTS,
    indispensable,
    names_in,
    table_of,
    table_with,
    without,
)

TOMLS = sorted(VENDORS.glob("*.toml"))
every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def guesses(table: Table, store: TrialStore) -> dict[str, float]:
    """Names of the presets that fit a table, surest first, with how sure it is."""
    return {preset.name: share for share, preset in recognise(table, store=store.path)}


def test_every_vendor_has_an_example() -> None:
    assert EXAMPLES
    assert {path.stem for path in EXAMPLES} == {path.stem for path in TOMLS} - PARTS


@every_example
def test_an_example_is_recognised_and_loads_whole(store: TrialStore, path: Path) -> None:
    reports = load([Request(path)], store=store.path)
    assert [report.preset for report in reports] == [path.stem, *delivered()[path.stem].also]
    assert all(report.new > 0 for report in reports)
    assert not any("unknown" in note for report in reports for note in report.notes)
    rejects = store.rows("select count(*), count(reason) from rejects")[0]
    assert rejects == (sum(report.rejected for report in reports),) * 2
    again = load([Request(path)], store=store.path)
    assert [counts(report)[:2] for report in again] == [(0, 0)] * len(reports)


@pytest.mark.parametrize("path", TOMLS, ids=lambda path: path.stem)
def test_a_preset_names_only_what_there_is(path: Path) -> None:
    body = tomllib.loads(path.read_text("utf-8"))
    table = schema.TABLES[body["kind"]]
    assert set(body["columns"]) <= set(table.names)
    assert set(body.get("values", {})) <= set(body["columns"])
    assert set(body.get("highest", [])) <= set(body["columns"])
    assert set(body.get("also", [])) <= set(delivered())
    asked = {*body["columns"], *body.get("constants", {}), *body.get("asks", [])}
    assert {column.name for column in table.required} <= asked
    for column, words in body.get("values", {}).items():
        if choices := table.column(column).choices:
            assert set(words.values()) <= {*choices, ""}
    assert 1 <= body["signature_needs"] <= len(body["signature"])


@pytest.mark.parametrize("name", LITERAL)
def test_an_example_has_the_header_that_such_files_have(store: TrialStore, name: str) -> None:
    wanted = names_in(LITERAL[name])
    assert example(name, store).header[: len(wanted)] == wanted


@pytest.mark.parametrize("name", IN_ANY_ORDER)
def test_an_example_has_the_columns_that_such_files_have(store: TrialStore, name: str) -> None:
    assert set(names_in(IN_ANY_ORDER[name])) <= set(example(name, store).header)


@every_example
def test_every_example_is_surely_what_it_is_and_nothing_else(store: TrialStore, path: Path) -> None:
    table = table_of(path, store.folder)
    found = guesses(table, store)
    assert next(iter(found)) == path.stem
    assert found.pop(path.stem) > 0.8
    assert [name for name, share in found.items() if share >= SURE] == []
    own = {path.stem, *delivered()[path.stem].also}
    others = {name: confidence(preset, table) for name, preset in delivered().items() if name not in own}
    assert {name: share for name, share in others.items() if share >= SURE} == {}


@every_example
def test_order_and_spelling_of_columns_do_not_matter(store: TrialStore, path: Path) -> None:
    table = table_of(path, store.folder)
    usual = guesses(table, store)
    assert guesses(replace(table, header=table.header[::-1]), store) == usual
    spelt = [f"  {name.upper()} " if zone_of(name) else f"  {name.upper()}  [list]" for name in table.header]
    odd = [name if number % 3 else table.header[number] for number, name in enumerate(spelt)]
    assert guesses(replace(table, header=tuple(odd)), store) == usual


@every_example
def test_some_of_the_columns_are_never_taken_for_another_export(store: TrialStore, path: Path) -> None:
    table = table_of(path, store.folder)
    draw = random.Random(path.stem)
    for share in (0.2, 0.4, 0.6, 0.8) * 5:
        some = tuple(name for name in table.header if draw.random() < share)
        found = guesses(replace(table, header=some), store)
        assert [name for name, sure in found.items() if sure >= SURE and name != path.stem] == [], some


@pytest.mark.parametrize("name", ["freshdesk_tickets", "intercom_conversations", *IN_ANY_ORDER])
def test_half_of_the_columns_that_a_person_picks_are_enough(store: TrialStore, name: str) -> None:
    table, preset = example(name, store), delivered()[name]
    picked = [one for one in table.header if one not in indispensable(preset, table)]
    for half in (picked[::2], picked[1::2]):
        found = guesses(without(table, half), store)
        assert next(iter(found)) == name
        assert found[name] > SURE


@pytest.mark.parametrize(
    "name", ["freshdesk_tickets", "hubspot_tickets", "zoho_desk_tickets", "jira_service_management"]
)
def test_without_its_signature_an_export_is_not_guessed(store: TrialStore, name: str) -> None:
    table, preset = example(name, store), delivered()[name]
    shown = {one for one, token in zip(table.header, table.tokens, strict=True) if token in preset.signature}
    assert [one for one, share in guesses(without(table, shown), store).items() if share >= SURE] == []


def test_the_two_exports_of_servicenow_are_told_apart(store: TrialStore) -> None:
    log, seen = example("servicenow_log", store), example("servicenow_list", store)
    assert list(guesses(log, store)) == ["servicenow_log"]
    assert list(guesses(seen, store)) == ["servicenow_list"]
    names = ("number", "short_description", "state", "opened_at", "caller_id", "assignment_group", "assigned_to")
    assert list(guesses(table_with(names), store)) == ["servicenow_list"]


def test_our_own_format_is_recognised_for_every_table(store: TrialStore) -> None:
    for table in schema.TABLES.values():
        for names in (table.names, [column.name for column in table.required]):
            assert next(iter(guesses(table_with(names), store))) == f"own_{table.name}", names


def test_a_file_that_fills_two_tables_is_read_by_two_presets(store: TrialStore) -> None:
    table = example("jira_service_management", store)
    assert [mapping.kind for _, mapping in choose(table, store=store.path)] == ["tickets", "surveys"]
    rated = {"Satisfaction rating", "Custom field (Satisfaction date)"}
    assert [mapping.kind for _, mapping in choose(without(table, rated), store=store.path)] == ["tickets"]


def test_what_zendesk_means(store: TrialStore) -> None:
    store.load(VENDORS / "zendesk_tickets.csv")
    found = {row["ticket_id"]: row for row in store.dicts("select * from ticket_facts")}
    assert found["10001"]["reply_calendar_minutes"] == 25
    assert found["10001"]["is_one_touch"]
    assert found["10002"]["first_resolution_calendar_minutes"] == 300
    assert not found["10004"]["is_replied"]
    assert found["10005"]["is_open"]
    assert found["10005"]["is_reopened"]
    assert [found[one]["exclusion"] for one in ("10006", "10008", "10009")] == ["deleted", None, "merged"]
    assert {one: (row["csat_score"], row["is_csat_sent"]) for one, row in found.items()} == {
        "10001": (1, True),
        "10002": (0, True),
        "10003": (None, False),
        "10004": (None, False),
        "10005": (None, True),
        "10006": (None, None),
        "10007": (None, False),
        "10008": (None, True),
        "10009": (None, None),
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


def test_presets_are_listed_vendors_first(store: TrialStore) -> None:
    names = list(presets(store.path))
    assert names[: len(TOMLS)] == [path.stem for path in TOMLS]
    assert names[len(TOMLS) :] == [f"own_{table}" for table in schema.TABLES]


def example(name: str, store: TrialStore) -> Table:
    """The table in the example of a vendor."""
    return table_of(next(path for path in EXAMPLES if path.stem == name), store.folder)
