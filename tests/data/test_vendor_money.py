"""What the exports of contacts, subscriptions, invoices and payments become, worked out by hand from the examples."""

import csv

import pytest

from data.loading import recognising
from data.loading.load import load
from data.loading.presets import VENDORS, PresetError, preset_of
from data.loading.requests import LoadError, Report, Request
from data.loading.values import REASONS
from data.reading.table import find_table
from tests.data.known_headers import HEADERS
from tests.data.trial_store import TrialStore, counts
from tests.data.vendor_examples import table_with

Rows = dict[tuple[str, ...], tuple[object, ...]]

CONTACTS: Rows = {  # name, email, organisation, acquired_at
    ("70100000001",): ("Ada Moss", "ada@example.com", "Example Ltd", "2024-02-12 16:45:00"),
    ("70100000002",): ("Bram Ode", "bram@example.com", "Example Ltd", "2024-03-01 09:30:00"),
    ("70100000003",): ("Chi Ume", "chi@example.com", None, None),  # a lead
    ("70100000004",): ("Dee", "dee@example.org", "Sample, Son & Co", None),
    ("70100000005",): ("Eli Kanz", "eli@example.com", "Sample GmbH", None),
    ("70100000006",): ("Fay Roth", "fay@example.com", "Sample GmbH", "2023-11-30 23:59:00"),
    ("70100000007",): ("Gus Tamm", "gus@example.com", None, None),
    ("70100000008",): ("Hal Iver", "hal@example.com", None, None),
}
STAGES: list[tuple[str, str, str]] = [
    ("70100000001", "Discover", "2024-01-08 09:14:00"),
    ("70100000001", "Discover", "2024-01-10 10:00:00"),
    ("70100000001", "Evaluate", "2024-01-15 08:30:00"),
    ("70100000001", "Evaluate", "2024-01-20 12:00:00"),
    ("70100000001", "Evaluate", "2024-02-01 09:00:00"),
    ("70100000001", "Purchase", "2024-02-12 16:45:00"),
    ("70100000001", "Advocate", "2025-03-03 11:00:00"),
    ("70100000002", "Discover", "2024-02-05 08:00:00"),
    ("70100000002", "Evaluate", "2024-02-20 14:00:00"),
    ("70100000002", "Purchase", "2024-03-01 09:30:00"),
    ("70100000003", "Discover", "2025-06-02 10:00:00"),  # a subscriber and a lead in the same minute
    ("70100000004", "Discover", "2025-06-10 11:11:00"),
    ("70100000005", "Discover", "2025-07-01 07:00:00"),
    ("70100000005", "Evaluate", "2025-07-03 09:00:00"),
    ("70100000005", "Evaluate", "2025-07-20 15:30:00"),
    ("70100000006", "Purchase", "2023-11-30 23:59:00"),
    ("70100000006", "partner", "2024-06-01 08:00:00"),  # the firm's own stage
    ("70100000007", "Discover", "2025-08-08 08:08:00"),
]
SUBSCRIPTIONS: Rows = {  # customer, address, start, end, plan, a month, currency, reason
    ("sub_1001",): ("cus_Ada001", "ada@example.com", "2025-01-10 09:00:00", None, "pro-monthly", 49, None, None),
    ("sub_1002",): ("cus_Bram02", "bram@example.com", "2025-02-01 08:30:00", None, "team-yearly", 5 * 1200 / 12, None, None),
    ("sub_1003",): ("cus_Chi003", "chi@example.com", "2025-06-02 10:00:00", None, "pro-monthly", 98, None, None),  # runs still
    ("sub_1004",): ("cus_Dee004", "dee@example.org", "2025-03-03 11:11:00", "2025-10-03 11:11:00", "basic-monthly", 19, None, "cancellation_requested"),
    ("sub_1005",): ("cus_Eli005", "eli@example.com", "2025-04-01 07:00:00", "2025-08-22 07:00:00", "basic-monthly", 19, None, "payment_failed"),
    ("sub_1008",): ("cus_Hal008", "hal@example.com", "2025-09-01 09:00:00", None, "news-weekly", pytest.approx(3 * 2.5 * 365.25 / 7 / 12, abs=0.001), None, None),
    ("sub_1009",): ("cus_Ada001", "ada@example.com", "2025-11-01 00:00:00", None, "free", 0, None, None),
    ("sub_1010",): ("cus_Ivy010", "ivy@example.com", "2025-12-24 18:00:00", None, "metered", None, None, None),  # a month of it is unknown
}  # fmt: skip
INVOICES: Rows = {  # customer, address, when, amount, currency
    ("in_2001",): ("cus_Ada001", None, "2026-01-10 10:02:00", 49, "USD"),
    ("in_2002",): ("cus_Ada001", None, "2026-02-10 10:01:00", 49, "USD"),
    ("in_2003",): ("cus_Bram02", None, "2026-02-03 14:20:00", 6000, "USD"),
    ("in_2004",): ("cus_Chi003", None, "2026-03-02 10:00:00", 116.62, "EUR"),  # dated by the invoice: no day of payment
    ("in_2010",): ("cus_Ivy010", None, "2026-03-05 18:03:00", 250, "GBP"),
}
PAYMENTS: Rows = {
    ("in_2010",): ("cus_Ivy010", "ivy@example.com", "2026-03-05 18:03:00", 250, "GBP"),
    ("ch_3009",): ("cus_Bram02", "bram@example.com", "2026-03-04 12:00:00", 2500, "USD"),  # 3125 less 625
    ("ch_3008",): ("guest@example.org", "guest@example.org", "2026-03-03 11:00:00", 0, "USD"),  # all refunded
    ("in_2004",): ("cus_Chi003", "chi@example.com", "2026-03-02 10:05:00", 116.62, "EUR"),
    ("in_2002",): ("cus_Ada001", "ada@example.com", "2026-02-10 10:01:00", 29, "USD"),  # 49 less 20
    ("in_2003",): ("cus_Bram02", "bram@example.com", "2026-02-03 14:20:00", 6000, "USD"),
    ("in_2001",): ("cus_Ada001", "ada@example.com", "2026-01-10 10:02:00", 49, "USD"),
}
SQL = {
    "customers": "select customer_id, name, email, organisation, acquired_at::varchar from customers",
    "subscriptions": "select subscription_id, customer_id, customer_email, started_at::varchar, ended_at::varchar, plan, "
    "monthly_amount, currency, cancel_reason from subscriptions",
    "orders": "select order_id, customer_id, customer_email, ordered_at::varchar, amount, currency from orders",
}


