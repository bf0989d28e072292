"""What is in the store after the example of a ticket export is loaded is what a person reads in the file."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import schema
from data.loading.load import load
from data.loading.presets import delivered
from data.loading.requests import Report, Request
from tests.data.trial_store import TrialStore, counts
from tests.data.vendor_examples import EXAMPLES

EXPECTED = sorted((Path(__file__).parent / "expected").glob("*.csv"))  # worked out by hand, a file per preset
Loaded = dict[str, tuple[TrialStore, list[Report]]]  # by preset: the store, and what the load of the example reported
WAREHOUSE = ("zendesk_warehouse_tickets", "zendesk_warehouse_comments", "zendesk_warehouse_history")
LOADED = {  # rows, new, folded, rejected
    "freshdesk_tickets": (9, 8, 0, 1),
    "frappe_helpdesk_tickets": (8, 8, 0, 0),
    "hubspot_tickets": (8, 8, 0, 0),
    "intercom_conversations": (8, 8, 0, 0),
    "jira_service_management": (8, 8, 0, 0),
    "salesforce_cases": (8, 8, 0, 0),
    "servicenow_list": (8, 7, 1, 0),
    "servicenow_log": (7, 3, 4, 0),
    "zammad_tickets": (9, 9, 0, 0),
    "zendesk_tickets": (9, 9, 0, 0),
    "zendesk_warehouse_comments": (15, 15, 0, 0),
    "zendesk_warehouse_history": (22, 22, 0, 0),
    "zendesk_warehouse_tickets": (8, 8, 0, 0),
    "zoho_desk_tickets": (8, 8, 0, 0),
}


def example(name: str) -> Path:
    """The example of a vendor; of a preset that reads the file of another one, that file."""
    whole = next((preset.name for preset in delivered().values() if name in preset.also), name)
    return next(path for path in EXAMPLES if path.stem == whole)


def facts(store: TrialStore) -> dict[str, dict[str, object]]:
    return {row["ticket_id"]: row for row in store.dicts("select * from ticket_facts")}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Every example in a store of its own, by the presets that read it."""
    found = {}
    for path in dict.fromkeys(example(one.stem) for one in EXPECTED):
        store = TrialStore(tmp_path_factory.mktemp(path.stem))
        reports = load([Request(path)], store=store.path)
        found |= {report.preset: (store, reports) for report in reports}
    return found


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_every_column_is_what_a_person_reads(loaded: Loaded, path: Path) -> None:
    store, _ = loaded[path.stem]
    table = schema.TABLES[delivered()[path.stem].kind]
    with path.open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file))
    (carried,) = store.rows("select carries from sources where table_name = $name", {"name": table.name})
    assert set(wanted[0]) == set(carried[0])
    assert len(wanted) >= 3
    stored = {tuple(row[key] for key in table.key): row for row in texts(store, table)}
    for row in wanted:
        assert row == {name: stored[tuple(row[key] for key in table.key)][name] for name in row}


def test_there_is_a_table_worked_out_by_hand_for_every_ticket_export() -> None:
    tickets = {name for name, preset in delivered().items() if preset.kind in ("tickets", "comments", "changes")}
    assert {name for name in tickets if not name.startswith("own_")} == set(LOADED)
    assert set(LOADED) <= {path.stem for path in EXPECTED}


@pytest.mark.parametrize("name", LOADED)
def test_every_row_is_accounted_for(loaded: Loaded, name: str) -> None:
    report = loaded[name][1][0]
    assert (report.rows, *counts(report)) == (LOADED[name][0], LOADED[name][1], 0, 0, *LOADED[name][2:])


@pytest.mark.parametrize("name", sorted(set(LOADED) - {"zendesk_warehouse_history"}))
def test_what_an_export_cannot_tell_is_said(loaded: Loaded, name: str) -> None:
    said = [note for note in loaded[name][1][0].notes if note.startswith("Cannot be told from such an export: ")]
    assert len(said) == len(delivered()[name].cannot_tell) > 0


def test_a_first_reply_before_the_ticket_is_set_aside_with_its_reason(
    loaded: Loaded,
) -> None:
    assert loaded["freshdesk_tickets"][0].rows('select line, "column", value, reason from rejects') == [
        (12, "Initial response time", "2025-03-10 10:00:00", "the first reply is before the creation of the ticket")
    ]


def test_freshdesk_waits_are_between_the_stamps(loaded: Loaded) -> None:
    found = facts(loaded["freshdesk_tickets"][0])  # the file says -00:05:12 of the one and nothing of the other
    assert found["50123"]["reply_calendar_minutes"] == 4.8
    assert found["50122"]["reply_calendar_minutes"] == 859 + 58 / 60
    assert found["50122"]["resolution_calendar_minutes"] == 917 + 28 / 60
    assert [found[one]["is_satisfied"] for one in ("50121", "50122", "50123", "50129")] == [True, False, False, None]


def test_intercom_hours_are_those_of_the_zone_in_the_header(loaded: Loaded) -> None:
    found = facts(loaded["intercom_conversations"][0])
    assert found["215469000000101"]["resolution_calendar_minutes"] == 63.5 * 60  # the clocks were put forward in it
    assert found["215469000000106"]["is_open"]
    assert found["215469000000106"]["is_reopened"]


