"""What the facts know depends on what the files carry, on the settings, and on the moment of the load."""

from tests.data.test_facts import PLAIN, SILENT
from tests.data.trial_store import TrialStore, tickets


def test_what_no_column_carries_is_unknown(store: TrialStore) -> None:
    store.load(tickets(1))
    fact = store.fact("T0")
    known = {"ticket_id", "exclusion", "quality_components", "first_reply_target_minutes", "resolution_target_minutes"}
    known |= {name for name in fact if name.startswith("created_")} | {"has_reply_data", "has_solution_data"}
    known |= {"has_reopen_data", "customer_group"}  # the group of those of whom nothing is known
    assert {name: value for name, value in fact.items() if name not in known and value is not None} == {}
    assert (fact["has_reply_data"], fact["has_solution_data"], fact["quality_components"]) == (False, False, 0)
    assert fact["has_reopen_data"] is False


def test_a_status_alone_says_what_is_open(store: TrialStore) -> None:
    store.load(
        [
            {"ticket_id": "A", "created_at": "2024-01-01", "status": "closed"},
            {"ticket_id": "B", "created_at": "2024-01-01", "status": "open"},
        ]
    )
    found = {row["ticket_id"]: row for row in store.dicts("select * from ticket_facts")}
    assert [found[one]["is_open"] for one in "AB"] == [False, True]
    assert [found[one]["resolution_calendar_minutes"] for one in "AB"] == [None, None]  # nobody knows when


def test_weights_and_lateness_are_settings(store: TrialStore) -> None:
    weights = {"replied_within_target": 3, "resolved_within_target": 1, "not_reopened": 0, "one_touch": 0, "csat": 0}
    late = PLAIN | {
        "ticket_id": "T",
        "first_reply_at": "2024-01-03 09:01",
        "solved_at": "2024-01-03 10:00",
        "replies": "4",
    }
    store.load([late], settings={"quality_weights": weights, "late_factor": 3})
    fact = store.fact("T")
    assert fact["quality_score"] == 25
    assert fact["is_poor"] is False


def test_targets_are_settings(store: TrialStore) -> None:
    targets = {"*": {"first_reply": 10, "resolution": 20}, "VIP": {"first_reply": 1, "resolution": 2}}
    store.load(
        [PLAIN | {"ticket_id": "A"}, PLAIN | {"ticket_id": "B", "priority": "vip"}], settings={"targets": targets}
    )
    found = store.rows(
        "select first_reply_target_minutes, resolution_target_minutes from ticket_facts order by ticket_id"
    )
    assert found == [(10, 20), (1, 2)]


def test_what_customers_are_goes_with_their_tickets(store: TrialStore) -> None:
    store.load([PLAIN | {"ticket_id": "A", "customer_id": "C"}, PLAIN | {"ticket_id": "B", "customer_id": "unknown"}])
    store.load("customer_id,segment,plan,region\nC,large,pro,NA\n", name="customers.csv")
    found = store.rows("select ticket_id, segment, plan, region from ticket_facts order by 1")
    assert found == [("A", "large", "pro", "NA"), ("B", None, None, None)]


def test_nothing_later_than_the_load_counts_as_known(store: TrialStore) -> None:
    store.load(
        [
            PLAIN | SILENT | {"ticket_id": "A"},
            PLAIN
            | {
                "ticket_id": "far",
                "created_at": "2099-01-01",
                "first_reply_at": "",
                "solved_at": "",
                "first_solved_at": "",
                "status": "open",
            },
        ]
    )
    assert store.rows("select data_through <= now()::timestamp from data_status") == [(True,)]
    assert store.fact("far")["reply_calendar_minutes"] == 0