def example(store: TrialStore, *names: str) -> list[Report]:
    return load([Request(VENDORS / f"{name}.csv") for name in names], store=store.path)


def found(store: TrialStore, table: str) -> Rows:
    return {row[:1]: row[1:] for row in store.rows(SQL[table])}


def reasons(store: TrialStore) -> list[tuple[int, str]]:
    return store.rows("select line, reason from rejects order by line")


def test_contacts_are_customers_and_their_dates_stages(store: TrialStore) -> None:
    customers, stages = example(store, "hubspot_contacts")
    assert (customers.kind, customers.preset, counts(customers)) == ("customers", "hubspot_contacts", (8, 0, 0, 0, 0))
    assert (stages.kind, stages.preset, counts(stages)) == ("stages", "hubspot_contacts_stages", (18, 0, 0, 1, 1))
    assert (customers.rows, stages.rows) == (8, 20)
    assert found(store, "customers") == CONTACTS
    assert sorted(store.rows("select customer_id, stage, entered_at::varchar from stages")) == sorted(STAGES)
    assert reasons(store) == [(8, "Other is no stage of a journey")]
    assert stages.notes[1] == "Rows of the file with nothing in these columns, which give none: 1"
    assert [counts(report) for report in example(store, "hubspot_contacts")] == [(0, 0, 8, 0, 0), (0, 0, 18, 1, 1)]


def test_contacts_without_dates_of_stages_are_customers_alone(store: TrialStore) -> None:
    header = "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Associated Company,Lifecycle Stage,Contact owner\n"
    path = store.file(f"{header}1,Ada,Moss,ada@example.com,,New,2024-01-08 09:14,Example Ltd,Customer,Nora Lind\n")
    (report,) = load([Request(path)], store=store.path)
    assert (report.preset, report.kind, counts(report)) == ("hubspot_contacts", "customers", (1, 0, 0, 0, 0))
    assert found(store, "customers") == {("1",): ("Ada Moss", "ada@example.com", "Example Ltd", None)}


