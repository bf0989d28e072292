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


WORDS = {
    1: ("good", "Good", " GOOD ", "satisfied", "Yes", "thumbs up", "👍", "happy", "positive", "up", "1"),
    0: ("bad", "Bad", "dissatisfied", "Unsatisfied", "no", "thumbs down", "👎", "unhappy", "negative", "down", "0"),
}


def test_good_and_bad_may_be_said_in_words(store: TrialStore) -> None:
    said = [(number, word) for number, words in WORDS.items() for word in words]
    surveys = [{"survey_id": word, "kind": "csat", "score": word, "scale": "Good-Bad"} for _, word in said]
    read = store.read(surveys)
    assert [(row["score"], row["scale"], row["problem"]) for row in read] == [(n, "good-bad", None) for n, _ in said]
    ticket = {"created_at": "2024-01-01", "csat_scale": "good-bad"}
    read = store.read([ticket | {"ticket_id": word, "csat_score": word} for _, word in said])
    assert [(row["csat_score"], row["problem"]) for row in read] == [(n, None) for n, _ in said]


def test_words_are_read_on_their_own_scale_alone(store: TrialStore) -> None:
    expected = {
        ("good", ""): (1, "good-bad", None),  # these words mean no other scale
        ("Bad", ""): (0, "good-bad", None),
        ("👍", ""): (1, "good-bad", None),
        ("satisfied", ""): (None, None, "score:number"),  # 4 of 5, or 1 of good and bad?
        ("good", "1-5"): (None, "1-5", "score:number"),
        ("4", ""): (4, None, None),
        ("splendid", "good-bad"): (None, "good-bad", "score:number"),
        ("2", "good-bad"): (2, "good-bad", "score:score"),
        ("", "good-bad"): (None, "good-bad", None),
        ("", ""): (None, None, None),
    }
    rows = [{"survey_id": "S", "kind": "csat", "score": score, "scale": scale} for score, scale in expected]
    read = [(row["score"], row["scale"], row["problem"]) for row in store.read(rows)]
    assert dict(zip(expected, read, strict=True)) == expected


def test_good_and_bad_in_words_are_judged(store: TrialStore) -> None:
    store.load(tickets(2))
    rows = [{"survey_id": f"S{n}", "kind": "csat", "ticket_id": f"T{n}", "score": word, "scale": "good-bad",
             "empathy_score": "bad", "responded_at": "2024-01-01 12:00"} for n, word in enumerate(("yes", "bad"))]  # fmt: skip
    assert counts(store.load(rows, name="surveys.csv")) == (2, 0, 0, 0, 0)
    judged = store.rows("select score, share, is_satisfied, rating_band from survey_facts order by survey_id")
    assert judged == [(1, 1.0, True, "good"), (0, 0.0, False, "poor")]
    asked = store.rows("select expectation, score, scale, is_satisfied from aspect_facts")
    assert asked == [("empathetic", 0, "good-bad", False)] * 2


def test_a_file_that_is_said_to_be_on_good_and_bad_is_read_in_their_words(store: TrialStore) -> None:
    """A tool's "satisfied" is usually 4 of 5; whoever says good-bad means one of two."""
    rows = [{"Response": f"R{n}", "How was it?": word} for n, word in enumerate(("Satisfied", "Dissatisfied"))]
    by_hand = {"survey_id": "Response", "score": "How was it?"}
    said = {"kind": "csat", "scale": "good-bad"}
    store.load(tickets(1))
    report = store.load(rows, name="theirs.csv", kind="surveys", mapped=by_hand, constants=said)
    assert counts(report) == (2, 0, 0, 0, 0)
    assert store.rows("select score, is_satisfied from survey_facts order by survey_id") == [(1, True), (0, False)]
