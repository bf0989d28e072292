"""A rating is judged on its own scale, one of the settings' scales, or not at all."""

import pytest

from data.loading.load import change_settings
from data.settings import DEFAULTS
from tests.data.trial_store import TrialStore, counts, tickets

SMILES = {"lowest": 0, "highest": 2, "satisfied_from": 2, "poor_to": 0, "good_from": 2}


def test_a_rating_on_an_unknown_scale_is_not_judged(store: TrialStore) -> None:
    report = store.load(tickets(2, csat_score="2", csat_scale="Smiles"))
    assert report.notes == (
        "csat_scale: 1 unknown scale(s), ratings on them are not judged; add to the settings: 'smiles' (2)",
    )
    judged = store.rows("select distinct csat_scale, csat_score, csat_share, is_satisfied from ticket_facts")
    assert judged == [("smiles", 2, None, None)]
    assert store.rows("select distinct share, is_satisfied from survey_facts") == [(None, None)]


def test_a_survey_on_an_unknown_scale_is_not_judged(store: TrialStore) -> None:
    store.load(tickets(1))
    store.load("survey_id,kind,ticket_id,score,scale\nS,csat,T0,9,stars\n", name="surveys.csv")
    assert store.rows("select share, is_satisfied from survey_facts") == [(None, None)]
    assert store.rows("select csat_share, is_satisfied from ticket_facts") == [(None, None)]


@pytest.mark.parametrize("scale", ["smiles", "Smiles"])
def test_scales_of_the_settings_are_known(store: TrialStore, scale: str) -> None:
    store.load(tickets(1))
    change_settings({"scales": DEFAULTS["scales"] | {scale: SMILES}}, store=store.path)
    rows = [
        *tickets(1, start=5, csat_score="2", csat_scale="smiles"),
        *tickets(1, start=6, csat_score="3", csat_scale="smiles"),
    ]
    report = store.load(rows)
    assert (counts(report), report.notes) == ((1, 0, 0, 0, 1), ())
    fact = store.fact("T5")
    assert (fact["csat_scale"], fact["csat_share"], fact["is_satisfied"]) == (scale, 1, True)


@pytest.mark.parametrize(
    ("score", "scale", "problem"),
    [
        ("9", "", None),
        ("9", "0-10", None),
        ("", "", None),
        ("5", "1-5", "scale:nps scale"),
        ("5", "stars", "scale:nps scale"),
        ("8.5", "", "score:nps"),
        ("11", "", "score:nps"),
        ("-1", "0-10", "score:nps"),
    ],
)
def test_nps_is_a_whole_number_from_0_to_10(store: TrialStore, score: str, scale: str, problem: str | None) -> None:
    (row,) = store.read([{"survey_id": "S", "kind": "nps", "score": score, "scale": scale}])
    assert row["problem"] == problem
