"""Tickets, surveys, orders, subscriptions and stages find their customers: by id, address, organisation, domain."""

import datetime as dt
from typing import Any

import pytest

from tests.data.trial_store import TrialStore

CUSTOMERS = [
    {"customer_id": "C1", "name": "Ann", "email": "Ann@Able.example", "organisation": "Able Ltd", "segment": "large",
     "plan": "pro", "region": "EU"},
    {"customer_id": "C2", "email": "bob@both.example", "segment": "small"},
    {"customer_id": "C3", "email": "bea@both.example"},
    {"customer_id": "C4", "email": "shared@twins.example"},
    {"customer_id": "C5", "email": "SHARED@twins.example"},
    {"customer_id": "C6", "name": "Delta Works", "domain": "delta.example, https://www.delta.test/; @delta.invalid",
     "segment": "huge"},
    {"customer_id": "C7", "name": "Dan", "email": "dan@delta.example"},
    {"customer_id": "C8", "name": "Eve", "email": "eve@gmail.com"},
    {"customer_id": "C9", "organisation": "Foxtrot"},
    {"customer_id": "C10", "name": "fox trot"},
    {"customer_id": "C11", "domain": "hotmail.com"},
    {"customer_id": "G1", "domain": "group.example"},
    {"customer_id": "G2", "domain": "group.example"},
    {"customer_id": "G3", "email": "gus@group.example"},
    {"customer_id": "Me@Self.example"},
]  # fmt: skip
BARE = {"customer_id": "", "customer_email": "", "organisation": ""}

# name -> (what the ticket says of who asked, the customer it counts for, what it is linked by)
TICKETS: dict[str, tuple[dict[str, str], str | None, str | None]] = {
    "id": ({"customer_id": "C1"}, "C1", "id"),
    "id before address": ({"customer_id": "C1", "customer_email": "bob@both.example"}, "C1", "id"),
    "address in another case": ({"customer_email": "  ANN@able.EXAMPLE "}, "C1", "e-mail"),
    "address beside an id of another tool": ({"customer_id": "7", "customer_email": "ann@able.example"}, "C1", "e-mail"),
    "an id that is an address": ({"customer_id": "Bob@Both.example"}, "C2", "e-mail"),
    "a customer whose id is an address": ({"customer_email": "me@self.EXAMPLE"}, "Me@Self.example", "e-mail"),
    "that id itself": ({"customer_id": "Me@Self.example"}, "Me@Self.example", "id"),
    "address at a free provider": ({"customer_email": "Eve@gmail.com"}, "C8", "e-mail"),
    "address before organisation": (
        {"customer_email": "ann@able.example", "organisation": "Delta Works"}, "C1", "e-mail",
    ),
    "address of two": ({"customer_email": "Shared@twins.example"}, "shared@twins.example", None),
    "address of two, organisation of one": (
        {"customer_email": "shared@twins.example", "organisation": "Able Ltd"}, "C1", "organisation",
    ),
    "organisation is a name": ({"organisation": "delta  WORKS"}, "C6", "organisation"),
    "organisation of a customer": ({"organisation": "AbleLtd"}, "C1", "organisation"),
    "organisation is an id": ({"customer_id": "7", "organisation": "c6"}, "C6", "organisation"),
    "organisation before domain": (
        {"customer_email": "new@able.example", "organisation": "Delta Works"}, "C6", "organisation",
    ),
    "organisation of two": ({"organisation": "Foxtrot"}, None, None),
    "organisation of two, domain of one": (
        {"customer_email": "new@able.example", "organisation": "Foxtrot"}, "C1", "domain",
    ),
    "domain of an address": ({"customer_email": "New@ABLE.example"}, "C1", "domain"),
    "domain of an id that is an address": ({"customer_id": "new@able.example"}, "C1", "domain"),
    "domain of two": ({"customer_email": "New@both.example"}, "new@both.example", None),
    "listed domain before that of an address": ({"customer_email": "new@delta.example"}, "C6", "domain"),
    "listed as a web address": ({"customer_email": "new@delta.test"}, "C6", "domain"),
    "listed behind an at sign": ({"customer_email": "new@delta.invalid"}, "C6", "domain"),
    "domain listed by two": ({"customer_email": "new@group.example"}, "new@group.example", None),
    "a part of a domain": ({"customer_email": "new@mail.able.example"}, "new@mail.able.example", None),
    "free provider": ({"customer_email": "new@gmail.com"}, "new@gmail.com", None),
    "free provider listed as a domain": ({"customer_email": "new@hotmail.com"}, "new@hotmail.com", None),
    "an unknown id stays": ({"customer_id": "7", "customer_email": "new@none.example"}, "7", None),
    "no address at all": ({"customer_email": "Ann"}, "ann", None),
    "nobody": ({}, None, None),
}  # fmt: skip
OF_C1 = [name for name, (_, customer, link) in TICKETS.items() if customer == "C1" and link]


