"""The comparison on the sample company, counted once more by plain loops over its customers, tickets and surveys."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from data import versions
from data.settings import DEFAULTS
from queries import questions

LANDMARK = 90
TARGETS, LATE = DEFAULTS["targets"], DEFAULTS["late_factor"]


@pytest.fixture(scope="module")
def store(sample_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = versions.open_for_reading(sample_store)
    yield connection
    connection.close()


def dicts(store: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found = store.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def kind_of(ticket: dict[str, Any], rating: tuple[dt.date, float] | None, local: Any, day: dt.date) -> str | None:
    """Poor, good, neither, or None: what could be known of the ticket at the end of that day."""
    if rating and rating[0] <= day:
        return "poor" if rating[1] <= 2 else "good" if rating[1] >= 4 else "neither"
    target = TARGETS[ticket["priority"]] if ticket["priority"] else TARGETS["*"]
    reply, solution = ticket["reply_business_minutes"], ticket["first_resolution_business_minutes"]
    replied, solved, settled = (local(ticket[name]) for name in ("first_reply_at", "first_solved_at", "solved_at"))
    is_known = {
        "reply": replied and replied <= day,
        "solution": solved and solved <= day,
        "end": settled and settled <= day,
    }
    if not replied and is_known["solution"]:
        is_known["reply"] = True  # it ended without one
    if is_known["reply"] and reply > LATE * target["first_reply"]:
        return "poor"
    if is_known["solution"] and solution > LATE * target["resolution"]:
        return "poor"
    if is_known["end"] and ticket["reopens"] > 0:
        return "poor"
    if not is_known["solution"]:
        return None
    is_good = replied and is_known["reply"] and reply <= target["first_reply"] and solution <= target["resolution"]
    return "good" if is_good else "neither"


def counted(store: duckdb.DuckDBPyConnection) -> Counter[tuple[str, str, str, str, int, bool]]:
    """(exposure, segment, plan, tickets_band, months, is_event) -> customers, without the model of relations."""
    zone = ZoneInfo(dicts(store, "select time_zone from data_status")[0]["time_zone"])

    def local(at: dt.datetime | None) -> dt.date | None:
        return at.replace(tzinfo=dt.UTC).astimezone(zone).date() if at else None

    status = dicts(store, "select first_day, last_day from data_status")[0]
    ratings: dict[str, tuple[dt.date, float]] = {}
    for survey in dicts(store, "select * from surveys where kind = 'csat' and score is not null order by responded_at"):
        ratings.setdefault(survey["ticket_id"], (local(survey["responded_at"]), survey["score"]))  # type: ignore[arg-type]
    tickets: dict[str, list[dict[str, Any]]] = {}
    minutes = "select ticket_id, reply_business_minutes, first_resolution_business_minutes from ticket_facts"
    for ticket in dicts(
        store, f"select * from tickets inner join ({minutes}) using (ticket_id) where exclusion is null"
    ):
        is_cancelling = "cancel" in f"{ticket['category']} {ticket['subject']}".lower()
        if ticket["origin"] == "customer" and ticket["customer_id"] and not is_cancelling:
            tickets.setdefault(ticket["customer_id"], []).append(ticket)
    cells: Counter[tuple[str, str, str, str, int, bool]] = Counter()
    first_supported = sorted(
        day for (day,) in store.execute("select created_day from ticket_facts where exclusion is null").fetchall()
    )
    support_from = first_supported[round(0.001 * (len(first_supported) - 1))]
    for customer in dicts(store, "select * from customers where acquired_at is not null"):
        start, lost = local(customer["acquired_at"]), local(customer["churned_at"])
        assert start
        landmark = start + dt.timedelta(days=LANDMARK)
        if start < support_from or landmark >= status["last_day"] or (lost and lost <= landmark):
            continue
        own = [one for one in tickets.get(customer["customer_id"], []) if start <= local(one["created_at"]) <= landmark]  # type: ignore[operator]
        kinds = [kind_of(one, ratings.get(one["ticket_id"]), local, landmark) for one in own]
        exposure = "no contact" if not own else "poor" if "poor" in kinds else "good" if "good" in kinds else "neither"
        band = {0: "0", 1: "1", 2: "2", 3: "3-4", 4: "3-4"}.get(len(own), "5+")
        cells[exposure, customer["segment"], customer["plan"], band, *course(landmark, lost, status["last_day"])] += 1
    return cells


def course(landmark: dt.date, lost: dt.date | None, last: dt.date) -> tuple[int, bool]:
    """Month by month: is it over before the data are, and was the customer lost in it?"""
    for month in range(1, 13):
        begins, ends = (landmark + dt.timedelta(days=int(number * 365 / 12)) for number in (month - 1, month))
        if ends > last:
            return month - 1, False
        if lost and begins < lost <= ends:
            return month, True
    return 12, False


def test_cells_are_those_of_a_plain_loop(store: duckdb.DuckDBPyConnection) -> None:
    cells = questions.ask(store, "landmark_cells", {"landmark": LANDMARK})
    by = ["exposure", "segment", "plan", "tickets_band", "months", "is_event"]
    asked = cells.groupby(by)["customers"].sum().to_dict()
    expected = counted(store)
    assert sum(expected.values()) > 1000 and len({key[0] for key in expected}) == 4
    assert {key: n for key, n in asked.items() if n} == dict(expected)


def test_cells_and_groups_count_the_same_customers(store: duckdb.DuckDBPyConnection) -> None:
    for part in questions.PARAMETERS["exposure_of"].choices:
        cells = questions.ask(store, "landmark_cells", {"exposure_of": part})
        groups = questions.ask(store, "landmark_groups", {"exposure_of": part}).set_index("exposure")
        assert (
            cells.groupby("exposure")["customers"].sum().to_dict()
            == groups.loc[groups["customers"] > 0, "customers"].to_dict()
        )
        assert (groups["lost"] + groups["kept"] + groups["censored"] == groups["customers"]).all()
        whole = cells[(cells["months"] == 12) & ~cells["is_event"]].groupby("exposure")["customers"].sum()
        assert (whole - groups["kept"].reindex(whole.index)).abs().max() == 0, (
            "whoever was followed for 12 months was kept"
        )
        events = cells[cells["is_event"]].groupby("exposure")["customers"].sum()
        assert (events <= groups["lost"].reindex(events.index)).all()


def test_everybody_is_compared_or_counted_as_not(store: duckdb.DuckDBPyConnection) -> None:
    groups = questions.ask(store, "landmark_groups", {})
    standings = groups[["lost_before", "not_yet_there", "cannot_be_judged"]].iloc[0].sum()
    relations = store.execute("select count(*) from relation_facts").fetchall()[0][0]
    assert groups["customers"].sum() + standings == relations


def test_risk_sets_lose_whom_the_customers_file_lost(store: duckdb.DuckDBPyConnection) -> None:
    turns = questions.ask(store, "retention_risk_sets", {})
    watched = (
        "select count(*), count(*) filter (where is_lost), count(*) filter (where is_involuntary) from relation_facts"
    )
    n, lost, involuntary = store.execute(f"{watched} where tenure_days > entry_days or entry_days = 0").fetchall()[0]
    assert (turns["entered"].sum(), turns["lost"].sum() + turns["involuntary"].sum()) == (n, lost)
    assert turns["involuntary"].sum() == involuntary
    assert turns["entered"].sum() == turns[["lost", "involuntary", "censored"]].sum().sum()
    told = store.execute("select count(*) from customers where churned_at is not null").fetchall()[0][0]
    assert told - lost <= 5, "only those of the last, incomplete day are not lost yet"
    by_segment = questions.ask(store, "retention_risk_sets", {"customers_by": "segment"})
    assert by_segment["entered"].sum() == n and by_segment["bucket"].nunique() == 3


def test_cohorts_lose_no_more_than_was_lost(store: duckdb.DuckDBPyConnection) -> None:
    cohorts = questions.ask(store, "retention_cohorts", {})
    after = cohorts.groupby("start_month")[["at_risk", "lost"]].shift(1)
    is_new = cohorts["start_month"] >= "2025-01-01"  # nobody enters late into these
    left = after["at_risk"] - after["lost"]
    assert (cohorts.loc[is_new, "at_risk"] <= left.loc[is_new].fillna(10**9)).all()
    assert cohorts["lost"].sum() <= store.execute("select count(*) from relation_facts where is_lost").fetchall()[0][0]
