"""Who is no customer yet does not make the contact rate smaller."""

import json
import subprocess
import sys

from tests.data.trial_store import ROOT, TrialStore, tickets


def prospects(store: TrialStore) -> dict[str, bool]:
    return dict(store.rows("select customer_id, is_prospect from customer_facts"))


def test_a_prospect_has_no_start_though_others_have_and_has_bought_nothing(store: TrialStore) -> None:
    store.load(
        [
            {"customer_id": "C1", "acquired_at": "2023-01-01", "churned_at": ""},
            {"customer_id": "C2", "acquired_at": "", "churned_at": ""},
            {"customer_id": "C3", "acquired_at": "", "churned_at": "2024-05-01"},  # it was one
            {"customer_id": "C4", "acquired_at": "", "churned_at": ""},  # it has bought
            {"customer_id": "C5", "acquired_at": "", "churned_at": ""},  # it pays every month
        ],
        name="customers.csv",
    )
    store.load([{"order_id": "O1", "customer_id": "C4", "ordered_at": "2023-02-01", "amount": "5"}], name="orders.csv")
    store.load([{"subscription_id": "S1", "customer_id": "C5", "started_at": "2023-02-01"}], name="subscriptions.csv")
    assert prospects(store) == {"C1": False, "C2": True, "C3": False, "C4": False, "C5": False}


def test_where_no_start_is_told_all_are_customers(store: TrialStore) -> None:
    store.load([{"customer_id": "C1", "plan": "pro"}, {"customer_id": "C2", "plan": ""}], name="customers.csv")
    assert prospects(store) == {"C1": False, "C2": False}


def test_the_contact_rate_counts_customers_alone(store: TrialStore) -> None:
    customers = [
        {"customer_id": f"C{number}", "acquired_at": "2023-01-01" if number < 4 else ""} for number in range(10)
    ]
    store.load(customers, name="customers.csv")
    store.load([row | {"customer_id": "C1"} for row in tickets(24)])  # on 1 January
    asked = [sys.executable, "-m", "queries", "contact_rate", "--from", "2024-01-01", "--to", "2024-01-01"]
    done = subprocess.run(
        [*asked, "--format", "json"], cwd=ROOT, env=store.environment, capture_output=True, check=True
    )
    assert [(row["numerator"], row["n"], row["value"]) for row in json.loads(done.stdout)] == [(24, 4, 600.0)]
