"""An export that is older than what the store has does not overwrite it; it may fill what the newer one cannot say."""

from data.loading.stage import Options
from tests.data.trial_store import TrialStore, counts

JANUARY = [
    {"ticket_id": "T1", "created_at": "2024-01-05 08:00:00", "status": "open"},
    {"ticket_id": "T2", "created_at": "2024-01-30 08:00:00", "status": "open"},
]
MARCH = [
    {"ticket_id": "T1", "created_at": "2024-01-05 08:00:00", "status": "solved"},
    {"ticket_id": "T3", "created_at": "2024-03-20 08:00:00", "status": "open"},
]


def statuses(store: TrialStore) -> dict[str, str]:
    return dict(store.rows("select ticket_id, status from tickets"))


def test_the_newer_file_wins_whatever_the_order(store: TrialStore) -> None:
    store.load(MARCH, name="march.csv")
    report = store.load(JANUARY, name="january.csv")
    assert counts(report) == (1, 0, 1, 0, 0)  # T2 is new, T1 is older
    assert report.older == 1
    assert statuses(store) == {"T1": "solved", "T2": "open", "T3": "open"}
    assert "1 row was not taken" in report.warnings[0]
    assert "2024-01-30 08:00 UTC" in report.warnings[0]


def test_in_the_usual_order_it_updates(store: TrialStore) -> None:
    store.load(JANUARY, name="january.csv")
    report = store.load(MARCH, name="march.csv")
    assert counts(report) == (1, 1, 0, 0, 0)
    assert statuses(store) == {"T1": "solved", "T2": "open", "T3": "open"}


def test_a_file_that_is_said_to_be_the_newest_is_taken(store: TrialStore) -> None:
    store.load(MARCH, name="march.csv")
    assert counts(store.load(JANUARY, name="january.csv", is_newest=True)) == (1, 1, 0, 0, 0)
    assert statuses(store)["T1"] == "open"


def test_updated_at_decides_before_the_file_does(store: TrialStore) -> None:
    store.load([row | {"updated_at": "2024-03-21 00:00:00"} for row in MARCH], name="march.csv")
    rows = [row | {"updated_at": "2024-03-22 00:00:00", "status": "pending"} for row in JANUARY]
    rows[1]["updated_at"] = "2024-03-01 00:00:00"
    store.load(rows, name="mixed.csv")
    assert statuses(store) == {"T1": "pending", "T2": "pending", "T3": "open"}
    older = [row | {"updated_at": "2024-03-21 23:59:59", "status": "hold"} for row in JANUARY[:1]]
    report = store.load(older, name="older.csv")
    assert (counts(report), report.older) == ((0, 0, 1, 0, 0), 1)
    assert statuses(store)["T1"] == "pending"


def test_an_older_file_fills_columns_that_the_newer_one_does_not_have(store: TrialStore) -> None:
    store.load(MARCH, name="march.csv")
    report = store.load([row | {"agent": "Ada"} for row in JANUARY], name="january.csv")
    assert (counts(report), report.older) == ((1, 1, 0, 0, 0), 0)
    assert store.rows("select ticket_id, status, agent from tickets order by 1") == [
        ("T1", "solved", "Ada"),  # the newer status stays, the agent is told by the older file alone
        ("T2", "open", "Ada"),
        ("T3", "open", None),
    ]


def test_what_the_newer_file_says_is_empty_is_not_filled(store: TrialStore) -> None:
    store.load([row | {"agent": ""} for row in MARCH], name="march.csv")
    report = store.load([row | {"agent": "Ada"} for row in JANUARY], name="january.csv")
    assert report.older == 1
    assert store.rows("select agent from tickets where ticket_id = 'T1'") == [(None,)]


def test_the_same_file_read_in_another_way_corrects_what_it_brought(store: TrialStore) -> None:
    file = store.file([{"ticket_id": "T1", "created_at": "2024-01-05 08:00:00", "updated_at": "2024-01-06 08:00:00"}])
    store.run("load", file)
    assert store.rows("select created_at::varchar from tickets") == [("2024-01-05 08:00:00",)]
    done = store.run("load", file, "--timezone", "Asia/Tokyo")  # nine hours earlier: not an older state
    assert done.returncode == 0
    assert store.rows("select created_at::varchar from tickets") == [("2024-01-04 23:00:00",)]


def test_surveys_and_customers_too(store: TrialStore) -> None:
    new = [{"survey_id": "S1", "kind": "nps", "score": "9", "responded_at": "2024-03-01"}]
    old = [{"survey_id": "S1", "kind": "nps", "score": "2", "responded_at": "2024-02-01"}]
    store.load(new, name="a.csv")
    store.load(old, name="b.csv")
    assert store.rows("select score from surveys") == [(9.0,)]
    store.load([{"customer_id": "C1", "plan": "pro"}, {"customer_id": "C2", "plan": "free"}], name="c.csv")
    store.load([{"customer_id": "C1", "plan": "basic"}], name="d.csv")  # no time tells: the later file wins
    assert store.rows("select plan from customers order by customer_id") == [("basic",), ("free",)]


def test_an_older_file_loaded_again_in_another_place_is_still_older(store: TrialStore) -> None:
    file = store.file(JANUARY, "january.csv")
    store.load(file)
    store.load(MARCH, name="march.csv")
    report = store.load(file, preset="own_tickets", options=Options("UTC"))  # as the app says what it found
    assert (counts(report), report.older) == ((0, 0, 2, 0, 0), 1)
    assert statuses(store)["T1"] == "solved"