def test_dates_of_stages_in_american_form(store: TrialStore) -> None:
    header = "Contact ID,Email,Lead Status,Lifecycle Stage,Contact owner,Became a Lead Date,Became a Customer Date\n"
    path = store.file(f"{header}7,a@example.com,New,Customer,Nora,3/15/2024 2:30 PM,4/22/2024 9:05 AM\n")
    load([Request(path)], store=store.path)
    assert sorted(store.rows("select customer_id, stage, entered_at::varchar from stages")) == [
        ("7", "Discover", "2024-03-15 14:30:00"),
        ("7", "Purchase", "2024-04-22 09:05:00"),
    ]


def test_subscriptions(store: TrialStore) -> None:
    (report,) = example(store, "stripe_subscriptions")
    assert (report.kind, report.rows, counts(report)) == ("subscriptions", 10, (8, 0, 0, 0, 2))
    assert found(store, "subscriptions") == SUBSCRIPTIONS
    assert reasons(store) == [
        (7, "still in its trial: it counts once it is paid for"),
        (8, "the first payment was never made: it never began"),
    ]
    assert store.rows("select source from sheets where \"column\" = 'monthly_amount'") == [
        ("Amount × Quantity per Interval",)
    ]
    assert store.rows("select count(*) from customers") == [(0,)]


def test_invoices_that_were_paid_are_orders(store: TrialStore) -> None:
    (report,) = example(store, "stripe_invoices")
    assert (report.kind, report.rows, counts(report)) == ("orders", 10, (5, 0, 0, 0, 5))
    assert found(store, "orders") == INVOICES
    assert reasons(store) == [
        (6, "not paid yet"),
        (7, "void: it was taken back"),
        (8, "never paid: written off"),
        (9, "nothing was to be paid"),
        (10, "a draft, not sent to the customer"),
    ]


def test_payments_that_succeeded_are_orders_without_what_was_refunded(store: TrialStore) -> None:
    (report,) = example(store, "stripe_payments")
    assert (report.kind, report.rows, counts(report)) == ("orders", 10, (7, 0, 0, 0, 3))
    assert found(store, "orders") == PAYMENTS
    assert reasons(store) == [
        (5, "the payment failed"),
        (6, "authorised only: no money has moved"),
        (9, "the payment failed"),
    ]
    assert store.rows("select source from sheets where \"column\" = 'amount'") == [("Amount − Amount Refunded",)]


def test_an_invoice_and_its_payment_are_one_order(store: TrialStore) -> None:
    invoices, payments = example(store, "stripe_invoices", "stripe_payments")
    assert counts(invoices) == (5, 0, 0, 0, 5)
    assert counts(payments) == (2, 5, 0, 0, 3)  # two that no invoice stands behind
    assert found(store, "orders") == PAYMENTS  # what was paid, less the refunds that only payments tell


@pytest.mark.parametrize("name", ["hubspot_contacts", "stripe_subscriptions", "stripe_invoices", "stripe_payments"])
def test_an_example_is_of_no_other_vendor(name: str) -> None:
    rated = recognising.recognise(find_table(VENDORS / f"{name}.csv"))
    assert [preset.name for sure, preset in rated if sure >= recognising.SURE] == [name]
    assert rated[0][0] > 0.8
    assert not [preset.name for _, preset in rated[1:] if not preset.name.startswith("own_")]


@pytest.mark.parametrize(
    ("tool", "name"),
    [
        ("hubspot contacts", "hubspot_contacts"),
        ("stripe subscriptions", "stripe_subscriptions"),
        ("stripe invoices", "stripe_invoices"),
        ("stripe payments", "stripe_payments"),
        ("stripe payments, newer", "stripe_payments"),  # the beginning of it: there are no customers in it
    ],
)
def test_the_literal_header_is_recognised(tool: str, name: str) -> None:
    (header,) = csv.reader([HEADERS[tool]])
    rated = recognising.recognise(table_with(header))
    assert [preset.name for sure, preset in rated if sure >= recognising.SURE] == [name]
    if tool == name.replace("_", " "):
        own = find_table(VENDORS / f"{name}.csv").header
        assert set(header) <= set(own)


NEWER = "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,Converted Currency,Fee,Status"
NEWER_ROW = "py_1,2026-07-10 18:37:41,1061.86,61.86,usd,true,1061.86,61.86,usd,33.65,Paid"


def test_the_newer_header_of_payments(store: TrialStore) -> None:
    (row,) = store.read(f"{NEWER},Customer Email,Invoice ID\n{NEWER_ROW},ada@example.com,\n")
    assert (row["order_id"], row["customer_id"], row["customer_email"]) == (
        "py_1",
        "ada@example.com",
        "ada@example.com",
    )
    assert (str(row["ordered_at"]), row["amount"], row["currency"]) == ("2026-07-10 18:37:41", 1000, "USD")
    assert row["problem"] is None