def ticket_rows() -> list[dict[str, str]]:
    start = dt.datetime(2024, 1, 1)
    return [
        BARE | {"ticket_id": name, "created_at": f"{start + dt.timedelta(hours=number)}"} | says
        for number, (name, (says, _, _)) in enumerate(TICKETS.items())
    ]


def found(store: TrialStore, table: str, key: str) -> dict[str, tuple[Any, Any]]:
    rows = store.rows(f"select {key}, customer_id, linked_by from {table}")
    return {name: (customer, link) for name, customer, link in rows}


@pytest.fixture(scope="module")
def linked(shared_store: TrialStore) -> TrialStore:
    """A store with these tickets and customers, the tickets loaded first."""
    shared_store.load(ticket_rows())
    shared_store.load(CUSTOMERS, name="customers.csv")  # type: ignore[arg-type]
    return shared_store


@pytest.mark.parametrize("name", TICKETS)
def test_a_ticket_finds_its_customer(linked: TrialStore, name: str) -> None:
    assert found(linked, "ticket_facts", "ticket_id")[name] == TICKETS[name][1:]


def test_what_the_customer_is_follows_the_link(linked: TrialStore) -> None:
    rows = linked.rows("select ticket_id, segment, plan, region from ticket_facts where customer_id = 'C1'")
    assert sorted(rows) == sorted((name, "large", "pro", "EU") for name in OF_C1)
    assert linked.rows("select count(segment) from ticket_facts where linked_by is null") == [(0,)]
    assert linked.fact("listed as a web address")["segment"] == "huge"


def test_how_many_are_linked_by_what_adds_up(linked: TrialStore) -> None:
    links = [link for _, _, link in TICKETS.values()]
    counted = linked.rows("select linked_by, n from link_status where table_name = 'tickets'")
    assert dict(counted) == {link: links.count(link) for link in links}


def test_without_customers_nothing_is_linked_and_addresses_tell_people_apart(store: TrialStore) -> None:
    store.load(ticket_rows())
    expected = {
        name: (says.get("customer_id") or says.get("customer_email", "").strip().lower() or None, None)
        for name, (says, _, _) in TICKETS.items()
    }
    assert found(store, "ticket_facts", "ticket_id") == expected
    assert store.rows("select * from link_status") == [("tickets", "customers", None, len(TICKETS))]


def test_customers_may_be_loaded_first(linked: TrialStore, store: TrialStore) -> None:
    store.load(CUSTOMERS, name="customers.csv")  # type: ignore[arg-type]
    store.load(ticket_rows())
    sql = "select ticket_id, customer_id, linked_by, segment from ticket_facts order by all"
    assert store.rows(sql) == linked.rows(sql)


@pytest.mark.parametrize("has_customers", [True, False])
def test_people_who_come_again_are_seen_by_their_address(store: TrialStore, has_customers: bool) -> None:
    solved = {"status": "solved", "category": "Billing", "reopens": "0", "customer_id": "", "customer_email": ""}
    days = {"A": 1, "B": 3, "C": 20, "D": 22, "end": 60}
    rows = [
        solved | {"ticket_id": name, "created_at": f"{dt.datetime(2024, 1, 1) + dt.timedelta(days=day)}",
                  "solved_at": f"{dt.datetime(2024, 1, 1, 1) + dt.timedelta(days=day)}"}
        for name, day in days.items()
    ]  # fmt: skip
    rows[0]["customer_email"], rows[1]["customer_email"] = "ann@able.example", "Ann@able.example"
    rows[2]["customer_id"], rows[3]["customer_email"] = "C1", "ann@able.example"
    store.load(rows)
    if has_customers:
        store.load(CUSTOMERS, name="customers.csv")  # type: ignore[arg-type]
    told = dict(store.rows("select ticket_id, is_first_contact_resolved from ticket_facts"))
    assert (told["A"], told["B"]) == (False, True)  # both by one address, two days apart
    assert told["C"] is (not has_customers)  # only the customers say that the id and the address are one
    assert told["end"] is None


SURVEYS: dict[str, tuple[dict[str, str], str | None, str | None]] = {
    "id": ({"customer_id": "C2", "customer_email": "ann@able.example", "ticket_id": "id"}, "C2", "id"),
    "address before ticket": ({"customer_id": "x", "customer_email": "BOB@both.example", "ticket_id": "id"}, "C2", "e-mail"),
    "ticket before domain": ({"customer_email": "new@delta.test", "ticket_id": "domain of an address"}, "C1", "ticket"),
    "ticket": ({"ticket_id": "organisation is a name"}, "C6", "ticket"),
    "domain": ({"customer_email": "new@delta.test"}, "C6", "domain"),
    "ticket of nobody, then domain": ({"customer_email": "new@delta.test", "ticket_id": "nobody"}, "C6", "domain"),
    "named as its ticket is": ({"customer_email": "a@none.example", "ticket_id": "an unknown id stays"}, "7", None),
    "free provider": ({"customer_email": "New@gmail.com"}, "new@gmail.com", None),
    "unknown id and ticket": ({"customer_id": "x", "ticket_id": "no such ticket"}, "x", None),
    "nobody": ({}, None, None),
}  # fmt: skip


