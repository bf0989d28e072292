"""Which columns of a survey's file are questions of a known kind, and what do their answers become?"""

import pytest

from data.loading import recognising
from data.loading.presets import VENDORS
from data.loading.requests import LoadError
from data.loading.stage import Options
from data.reading.files import UnreadableError
from data.reading.table import find_table
from tests.data.trial_store import TrialStore, counts

NPS, SATISFACTION, EFFORT = "How likely are you to recommend us?", "How satisfied are you?", "How easy was it?"
QUESTIONS = f"{NPS},{SATISFACTION},{EFFORT}"


def scores(store: TrialStore) -> dict[str, tuple[object, ...]]:
    return {row[0]: row[1:] for row in store.rows("select survey_id, score, scale from surveys")}


@pytest.mark.parametrize("name", ["typeform", "surveymonkey", "qualtrics"])
@pytest.mark.parametrize("questions", [0, 5, 80])
def test_any_number_of_other_questions_does_not_matter(store: TrialStore, name: str, questions: int) -> None:
    text = (VENDORS / f"{name}.csv").read_text("utf-8")
    header, _, rest = text.partition("\n")
    further = "".join(f",Something else {number}" for number in range(questions))
    path = store.file(f"{header}{further}\n{rest}", "wide.csv")
    (sure, preset), *_ = recognising.recognise(find_table(path))
    assert (preset.name, sure) == (name, 1.0)


ASKED = "#,Stars,What did you like?,Start Date (UTC),Submit Date (UTC),Network ID\n"
ANSWERS = (
    "r1,4 - good,All,2026-03-02 09:00:00,2026-03-02 09:01:00,n1\nr2,1,,2026-03-02 10:00:00,2026-03-02 10:01:00,n2\n"
)


def test_where_no_question_is_known_it_is_asked_for(store: TrialStore) -> None:
    with pytest.raises(LoadError, match=r"No column for kind, score of surveys\..*The file's columns are: #, stars"):
        store.load(ASKED + ANSWERS)
    report = store.load(ASKED + ANSWERS, mapped={"score": "Stars"}, constants={"kind": "csat"})
    assert (report.preset, counts(report)) == ("typeform", (2, 0, 0, 0, 0))
    assert scores(store) == {"r1": (4, None), "r2": (1, None)}


def test_words_that_a_question_is_answered_with_are_known_when_it_is_named_by_hand(store: TrialStore) -> None:
    rows = "r1,Very satisfied,,,2026-03-02,\nr2,Dissatisfied,,,2026-03-02,\nr3,Neutral,,,2026-03-02,\n"
    found = store.read(ASKED + rows, mapped={"score": "Stars"}, constants={"kind": "csat"})
    assert [(one["score"], one["problem"]) for one in found] == [
        (5, None),
        (2, None),
        (None, "score:number"),  # how neutral that is depends on the scale
    ]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("10 - Extremely likely,5 stars,7", (10, 5, 7)),
        ("Not at all likely - 0,1/5,(1) Very difficult", (0, 1, 1)),
        ("7,Very Satisfied,STRONGLY AGREE", (7, 5, 7)),
        ("7,somewhat dissatisfied,Somewhat agree", (7, 2, 5)),
        ("7,agree,agree", (7, 4, 6)),
        ("7,Neutral,Neutral", (7, 3, 4)),
        ("7,neither satisfied nor dissatisfied,Neither easy nor difficult", (7, 3, 4)),
        ("11,6,8", ()),
        ("-1,-1,0", ()),
        ("many,Good enough,4 or 5", ()),
    ],
)
def test_answers(store: TrialStore, answers: str, expected: tuple[int, ...]) -> None:
    row = f"r,{answers},2026-03-02 09:00:00,2026-03-02 09:01:00,n\n"
    rows = store.read(f"#,{QUESTIONS},Start Date (UTC),Submit Date (UTC),Network ID\n{row}")
    assert [one["kind"] for one in rows] == ["nps", "csat", "ces"]
    assert tuple(one["score"] for one in rows if one["problem"] is None) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Why would you recommend us?",
        "What is the reason for your satisfaction score?",
        "How could we improve your satisfaction?",
        "Please explain what was not easy",
        "How much effort did you have to put in?",  # more is worse, in other ways of asking less is
        "Which department do you work in?",
    ],
)
def test_questions_that_are_no_scores(store: TrialStore, question: str) -> None:
    with pytest.raises(LoadError, match="No column for kind, score"):
        store.load(f"#,{question},Start Date (UTC),Submit Date (UTC),Network ID\nr,5,2026-03-02,2026-03-02,n\n")


def test_only_the_first_question_of_a_kind_counts(store: TrialStore) -> None:
    header = "#,How satisfied are you with the answer?,How satisfied are you with the wait?,Submit Date (UTC),Network ID,Start Date (UTC)\n"
    report = store.load(header + "r,5,1,2026-03-02,n,2026-03-02\n")
    assert scores(store) == {"r csat": (5, "1-5")}
    assert store.rows("select unread from loads") == [
        ('["How satisfied are you with the wait?", "Network ID"]',),
    ]
    assert any("the first one counts" in note for note in report.notes)


QUALTRICS = "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,DistributionChannel,UserLanguage,Q1\n"


def test_an_old_response_file_without_a_time_zone_is_read_in_the_zone_that_is_said(store: TrialStore) -> None:
    under = f"Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID,Channel,Language,{NPS}\n"
    row = "2026-01-05 09:00:00,,0,100,1,2026-01-05 10:00:00,R_1,email,EN,9\n"
    preview = "2026-01-05 09:00:00,,1,100,1,2026-01-05 10:00:00,R_2,preview,EN,9\n"
    rows = store.read(f"{QUALTRICS}{under}{row}{preview}", options=Options(zone="Europe/Berlin"))
    assert [(one["survey_id"], one["score"], str(one["responded_at"]), one["problem"]) for one in rows] == [
        ("R_1 nps", 9, "2026-01-05 09:00:00", None),
        ("R_2 nps", 9, "2026-01-05 09:00:00", "row:a preview of the survey, no answer of a customer"),
    ]


def test_a_header_without_responses_is_said(store: TrialStore) -> None:
    with pytest.raises((LoadError, UnreadableError), match="There is no row under the header"):
        store.load(f"{QUALTRICS}Start Date,End Date,Response Type,,,,Response ID,,,{NPS}\n")


def test_an_id_that_a_spreadsheet_destroyed_is_no_id_of_an_answer(store: TrialStore) -> None:
    text = (VENDORS / "surveymonkey.csv").read_text("utf-8").replace("118500000001", "1.185E+11")
    rows = store.read(text.replace("118500000002", '"1,185E+11"'))
    assert [one["problem"] for one in rows[:7]] == ["survey_id:id"] * 6 + [None]


def test_scales_that_were_chosen_otherwise_can_be_said(store: TrialStore) -> None:
    text = "person,survey_type,score,comment,created_at\na@example.com,ces,4,,1772442000\n"
    (row,) = store.read(text, constants={"scale": "1-5"})
    assert (row["survey_id"], row["score"], row["scale"]) == ("a@example.com ces 1772442000", 4, "1-5")