def test_without_a_customer_it_is_asked_who_has_paid(store: TrialStore) -> None:
    with pytest.raises(LoadError, match=r"No column for customer_id of orders\. Say which: --map customer_id=COLUMN"):
        store.read(f"{NEWER}\n{NEWER_ROW}\n")
    (row,) = store.read(f"{NEWER},buyer (metadata)\n{NEWER_ROW},B7\n", mapped={"customer_id": "buyer (metadata)"})
    assert (row["customer_id"], row["amount"], row["problem"]) == ("B7", 1000, None)


def test_a_decimal_comma(store: TrialStore) -> None:
    header = "id;Created (UTC);Amount;Amount Refunded;Currency;Converted Amount;Status;Captured;Customer ID\n"
    rows = store.read(
        f"{header}ch_1;2026-03-02 10:00;1.249,50;249,50;eur;1.249,50;Paid;true;cus_1\n"
        "ch_2;2026-03-02 11:00;19,00;;eur;19,00;Paid;true;cus_1\n"
        "ch_3;2026-03-02 12:00;1.200,00;0,00;eur;1.200,00;Paid;true;cus_2\n"
    )
    assert [(row["amount"], row["problem"]) for row in rows] == [(1000, None), (19, None), (1200, None)]


def test_a_refund_that_is_no_number_is_rejected(store: TrialStore) -> None:
    header = "id,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Status,Customer ID\n"
    rows = store.read(
        f"{header}ch_1,2026-03-02,50.00,some,usd,50.00,Paid,c\nch_2,2026-03-02,50.00,N/A,usd,50.00,Paid,c\n"
    )
    assert [(row["amount"], row["problem"]) for row in rows] == [(None, "amount:number"), (50, None)]
    assert REASONS["number"] == "this is not a number"


def test_of_several_payments_of_an_invoice_the_highest_counts(store: TrialStore) -> None:
    header = "id,Created (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID,Invoice ID\n"
    report = store.load(
        f"{header}ch_2,2026-03-03 10:00,80.00,0.00,usd,true,Paid,c,in_1\nch_1,2026-03-02 10:00,80.00,80.00,usd,true,Refunded,c,in_1\n"
    )
    assert counts(report) == (1, 0, 0, 1, 0)
    assert store.rows("select order_id, amount from orders") == [("in_1", 80)]


def test_a_later_refund_takes_money_off_an_order(store: TrialStore) -> None:
    header = "id,Created (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID\n"
    store.load(f"{header}ch_1,2026-03-02 10:00,80.00,0.00,usd,true,Paid,c\n", name="march.csv")
    report = store.load(f"{header}ch_1,2026-03-02 10:00,80.00,80.00,usd,true,Refunded,c\n", name="april.csv")
    assert counts(report) == (0, 1, 0, 0, 0)
    assert store.rows("select amount from orders") == [(0,)]


def test_currencies_are_in_capitals(store: TrialStore) -> None:
    rows = store.read(
        "order_id,customer_id,ordered_at,amount,currency\n1,c,2026-01-01,5, eur\n2,c,2026-01-01,5,EUR\n3,c,2026-01-01,5,\n"
    )
    assert [row["currency"] for row in rows] == ["EUR", "EUR", None]


BODY = {"title": "T", "kind": "orders", "signature": ["a"], "columns": {"order_id": "a"}}


@pytest.mark.parametrize(
    ("spec", "problem"),
    [
        ({"column": "A", "per": "Interval"}, "`per` needs `factors`"),
        ({"column": "A", "per": "Interval", "factors": {"year": 0}}, "none of them is 0"),
        ({"column": "A", "factors": {"year": 12}}, "`per` needs `factors`"),
        ({"minus": "B"}, "it names no column"),
        ({"like": "("}, "`like` is no regular expression"),
        ({"column": "A", "divide": "B"}, "it has no part divide"),
    ],
)
def test_what_is_wrong_in_a_preset_is_said(spec: dict[str, object], problem: str) -> None:
    with pytest.raises(PresetError, match=f"The preset P cannot read amount: .*{problem}"):
        preset_of("P", {**BODY, "columns": {"order_id": "a", "amount": spec}})