def test_surveys_find_their_customers_and_tickets(linked: TrialStore) -> None:
    empty = {"customer_id": "", "customer_email": "", "ticket_id": "", "kind": "nps", "score": "9"}
    linked.load(
        [empty | {"survey_id": name, "sent_at": "2024-01-02"} | says for name, (says, _, _) in SURVEYS.items()],
        name="surveys.csv",
    )
    assert found(linked, "survey_facts", "survey_id") == {name: case[1:] for name, case in SURVEYS.items()}
    segments = dict(linked.rows("select survey_id, segment from survey_facts where segment is not null"))
    small, large, huge = (dict.fromkeys(names, size) for names, size in (
        (("id", "address before ticket"), "small"), (("ticket before domain",), "large"),
        (("ticket", "domain", "ticket of nobody, then domain"), "huge"),
    ))  # fmt: skip
    assert segments == small | large | huge
    status = linked.rows("select linked_to, linked_by, n from link_status where table_name = 'surveys'")
    assert sorted(status, key=str) == [
        ("customers", "domain", 2), ("customers", "e-mail", 1), ("customers", "id", 1), ("customers", "ticket", 2),
        ("customers", None, 4), ("tickets", "id", 6), ("tickets", None, 1),
    ]  # fmt: skip


def test_a_rating_on_a_ticket_is_linked_as_its_ticket_is(store: TrialStore) -> None:
    rated = {"created_at": "2024-01-01", "solved_at": "2024-01-02", "csat_score": "5", "csat_scale": "1-5"}
    store.load([rated | {"ticket_id": "A", "customer_email": "ann@able.example"}])
    store.load(CUSTOMERS, name="customers.csv")  # type: ignore[arg-type]
    assert found(store, "survey_facts", "survey_id") == {"ticket A": ("C1", "e-mail")}
    assert store.rows("select segment from survey_facts") == [("large",)]
    assert store.rows("select n from link_status where table_name = 'surveys'") == []


def test_orders_subscriptions_and_stages_find_their_customers(store: TrialStore) -> None:
    late = "2024-06-30 22:30"  # in Berlin it is the first of July
    store.load(CUSTOMERS, name="customers.csv", settings={"time_zone": "Europe/Berlin"})  # type: ignore[arg-type]
    store.load(
        f"order_id,customer_id,customer_email,ordered_at,amount\n1,C1,,{late},5\n2,cus_1,ANN@able.example,{late},6\n"
        f"3,Bob@both.example,,{late},7\n4,cus_2,new@able.example,{late},8\n",
        name="orders.csv",
    )
    store.load(
        f"subscription_id,customer_id,customer_email,started_at,ended_at\n1,cus_1,ann@able.example,{late},2031-01-31 23:30\n"
        f"2,cus_2,,{late},\n",
        name="subscriptions.csv",
    )
    store.load(
        f"customer_id,stage,entered_at\nC1,Adopt,{late}\nbob@BOTH.example,Adopt,{late}\nnew@able.example,Renew,{late}\n",
        name="stages.csv",
    )
    july = dt.date(2024, 7, 1)
    assert store.rows("select order_id, customer_id, ordered_day, amount from order_facts order by 1") == [
        ("1", "C1", july, 5), ("2", "C1", july, 6), ("3", "C2", july, 7), ("4", "cus_2", july, 8),
    ]  # fmt: skip
    sql = "select subscription_id, customer_id, linked_by, started_day, ended_day from subscription_facts order by 1"
    assert store.rows(sql) == [("1", "C1", "e-mail", july, dt.date(2031, 2, 1)), ("2", "cus_2", None, july, None)]
    sql = "select customer_id, linked_by, stage, entered_day from stage_facts where not is_derived order by 1"
    assert store.rows(sql) == [
        ("C1", "id", "Adopt", july), ("C2", "e-mail", "Adopt", july), ("new@able.example", None, "Renew", july),
    ]  # fmt: skip
    status = store.rows("select table_name, linked_by, n from link_status")
    assert sorted(status, key=str) == [
        ("orders", "e-mail", 2), ("orders", "id", 1), ("orders", None, 1), ("stages", "e-mail", 1), ("stages", "id", 1),
        ("stages", None, 1), ("subscriptions", "e-mail", 1), ("subscriptions", None, 1),
    ]  # fmt: skip
