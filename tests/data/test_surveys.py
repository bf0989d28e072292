"""Surveys and ratings become survey facts once each: sent, answered, satisfied, and by whom."""

import datetime as dt

from tests.data.trial_store import TrialStore

TICKET = {"created_at": "2024-01-01 09:00", "solved_at": "2024-01-02 10:00", "status": "solved"}


def facts(store: TrialStore) -> dict[str, dict[str, object]]:
    return {row["survey_id"]: row for row in store.dicts("select * from survey_facts")}


def test_a_rating_on_a_ticket_is_an_answered_survey(store: TrialStore) -> None:
    rated = TICKET | {"ticket_id": "T", "customer_id": "C", "csat_score": "4", "csat_scale": "1-5", "team": "Core"}
    silent = TICKET | {"ticket_id": "U", "csat_sent": "true"}
    neither = TICKET | {"ticket_id": "V", "csat_sent": "false"}
    unknown = TICKET | {"ticket_id": "W"}
    store.load([rated, silent, neither, unknown])
    found = facts(store)
    assert sorted(found) == ["ticket T", "ticket U"]
    answer = found["ticket T"]
    assert (answer["kind"], answer["is_answered"], answer["is_satisfied"], answer["share"]) == (
        "csat",
        True,
        True,
        0.75,
    )
    assert (answer["responded_at"], answer["is_day_approximate"]) == (dt.datetime(2024, 1, 2, 10), True)
    assert (answer["team"], answer["customer_id"], answer["is_sent"]) == ("Core", "C", False)  # nobody says it was sent
    sent = found["ticket U"]
    assert (sent["is_sent"], sent["is_answered"], sent["score"], sent["is_satisfied"]) == (True, False, None, None)
    assert (sent["sent_day"], sent["responded_day"]) == (dt.date(2024, 1, 2), None)


def test_offered_means_sent_and_not_answered(store: TrialStore) -> None:
    header = "Id,Created at,Solved at,Status,Satisfaction Score,Group stations,Summation column\n"
    rows = "".join(
        f"{number},2024-01-01 09:00:00,2024-01-02 10:00:00,Solved,{word},1,1\n"
        for number, word in enumerate(("Good", "Bad", "Offered", "Not Offered", "-"))
    )
    store.load(header + rows)
    found = facts(store)
    assert {one: (row["is_sent"], row["is_answered"], row["is_satisfied"]) for one, row in found.items()} == {
        "ticket 0": (True, True, True),
        "ticket 1": (True, True, False),
        "ticket 2": (True, False, None),
    }


def test_a_rating_that_is_also_a_survey_counts_once(store: TrialStore) -> None:
    store.load([TICKET | {"ticket_id": "T", "customer_id": "C", "csat_score": "5", "csat_sent": "true"}])
    store.load(
        "survey_id,kind,ticket_id,score,sent_at,responded_at\nS,csat,T,5,2024-01-03 08:00,2024-01-04 09:00\n",
        name="s.csv",
    )
    found = facts(store)
    assert list(found) == ["S"]
    assert (found["S"]["customer_id"], found["S"]["is_day_approximate"]) == ("C", False)
    assert (found["S"]["sent_day"], found["S"]["responded_day"]) == (dt.date(2024, 1, 3), dt.date(2024, 1, 4))


def test_a_survey_rates_its_ticket(store: TrialStore) -> None:
    store.load([TICKET | {"ticket_id": one} for one in ("rated", "twice", "silent", "nps")])
    store.load(
        "survey_id,kind,ticket_id,score,scale,sent_at,responded_at\n"
        "1,csat,rated,2,1-3,2024-01-03,2024-01-04\n"
        "2,csat,twice,1,1-5,2024-01-03,2024-01-04\n"
        "3,csat,twice,5,1-5,2024-01-05,2024-01-06\n"
        "4,csat,silent,,,2024-01-03,\n"
        "5,nps,nps,3,,2024-01-03,2024-01-04\n",
        name="surveys.csv",
    )
    found = {row["ticket_id"]: row for row in store.dicts("select * from ticket_facts")}
    ratings = {
        one: (row["csat_score"], row["csat_scale"], row["is_satisfied"], row["is_csat_sent"])
        for one, row in found.items()
    }
    assert ratings == {
        "rated": (2, "1-3", False, True),
        "twice": (5, "1-5", True, True),  # the later answer
        "silent": (None, None, None, True),
        "nps": (None, None, None, None),
    }


def test_bands_of_nps(store: TrialStore) -> None:
    rows = [{"survey_id": score, "kind": "nps", "score": score, "responded_at": "2024-01-01"} for score in range(11)]
    store.load([*rows, {"survey_id": 11, "kind": "nps", "sent_at": "2024-01-01"}], name="surveys.csv")
    found = dict(store.rows("select survey_id::integer, nps_band from survey_facts"))
    assert found == {**dict.fromkeys(range(7), -1), 7: 0, 8: 0, 9: 1, 10: 1, 11: None}
    assert store.rows("select count(is_satisfied), count(*) from survey_facts") == [(0, 12)]


def test_scales_are_those_of_the_kind_and_of_the_settings(store: TrialStore) -> None:
    text = "survey_id,kind,score,scale\na,csat,4,\nb,ces,5,\nc,ces,4,1-7\nd,csat,79,0-100\ne,csat,80,0-100\n"
    store.load(text, name="surveys.csv")
    assert dict(store.rows("select survey_id, is_satisfied from survey_facts")) == {
        "a": True, "b": True, "c": False, "d": False, "e": True,
    }  # fmt: skip
    assert dict(store.rows("select survey_id, round(share, 4) from survey_facts")) == {
        "a": 0.75, "b": round(4 / 6, 4), "c": 0.5, "d": 0.79, "e": 0.8,
    }  # fmt: skip


def test_a_survey_carries_the_words_of_its_ticket_and_customer(store: TrialStore) -> None:
    ticket = TICKET | {"ticket_id": "T", "customer_id": "C", "channel": "Chat", "priority": "Low", "exclusion": "test"}
    store.load([ticket])
    store.load("customer_id,plan\nC,pro\nD,basic\n", name="customers.csv")
    store.load("survey_id,kind,customer_id,ticket_id,score\n1,nps,,T,9\n2,nps,D,,8\n", name="surveys.csv")
    found = facts(store)
    assert [found["1"][key] for key in ("channel", "priority", "exclusion", "customer_id", "plan")] == [
        "Chat",
        "Low",
        "test",
        "C",
        "pro",
    ]
    assert [found["2"][key] for key in ("channel", "exclusion", "plan")] == [None, None, "basic"]