def test_hubspot_dates_of_the_other_form_are_read_too(store: TrialStore) -> None:
    header = "Record ID,Ticket name,Pipeline,Ticket status,Create date,Close date,First agent response date\n"
    store.load(
        header + "17,Late,Support,Closed (Support),3/15/2024 2:30 PM,3/16/2024 12:05 AM,3/15/2024 2:31 PM\n"
        "18,Early,Support,New (Support),3/4/2024 12:00 AM,,\n"
    )
    assert store.rows("select ticket_id, created_at, first_reply_at, solved_at from tickets order by 1") == [
        ("17", dt.datetime(2024, 3, 15, 14, 30), dt.datetime(2024, 3, 15, 14, 31), dt.datetime(2024, 3, 16, 0, 5)),
        ("18", dt.datetime(2024, 3, 4), None, None),
    ]


def test_a_ticket_of_hubspot_that_is_open_again_was_solved_before(
    loaded: Loaded,
) -> None:
    fact = facts(loaded["hubspot_tickets"][0])["17001002"]
    assert (fact["is_open"], fact["is_ever_solved"], fact["is_reopened"]) == (True, True, True)


def test_the_lines_that_end_a_report_of_salesforce_are_said(
    loaded: Loaded,
) -> None:
    notes = loaded["salesforce_cases"][1][0].notes
    assert any("Confidential Information" in note and "Generated By:" in note for note in notes)


def test_the_time_that_is_left_in_jira_is_not_the_time_that_has_passed(
    loaded: Loaded,
) -> None:
    store, _ = loaded["jira_service_management"]
    found = facts(store)
    assert found["SUP-101"]["reply_calendar_minutes"] == 18
    assert found["SUP-101"]["resolution_calendar_minutes"] == 19 * 60 + 18
    assert found["SUP-104"]["is_replied"] is False
    answered = store.rows("select ticket_id, responded_at, is_satisfied from survey_facts where is_answered order by 1")
    assert answered == [
        ("SUP-101", dt.datetime(2025, 10, 10, 9, 30), True),
        ("SUP-106", dt.datetime(2025, 10, 17, 12, 15), False),
        ("SUP-108", dt.datetime(2025, 10, 17, 10, 0), True),
    ]


def test_zoho_tells_business_time_and_no_stamp(loaded: Loaded) -> None:
    found = facts(loaded["zoho_desk_tickets"][0])
    assert found["1041"]["reply_business_minutes"] == 45
    assert found["1041"]["reply_calendar_minutes"] is None
    assert found["1043"]["reply_business_minutes"] == 0  # within closed hours, and answered all the same
    assert found["1042"]["is_replied"] is False


def test_an_id_that_a_spreadsheet_has_destroyed_is_no_id(store: TrialStore) -> None:
    whole = example("zoho_desk_tickets").read_text("utf-8")
    report = store.load(whole.replace("Request Id,", "Number,", 1))
    assert counts(report) == (7, 0, 0, 0, 1)
    assert store.rows('select line, "column", value, reason from rejects') == [
        (6, "Ticket Id", "3.98798E+17", "a spreadsheet has destroyed this id; export it again as text")
    ]


def test_a_date_that_fits_both_orders_is_read_like_the_rest_of_its_column(
    loaded: Loaded,
) -> None:
    assert facts(loaded["zoho_desk_tickets"][0])["1043"]["created_at"] == dt.datetime(2025, 2, 2, 8)


def test_the_first_closing_in_zammad_is_no_last_one(loaded: Loaded) -> None:
    fact = facts(loaded["zammad_tickets"][0])["31001"]
    assert fact["first_resolution_calendar_minutes"] == 6 * 60
    assert fact["resolution_calendar_minutes"] is None
    assert fact["is_solved"]


def test_stars_of_frappe_are_five_and_none_is_no_rating(loaded: Loaded) -> None:
    found = facts(loaded["frappe_helpdesk_tickets"][0])
    assert [found[one]["is_satisfied"] for one in ("201", "203", "204", "206", "207")] == [
        True,
        None,
        True,
        False,
        False,
    ]


def test_the_tables_of_a_warehouse_tell_together_what_a_ticket_went_through(store: TrialStore) -> None:
    load([Request(example(name)) for name in reversed(WAREHOUSE)], store=store.path)
    found = facts(store)
    names = ("reply_calendar_minutes", "replies", "reopens", "handoffs", "is_solved", "is_reopened", "is_one_touch")
    assert {one: tuple(found[one][name] for name in names) for one in found if one != "50005"} == {
        "50001": (30, 2, 1, 2, True, True, False),
        "50002": (360, 1, 0, None, True, False, True),
        "50003": (14 * 60 + 20, 0, 0, None, False, None, None),  # has waited so long, up to the end of the data
        "50004": (15.5, 1, 1, None, False, True, None),
        "50006": (120, 1, 0, None, False, None, None),
        "50007": (20, 1, 0, None, False, None, None),
        "50008": (None, None, None, None, True, None, None),
    }
    times = ("first_solved_at", "solved_at")
    assert {one: tuple(found[one][name] for name in times) for one in ("50001", "50002", "50004")} == {
        "50001": (dt.datetime(2025, 3, 3, 9, 30), dt.datetime(2025, 3, 5, 10, 30)),
        "50002": (dt.datetime(2025, 3, 3, 16), dt.datetime(2025, 3, 3, 16)),
        "50004": (dt.datetime(2025, 3, 4, 8, 45, 30), None),
    }
    assert found["50001"]["resolution_calendar_minutes"] == 49.5 * 60
    assert found["50001"]["requester_wait_minutes"] == 30 + 26.5 * 60
    assert found["50005"]["exclusion"] == "deleted"


def texts(store: TrialStore, table: schema.Table) -> Iterator[dict[str, str]]:
    """The rows of a canonical table as a person writes their values; missing is empty."""
    for row in store.dicts(f"select * from {table.name}"):
        yield {name: text(row[name]) for name in table.names}


def text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, float) else str(value)
